using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>System.Reactive: a subject whose subscribers are called on the task pool, so that none of them holds the publisher up.</summary>
internal sealed class ReactiveFanOut : FanOut
{
    private readonly Subject<MetricRecord> _subject = new();

    public override void Subscribe(Action<MetricRecord> received) => _subject.ObserveOn(TaskPoolScheduler.Default).Subscribe(received);

    // There is no subscriber that does not read; one that does next to nothing comes closest.
    public override void SubscribeIdle() => _subject.ObserveOn(TaskPoolScheduler.Default).Subscribe(static _ => { });

    public override void Publish(CommittedRecords batch)
    {
        foreach (MetricRecord record in batch)
        {
            _subject.OnNext(record);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _subject.OnCompleted();
        _subject.Dispose();
        return ValueTask.CompletedTask;
    }
}
