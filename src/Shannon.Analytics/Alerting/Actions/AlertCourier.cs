using Microsoft.Extensions.Logging;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Alerting.Persistence;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Alerting.Actions;

/// <summary>
/// Keeps what happened, and only then tells it: who is killed in between tells it after the restart. Whoever is told is remembered, so that a restart
/// tells nothing twice but what a crash separated from its note. One call at a time.
/// </summary>
internal sealed class AlertCourier(AlertEvaluator evaluator, AlertStore store, ActionDispatcher dispatcher, AlertPublisher publisher, Func<Alert, bool> isSilenced, ILogger logger)
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
        await PublishAsync(happenings, cancellationToken).ConfigureAwait(false);
        await KeepAsync(happenings, changed, cancellationToken).ConfigureAwait(false);
        bool hasTold = Tell(happenings);
        if (looksForUntold)
        {
            IReadOnlyList<AlertHappening> untold = evaluator.FindUntold();
            await PublishAsync(untold, cancellationToken).ConfigureAwait(false);
            hasTold |= Tell(untold);
        }

        if (hasTold)
        {
            // That they were told has to be kept as well.
            (happenings, changed) = evaluator.TakeNews();
            await PublishAsync(happenings, cancellationToken).ConfigureAwait(false);
            await KeepAsync(happenings, changed, cancellationToken).ConfigureAwait(false);
            Tell(happenings);
        }
    }

    private bool Tell(IReadOnlyList<AlertHappening> happenings)
    {
        bool hasTold = false;
        foreach (AlertHappening happening in happenings)
        {
            if (!IsNews(happening, happening.Instance.IsToldFiring) || isSilenced(happening.Alert))
            {
                continue;
            }

            dispatcher.Dispatch(happening.Alert, NotificationBuilder.Build(happening));
            evaluator.MarkTold(happening);
            hasTold = true;
        }

        return hasTold;
    }

    // What was never said to fire need not be said to have ended.
    private static bool IsNews(AlertHappening happening, bool isToldFiring) => happening.Kind == AlertEventKind.Fired ? !isToldFiring : happening.Kind == AlertEventKind.Resolved && isToldFiring;

    // Before they are kept, so that they are kept with them: what Tell will tell in a moment.
    private async Task PublishAsync(IReadOnlyList<AlertHappening> happenings, CancellationToken cancellationToken)
    {
        var toldFiring = new Dictionary<AlertInstance, bool>();
        var told = new List<AlertHappening>();
        foreach (AlertHappening happening in happenings)
        {
            if (IsNews(happening, toldFiring.GetValueOrDefault(happening.Instance, happening.Instance.IsToldFiring)) && !isSilenced(happening.Alert))
            {
                toldFiring[happening.Instance] = happening.Kind == AlertEventKind.Fired;
                told.Add(happening);
            }
        }

        await publisher.AddAsync(told, cancellationToken).ConfigureAwait(false);
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
                int events = publisher.Waiting.Count;
                await store.SaveAsync(evaluator.WriteStates(ids), history, publisher.Waiting, cancellationToken).ConfigureAwait(false);
                _unsaved.Clear();
                publisher.MarkKept(events);
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
