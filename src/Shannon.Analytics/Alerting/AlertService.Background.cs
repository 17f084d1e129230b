using Microsoft.Extensions.Logging;
using Shannon.Analytics.Alerting.Persistence;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Alerting;

/// <summary>What alerts do by themselves: one process leads, evaluates and tells; the others wait for their turn.</summary>
internal sealed partial class AlertService
{
    private const string LeaseName = "alerts";
    private const int TicksPerPoll = 3;
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForecastInterval = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _delivery = new(1, 1);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<AlertSilence> _silences = [];
    private IDisposable? _observation;
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;
    private StateLease? _lease;
    private volatile bool _isLeading;
    private volatile bool _hasAlerts;
    private long _changesRead;
    private int _ticks;

    public void OnCommitted(CommittedRecords committed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        if (!_isLeading)
        {
            return;
        }

        long read = _foreign.NoteOwn(committed.IdAt(0), committed.IdAt(committed.Count - 1));
        if (!committed.IsHistory)
        {
            _evaluator.Take(committed, read);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _observation?.Dispose();
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_isLeading)
        {
            _evaluator.MarkChanged(_evaluator.WithDetectors());
            await GuardAsync("keep", token => DeliverAsync(looksForUntold: false, token)).ConfigureAwait(false);
            _isLeading = false;
            await GuardAsync("lease", token => _lease is { } lease ? _state.ReleaseLeaseAsync(lease, token) : Task.CompletedTask).ConfigureAwait(false);
        }

        await _dispatcher.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Begins: if there are alerts, and no other process leads, they are watched when this returns.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        (_, _changesRead) = await _alerts.ReadChangesAsync(0, cancellationToken).ConfigureAwait(false);
        _hasAlerts = (await _alerts.ListAsync(cancellationToken).ConfigureAwait(false)).Count > 0;
        _observation = _store.Observers.Add(this);
        await InTurnAsync(token => _hasAlerts ? LeadAsync(token) : Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        _timer = _time.CreateTimer(static state => ((AlertService)state!).OnTick(), this, TickInterval, TickInterval);
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    /// <summary>The work of a background pass: learns what others did, and keeps what detectors have learned.</summary>
    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        await InTurnAsync(PollAsync, cancellationToken).ConfigureAwait(false);
        if (_isLeading)
        {
            _evaluator.MarkChanged(_evaluator.WithDetectors());
            await DeliverAsync(looksForUntold: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private void OnTick()
    {
        if (_isLeading)
        {
            _evaluator.Tick();
        }

        if (_hasAlerts)
        {
            Interlocked.Increment(ref _ticks);
            Wake();
        }
    }

    private void Wake()
    {
        try
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Another has just woken it.
        }
    }

    private async Task LoopAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await _signal.WaitAsync(_stopping.Token).ConfigureAwait(false);
            int ticks = Volatile.Read(ref _ticks);
            if (ticks >= TicksPerPoll)
            {
                Interlocked.Add(ref _ticks, -ticks);
                await GuardAsync("poll", token => InTurnAsync(PollAsync, token)).ConfigureAwait(false);
            }

            if (_isLeading)
            {
                await GuardAsync("keep", token => DeliverAsync(looksForUntold: ticks > 0, token)).ConfigureAwait(false);
            }
        }
    }

    private async Task GuardAsync(string what, Func<CancellationToken, Task> run)
    {
        try
        {
            // Once the stop has begun, what is left is kept all the same.
            await run(_loop.IsCompleted ? CancellationToken.None : _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The end.
        }
        catch (ObjectDisposedException)
        {
            // The store was closed under us; there is nothing left to do.
            _timer?.Dispose();
        }
        catch (Exception error) when (error is AnalyticsException or InvalidOperationException or ArgumentException)
        {
            _logger.LogWarning("The alerts' background work ({What}) failed with {Error}; it is tried again.", what, error.GetType().Name);
        }
    }

    private async Task DeliverAsync(bool looksForUntold, CancellationToken cancellationToken)
    {
        if (!_isLeading)
        {
            return;
        }

        await _delivery.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _courier.DeliverAsync(looksForUntold, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _delivery.Release();
        }
    }

    private async Task InTurnAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await run(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var (changes, place) = await _alerts.ReadChangesAsync(_changesRead, cancellationToken).ConfigureAwait(false);
        foreach (AlertChange change in changes)
        {
            await LearnAsync(change, cancellationToken).ConfigureAwait(false);
        }

        _changesRead = place;
        if (!_hasAlerts)
        {
            return;
        }

        await LeadAsync(cancellationToken).ConfigureAwait(false);
        if (_isLeading)
        {
            await _foreign.ReadAsync(_evaluator.Take, cancellationToken).ConfigureAwait(false);
            await RefreshForecastsAsync(_evaluator.Read(null, (rules, _) => rules.Where(rule => rule.Forecasts.Count > 0).ToArray()), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LearnAsync(AlertChange change, CancellationToken cancellationToken)
    {
        switch (change.Kind)
        {
            case AlertChangeKind.Silence:
                await LoadSilencesAsync(cancellationToken).ConfigureAwait(false);
                break;
            case AlertChangeKind.Definition:
                _hasAlerts = true;
                if (_isLeading && await _alerts.FindAsync(change.AlertId!, cancellationToken).ConfigureAwait(false) is { } alert)
                {
                    await ReplaceAsync(alert, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    _evaluator.Remove(change.AlertId!);
                }

                break;
            default:
                if (_isLeading)
                {
                    Obey(change.Kind, change.AlertId!);
                }

                break;
        }
    }

    private void Obey(AlertChangeKind kind, string alertId)
    {
        if (kind == AlertChangeKind.Acknowledge)
        {
            _evaluator.TryAcknowledge(alertId);
        }
        else
        {
            _evaluator.TryResolve(alertId);
        }
    }
}
