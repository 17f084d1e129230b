using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Rollups;

public class RollupBlockTests
{
    private static readonly long Width = RollupBlock.WidthOf(RollupLevel.Quarters);
    private static readonly long Start = UnixMicros.From(Some.Time) / Width * Width;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Decode_WhatWasBuilt_HasEveryQuarterOfAnHourOfEachMetric(int seed)
    {
        var random = new Random(seed);
        int[] nameStarts = [0, 300, 300, 1000, 1001];
        long[] times = new long[1001];
        for (int name = 0; name < 4; name++)
        {
            long time = Start + random.NextInt64(3 * Width);
            for (int row = nameStarts[name]; row < nameStarts[name + 1]; row++)
            {
                times[row] = time += random.NextInt64(Width / Some.OneOf<long>(random, 1, 20, 200));
            }
        }

        double[] values = Some.Make(times.Length, _ => random.Next(10_000) / 8.0);
        double[] sparse = Some.Make(times.Length, _ => -(double)random.Next(100));
        bool[] present = Some.Make(times.Length, i => i < 300 || random.Next(5) == 0);
        using var builder = new RollupBuilder(RollupLevel.Quarters);
        builder.Begin(nameStarts, times);
        builder.Add("value", values, []);
        builder.Add("sparse", sparse, present);
        using var writer = new ByteWriter();
        builder.Encode(writer);
        RollupBlock rollup = RollupBlock.Decode(writer.WrittenSpan);
        Assert.Null(rollup.Find("absent"));

        int entry = 0;
        for (int name = 0; name < 4; name++)
        {
            Assert.Equal(entry, rollup.NameStarts[name]);
            foreach (var group in Enumerable.Range(nameStarts[name], nameStarts[name + 1] - nameStarts[name]).GroupBy(row => times[row] / Width))
            {
                Assert.Equal((group.Key * Width, group.Count()), (rollup.Starts[entry], rollup.Records[entry]));
                AssertColumn(rollup.Find("value")!, entry, [.. group.Select(row => values[row])]);
                AssertColumn(rollup.Find("sparse")!, entry, [.. group.Where(row => present[row]).Select(row => sparse[row])]);
                entry++;
            }
        }

        Assert.Equal(entry, rollup.Count);
    }

    [Fact]
    public void Decode_DamagedBytes_ThrowOrGiveSomethingConsistent()
    {
        using var builder = new RollupBuilder(RollupLevel.Quarters);
        builder.Begin([0, 400], Some.Make(400, i => Start + (i * 10_000_000L)));
        builder.Add("value", Some.Make(400, i => (double)(i % 50)), []);
        using var writer = new ByteWriter();
        builder.Encode(writer);
        var random = new Random(3);
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = writer.WrittenSpan.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            bytes = random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            try
            {
                RollupBlock rollup = RollupBlock.Decode(bytes);
                for (int entry = 0; entry < rollup.Count; entry++)
                {
                    rollup.Columns[0].MergeSketch(entry, new ValueSketch());
                }
            }
            catch (Exception error) when (error is CodecException or OverflowException)
            {
            }
        }
    }

    private static void AssertColumn(RollupColumn column, int entry, double[] values)
    {
        MomentsAccumulator moments = column.MomentsOf(entry);
        MomentsAccumulator expected = MomentsAccumulator.Of(values);
        Assert.Equal((expected.Count, expected.Min, expected.Max, expected.Parts), (moments.Count, moments.Min, moments.Max, moments.Parts));
        var sketch = new ValueSketch();
        column.MergeSketch(entry, sketch);
        Assert.Equal(values.Length, sketch.Count);
        if (values.Length is > 0 and < ValueSketch.LeastSketched)
        {
            Array.Sort(values);
            Assert.Equal(Quantiles.OfSorted(values, 0.9), sketch.Quantile(0.9));
        }
    }
}
