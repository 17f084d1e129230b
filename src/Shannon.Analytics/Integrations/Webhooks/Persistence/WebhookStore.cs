using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>Where webhooks, their progress, their delivery logs and their dead letters are kept in the state store. Thread-safe.</summary>
internal sealed class WebhookStore(IStateStore state, ILogger logger)
{
    internal const int DeliveriesKept = 1_000;
    internal const int DeadLettersKept = 1_000;

    private const string ProgressKind = "webhook_state";
    private const string SessionKind = "webhook_sessions";
    private const string SessionId = "place";
    private const string DeliveryLog = "webhook_deliveries:";
    private const string DeadKind = "webhook_dead:";
    private const int PageSize = 1_000;

    internal IStateStore State => state;

    internal EventOutbox Outbox { get; } = EventOutbox.Of(state);

    internal static StateChange Put(string id, WebhookDocument document, long? version) => StateChange.Put(EventOutbox.ListenerKind, id, WebhookJson.Write(document), version);

    internal static StateChange Put(string id, EndpointState progress, long? version) => StateChange.Put(ProgressKind, id, WebhookJson.Write(progress), version);

    internal static StateChange Append(string id, WebhookDelivery delivery) => StateChange.Append(DeliveryLog + id, WebhookJson.Write(delivery));

    internal static StateChange Put(string id, WebhookDeadLetter letter) => StateChange.Put(DeadKind + id, letter.EventId, WebhookJson.Write(letter));

    internal static StateChange DeleteDeadLetter(string id, string eventId, long? version) => StateChange.Delete(DeadKind + id, eventId, version);

    internal static StateChange Put(SessionPlace place, long? version) => StateChange.Put(SessionKind, SessionId, WebhookJson.Write(place), version);

    internal static StateChange DeleteSessionPlace(long version) => StateChange.Delete(SessionKind, SessionId, version);

    internal Task<StateEntry?> FindAsync(string id, CancellationToken cancellationToken) => state.GetStateAsync(EventOutbox.ListenerKind, id, cancellationToken);

    internal Task<IReadOnlyList<StateEntry>> ListAsync(CancellationToken cancellationToken) => state.ListStateAsync(EventOutbox.ListenerKind, cancellationToken);

    /// <summary>Reads what can be read: one broken document must not silence the other webhooks.</summary>
    internal Webhook? TryRead(StateEntry entry)
    {
        try
        {
            return WebhookJson.ToWebhook(entry);
        }
        catch (StoreCorruptException)
        {
            logger.LogWarning("The webhook {WebhookId} cannot be read and is left out; it was changed from outside, or comes from a newer release.", entry.Id);
            return null;
        }
    }

    /// <summary>How far a webhook has come, and the version of the document; version 0 if it never began.</summary>
    internal async Task<(EndpointState Progress, long Version)> ReadProgressAsync(string id, CancellationToken cancellationToken) =>
        await state.GetStateAsync(ProgressKind, id, cancellationToken).ConfigureAwait(false) is { } entry
            ? (WebhookJson.Read(entry.Value, WebhookJson.Default.EndpointState), entry.Version)
            : (new EndpointState(), 0);

    internal async Task<(SessionPlace Place, long Version)?> FindSessionPlaceAsync(CancellationToken cancellationToken) =>
        await state.GetStateAsync(SessionKind, SessionId, cancellationToken).ConfigureAwait(false) is { } entry
            ? (WebhookJson.Read(entry.Value, WebhookJson.Default.SessionPlace), entry.Version)
            : null;

    /// <summary>All of a webhook goes, but for what is under way: its progress is gone, so that whoever sends for it notices.</summary>
    internal async Task<bool> DeleteAsync(string id, long version, CancellationToken cancellationToken)
    {
        IReadOnlyList<StateEntry> letters = await state.ListStateAsync(DeadKind + id, cancellationToken).ConfigureAwait(false);
        return await state.ApplyAsync(
            [
                StateChange.Delete(EventOutbox.ListenerKind, id, version),
                StateChange.Delete(ProgressKind, id),
                StateChange.Trim(DeliveryLog + id, long.MaxValue),
                .. letters.Select(letter => StateChange.Delete(DeadKind + id, letter.Id)),
            ],
            cancellationToken).ConfigureAwait(false);
    }

    internal async Task<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(string id, int limit, CancellationToken cancellationToken)
    {
        var latest = new Queue<WebhookDelivery>();
        await foreach (StateLogEntry entry in ReadDeliveriesAsync(id, cancellationToken).ConfigureAwait(false))
        {
            latest.Enqueue(WebhookJson.Read(entry.Value, WebhookJson.Default.WebhookDelivery));
            if (latest.Count > limit)
            {
                latest.Dequeue();
            }
        }

        return [.. latest.Reverse()];
    }

    internal async Task<IReadOnlyList<(WebhookDeadLetter Letter, long Version)>> ListDeadLettersAsync(string id, CancellationToken cancellationToken) =>
        [.. (await state.ListStateAsync(DeadKind + id, cancellationToken).ConfigureAwait(false))
            .Select(static entry => (Letter: WebhookJson.Read(entry.Value, WebhookJson.Default.WebhookDeadLetter), entry.Version))
            .OrderBy(static pair => pair.Letter.HappenedAt).ThenBy(static pair => pair.Letter.EventId, StringComparer.Ordinal)];

    /// <summary>Removes what the delivery log and the dead letters have beyond their bounds.</summary>
    internal async Task TrimAsync(string id, CancellationToken cancellationToken)
    {
        var places = new Queue<long>();
        long through = 0;
        await foreach (StateLogEntry entry in ReadDeliveriesAsync(id, cancellationToken).ConfigureAwait(false))
        {
            places.Enqueue(entry.Id);
            through = places.Count > DeliveriesKept ? places.Dequeue() : through;
        }

        IReadOnlyList<(WebhookDeadLetter Letter, long Version)> letters = await ListDeadLettersAsync(id, cancellationToken).ConfigureAwait(false);
        List<StateChange> changes = [.. letters.OrderBy(static pair => pair.Letter.GivenUpAt).Take(Math.Max(0, letters.Count - DeadLettersKept)).Select(pair => DeleteDeadLetter(id, pair.Letter.EventId, version: null))];
        if (through > 0)
        {
            changes.Add(StateChange.Trim(DeliveryLog + id, through));
        }

        if (changes.Count > 0)
        {
            await state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<StateLogEntry> ReadDeliveriesAsync(string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long place = 0;
        while (await state.ReadLogAsync(DeliveryLog + id, place, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (StateLogEntry entry in page)
            {
                yield return entry;
            }

            place = page[^1].Id;
        }
    }
}
