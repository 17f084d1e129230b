using System.Threading.Channels;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>
/// Runs one stage of a run: takes batches from its queue, works on them, hands them on. Up to the storage stage cancellation ends it at once; from there on
/// what is stored goes to its end.
/// </summary>
internal sealed class StageWorker(StageStep step, StageScope scope, int queueCapacity, TimeProvider time)
{
    private readonly Channel<PipelineBatch> _queue = Channel.CreateBounded<PipelineBatch>(new BoundedChannelOptions(queueCapacity) { SingleReader = true, SingleWriter = true });

    /// <summary>Waits for room in the queue.</summary>
    /// <exception cref="StageClosedException">The worker failed.</exception>
    internal async ValueTask PutAsync(PipelineBatch batch, CancellationToken cancellationToken)
    {
        int count = batch.Count;
        scope.Meter.Queued(count);
        try
        {
            await _queue.Writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException error)
        {
            // Told apart from a channel of the host's, which may be the source.
            scope.Meter.Taken(count);
            throw new StageClosedException(error);
        }
        catch
        {
            scope.Meter.Taken(count);
            throw;
        }
    }

    /// <summary>Nothing more comes.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    /// <summary>Works until nothing more comes.</summary>
    /// <param name="next">Where batches go.</param>
    /// <param name="stop">Gives up.</param>
    internal async Task RunAsync(Func<PipelineBatch, CancellationToken, ValueTask> next, CancellationToken stop)
    {
        // What is stored already must reach its end, so that it is counted as processed.
        CancellationToken afterwards = step is StorageStep ? CancellationToken.None : stop;
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                while (!stop.IsCancellationRequested && _queue.Reader.TryRead(out PipelineBatch? batch))
                {
                    scope.Meter.Taken(batch.Count);
                    TakeMore(batch);
                    long start = time.GetTimestamp();
                    long worked = await step.ProcessAsync(batch, scope, stop).ConfigureAwait(false);
                    scope.Meter.AddTime(worked, time.GetElapsedTime(start));
                    if (batch.Count > 0)
                    {
                        await next(batch, afterwards).ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            // Whoever waits for room must learn that there will be none.
            Complete();
            while (_queue.Reader.TryRead(out PipelineBatch? left))
            {
                scope.Meter.Taken(left.Count);
            }
        }
    }

    private void TakeMore(PipelineBatch batch)
    {
        while (_queue.Reader.TryPeek(out PipelineBatch? more) && batch.Count + more.Count <= step.MostTogether && _queue.Reader.TryRead(out more))
        {
            scope.Meter.Taken(more.Count);
            batch.Append(more);
        }
    }
}
