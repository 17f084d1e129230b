using Shannon.Analytics.Realtime;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Realtime;

public sealed class StreamReplayTests : EngineTests
{
    [Fact]
    public async Task ReplayLast_GivesTheNewestOldestFirst_ThenWhatIsLive()
    {
        await Engine.Collector.CollectBatchAsync(Some.Make(10, i => Some.Metric(i) with { Timestamp = Some.Time.AddSeconds(i), SessionId = i % 2 == 0 ? "even" : "odd" }), Token);
        await using IMetricStream stream = Engine.StreamMetricsAsync(new() { ReplayLast = 3, SessionId = "even" }, Token);
        List<double> values = await TakeAsync(stream, 4, () => Engine.Collector.CollectBatchAsync([Some.Metric(20) with { SessionId = "even" }, Some.Metric(21) with { SessionId = "odd" }], Token));
        Assert.Equal([4.0, 6, 8, 20], values);
    }

    [Fact]
    public async Task ReplaySince_GivesWhatHappenedFromThenOnByTime_ThenWhatIsLive()
    {
        await Engine.Collector.CollectBatchAsync(Some.Make(10, i => Some.Metric(i) with { Timestamp = Some.Time.AddSeconds(-i) }), Token);
        await using IMetricStream stream = Engine.StreamMetricsAsync(new() { ReplaySince = Some.Time.AddSeconds(-3), Metrics = ["build"] }, Token);
        List<double> values = await TakeAsync(stream, 5, () => Engine.TrackMetricAsync(Some.Metric(20), Token));
        Assert.Equal([3.0, 2, 1, 0, 20], values);
    }

    [Theory]
    [InlineData(StreamOverflow.DropOldest, 1)]
    [InlineData(StreamOverflow.DropOldest, 2)]
    [InlineData(StreamOverflow.DropNewest, 3)]
    [InlineData(StreamOverflow.Wait, 4)]
    public async Task Replay_WhileOthersWrite_IsWithoutGapAndWithoutDouble(StreamOverflow overflow, int seed)
    {
        var random = new Random(seed);
        using var stop = new CancellationTokenSource();
        long written = 0;
        Task[] writers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Engine.Collector.CollectBatchAsync(Some.Make(20, i => Some.Metric(i)), Token);
                Interlocked.Add(ref written, 20);
            }
        }))];
        for (int round = 0; round < 6; round++)
        {
            await Until.True(() => Interlocked.Read(ref written) > (round + 1) * 2_000, "records are written");
            bool last = round % 2 == 0;

            // The replay takes longer than the queue can hold meanwhile, so that what it lost must come from the store.
            var request = new MetricStreamRequest
            {
                Capacity = random.Next(20, 200),
                Overflow = overflow,
                ReplayLast = last ? 1_500 : 0,
                ReplaySince = last ? null : DateTimeOffset.UnixEpoch,
            };
            await using IMetricStream stream = Engine.StreamMetricsAsync(request, Token);
            long next = 0;
            int seen = 0;
            await foreach (MetricStreamItem item in stream.WithCancellation(Token))
            {
                // Ids count up by one: each record is the next one, or the next behind what a gap counts.
                if (!item.IsGap)
                {
                    Assert.Equal(next == 0 ? item.Record.Id : next, item.Record.Id);
                    next = item.Record.Id;
                }

                next += item.IsGap ? item.Missed : 1;
                if (++seen == 4_000)
                {
                    break;
                }
            }

            Assert.Equal(4_000, seen);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    private static async Task<List<double>> TakeAsync(IMetricStream stream, int count, Func<Task> afterTheFirst)
    {
        var values = new List<double>();
        await foreach (MetricStreamItem item in stream)
        {
            values.Add(item.Record!.Value!.Value);
            if (values.Count == 1)
            {
                await afterTheFirst();
            }

            if (values.Count == count)
            {
                break;
            }
        }

        return values;
    }
}
