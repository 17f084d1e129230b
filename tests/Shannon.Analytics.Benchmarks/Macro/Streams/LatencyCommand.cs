using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>How long a record takes from the publisher to 100 waiting subscribers: p50 and p99 over all of them, a record at each tick of a timer of a millisecond.</summary>
internal static class LatencyCommand
{
    private const int Records = 1_000;
    private const int Subscribers = 100;

    public static async Task<int> RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("latency to 100 waiting subscribers, one record at each tick of a timer, in microseconds");
        foreach (var (name, make) in ((string, Func<FanOut>)[])[("streams", () => new StreamFanOut()), ("channels", () => new ChannelFanOut()), ("reactive", () => new ReactiveFanOut())])
        {
            for (int round = 0; round < 3; round++)
            {
                await using FanOut fanOut = make();
                var (sorted, publishing) = await MeasureAsync(fanOut);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-10} p50 {sorted[sorted.Length / 2],8:F1}  p99 {sorted[sorted.Length * 99 / 100],8:F1}  publisher {publishing,6:F1}"));
            }
        }

        return 0;
    }

    private static async Task<(double[] Sorted, double Publishing)> MeasureAsync(FanOut fanOut)
    {
        CommittedRecords[] batches = FanOut.Batches(Records, 1);
        long[] published = new long[Records + 1];
        double[][] latencies = new double[Subscribers][];
        int left = Subscribers;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (int i = 0; i < Subscribers; i++)
        {
            double[] own = latencies[i] = new double[Records];
            int received = 0;
            fanOut.Subscribe(record =>
            {
                own[record.Id - 1] = Stopwatch.GetElapsedTime(Volatile.Read(ref published[record.Id])).TotalMicroseconds;
                if (++received == Records && Interlocked.Decrement(ref left) == 0)
                {
                    done.SetResult();
                }
            });
        }

        await Task.Delay(200);
        TimeSpan publishing = TimeSpan.Zero;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < Records && await pace.WaitForNextTickAsync(); i++)
        {
            long begin = Stopwatch.GetTimestamp();
            Volatile.Write(ref published[i + 1], begin);
            fanOut.Publish(batches[i]);
            publishing += Stopwatch.GetElapsedTime(begin);
        }

        await done.Task;
        double[] sorted = [.. latencies.SelectMany(own => own.Skip(Records / 10)).Order()];
        return (sorted, publishing.TotalMicroseconds / Records);
    }
}
