using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Realtime.Windows;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Realtime.Windows;

/// <summary>Windows over time against lists that keep everything.</summary>
public class SlidingWindowTests
{
    private const long Length = 60_000_000;
    private const long Bucket = Length / WindowGrid.Parts;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Occurrences_AgainstAListOfAll_AreExactUpToTheThreshold(int seed)
    {
        var random = new Random(seed);
        int threshold = Some.OneOf<int>(random, 1, 3, 31, 32, 33, 100);
        int exact = Math.Max(threshold, OccurrenceWindow.LeastExact);
        var window = new OccurrenceWindow(Length, threshold);
        List<long> all = [];
        int met = 0;
        foreach (var (time, now) in Steps(random, 4_000))
        {
            if (random.Next(3) > 0)
            {
                window.Add(time, now);
                all.Add(time);
            }

            long expected = all.LongCount(one => one > now - Length);
            long actual = window.Read(now);
            Assert.Equal(expected >= threshold, actual >= threshold);
            if (expected <= exact)
            {
                Assert.Equal(expected, actual);
            }
            else
            {
                // What is beyond leaves with its whole bucket, so at most one bucket too early.
                Assert.InRange(actual, Math.Max(exact, all.LongCount(one => one > now - Length + Bucket)), expected);
            }

            met += actual >= threshold ? 1 : 0;
        }

        Assert.InRange(met, 1, 3_999);
        window.Clear();
        Assert.Equal(0, window.Read(long.MaxValue / 2));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Aggregates_AgainstAListOfAll_AreThoseOfTheWholeBuckets(int seed)
    {
        var random = new Random(seed);
        var counts = new SlidingTotal<CountTotal>(Length);
        var moments = new SlidingTotal<MomentsTotal>(Length);
        var quantiles = new SlidingTotal<QuantileTotal>(Length);
        var sessions = new DistinctSessions(Length);
        List<(long Time, double Value)> all = [];
        foreach (var (time, now) in Steps(random, 1_500))
        {
            double value = random.Next(1000) / 8.0;
            counts.Add(time, value, now);
            moments.Add(time, value, now);
            quantiles.Add(time, value, now);
            sessions.Add(time, SessionOf(value), now);
            all.Add((time, value));
            if (random.Next(20) > 0)
            {
                continue;
            }

            (long Time, double Value)[] inside = [.. all.Where(one => one.Time / Bucket > (now / Bucket) - WindowGrid.Parts)];
            Assert.Equal(inside.Length, counts.Read(now).Count);
            MomentsAccumulator read = moments.Read(now).Moments;
            Assert.Equal(inside.Length, read.Count);
            Assert.Equal(inside.Sum(one => one.Value), read.Sum ?? 0, 1e-6);
            Assert.Equal(inside.Length == 0 ? null : inside.Max(one => one.Value), read.Max);
            double? median = inside.Length == 0 ? null : Quantiles.OfSorted(inside.Select(one => one.Value).Order().ToArray(), 0.5);
            double? estimate = quantiles.Read(now).Quantile(0.5);
            Assert.Equal(median is null, estimate is null);
            Assert.InRange(estimate ?? 0, (median ?? 0) * (inside.Length < ValueSketch.LeastSketched ? 1 : 0.98) - 0.2, (median ?? 0) * 1.02 + 0.2);
            Assert.Equal(inside.Select(one => SessionOf(one.Value)).Distinct().Count(), sessions.Read(now));
            all.RemoveAll(one => !inside.Contains(one));
            all.RemoveAll(one => one.Time <= now - Length);
        }
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(2, 7_000_003)]
    [InlineData(3, 60_000_059)]
    [InlineData(4, 86_400_000_000)]
    public void Samples_OfAWindowOfAnyLength_AreThoseOfExactlyTheWindow(int seed, long length)
    {
        var random = new Random(seed);
        long now = 1_700_000_000_000_000 + random.NextInt64(length);
        var window = new SampleWindow(length, now);
        var grid = new WindowGrid(length);
        List<(long Id, long Time, double Value)> all = [];
        for (int id = 1; id <= 3_000; id++)
        {
            now += random.Next(200) == 0 ? random.NextInt64(3 * length) : random.NextInt64((length / 100) + 1);
            (long Id, long Time, double Value) sample = (id, now - random.NextInt64(length * 9 / 8), random.Next(1_000) / 8.0);
            window.Add(sample.Id, sample.Time, sample.Value, now);
            all.Add(sample);
            if (random.Next(10) == 0)
            {
                sample = all[random.Next(all.Count)];
                window.Remove(sample.Id);
                all.Remove(sample);
            }

            // Inside is what lies behind the window's beginning, up to now.
            double[] inside = [.. all.Where(one => one.Time > now - length).Select(one => one.Value)];
            SampleSummary read = window.Read(now);
            Assert.True(read.IsExact);
            Assert.Equal((inside.Length, inside.Sum()), (read.Count, read.Sum));
            double[] slices = new double[WindowGrid.Slices];
            window.AddSlices(now, sums: false, slices);
            Assert.Equal(all.Count(one => grid.PartOf(one.Time) > grid.PartOf(now) - WindowGrid.Parts), slices.Sum());
            all.RemoveAll(one => one.Time <= now - length);
        }
    }

    [Fact]
    public void Windows_LongEmpty_StayUsable()
    {
        var counts = new SlidingTotal<CountTotal>(Length);
        var moments = new SlidingTotal<MomentsTotal>(Length);
        counts.Add(1, 5, 1);
        moments.Add(1, 5, 1);
        Assert.Equal((0L, 0L), (counts.Read(Length * 1_000_000).Count, moments.Read(Length * 1_000_000).Moments.Count));
        counts.Add((Length * 1_000_000) + 1, 5, (Length * 1_000_000) + 1);
        Assert.Equal(1, counts.Read((Length * 1_000_000) + 2).Count);
        counts.Clear();
        Assert.Equal(0, counts.Read((Length * 1_000_000) + 2).Count);
    }

    private static string SessionOf(double value) => FormattableString.Invariant($"s{(int)value % 7}");

    // Bursts, pauses of up to two windows, and records that come late.
    private static IEnumerable<(long Time, long Now)> Steps(Random random, int count)
    {
        long now = 1_700_000_000_000_000 + random.NextInt64(Length);
        for (int i = 0; i < count; i++)
        {
            now += random.Next(40) switch
            {
                0 => random.NextInt64(2 * Length),
                < 20 => random.NextInt64(1_000),
                _ => random.NextInt64(Length / 60),
            };
            yield return (random.Next(10) == 0 ? now - random.NextInt64(Length * 5 / 4) : now, now);
        }
    }
}
