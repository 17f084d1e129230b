using Microsoft.Extensions.Logging;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Alerting.Persistence;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Alerting.Actions;

/// <summary>
/// Keeps what happened, and only then tells it: who is killed in between tells it after the restart. Whoever is told is remembered, so that a restart
/// tells nothing twice but what a crash separated from its note. One call at a time.
/// </summary>
internal sealed class AlertCourier(AlertEvaluator evaluator, AlertStore store, ActionDispatcher dispatcher, Func<Alert, bool> isSilenced, ILogger logger)
{
    private const int StatesAtOnce = 500;
    private const int MostUnsaved = AlertLimits.MaxHistory;

    private readonly List<AlertHistoryEntry> _unsaved = [];
    private long _failures;
    private int _untrimmed = AlertLimits.MaxHistory;

    /// <summary>How often keeping failed.</summary>
    internal long Failures => Interlocked.Read(ref _failures);

    /// <summary>Keeps and tells what is new.</summary>
    /// <param name="looksForUntold">Whether to look as well for what could not be told before.</param>
    /// <param name="cancellationToken">Stops keeping.</param>
    internal async Task DeliverAsync(bool looksForUntold, CancellationToken cancellationToken)
    {
        var (happenings, changed) = evaluator.TakeNews();
        await KeepAsync(happenings, changed, cancellationToken).ConfigureAwait(false);
        bool hasTold = Tell(happenings);
        if (looksForUntold)
        {
            hasTold |= Tell(evaluator.FindUntold());
        }

        if (hasTold)
        {
            // That they were told has to be kept as well.
            (happenings, changed) = evaluator.TakeNews();
            await KeepAsync(happenings, changed, cancellationToken).ConfigureAwait(false);
            Tell(happenings);
        }
    }

    private bool Tell(IReadOnlyList<AlertHappening> happenings)
    {
        bool hasTold = false;
        foreach (AlertHappening happening in happenings)
        {
            // What was never said to fire need not be said to have ended.
            bool isNews = happening.Kind == AlertEventKind.Fired ? !happening.Instance.IsToldFiring : happening.Kind == AlertEventKind.Resolved && happening.Instance.IsToldFiring;
            if (!isNews || isSilenced(happening.Alert))
            {
                continue;
            }

            dispatcher.Dispatch(happening.Alert, NotificationBuilder.Build(happening));
            evaluator.MarkTold(happening);
            hasTold = true;
        }

        return hasTold;
    }

    private async Task KeepAsync(IReadOnlyList<AlertHappening> happenings, IReadOnlyList<string> changed, CancellationToken cancellationToken)
    {
        _unsaved.AddRange(happenings.Select(EntryOf));
        if (_unsaved.Count > MostUnsaved)
        {
            _unsaved.RemoveRange(0, _unsaved.Count - MostUnsaved);
        }

        var left = new HashSet<string>(changed, StringComparer.Ordinal);
        try
        {
            // The history goes with the first states, so that it is never told of twice.
            foreach (string[] ids in changed.Chunk(StatesAtOnce).DefaultIfEmpty([]))
            {
                AlertHistoryEntry[] history = [.. _unsaved];
                await store.SaveAsync(evaluator.WriteStates(ids), history, cancellationToken).ConfigureAwait(false);
                _unsaved.Clear();
                left.ExceptWith(ids);
                _untrimmed += history.Length;
            }

            if (_untrimmed >= AlertLimits.MaxHistory / 10)
            {
                _untrimmed = 0;
                await store.TrimAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is AnalyticsException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            Interlocked.Increment(ref _failures);
            evaluator.MarkChanged(left);
            logger.LogWarning("The state of {Count} alerts could not be kept: {Error}. It is tried again.", left.Count, error.GetType().Name);
        }
    }

    private static AlertHistoryEntry EntryOf(AlertHappening happening) => new()
    {
        AlertId = happening.Alert.Id,
        Name = happening.Alert.Definition.Name,
        Kind = happening.Kind,
        Timestamp = happening.At,
        Severity = happening.Alert.Definition.Severity,
        Group = happening.Instance.Values,
        Value = happening.Value,
        Count = happening.Count,
    };
}
