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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Merge_RollupsOfParts_EqualTheRollupOfAll(bool hours)
    {
        RollupLevel level = hours ? RollupLevel.Hours : RollupLevel.Quarters;
        var random = new Random(9);
        long[] times = [.. Some.Make(3000, _ => Start + random.NextInt64(40 * Width)).Order()];
        double[] values = Some.Make(times.Length, _ => random.Next(10_000) / 8.0);
        bool[] isOther = Some.Make(times.Length, _ => random.Next(3) == 0);
        int[] Rows(Func<int, bool> wanted) => [.. Enumerable.Range(0, times.Length).Where(wanted)];
        RollupBlock Build(RollupLevel builtLevel, params int[][] names)
        {
            int[] rows = [.. names.SelectMany(row => row)];
            using var builder = new RollupBuilder(builtLevel);
            using var writer = new ByteWriter();
            builder.Begin([0, .. names.Select((_, i) => names[..(i + 1)].Sum(part => part.Length))], [.. rows.Select(row => times[row])]);
            builder.Add("value", [.. rows.Select(row => values[row])], []);
            builder.Encode(writer);
            return RollupBlock.Decode(writer.WrittenSpan);
        }

        RollupBlock first = Build(RollupLevel.Quarters, Rows(row => row % 3 == 0 && !isOther[row]), Rows(row => row % 3 == 0 && isOther[row]));
        RollupBlock second = Build(RollupLevel.Quarters, Rows(row => row % 3 > 0 && isOther[row]), Rows(row => row % 3 > 0 && !isOther[row]));
        using var merged = new ByteWriter();
        RollupPart Part(RollupBlock block, params long[] nameIds) => new(block, new RollupHeader { NameIds = nameIds, SessionIds = [], Users = [] });
        var entries = RollupMerger.Sort(level, [Part(first, 10, 12), Part(second, 12, 10)], [10, 11, 12]);
        RollupMerger.Encode(level, entries, 3, merged);
        RollupBlock actual = RollupBlock.Decode(merged.WrittenSpan);
        RollupBlock expected = Build(level, Rows(row => !isOther[row]), [], Rows(row => isOther[row]));

        Assert.Equal((expected.Level, expected.Count), (actual.Level, actual.Count));
        Assert.Equal(expected.NameStarts, actual.NameStarts);
        Assert.Equal(expected.Starts, actual.Starts);
        Assert.Equal(expected.Records, actual.Records);
        for (int entry = 0; entry < expected.Count; entry++)
        {
            (MomentsAccumulator want, MomentsAccumulator got) = (expected.Columns[0].MomentsOf(entry), actual.Columns[0].MomentsOf(entry));
            Assert.Equal((want.Count, want.Min, want.Max, want.Sum), (got.Count, got.Min, got.Max, got.Sum));
            Assert.Equal(want.StandardDeviation ?? 0, got.StandardDeviation ?? 0, 1e-9);
            (var wanted, var sketch) = (new ValueSketch(), new ValueSketch());
            expected.Columns[0].MergeSketch(entry, wanted);
            actual.Columns[0].MergeSketch(entry, sketch);
            Assert.Equal(wanted.Quantile(0.95), sketch.Quantile(0.95));
        }
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
