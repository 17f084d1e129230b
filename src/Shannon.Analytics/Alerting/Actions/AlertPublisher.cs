using System.Text.Json;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Alerting.Actions;

/// <summary>
/// Words what is told as events of the outbox, to be kept in the transaction that keeps what happened: whoever listens outside is told at least once,
/// whatever dies when. Not thread-safe.
/// </summary>
internal sealed class AlertPublisher(EventOutbox outbox)
{
    private const int MostWaiting = AlertLimits.MaxHistory;

    private readonly List<StateChange> _waiting = [];

    /// <summary>What is to be kept with the next states.</summary>
    internal IReadOnlyList<StateChange> Waiting => _waiting;

    internal async Task AddAsync(IReadOnlyList<AlertHappening> told, CancellationToken cancellationToken)
    {
        if (told.Count == 0 || !await HasListenersAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (AlertHappening happening in told)
        {
            AlertNotification notification = NotificationBuilder.Build(happening);
            foreach (var (type, to) in TargetsOf(happening.Alert, notification))
            {
                _waiting.Add(EventOutbox.Append(Word(notification, type, to)));
            }
        }

        if (_waiting.Count > MostWaiting)
        {
            // The store has refused for so long that the oldest are given up, as those of the history.
            _waiting.RemoveRange(0, _waiting.Count - MostWaiting);
        }
    }

    internal void MarkKept(int count)
    {
        if (count > 0)
        {
            _waiting.RemoveRange(0, count);
            outbox.SayAppended();
        }
    }

    // In doubt somebody does: what happened is taken from the evaluator already, and must not be lost here.
    private async Task<bool> HasListenersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await outbox.HasListenersAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AnalyticsException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            return true;
        }
    }

    private static IEnumerable<(string Type, string? To)> TargetsOf(Alert alert, AlertNotification notification)
    {
        IReadOnlyList<string> actions = alert.Definition.Actions;
        if (actions.Contains(AlertActionNames.Notify, StringComparer.Ordinal) || actions.Contains(AlertActionNames.Webhooks, StringComparer.Ordinal))
        {
            foreach (string trigger in notification.Triggers)
            {
                yield return (trigger, null);
            }
        }

        foreach (string id in actions.Select(AlertActionNames.WebhookOf).OfType<string>())
        {
            yield return (notification.Triggers[0], id);
        }
    }

    private static OutboxEvent Word(AlertNotification notification, string type, string? to)
    {
        using var data = JsonDocument.Parse(notification.ToJson());
        return new OutboxEvent { Id = EventOutbox.IdOf(notification.Id, type), Type = type, At = notification.Timestamp, Data = data.RootElement.Clone(), To = to };
    }
}
