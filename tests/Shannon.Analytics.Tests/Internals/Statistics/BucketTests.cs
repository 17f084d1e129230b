using System.Numerics;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class BucketTests
{
    private static readonly long[] Widths = [1, 2, 3, 7, 1000, 60_000_000, 3_600_000_000, 86_400_000_000, (1L << 53) + 1, 1L << 61, long.MaxValue];
    private static readonly long[] Origins = [0, 1, -1, 1_790_000_000_000_000, -62_135_596_800_000_000, long.MinValue, long.MaxValue];

    [Fact]
    public void Grid_AnyTime_MatchesBigIntegers()
    {
        foreach (var (times, origin, width) in Cases(40))
        {
            BucketGrid grid = new(origin, width);
            foreach (long time in times)
            {
                BigInteger start = ((BigInteger)origin) + (FloorDivide((BigInteger)time - origin, width) * width);
                Assert.Equal(BigInteger.Max(start, long.MinValue), grid.StartOf(time));
                Assert.Equal(BigInteger.Min(start + width - 1, long.MaxValue), grid.LastOf(time));
            }
        }
    }

    [Fact]
    public void Runs_AscendingTimes_MatchGrouping()
    {
        foreach (var (times, origin, width) in Cases(300))
        {
            Array.Sort(times);
            BucketGrid grid = new(origin, width);
            List<(long, int, int)> runs = [];
            for (BucketRuns run = new(times, grid); run.MoveNext();)
            {
                runs.Add((run.Start, run.From, run.To));
            }

            List<(long, int, int)> expected = [];
            foreach (IGrouping<(long Start, long Last), long> group in times.GroupBy(time => (grid.StartOf(time), grid.LastOf(time))))
            {
                int from = expected.Count == 0 ? 0 : expected[^1].Item3;
                expected.Add((group.Key.Start, from, from + group.Count()));
            }

            Assert.Equal(expected, runs);
        }
    }

    [Fact]
    public void Codes_AnyTime_MatchBigIntegers()
    {
        foreach (var (times, origin, width) in Cases(100))
        {
            foreach (int buckets in new[] { 1, 24, 100_000, int.MaxValue })
            {
                int[] codes = new int[times.Length];
                BucketCodes.Compute(times, origin, width, buckets, codes);
                for (int i = 0; i < times.Length; i++)
                {
                    BigInteger code = FloorDivide((BigInteger)times[i] - origin, width);
                    Assert.Equal(code < 0 || code >= buckets ? -1 : code, codes[i]);
                }
            }
        }
    }

    [Fact]
    public void Codes_EdgesOfBuckets_FallOnTheirSide()
    {
        const long Width = 3_600_000_000;
        foreach (long origin in new[] { 0, -7L, 1_790_000_000_123_456 })
        {
            long[] times = [.. Enumerable.Range(0, 100_000).SelectMany(k => new[] { origin + (k * Width) - 1, origin + (k * Width), origin + (k * Width) + 1 })];
            int[] codes = new int[times.Length];
            BucketCodes.Compute(times, origin, Width, 200_000, codes);
            for (int k = 0; k < 100_000; k++)
            {
                Assert.Equal((k - 1, k, k), (codes[3 * k], codes[(3 * k) + 1], codes[(3 * k) + 2]));
            }
        }
    }

    [Fact]
    public void Boundaries_AnyTime_MatchScan()
    {
        Random random = new(3);
        long[] boundaries = [-500, -100, 0, 1, 2, 90, 1000];
        long[] times = [.. Enumerable.Range(0, 2000).Select(_ => random.NextInt64(-700, 1200)), long.MinValue, long.MaxValue, 1000, -500];
        int[] codes = new int[times.Length];
        BucketCodes.ComputeByBoundaries(times, boundaries, codes);
        int[] expected = [.. times.Select(time => time < -500 || time >= 1000 ? -1 : Array.FindLastIndex(boundaries, b => b <= time))];
        Assert.Equal(expected, codes);

        Array.Sort(times, expected);
        int[] fromRuns = new int[times.Length];
        Array.Fill(fromRuns, -1);
        for (BoundaryRuns run = new(times, boundaries); run.MoveNext();)
        {
            Assert.True(run.From < run.To);
            fromRuns.AsSpan(run.From, run.To - run.From).Fill(run.Bucket);
        }

        Assert.Equal(expected, fromRuns);
        BoundaryRuns none = new([], boundaries);
        Assert.False(none.MoveNext());
    }

    private static IEnumerable<(long[] Times, long Origin, long Width)> Cases(int count)
    {
        foreach (long width in Widths)
        {
            foreach (long origin in Origins)
            {
                Random random = new(5);
                long now = 1_790_000_000_000_000;
                yield return ([], origin, width);
                yield return ([.. Enumerable.Range(0, count).Select(_ => now += random.NextInt64(0, 1 + (Math.Min(width, 1L << 50) / 3)))], origin, width);
                yield return ([.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-10_000, 10_000))], origin, width);
                yield return ([.. Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)), long.MinValue, long.MaxValue, origin], origin, width);
            }
        }
    }

    private static BigInteger FloorDivide(BigInteger value, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(value, divisor, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
