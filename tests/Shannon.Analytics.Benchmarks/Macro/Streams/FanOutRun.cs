using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>Publishes all batches; either until every subscriber has everything, or until the publisher is done, with subscribers that do not read.</summary>
internal sealed class FanOutRun : Contender
{
    private readonly FanOut _fanOut;
    private readonly CommittedRecords[] _batches;
    private readonly bool _reads;
    private readonly int _subscribers;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left;

    public FanOutRun(FanOut fanOut, CommittedRecords[] batches, int subscribers, bool reads)
    {
        (_fanOut, _batches, _subscribers, _reads) = (fanOut, batches, subscribers, reads);
        Operations = batches.Sum(batch => (long)batch.Count);
        _left = subscribers;
        for (int i = 0; i < subscribers; i++)
        {
            if (reads)
            {
                fanOut.Subscribe(new Counter(this).Count);
            }
            else
            {
                fanOut.SubscribeIdle();
            }
        }
    }

    /// <inheritdoc />
    public override long Operations { get; }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        foreach (CommittedRecords batch in _batches)
        {
            _fanOut.Publish(batch);
        }

        if (_reads)
        {
            await _done.Task;
        }
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult<double[]>([_reads ? _subscribers - Interlocked.Read(ref _left) : _subscribers]);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _fanOut.DisposeAsync();

    private sealed class Counter(FanOutRun run)
    {
        private long _received;

        public void Count(MetricRecord record)
        {
            if (++_received == run.Operations && Interlocked.Decrement(ref run._left) == 0)
            {
                run._done.SetResult();
            }
        }
    }
}
