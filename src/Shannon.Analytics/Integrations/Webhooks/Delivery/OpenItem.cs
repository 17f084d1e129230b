using Shannon.Analytics.Integrations.Webhooks.Persistence;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>An event that a webhook has taken up. Belongs to the loop of its worker.</summary>
internal sealed class OpenItem(PendingItem kept)
{
    internal long Place => kept.Place;

    internal int Attempts { get; set; } = kept.Attempts;

    internal DateTimeOffset? DueAt { get; set; } = kept.DueAt;

    /// <summary>The entry of the outbox; null while it has yet to be read.</summary>
    internal OutboxEntry? Entry { get; set; }

    internal bool IsUnderWay { get; set; }

    internal PendingItem ToPending() => new(Place, Attempts, DueAt);
}
