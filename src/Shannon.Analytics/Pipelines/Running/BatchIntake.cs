namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Collects records into batches and sends each on when it is full or its time is up. Not thread-safe.</summary>
internal sealed class BatchIntake(CollectorStage stage, StageMeter? meter, Func<PipelineBatch, CancellationToken, ValueTask> next, TimeProvider time)
{
    private PipelineBatch _batch = new(Math.Min(stage.BatchSize, 1_024));
    private long _began;
    private long _received;

    /// <summary>Records taken from the source.</summary>
    internal long Received => Interlocked.Read(ref _received);

    /// <summary>Takes all records of a list.</summary>
    internal async Task TakeAsync(IEnumerable<PipelineRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            foreach (PipelineRecord record in records)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Add(record))
                {
                    await SendAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            // What a source gave before it failed was received like any other.
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes all records of a stream; what a slow one gave goes on after the flush interval.</summary>
    internal async Task TakeAsync(IAsyncEnumerable<PipelineRecord> records, CancellationToken cancellationToken)
    {
        IAsyncEnumerator<PipelineRecord> source = records.GetAsyncEnumerator(cancellationToken);
        Task<bool>? pending = null;
        try
        {
            while (true)
            {
                pending = source.MoveNextAsync().AsTask();
                if (!pending.IsCompleted)
                {
                    await WaitAsync(pending, cancellationToken).ConfigureAwait(false);
                }

                if (!await pending.ConfigureAwait(false))
                {
                    return;
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (Add(source.Current))
                {
                    await SendAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await CloseAsync(source, pending).ConfigureAwait(false);
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // A source that ignores cancellation cannot be closed while it is asked for the next record; it is, as soon as it answers.
    private static async ValueTask CloseAsync(IAsyncEnumerator<PipelineRecord> source, Task<bool>? pending)
    {
        if (pending is { IsCompleted: false })
        {
            _ = pending.ContinueWith(static (_, state) => ((IAsyncEnumerator<PipelineRecord>)state!).DisposeAsync().AsTask(), source, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return;
        }

        await source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WaitAsync(Task<bool> pending, CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
        {
            TimeSpan left = stage.FlushInterval - time.GetElapsedTime(_began);
            if (left > TimeSpan.Zero)
            {
                await Task.WhenAny(pending, Task.Delay(left, time, cancellationToken)).ConfigureAwait(false);
            }

            if (!pending.IsCompleted)
            {
                await SendAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool Add(PipelineRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_batch.Count == 0)
        {
            _began = time.GetTimestamp();
        }

        _batch.Add(record.Letter is null ? record.Copy() : record);
        Interlocked.Increment(ref _received);
        return _batch.Count >= stage.BatchSize;
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0 || cancellationToken.IsCancellationRequested)
        {
            return;
        }

        PipelineBatch full = _batch;
        _batch = new PipelineBatch(full.Count);
        CountIn(full);
        await next(full, cancellationToken).ConfigureAwait(false);
    }

    // The collector's own counts: it lets everything through.
    private void CountIn(PipelineBatch batch)
    {
        if (meter is null)
        {
            return;
        }

        BatchCounts counts = default;
        foreach (PipelineRecord record in batch.Records)
        {
            counts.In += record.NextStage > 0 ? 0 : 1;
        }

        counts.Out = counts.In;
        meter.Add(counts);
        meter.AddTime(counts.In, time.GetElapsedTime(_began));
    }
}
