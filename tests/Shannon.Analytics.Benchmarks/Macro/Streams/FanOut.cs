using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>Hands records from one publisher to many subscribers.</summary>
internal abstract class FanOut : IAsyncDisposable
{
    /// <summary>Most records that wait for a subscriber.</summary>
    protected const int Capacity = 65_536;

    /// <summary>Records of which each stands for one commit's batch.</summary>
    public static CommittedRecords[] Batches(int records, int perBatch) =>
    [
        .. Enumerable.Range(0, records / perBatch).Select(batch => CommittedRecords.Of(
        [
            .. Enumerable.Range((batch * perBatch) + 1, perBatch).Select(id => new MetricChange(
                new MetricRecord { Id = id, Timestamp = DateTimeOffset.UnixEpoch, Category = MetricCategory.Performance, Name = "response_time", SessionId = "session" }, null)),
        ])),
    ];

    /// <summary>Subscribes, and begins to read.</summary>
    /// <param name="received">Told of every record, on the subscriber's own thread.</param>
    public abstract void Subscribe(Action<MetricRecord> received);

    /// <summary>Subscribes without ever reading.</summary>
    public abstract void SubscribeIdle();

    public abstract void Publish(CommittedRecords batch);

    public abstract ValueTask DisposeAsync();
}
