using System.Threading.Channels;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>A bounded channel for each subscriber, dropping the oldest, as one writes it by hand.</summary>
internal sealed class ChannelFanOut : FanOut
{
    private readonly List<Channel<MetricRecord>> _channels = [];

    public override void Subscribe(Action<MetricRecord> received)
    {
        Channel<MetricRecord> channel = Add();
        _ = Task.Run(async () =>
        {
            await foreach (MetricRecord record in channel.Reader.ReadAllAsync())
            {
                received(record);
            }
        });
    }

    public override void SubscribeIdle() => Add();

    public override void Publish(CommittedRecords batch)
    {
        foreach (MetricRecord record in batch)
        {
            foreach (Channel<MetricRecord> channel in _channels)
            {
                channel.Writer.TryWrite(record);
            }
        }
    }

    public override ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Writer.TryComplete());
        return ValueTask.CompletedTask;
    }

    private Channel<MetricRecord> Add()
    {
        var channel = Channel.CreateBounded<MetricRecord>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });
        _channels.Add(channel);
        return channel;
    }
}
