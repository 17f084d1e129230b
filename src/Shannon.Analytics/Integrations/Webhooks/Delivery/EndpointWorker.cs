using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks.Persistence;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>
/// Sends for one version of one webhook: reads the outbox, obeys the ledger, and writes every step. Each write expects the progress that it read, so that of two
/// processes that both believe to lead, one notices. One loop; everything else only leaves it messages.
/// </summary>
internal sealed class EndpointWorker : IAsyncDisposable
{
    private const int PageSize = 100;
    private const int ChangesPerTrim = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _id;
    private readonly WebhookDocument _document;
    private readonly WebhookStore _store;
    private readonly WebhookSender _sender;
    private readonly WebhookSecrets _secrets;
    private readonly Action _ended;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<Action?> _inbox = Channel.CreateUnbounded<Action?>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private Task _loop = Task.CompletedTask;
    private DeliveryLedger? _ledger;
    private Endpoint? _endpoint;
    private EndpointState? _written;
    private long _writtenVersion;
    private long _scanned;
    private int _untrimmed = ChangesPerTrim;
    private volatile bool _isDraining;
    private volatile bool _isWaiting;
    private volatile bool _mustWrite;

    internal EndpointWorker(StateEntry entry, WebhookStore store, WebhookSender sender, WebhookSecrets secrets, Action ended, TimeProvider time, ILogger logger)
    {
        _id = entry.Id;
        _document = WebhookJson.Read(entry.Value, WebhookJson.Default.WebhookDocument);
        Version = entry.Version;
        _store = store;
        _sender = sender;
        _secrets = secrets;
        _ended = ended;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static state => ((EndpointWorker)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The version of the webhook that it sends for.</summary>
    internal long Version { get; }

    /// <summary>The endpoint wanted no more, and the webhook is disabled.</summary>
    internal bool IsGone => _ledger?.IsGone == true;

    /// <summary>Its loop is over: the webhook was changed or disabled, or another process sends for it.</summary>
    internal bool HasEnded => _loop.IsCompleted;

    /// <summary>Nothing happens but by an event or the clock. The inbox is looked at first: who takes from it has said before that it waits no more.</summary>
    internal bool IsIdle => HasEnded || (_inbox.Reader.Count == 0 && _isWaiting);

    /// <summary>Up to which place of the outbox it needs nothing any more, as it is written.</summary>
    internal long Settled => Volatile.Read(ref _written)?.Settled ?? 0;

    internal void Start()
    {
        _loop = Task.Run(LoopAsync);
        _ = _loop.ContinueWith(_ => _ended(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Something may have come.</summary>
    internal void Wake() => _inbox.Writer.TryWrite(null);

    /// <summary>Writes also what alone is not worth it: that nothing for this webhook came.</summary>
    internal void WakeToWrite()
    {
        _mustWrite = true;
        Wake();
    }

    /// <summary>Lets what is under way end for some seconds, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDraining = true;
        Wake();
        await _loop.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        bool goesOn = true;
        while (goesOn)
        {
            try
            {
                goesOn = await StepAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is AnalyticsException or InvalidOperationException && error is not ObjectDisposedException && !_isDraining)
            {
                // What happened meanwhile stays in the ledger, and is written once the store takes it.
                _logger.LogWarning("The progress of the webhook {WebhookId} could not be read or written: {Error}. It is tried again.", _id, error.GetType().Name);
                _timer.Change(Pause, Timeout.InfiniteTimeSpan);
            }

            _isWaiting = goesOn && _ledger?.IsUnderWay != true;
            goesOn = goesOn && await _inbox.Reader.WaitToReadAsync(_stopping.Token).ConfigureAwait(false);
            _isWaiting = false;
            while (goesOn && _inbox.Reader.TryRead(out Action? message))
            {
                message?.Invoke();
            }
        }
    }

    /// <summary>Does what is to be done now.</summary>
    /// <returns>False at the end.</returns>
    private async Task<bool> StepAsync()
    {
        if (_ledger is null)
        {
            (EndpointState progress, _writtenVersion) = await _store.ReadProgressAsync(_id, _stopping.Token).ConfigureAwait(false);
            Volatile.Write(ref _written, progress);
            _ledger = new DeliveryLedger(_id, _document, Version, progress);
        }

        // First of all: what was answered is written before anything is sent that it might allow.
        if (!await WriteAsync().ConfigureAwait(false))
        {
            return false;
        }

        if (_isDraining)
        {
            return _ledger.IsUnderWay;
        }

        await ReadAsync().ConfigureAwait(false);
        if (!await WriteAsync().ConfigureAwait(false) || _ledger.IsGone)
        {
            return false;
        }

        DateTimeOffset now = _time.GetUtcNow();
        foreach (OpenItem item in _ledger.TakeDue(now))
        {
            _ = Task.Run(() => SendAsync(item), CancellationToken.None);
        }

        if (_ledger.NextDue(now) is { } due)
        {
            _timer.Change(due - now, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    // Whatever becomes of it, a message says so: the loop waits for it.
    private async Task SendAsync(OpenItem item)
    {
        DeliveryLedger ledger = _ledger!;
        Action message = () => DeliveryLedger.Abandon(item);
        try
        {
            AttemptResult result = await AttemptAsync(item.Entry!.Event!).ConfigureAwait(false);
            message = () => ledger.Settle(item, result, _time.GetUtcNow(), RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20));
        }
        catch (OperationCanceledException)
        {
            // Broken off by the stop.
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _logger.LogError("An attempt of the webhook {WebhookId} failed with {Error}, which is a fault of the library.", _id, error.GetType().Name);
            var failed = new AttemptResult(WebhookOutcome.Unreachable, null, null, _time.GetUtcNow(), TimeSpan.Zero);
            message = () => ledger.Settle(item, failed, _time.GetUtcNow(), 0);
        }

        _inbox.Writer.TryWrite(message);
    }

    private async Task<AttemptResult> AttemptAsync(OutboxEvent happened)
    {
        try
        {
            _endpoint ??= await _secrets.OpenAsync(_id, _document, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AnalyticsException)
        {
            _logger.LogWarning("The secrets of the webhook {WebhookId} cannot be decrypted: {Error}.", _id, error.GetType().Name);
            return new AttemptResult(WebhookOutcome.Unreadable, null, null, _time.GetUtcNow(), TimeSpan.Zero);
        }

        return await _sender.SendAsync(_endpoint, happened, _stopping.Token).ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        foreach (OpenItem item in _ledger!.Unread.ToArray())
        {
            IReadOnlyList<OutboxEntry> found = await _store.Outbox.ReadAsync(item.Place - 1, 1, _stopping.Token).ConfigureAwait(false);
            item.Entry = found is [{ } entry] && entry.Place == item.Place ? entry : null;
            _ledger.GiveUpIfLate(item, _time.GetUtcNow());
        }

        while (_ledger.HasRoom)
        {
            IReadOnlyList<OutboxEntry> page = await _store.Outbox.ReadAsync(_ledger.Through ?? _scanned, PageSize, _stopping.Token).ConfigureAwait(false);
            foreach (OutboxEntry entry in page)
            {
                if (!_ledger.HasRoom)
                {
                    break;
                }

                _ledger.Look(entry, _time.GetUtcNow());
                _scanned = entry.Place;
            }

            if (page.Count < PageSize || !await WriteAsync().ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>Writes what is new.</summary>
    /// <returns>False if another one wrote in between: then this one is to stop.</returns>
    private async Task<bool> WriteAsync()
    {
        DeliveryLedger ledger = _ledger!;
        if (!ledger.IsChanged && ledger.Changes.Count == 0 && !(_mustWrite && ledger.Through != _written!.Through))
        {
            return true;
        }

        _mustWrite = false;
        EndpointState progress = ledger.Progress;
        if (!await _store.State.ApplyAsync([WebhookStore.Put(_id, progress, _writtenVersion), .. ledger.Changes], CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        _writtenVersion++;
        Volatile.Write(ref _written, progress);
        _untrimmed += ledger.Changes.Count;
        ledger.Changes.Clear();
        ledger.IsChanged = false;
        if (_untrimmed >= ChangesPerTrim)
        {
            _untrimmed = 0;
            await _store.TrimAsync(_id, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }
}
