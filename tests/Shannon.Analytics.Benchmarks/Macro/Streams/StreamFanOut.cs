using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>Our streams.</summary>
internal sealed class StreamFanOut : FanOut
{
    private readonly SqliteStore _store = new(":memory:");
    private readonly RealtimeHub _hub;
    private readonly List<IMetricStream> _idle = [];

    public StreamFanOut() => _hub = new RealtimeHub(_store);

    public override void Subscribe(Action<MetricRecord> received)
    {
        IMetricStream stream = _hub.Stream(new MetricStreamRequest { Capacity = Capacity }, CancellationToken.None);
        _ = Task.Run(async () =>
        {
            await foreach (MetricStreamItem item in stream)
            {
                received(item.Record ?? throw new InvalidOperationException("The subscriber was too slow."));
            }
        });
    }

    public override void SubscribeIdle() => _idle.Add(_hub.Stream(new MetricStreamRequest { Capacity = Capacity }, CancellationToken.None));

    public override void Publish(CommittedRecords batch) => _hub.OnCommitted(batch);

    public override ValueTask DisposeAsync()
    {
        _hub.Dispose();
        return _store.DisposeAsync();
    }
}
