using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Shannon.Analytics.Alerting.Actions;

/// <summary>
/// Runs one action, one call at a time, apart from everything else. A call that hangs is given up when its time is over; while too many of those hang,
/// further ones are dropped. Thread-safe.
/// </summary>
internal sealed class ActionQueue : IAsyncDisposable
{
    internal const int Capacity = 1_000;
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private const int MostHanging = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IAlertAction _action;
    private readonly ActionCounts _counts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<AlertNotification> _waiting = Channel.CreateBounded<AlertNotification>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _loop;
    private int _hanging;

    internal ActionQueue(IAlertAction action, ActionCounts counts, TimeProvider time, ILogger logger)
    {
        _action = action;
        _counts = counts;
        _time = time;
        _logger = logger;
        _loop = new(() => Task.Run(LoopAsync));
    }

    internal void Add(AlertNotification notification)
    {
        if (!_waiting.Writer.TryWrite(notification))
        {
            _counts.CountDropped();
        }

        _ = _loop.Value;
    }

    /// <summary>Lets what waits run for some seconds, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        if (_loop.IsValueCreated)
        {
            await _loop.Value.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _loop.Value.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoopAsync()
    {
        await foreach (AlertNotification notification in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (Volatile.Read(ref _hanging) >= MostHanging || _stopping.IsCancellationRequested)
            {
                _counts.CountDropped();
                continue;
            }

            await RunAsync(notification).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(AlertNotification notification)
    {
        using var limit = new CancellationTokenSource(Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);

        // Apart from the loop also while it has not awaited anything yet.
        Task run = Task.Run(() => _action.RunAsync(notification, both.Token).AsTask(), CancellationToken.None);
        try
        {
            await run.WaitAsync(both.Token).ConfigureAwait(false);
            _counts.CountRun();
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            Interlocked.Increment(ref _hanging);
            _ = run.ContinueWith(_ => Interlocked.Decrement(ref _hanging), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            _counts.CountTimedOut();
            _logger.LogWarning("The alert action {Action} took longer than {Timeout} and was given up.", _action.Name, Timeout);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _counts.CountFailed();
            _logger.LogWarning("The alert action {Action} failed with {Error}.", _action.Name, error.GetType().Name);
        }
    }
}
