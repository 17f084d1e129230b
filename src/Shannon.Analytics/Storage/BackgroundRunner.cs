using Microsoft.Extensions.Logging;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Runs background jobs every interval, one pass at a time. Exclusive jobs run only while this runner holds the store's lease, so that of
/// several processes over one store one does them. A failing job is counted and logged; the host never notices. Thread-safe.
/// </summary>
internal sealed class BackgroundRunner : IAsyncDisposable
{
    private const string LeaseName = "background";

    private readonly IStateStore? _state;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _interval;
    private readonly IReadOnlyList<BackgroundJob> _jobs;
    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private StateLease? _lease;
    private long _passes;
    private long _failures;
    private long _lastPassTicks;
    private int _failing;

    internal BackgroundRunner(IStateStore? state, TimeProvider time, ILogger logger, TimeSpan interval, IReadOnlyList<BackgroundJob> jobs)
    {
        _state = state;
        _time = time;
        _logger = logger;
        _interval = interval;
        _jobs = jobs;
    }

    internal long Passes => Interlocked.Read(ref _passes);

    internal long Failures => Interlocked.Read(ref _failures);

    /// <summary>True if a job of the last pass failed.</summary>
    internal bool IsFailing => Volatile.Read(ref _failing) != 0;

    internal DateTimeOffset? LastPassAt => Interlocked.Read(ref _lastPassTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal void Start() => _loop = LoopAsync();

    /// <summary>Runs one pass now.</summary>
    internal async Task RunPassAsync(CancellationToken cancellationToken)
    {
        int failed = 0;
        bool leads = await RunGuardedAsync("lease", AcquireAsync, cancellationToken).ConfigureAwait(false) is var acquired && acquired && _lease is not null;
        failed += acquired ? 0 : 1;
        foreach (BackgroundJob job in _jobs)
        {
            if (!job.Exclusive || leads)
            {
                failed += await RunGuardedAsync(job.Name, job.RunAsync, cancellationToken).ConfigureAwait(false) ? 0 : 1;
            }
        }

        Volatile.Write(ref _failing, failed);
        Interlocked.Exchange(ref _lastPassTicks, _time.GetUtcNow().UtcTicks);
        if (failed == 0)
        {
            Interlocked.Increment(ref _passes);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_state is not null && _lease is { } lease)
        {
            _lease = null;
            await RunGuardedAsync("lease", token => _state.ReleaseLeaseAsync(lease, token), CancellationToken.None).ConfigureAwait(false);
        }

        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
        {
            await RunPassAsync(_stopping.Token).ConfigureAwait(false);
        }
    }

    private async Task AcquireAsync(CancellationToken cancellationToken) =>
        _lease = _state is null ? null : await _state.TryAcquireLeaseAsync(LeaseName, _owner, 3 * _interval, cancellationToken).ConfigureAwait(false);

    private async Task<bool> RunGuardedAsync(string name, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Interlocked.Increment(ref _failures);
            _logger.LogError("The background job {Job} failed with {Error}; it runs again in {Interval}.", name, error.GetType().Name, _interval);
            return false;
        }
    }
}
