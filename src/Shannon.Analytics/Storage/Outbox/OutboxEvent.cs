using System.Text.Json;

namespace Shannon.Analytics.Storage.Outbox;

/// <summary>Something that happened and is to be told outside.</summary>
internal sealed record OutboxEvent
{
    /// <summary>The same for every copy of one happening, so that receivers can tell repetitions; see <see cref="EventOutbox.IdOf"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What happened, such as <c>session_complete</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What there is to say about it: a JSON object.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>The one listener it is for; null for all who ask for its type.</summary>
    public string? To { get; init; }
}
