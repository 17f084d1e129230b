using Microsoft.Extensions.Logging;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics;

/// <summary>Records what a session manager reports. A failing store is counted and logged; the session goes on. Thread-safe.</summary>
internal sealed class SessionRecorder : ISessionListener, IAsyncDisposable
{
    private readonly IMetricsCollector _collector;
    private readonly ILogger _logger;
    private readonly IDisposable _subscription;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private int _running;
    private bool _closed;
    private long _failed;

    internal SessionRecorder(IMetricsCollector collector, ILogger logger, ISessionManager manager)
    {
        _collector = collector;
        _logger = logger;
        _subscription = manager.Subscribe(this);
    }

    internal long Failed => Interlocked.Read(ref _failed);

    public async ValueTask OnActivityAsync(SessionActivity activity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(activity);
        if (activity.Metrics.Count == 0 || !TryEnter())
        {
            return;
        }

        try
        {
            await _collector.CollectBatchAsync(activity.Metrics, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Interlocked.Add(ref _failed, activity.Metrics.Count);
            _logger.LogError("Recording {Count} metrics of a session failed with {Error}.", activity.Metrics.Count, error.GetType().Name);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the subscription and waits for calls under way, so that none reaches a disposed engine.</summary>
    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        lock (_lock)
        {
            _closed = true;
            if (_running == 0)
            {
                _idle.TrySetResult();
            }
        }

        await _idle.Task.ConfigureAwait(false);
    }

    private bool TryEnter()
    {
        lock (_lock)
        {
            _running += _closed ? 0 : 1;
            return !_closed;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_running == 0 && _closed)
            {
                _idle.TrySetResult();
            }
        }
    }
}
