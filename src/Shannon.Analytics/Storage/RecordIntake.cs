using Microsoft.Extensions.Logging;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Takes records of producers that do not wait, and stores them in the background: every flush interval, and as soon as half of its
/// capacity is in use. A crash loses at most what came since the last flush; what does not fit is dropped and counted. Thread-safe.
/// </summary>
public sealed class RecordIntake : IBufferedProducer, IThreadPoolWorkItem
{
    /// <summary>Capacity when no one asks for another.</summary>
    public const int DefaultCapacity = 10_000;

    /// <summary>Records per transaction when no one asks for another number.</summary>
    public const int DefaultBatchSize = 500;

    private readonly IntakeTarget _target;
    private readonly Lock _lock = new();
    private readonly List<IBufferedProducer> _producers = [];
    private readonly TimeSpan _flushInterval;
    private ITimer? _timer;
    private Task _lastFlush = Task.CompletedTask;
    private TimedMetric[] _buffer = new TimedMetric[64];
    private TimedMetric[] _spare = new TimedMetric[64];
    private int _count;
    private int _held;
    private int _waiting;
    private int? _capacity;
    private int? _batchSize;
    private long _dropped;
    private long _retiredDropped;
    private int _flushRequested;
    private bool _closed;

    internal RecordIntake(IntakeTarget target, TimeSpan flushInterval)
    {
        _target = target;
        _flushInterval = flushInterval;
    }

    /// <summary>How many records each producer may hold before it drops.</summary>
    public int Capacity => _capacity ?? DefaultCapacity;

    /// <summary>How many buffered records are stored in one transaction at most.</summary>
    public int BatchSize => _batchSize ?? DefaultBatchSize;

    // What is being stored right now has been offered to the store and is counted there; what was taken with it and waits for its turn is not.
    long IBufferedProducer.Buffered => Volatile.Read(ref _count) + Volatile.Read(ref _waiting);

    long IBufferedProducer.Dropped => Interlocked.Read(ref _dropped);

    internal TimeProvider TimeProvider => _target.TimeProvider;

    /// <summary>Takes one metric, without waiting.</summary>
    /// <param name="metric">The metric; frozen by this call.</param>
    /// <returns><see langword="false"/> if there was no room: the metric is dropped and counted.</returns>
    /// <exception cref="Diagnostics.MetricValidationException">The metric is invalid.</exception>
    /// <exception cref="ObjectDisposedException">The store was closed.</exception>
    public bool TryAdd(MetricInput metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        TimedMetric prepared = _target.Prepare(metric);
        bool half;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IMetricStore));
            int capacity = Capacity;
            if (_count + _held >= capacity)
            {
                _dropped++;
                return false;
            }

            if (_count == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(capacity, _buffer.Length * 2));
            }

            _buffer[_count++] = prepared;
            half = _count >= (capacity + 1) / 2;
        }

        if (half)
        {
            RequestFlush();
        }

        return true;
    }

    /// <summary>Stores what all producers hold now; returns when it is durable or counted as failed.</summary>
    /// <param name="cancellationToken">Stops waiting; the flush goes on.</param>
    public async Task FlushAsync(CancellationToken cancellationToken = default) =>
        await FlushAllAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _flushRequested, 0);
        _ = FlushAllAsync();
    }

    async ValueTask IBufferedProducer.DrainAsync()
    {
        TimedMetric[] taken;
        int count;
        lock (_lock)
        {
            (taken, count) = (_buffer, _count);
            (_buffer, _spare) = (_spare, _buffer);
            _count = 0;
            _held = count;
            _waiting = count;
        }

        if (count > 0)
        {
            int size = BatchSize;
            for (int from = 0; from < count; from += size)
            {
                int rows = Math.Min(size, count - from);
                Volatile.Write(ref _waiting, count - from - rows);
                await _target.StoreAsync(taken.AsMemory(from, rows)).ConfigureAwait(false);
            }

            Array.Clear(taken, 0, count);
            Volatile.Write(ref _held, 0);
        }
    }

    /// <summary>Flushes for the last time and refuses further records.</summary>
    internal async ValueTask CloseAsync()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        await FlushAllAsync().ConfigureAwait(false);
    }

    /// <summary>Begins to flush, once the store is open. Until then producers keep what they hold; and a store that never opens leaves no timer behind.</summary>
    internal void Start()
    {
        lock (_lock)
        {
            _timer = _target.TimeProvider.CreateTimer(static state => ((RecordIntake)state!).RequestFlush(), this, _flushInterval, _flushInterval);
        }
    }

    /// <summary>The stricter of several wishes wins.</summary>
    internal void Restrict(int capacity, int batchSize)
    {
        lock (_lock)
        {
            _capacity = Math.Min(_capacity ?? capacity, capacity);
            _batchSize = Math.Min(_batchSize ?? batchSize, batchSize);
        }
    }

    internal void Register(IBufferedProducer producer)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IMetricStore));
            _producers.Add(producer);
        }
    }

    internal void Unregister(IBufferedProducer producer)
    {
        lock (_lock)
        {
            if (_producers.Remove(producer))
            {
                _retiredDropped += producer.Dropped;
            }
        }
    }

    internal void RequestFlush()
    {
        if (Interlocked.Exchange(ref _flushRequested, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Stores a producer's columns; counts their fate and never throws for a failing store.</summary>
    internal ValueTask StoreColumnsAsync(Metrics.Columns.ColumnBatch batch) => _target.StoreColumnsAsync(batch);

    internal (long Buffered, long Dropped) CountProducers()
    {
        lock (_lock)
        {
            long buffered = ((IBufferedProducer)this).Buffered;
            long dropped = _dropped + _retiredDropped;
            foreach (IBufferedProducer producer in _producers)
            {
                buffered += producer.Buffered;
                dropped += producer.Dropped;
            }

            return (buffered, dropped);
        }
    }

    // One flush after the other: each covers what came before it was asked for. Whoever waits for one goes on elsewhere: a host that blocks
    // there would keep the next flush from beginning.
    private Task FlushAllAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task previous;
        lock (_lock)
        {
            (previous, _lastFlush) = (_lastFlush, done.Task);
        }

        _ = DrainAfterAsync(previous, done);
        return done.Task;
    }

    private async Task DrainAfterAsync(Task previous, TaskCompletionSource done)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            IBufferedProducer[] producers;
            lock (_lock)
            {
                // Nothing to flush to before the store is open.
                producers = _timer is null && !_closed ? [] : [this, .. _producers];
            }

            foreach (IBufferedProducer producer in producers)
            {
                await producer.DrainAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _target.Logger.LogError("Flushing buffered metrics failed with {Error}.", error.GetType().Name);
        }
        finally
        {
            done.SetResult();
        }
    }
}
