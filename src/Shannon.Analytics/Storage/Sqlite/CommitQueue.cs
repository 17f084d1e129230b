using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Where callers leave their work for the writer thread. Small batches share one open block, into which the callers write themselves;
/// large ones bring blocks of their own, encoded on the caller's thread. Thread-safe; the taking side belongs to one thread.
/// </summary>
internal sealed class CommitQueue : IDisposable
{
    /// <summary>Batches up to this many rows share a block with others.</summary>
    internal const int SmallBatch = 256;

    /// <summary>Rows waiting beyond this make further callers wait, so that memory stays bounded when the disk is slow.</summary>
    internal const int MaxWaitingRows = 4_000_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Stack<PreparedBlock> _spare = new();
    private List<PreparedBlock> _shared = [];
    private List<PendingAppend> _large = [];
    private List<IWriteJob> _jobs = [];
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waitingRows;
    private bool _signalled;
    private bool _closed;

    public void Dispose() => _signal.Dispose();

    /// <summary>Completes when there is room for further rows.</summary>
    internal ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _waitingRows < MaxWaitingRows || _closed ? default : new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }

    internal PendingAppend Add(MetricInput metric, long timeMicros, IngestCounter counter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            PreparedBlock block = OpenBlock(1);
            var append = new PendingAppend { FirstRow = block.Builder.Count, Count = 1 };
            block.Builder.Add(metric, timeMicros);
            Enqueue(block, append, counter, cancellationToken);
            return append;
        }
    }

    /// <summary>Adds a live batch of at most <see cref="SmallBatch"/> rows.</summary>
    internal PendingAppend Add(ReadOnlySpan<TimedMetric> batch, IngestCounter counter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            PreparedBlock block = OpenBlock(batch.Length);
            var append = new PendingAppend { FirstRow = block.Builder.Count, Count = batch.Length };
            foreach (ref readonly TimedMetric row in batch)
            {
                block.Builder.Add(row.Metric, row.TimeMicros);
            }

            Enqueue(block, append, counter, cancellationToken);
            return append;
        }
    }

    internal PendingAppend AddLarge(ReadOnlySpan<TimedMetric> batch, bool isHistory, MergeTerms? terms, IngestCounter counter, CancellationToken cancellationToken)
    {
        var blocks = new List<PreparedBlock>();
        for (int row = 0; row < batch.Length; row++)
        {
            if (row % BlockFormat.MaxRows == 0)
            {
                blocks.Add(TakeSpare());
                blocks[^1].FirstRow = row;
            }

            blocks[^1].Builder.Add(batch[row].Metric, batch[row].TimeMicros);
        }

        return EnqueueLarge(blocks, batch.Length, isHistory, terms, counter, cancellationToken);
    }

    internal PendingAppend AddLarge(ColumnBatch batch, long nowMicros, bool isHistory, MergeTerms? terms, IngestCounter counter, CancellationToken cancellationToken)
    {
        var blocks = new List<PreparedBlock>();
        for (int from = 0; from < batch.Count; from += BlockFormat.MaxRows)
        {
            PreparedBlock block = TakeSpare();
            block.FirstRow = from;
            block.Builder.AddRange(batch, from, Math.Min(BlockFormat.MaxRows, batch.Count - from), nowMicros);
            blocks.Add(block);
        }

        return EnqueueLarge(blocks, batch.Count, isHistory, terms, counter, cancellationToken);
    }

    internal void Add(IWriteJob job)
    {
        lock (_lock)
        {
            ThrowIfClosed();
            _jobs.Add(job);
            Signal();
        }
    }

    /// <summary>No further work is accepted; what is queued will still be taken.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _room.TrySetResult();
            Signal();
        }
    }

    /// <summary>Waits for work and takes all of it. False when closed and empty.</summary>
    internal bool Take(CommitGroup group)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_shared.Count > 0 || _large.Count > 0 || _jobs.Count > 0)
                {
                    (group.Shared, _shared) = (_shared, group.Shared);
                    (group.Large, _large) = (_large, group.Large);
                    (group.Jobs, _jobs) = (_jobs, group.Jobs);
                    _waitingRows = 0;
                    _room.TrySetResult();
                    _signalled = false;
                    return true;
                }

                if (_closed)
                {
                    return false;
                }

                _signalled = false;
            }

            _signal.Wait();
        }
    }

    /// <summary>Gives the blocks of a settled group back for reuse.</summary>
    internal void Recycle(CommitGroup group)
    {
        lock (_lock)
        {
            foreach (PreparedBlock block in group.Shared)
            {
                Recycle(block);
            }

            foreach (PendingAppend append in group.Large)
            {
                append.OwnBlocks!.ForEach(Recycle);
            }
        }

        group.Shared.Clear();
        group.Large.Clear();
        group.Jobs.Clear();
    }

    private void Recycle(PreparedBlock block)
    {
        if (_spare.Count < 8)
        {
            block.Clear();
            _spare.Push(block);
        }
    }

    private PreparedBlock TakeSpare()
    {
        lock (_lock)
        {
            return _spare.TryPop(out PreparedBlock? block) ? block : new PreparedBlock();
        }
    }

    private PreparedBlock OpenBlock(int rows)
    {
        ThrowIfClosed();
        if (_shared.Count > 0 && _shared[^1].Builder.Count + rows <= BlockFormat.MaxRows)
        {
            return _shared[^1];
        }

        PreparedBlock block = _spare.TryPop(out PreparedBlock? spare) ? spare : new PreparedBlock();
        _shared.Add(block);
        return block;
    }

    private void Enqueue(PreparedBlock block, PendingAppend append, IngestCounter counter, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            append.ArmCancellation(counter, cancellationToken);
        }

        block.Appends.Add(append);
        CountWaiting(append.Count);
        Signal();
    }

    private PendingAppend EnqueueLarge(List<PreparedBlock> blocks, int count, bool isHistory, MergeTerms? terms, IngestCounter counter, CancellationToken cancellationToken)
    {
        foreach (PreparedBlock block in blocks)
        {
            // Rows with keys may still turn out to be duplicates, so their block is encoded only inside the commit.
            if (!block.Builder.HasKeys)
            {
                block.Encode();
            }
        }

        var append = new PendingAppend { OwnBlocks = blocks, Count = count, IsHistory = isHistory, Terms = terms };
        lock (_lock)
        {
            ThrowIfClosed();
            if (cancellationToken.CanBeCanceled)
            {
                append.ArmCancellation(counter, cancellationToken);
            }

            _large.Add(append);
            CountWaiting(count);
            Signal();
        }

        return append;
    }

    private void CountWaiting(int rows)
    {
        _waitingRows += rows;
        if (_waitingRows >= MaxWaitingRows && _room.Task.IsCompleted)
        {
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStore));

    private void Signal()
    {
        if (!_signalled)
        {
            _signalled = true;
            _signal.Release();
        }
    }
}
