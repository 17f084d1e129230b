using System.Text.Json;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Alerting.Persistence;

/// <summary>
/// Keeps definitions, states, silences, history and the log of changes in the state store. What cannot be read is left out and logged: one broken
/// document must not keep the other alerts from being watched. Thread-safe.
/// </summary>
internal sealed class AlertStore(IStateStore state, string origin, ILogger logger)
{
    internal const string StateKind = "alert_state";
    private const string AlertKind = "alert_definition";
    private const string SilenceKind = "alert_silence";
    private const string HistoryLog = "alert_history";
    private const string ChangeLog = "alert_changes";
    private const int PageSize = 1_000;
    private const int ChangesKept = 10_000;

    internal async Task<IReadOnlyList<Alert>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StateEntry> entries = await state.ListStateAsync(AlertKind, cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(entry => Try(entry.Kind, () => AlertJson.Read(entry))).OfType<Alert>().OrderBy(alert => alert.CreatedAt).ThenBy(alert => alert.Id, StringComparer.Ordinal)];
    }

    internal async Task<Alert?> FindAsync(string id, CancellationToken cancellationToken) =>
        await state.GetStateAsync(AlertKind, id, cancellationToken).ConfigureAwait(false) is { } entry ? AlertJson.Read(entry) : null;

    internal Task PutAsync(Alert alert, CancellationToken cancellationToken) =>
        ApplyAsync([StateChange.Put(AlertKind, alert.Id, AlertJson.Write(alert)), Change(AlertChangeKind.Definition, alert.Id)], cancellationToken);

    internal Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        ApplyAsync([StateChange.Delete(AlertKind, id), StateChange.Delete(StateKind, id), Change(AlertChangeKind.Definition, id)], cancellationToken);

    /// <summary>Asks whoever evaluates the alert to do something.</summary>
    internal Task AskAsync(AlertChangeKind kind, string alertId, CancellationToken cancellationToken) => ApplyAsync([Change(kind, alertId)], cancellationToken);

    internal async Task<string?> FindStateAsync(string id, CancellationToken cancellationToken) =>
        (await state.GetStateAsync(StateKind, id, cancellationToken).ConfigureAwait(false))?.Value;

    internal async Task<Dictionary<string, string>> ListStatesAsync(CancellationToken cancellationToken) =>
        (await state.ListStateAsync(StateKind, cancellationToken).ConfigureAwait(false)).ToDictionary(entry => entry.Id, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>Keeps states, history and events for the outside together, whole or not at all.</summary>
    internal Task SaveAsync(IEnumerable<(string Id, string State)> states, IEnumerable<AlertHistoryEntry> history, IEnumerable<StateChange> events, CancellationToken cancellationToken) => ApplyAsync(
        [.. states.Select(one => StateChange.Put(StateKind, one.Id, one.State)), .. history.Select(entry => StateChange.Append(HistoryLog, AlertJson.Write(entry))), .. events],
        cancellationToken);

    internal async Task<IReadOnlyList<AlertHistoryEntry>> ReadHistoryAsync(AlertHistoryQuery query, CancellationToken cancellationToken)
    {
        List<AlertHistoryEntry> matching = [];
        await foreach (StateLogEntry entry in ReadAsync(HistoryLog, 0, cancellationToken).ConfigureAwait(false))
        {
            if (Try(HistoryLog, () => AlertJson.Read(entry)) is { } happened && (query.AlertId is null || query.AlertId == happened.AlertId)
                && (query.Kind is null || query.Kind == happened.Kind) && query.Range.Contains(happened.Timestamp))
            {
                matching.Add(happened);
            }
        }

        matching.Reverse();
        return matching.Count > query.Limit ? matching.GetRange(0, query.Limit) : matching;
    }

    /// <summary>Removes what the history and the log of changes have beyond their bounds.</summary>
    internal async Task TrimAsync(CancellationToken cancellationToken)
    {
        await TrimAsync(HistoryLog, AlertLimits.MaxHistory, cancellationToken).ConfigureAwait(false);
        await TrimAsync(ChangeLog, ChangesKept, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what others did after a place in the log of changes.</summary>
    /// <returns>The changes, and the place reached.</returns>
    internal async Task<(IReadOnlyList<AlertChange> Changes, long Place)> ReadChangesAsync(long place, CancellationToken cancellationToken)
    {
        List<AlertChange> changes = [];
        await foreach (StateLogEntry entry in ReadAsync(ChangeLog, place, cancellationToken).ConfigureAwait(false))
        {
            place = entry.Id;
            if (Try(ChangeLog, () => AlertJson.ReadStored(entry.Value, ChangeLog, root => ReadChange(entry.Id, root))) is { } change && change.Origin != origin)
            {
                changes.Add(change);
            }
        }

        return (changes, place);
    }

    internal async Task<IReadOnlyList<AlertSilence>> ListSilencesAsync(CancellationToken cancellationToken) =>
        [.. (await state.ListStateAsync(SilenceKind, cancellationToken).ConfigureAwait(false)).Select(entry => Try(SilenceKind, () => AlertJson.ReadStored(entry.Value, SilenceKind, root => ReadSilence(entry.Id, root)))).OfType<AlertSilence>()];

    internal Task PutSilenceAsync(AlertSilence silence, CancellationToken cancellationToken) =>
        ApplyAsync([StateChange.Put(SilenceKind, silence.Id, WriteSilence(silence)), Change(AlertChangeKind.Silence, null)], cancellationToken);

    internal Task DeleteSilencesAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        ApplyAsync([.. ids.Select(id => StateChange.Delete(SilenceKind, id)), Change(AlertChangeKind.Silence, null)], cancellationToken);

    private static string WriteSilence(AlertSilence silence) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("starts_at", silence.StartsAt);
        writer.WriteString("ends_at", silence.EndsAt);
        writer.WriteString("comment", silence.Comment);
        AlertJson.WriteMap(writer, "matchers", silence.Matchers);
        writer.WriteEndObject();
    });

    private static AlertSilence ReadSilence(string id, JsonElement root) => new()
    {
        Id = id,
        StartsAt = root.GetProperty("starts_at").GetDateTimeOffset(),
        EndsAt = root.GetProperty("ends_at").GetDateTimeOffset(),
        Comment = root.GetProperty("comment").GetString(),
        Matchers = root.GetProperty("matchers").EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal),
    };

    private static AlertChange ReadChange(long id, JsonElement root) => new(
        id,
        root.GetProperty("origin").GetString()!,
        AlertJson.ReadWord<AlertChangeKind>(root, "change"),
        root.GetProperty("alert_id").GetString());

    private T? Try<T>(string kind, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (StoreCorruptException)
        {
            logger.LogWarning("A document or log entry of the kind {Kind} cannot be read and is left out; it was changed from outside, or comes from a newer release.", kind);
            return null;
        }
    }

    private StateChange Change(AlertChangeKind kind, string? alertId) => StateChange.Append(ChangeLog, JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("origin", origin);
        writer.WriteString("change", JsonText.Word(kind));
        writer.WriteString("alert_id", alertId);
        writer.WriteEndObject();
    }));

    private async Task ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count > 0)
        {
            // Nothing here expects a version, so nothing can be refused.
            await state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TrimAsync(string log, int most, CancellationToken cancellationToken)
    {
        var ids = new Queue<long>(most);
        long through = 0;
        await foreach (StateLogEntry entry in ReadAsync(log, 0, cancellationToken).ConfigureAwait(false))
        {
            ids.Enqueue(entry.Id);
            through = ids.Count > most ? ids.Dequeue() : through;
        }

        if (through > 0)
        {
            await state.ApplyAsync([StateChange.Trim(log, through)], cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<StateLogEntry> ReadAsync(string log, long place, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await state.ReadLogAsync(log, place, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (StateLogEntry entry in page)
            {
                yield return entry;
            }

            place = page[^1].Id;
        }
    }
}
