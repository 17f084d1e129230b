using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Shannon.Analytics.Alerting.Actions;

/// <summary>Hands notifications to the actions that an alert names. Never waits, never throws. Thread-safe.</summary>
internal sealed class ActionDispatcher(TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ActionQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>Every action there is.</summary>
    internal IReadOnlyCollection<string> Names => [AlertActionNames.Notify, AlertActionNames.Throttle, AlertActionNames.Webhooks, .. _queues.Keys.Order(StringComparer.Ordinal)];

    internal ActionCounts Counts { get; } = new();

    internal AlertNotifications Notifications { get; } = new();

    /// <summary>Makes an action known; of several with one name the first counts.</summary>
    internal void Add(IAlertAction action) => _queues.GetOrAdd(action.Name, _ => new ActionQueue(action, Counts, time, logger));

    internal void Dispatch(Alert alert, AlertNotification notification)
    {
        foreach (string action in alert.Definition.Actions)
        {
            if (action == AlertActionNames.Notify)
            {
                Notifications.Publish(notification);
            }
            else if (_queues.TryGetValue(action, out ActionQueue? queue))
            {
                queue.Add(notification);
            }
            else if (!AlertActionNames.IsBuiltIn(action))
            {
                // Another process knew it when the alert was made.
                Counts.CountFailed();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ActionQueue queue in _queues.Values)
        {
            await queue.DisposeAsync().ConfigureAwait(false);
        }

        Notifications.Close();
    }
}
