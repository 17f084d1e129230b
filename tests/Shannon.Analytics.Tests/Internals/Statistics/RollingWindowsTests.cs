using System.Numerics;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class RollingWindowsTests
{
    private const long Second = 1_000_000;

    private static readonly double[] Probabilities = [0.5, 0.95, 0, 1, 0.999];

    public static TheoryData<int, long, long> Windows => new()
    {
        { 0, 300 * Second, 60 * Second },
        { 1, 300 * Second, 60 * Second },
        { 2, 300 * Second, 60 * Second },
        { 500, 300 * Second, 60 * Second },
        { 500, 60 * Second, 60 * Second },
        { 500, 7 * Second, 20 * Second },
        { 500, 100 * Second, 33 * Second },
        { 500, 3600 * Second, 1 * Second },
        { 300, 1, 1 },
        { 300, long.MaxValue, 86400 * Second },
        { 1500, 600 * Second, 2 * Second },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Rolling_RandomTimes_MatchEachWindowAlone(int count, long length, long step)
    {
        foreach (double pause in new[] { 1, 10, 1000 })
        {
            (long[] times, double[] values) = Make(count, pause, length, step);
            List<(long End, int From, int To)> expected = PlainWindows(times, length, step);
            List<(long End, int From, int To)> actual = [];
            double[] quantiles = new double[Probabilities.Length];
            double[] followed = new double[Probabilities.Length];
            using RollingQuantiles selecting = new(values, 1);
            using RollingQuantiles following = new(values, 1000);
            using RollingWindows windows = new(times, values, length, step, withTrend: true);
            while (windows.MoveNext())
            {
                actual.Add((windows.End, windows.From, windows.To));
                double[] inside = values[windows.From..windows.To];
                MomentsAccumulator alone = MomentsAccumulator.Of(inside);
                MomentsAccumulator rolled = windows.Moments;
                Assert.Equal((alone.Count, alone.Min, alone.Max), (rolled.Count, rolled.Min, rolled.Max));
                Assert.True(ValueShapes.Near(alone.Sum, rolled.Sum, 1e-15));
                Assert.True(ValueShapes.Near(alone.StandardDeviation, rolled.StandardDeviation, 1e-13));
                Assert.True(ValueShapes.Near(PlainSlope(times[windows.From..windows.To], inside), windows.SlopePerMinute, 1e-8));

                double[] exact = new double[Probabilities.Length];
                Quantiles.Compute(inside, Probabilities, exact);
                selecting.Compute(windows.From, windows.To, Probabilities, quantiles);
                following.Compute(windows.From, windows.To, Probabilities, followed);
                Assert.Equal(exact, quantiles);
                Assert.Equal(exact, followed);
            }

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Bounds_TimesAtBothEndsOfTime_AreFoundQuickly()
    {
        long[] times = [long.MinValue, long.MinValue + 5, 0, long.MaxValue - 1, long.MaxValue];
        List<(long, int, int)> found = [];
        for (WindowBounds bounds = new(times, 300 * Second, 60 * Second); bounds.MoveNext();)
        {
            found.Add((bounds.End, bounds.From, bounds.To));
        }

        Assert.Equal((long.MinValue, 0, 1), found[0]);
        Assert.Equal((long.MinValue + (60 * Second), 0, 2), found[1]);
        Assert.All(found.Skip(6), window => Assert.True(window.Item1 >= 0));
        Assert.InRange(found.Count, 7, 20);
    }

    [Fact]
    public void Slope_OfFallingTokens_IsPerMinute()
    {
        long[] times = [.. Enumerable.Range(0, 20).Select(i => i * 10 * Second)];
        double[] values = [.. times.Select(time => 1000 - (0.5 * time / Second))];
        using RollingWindows windows = new(times, values, 300 * Second, 60 * Second, withTrend: true);
        int seen = 0;
        while (windows.MoveNext())
        {
            seen++;
            double? expected = windows.To - windows.From > 1 ? -30 : null;
            Assert.True(ValueShapes.Near(expected, windows.SlopePerMinute, 1e-12));
        }

        Assert.Equal(4, seen);
    }

    [Fact]
    public void RankSet_RandomChanges_SelectsAsSortedList()
    {
        const int Size = 600_000;
        Random random = new(2);
        using RankSet set = new(Size);
        SortedSet<int> plain = [];
        for (int i = 0; i < 3000; i++)
        {
            int number = i < 10 ? new[] { 0, 63, 64, 4095, 4096, 262_143, 262_144, Size - 1, 5, 6 }[i] : random.Next(Size);
            if (plain.Add(number))
            {
                set.Add(number);
            }

            if (i % 3 == 2)
            {
                int removed = plain.ElementAt(random.Next(plain.Count));
                plain.Remove(removed);
                set.Remove(removed);
            }
        }

        int[] sorted = [.. plain];
        for (int k = 0; k < sorted.Length; k++)
        {
            Assert.Equal(sorted[k], set.Select(k));
        }
    }

    private static (long[] Times, double[] Values) Make(int count, double pause, long length, long step)
    {
        Random random = new(count + (int)pause);
        long unit = Math.Max(1, Math.Min(step, length) / 4);
        long now = 1_790_000_000_000_000;
        long[] times = new long[count];
        for (int i = 0; i < count; i++)
        {
            times[i] = now;
            now += random.Next(20) == 0 ? (long)(pause * unit) : random.Next(4) == 0 ? 0 : random.NextInt64(unit);
        }

        return (times, [.. times.Select(_ => Math.Round(100 * random.NextDouble(), 1))]);
    }

    private static List<(long End, int From, int To)> PlainWindows(long[] times, long length, long step)
    {
        List<(long End, int From, int To)> windows = [];
        if (times.Length == 0)
        {
            return windows;
        }

        for (BigInteger end = times[0]; end <= times[^1]; end += step)
        {
            int from = 0;
            while (from < times.Length && times[from] <= end - length)
            {
                from++;
            }

            int to = from;
            while (to < times.Length && times[to] <= end)
            {
                to++;
            }

            if (from < to)
            {
                windows.Add(((long)end, from, to));
            }
        }

        return windows;
    }

    private static double? PlainSlope(long[] times, double[] values)
    {
        double meanTime = times.Average(time => (double)(time - times[0]));
        double meanValue = values.Average();
        double squares = times.Sum(time => Math.Pow(time - times[0] - meanTime, 2));
        double products = times.Zip(values, (time, value) => (time - times[0] - meanTime) * (value - meanValue)).Sum();
        return squares == 0 ? null : products / squares * 60e6;
    }
}
