using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks.Delivery;
using Shannon.Analytics.Integrations.Webhooks.Persistence;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>What webhooks do by themselves: one process leads and sends; the others wait for their turn.</summary>
internal sealed partial class WebhookService
{
    private const string LeaseName = "webhooks";
    private const int TicksPerPoll = 3;
    private const int OutboxPage = 1_000;
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, EndpointWorker> _workers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private IDisposable? _observation;
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;
    private StateLease? _lease;
    private volatile bool _hasWebhooks;
    private volatile bool _mustReconcile;
    private int _ticks;
    private long _asked;
    private long _done;

    /// <summary>Stops sending; what is under way gets some seconds. Nothing is lost: the next leader goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        _store.Outbox.Appended -= Wake;
        _observation?.Dispose();
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopAsync().ConfigureAwait(false);
        await GuardAsync("lease", token => _lease is { } lease ? _state.ReleaseLeaseAsync(lease, token) : Task.CompletedTask, CancellationToken.None).ConfigureAwait(false);
        _sender.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Begins: if there are webhooks, and no other process leads, they are sent for from now on.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        _hasWebhooks = await _store.Outbox.HasListenersAsync(cancellationToken).ConfigureAwait(false);
        _observation = _records.Observers.Add(_sessions);
        _store.Outbox.Appended += Wake;
        _timer = _time.CreateTimer(static state => ((WebhookService)state!).OnTick(), this, TickInterval, TickInterval);
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        Reconcile();
    }

    /// <summary>The work of a background pass: learns of webhooks that others made, keeps places, and lets go of what no webhook needs any more.</summary>
    internal async Task PassAsync(CancellationToken cancellationToken)
    {
        _hasWebhooks |= await _store.Outbox.HasListenersAsync(cancellationToken).ConfigureAwait(false);
        await InTurnAsync(
            async token =>
            {
                await LeadAsync(token).ConfigureAwait(false);
                if (_lease is null)
                {
                    return;
                }

                await _sessions.RunAsync(keepsPlace: true, token).ConfigureAwait(false);
                await TrimOutboxAsync(token).ConfigureAwait(false);
                foreach (EndpointWorker worker in _workers.Values)
                {
                    worker.WakeToWrite();
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Nothing happens but by a call, an event or the clock.</summary>
    internal bool IsIdle => Interlocked.Read(ref _asked) == Interlocked.Read(ref _done) && _workers.Values.All(static worker => worker.IsIdle);

    private void OnTick()
    {
        if (_hasWebhooks && Interlocked.Increment(ref _ticks) >= TicksPerPoll)
        {
            Interlocked.Exchange(ref _ticks, 0);
            Reconcile();
        }
    }

    private void Reconcile()
    {
        _mustReconcile = true;
        Wake();
    }

    private void Wake()
    {
        Interlocked.Increment(ref _asked);
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
            long asked = Interlocked.Read(ref _asked);
            await GuardAsync("send", token => InTurnAsync(RunAsync, token), _stopping.Token).ConfigureAwait(false);
            Interlocked.Exchange(ref _done, asked);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_mustReconcile)
        {
            _mustReconcile = false;
            await LeadAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_lease is null)
        {
            return;
        }

        await _sessions.RunAsync(keepsPlace: false, cancellationToken).ConfigureAwait(false);
        foreach (EndpointWorker worker in _workers.Values)
        {
            worker.Wake();
        }
    }

    /// <summary>Takes or renews the lead, and sees to it that each webhook has a worker for its present version.</summary>
    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StateEntry> entries = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
        _hasWebhooks = entries.Count > 0;
        _lease = _hasWebhooks || _lease is not null ? await _state.TryAcquireLeaseAsync(LeaseName, _owner, LeaseDuration, cancellationToken).ConfigureAwait(false) : null;
        if (_lease is null)
        {
            await StopAsync().ConfigureAwait(false);
            return;
        }

        Dictionary<string, StateEntry> wanted = entries.Where(entry => _store.TryRead(entry) is not null).ToDictionary(static entry => entry.Id, StringComparer.Ordinal);
        foreach (var (id, worker) in _workers)
        {
            if (worker.HasEnded || !wanted.TryGetValue(id, out StateEntry? entry) || entry.Version != worker.Version)
            {
                _workers.TryRemove(id, out _);
                await worker.DisposeAsync().ConfigureAwait(false);
                await TellIfGoneAsync(id, worker, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (StateEntry entry in wanted.Values.Where(entry => !_workers.ContainsKey(entry.Id)))
        {
            _workers[entry.Id] = new EndpointWorker(entry, _store, _sender, _secrets, Reconcile, _time, _logger);
            _workers[entry.Id].Start();
        }

        await FollowSessionsAsync(wanted.Values, cancellationToken).ConfigureAwait(false);
    }

    private async Task FollowSessionsAsync(IEnumerable<StateEntry> webhooks, CancellationToken cancellationToken)
    {
        await _sessions.BeginAsync(cancellationToken).ConfigureAwait(false);
        bool isWanted = webhooks.Any(entry => _store.TryRead(entry)?.Definition.Wants(WebhookEventTypes.SessionComplete) == true);
        if (!isWanted)
        {
            await _sessions.ForgetAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (!_sessions.IsActive)
        {
            // It was forgotten just as somebody began to ask for it.
            long last = (await _records.DescribeAsync(cancellationToken).ConfigureAwait(false)).LastId;
            await _state.ApplyAsync([WebhookStore.Put(new SessionPlace(last), 0)], cancellationToken).ConfigureAwait(false);
            await _sessions.BeginAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TellIfGoneAsync(string id, EndpointWorker worker, CancellationToken cancellationToken)
    {
        if (worker.IsGone)
        {
            _logger.LogWarning("The endpoint of the webhook {WebhookId} answered 410 (gone); the webhook is disabled.", id);
            await _audit.AppendAsync(new AuditEntry { Actor = "system", Action = "webhook.disable", Target = "webhook:" + id, Details = { ["reason"] = "gone" } }, cancellationToken).ConfigureAwait(false);
        }
    }

    // With no webhook at all, all may go.
    private async Task TrimOutboxAsync(CancellationToken cancellationToken)
    {
        while (await _store.Outbox.ReadAsync(0, OutboxPage, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            // Listed after the page was read, so that the mark of a webhook that is just being made lies behind it.
            long through = page[^1].Place;
            foreach (StateEntry entry in await _store.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                through = Math.Min(through, (await _store.ReadProgressAsync(entry.Id, cancellationToken).ConfigureAwait(false)).Progress.Settled);
            }

            if (through >= page[0].Place)
            {
                await _state.ApplyAsync([EventOutbox.Trim(through)], cancellationToken).ConfigureAwait(false);
            }

            if (through < page[^1].Place)
            {
                return;
            }
        }
    }

    private async Task StopAsync()
    {
        _sessions.End();
        foreach (string id in _workers.Keys)
        {
            if (_workers.TryRemove(id, out EndpointWorker? worker))
            {
                await worker.DisposeAsync().ConfigureAwait(false);
            }
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

    private async Task GuardAsync(string what, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(cancellationToken).ConfigureAwait(false);
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
            _logger.LogWarning("The webhooks' background work ({What}) failed with {Error}; it is tried again.", what, error.GetType().Name);
        }
    }
}
