using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Blocks;

/// <summary>Whatever goes into a block comes out again, compared with a plain list of rows.</summary>
public class BlockRoundTripTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EncodeDecode_MixturesOfInputsAndColumns_RoundTrip(int seed)
    {
        var random = new Random(seed);
        var codec = new BlockCodec();
        for (int round = 0; round < 60; round++)
        {
            codec.FirstId = random.NextInt64(1, long.MaxValue);
            codec.AssertHolds(Fill(codec, random, random.Next(1, 12)));

            // Builders are used again and again: nothing of one block may show in the next.
            codec.Builder.Clear();
        }
    }

    [Fact]
    public void EncodeDecode_NoRows_RoundTrip() => new BlockCodec().AssertHolds([]);

    [Fact]
    public void EncodeDecode_MoreNamesThanColumns_TheRestIsKeptAside()
    {
        var random = new Random(5);
        var codec = new BlockCodec();
        var expected = new List<ExpectedRow>();
        for (int row = 0; row < 200; row++)
        {
            MetricInput metric = new RawMetric(MetricCategory.Custom, "wide") { Timestamp = Some.Time };
            for (int i = 0; i < 20; i++)
            {
                // The same name for a measurement and an attribute, in columns and beyond them.
                metric.Measurements["n" + random.Next(150)] = Some.Number(random);
                metric.Attributes["n" + random.Next(150)] = Some.Value(random);
            }

            expected.Add(ExpectedRow.Of(metric));
            codec.Add(metric);
        }

        ColumnBatch columns = Some.Columns(random, 50) with
        {
            Attributes = [.. Enumerable.Range(0, 60).Select(i => AttributeColumn.OfValues("c" + i, Some.Make(50, _ => random.Next(2) == 0 ? default : Some.Value(random))))],
            Measurements = [.. Enumerable.Range(0, 60).Select(i => new MeasurementColumn("c" + i, Some.Make(50, _ => Some.Number(random))) { Present = Some.Make(50, _ => random.Next(2) == 0) })],
        };
        expected.AddRange(ExpectedRow.Of(columns));
        codec.Add(columns);
        codec.AssertHolds(expected);

        // Names that were crowded out get columns of their own in the next block.
        codec.Builder.Clear();
        codec.Builder.Clear();
        MetricInput later = new CustomMetric("later", 1) { Timestamp = Some.Time, Attributes = { ["fresh"] = 1 } };
        codec.Add(later);
        codec.AssertHolds([ExpectedRow.Of(later)]);
        Assert.Null(codec.Decode(codec.Encode()).Residual);
    }

    [Fact]
    public void EncodeDecode_MoreTextsThanADictionaryHolds_RoundTrip()
    {
        var codec = new BlockCodec();
        var expected = new List<ExpectedRow>();
        for (int row = 0; row < 9000; row++)
        {
            // "often" repeats enough of its texts to stay a dictionary, "once" does not.
            MetricInput metric = new CustomMetric("m", row)
            {
                Timestamp = Some.Time.AddSeconds(row),
                SessionId = "session" + (row % 5000),
                Attributes = { ["once"] = "text " + row, ["often"] = "text " + (row % 4200), ["mixed"] = row % 3 == 0 ? row : "text " + row },
            };
            expected.Add(ExpectedRow.Of(metric));
            codec.Add(metric);
        }

        codec.AssertHolds(expected);
    }

    [Fact]
    public void EncodeDecode_AttributeOfEveryKindInOneColumn_RoundTrip()
    {
        AttributeValue[] values = ["", "\uD800", "\uDC00\uD83D", "😀", "\0", 1, -0.0, true, false, AttributeValue.FromJson("{}"), AttributeValue.FromJson("[\"\\u00e9\"]"), new string('é', 65_536)];
        var codec = new BlockCodec();
        var expected = new List<ExpectedRow>();
        foreach (AttributeValue value in values.Concat(values.Reverse()))
        {
            MetricInput metric = new CustomMetric("m", 1) { Timestamp = Some.Time, Attributes = { ["a"] = value, ["same kind: " + value.Kind] = value } };
            expected.Add(ExpectedRow.Of(metric));
            codec.Add(metric);
        }

        codec.AssertHolds(expected);
    }

    [Fact]
    public void EncodeDecode_AttributeGivenTwice_TheLaterWins()
    {
        var codec = new BlockCodec();
        List<ExpectedRow> expected =
        [
            ExpectedRow.Of(new ErrorMetric("first") { Timestamp = Some.Time, Attributes = { ["error_type"] = "second" } }),
            ExpectedRow.Of(new ErrorMetric("third") { Timestamp = Some.Time }),
            ExpectedRow.Of(new ErrorMetric("fourth") { Timestamp = Some.Time, Attributes = { ["error_type"] = 5 } }),
        ];
        expected.ForEach(row => codec.Add(row.Metric));
        codec.AssertHolds(expected);
    }

    [Fact]
    public void AddRange_PartOfABatch_HoldsJustThatPart()
    {
        var random = new Random(6);
        for (int round = 0; round < 100; round++)
        {
            ColumnBatch batch = Some.Columns(random, 40) with { Keys = TextValues.Of(Some.Make(40, i => i % 3 == 0 ? null : "k" + i)), KeyRanks = Some.Make(40, i => (long)i) };
            int from = random.Next(40);
            int count = random.Next(40 - from);
            var codec = new BlockCodec();
            codec.Builder.AddRange(batch, from, count, 0);
            codec.AssertHolds([.. ExpectedRow.Of(batch).Skip(from).Take(count)]);
        }
    }

    [Fact]
    public void AddRange_NoTimestamps_TakesTheMomentOfTheCall()
    {
        var codec = new BlockCodec();
        var batch = new ColumnBatch { Count = 3, Category = MetricCategory.Custom, Names = TextValues.Constant("x") };
        codec.Builder.AddRange(batch, 0, 3, nowMicros: 42);
        Assert.Equal([42L, 42, 42], codec.Decode(codec.Encode()).Times);
    }

    internal static List<ExpectedRow> Fill(BlockCodec codec, Random random, int steps)
    {
        var expected = new List<ExpectedRow>();
        for (int i = 0; i < steps; i++)
        {
            if (random.Next(4) == 0)
            {
                ColumnBatch batch = Some.Columns(random, random.Next(30));
                if (random.Next(3) == 0)
                {
                    batch = batch with { Keys = TextValues.Of(Some.Make(batch.Count, row => row % 2 == 0 ? null : "k" + random.Next(9))), KeyRanks = Some.Make(batch.Count, _ => random.NextInt64(3)) };
                }

                codec.Add(batch);
                expected.AddRange(ExpectedRow.Of(batch));
            }
            else
            {
                MetricInput metric = Some.Input(random);
                metric = random.Next(5) == 0 ? metric with { Key = new RecordKey("k" + random.Next(9), random.NextInt64(long.MinValue, long.MaxValue)) } : metric;
                codec.Add(metric);
                expected.Add(ExpectedRow.Of(metric));
            }
        }

        return expected;
    }
}
