using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics.Columns;

public class ColumnBatchTests
{
    private static readonly ColumnBatch Valid = new()
    {
        Count = 3,
        Category = MetricCategory.Custom,
        Names = TextValues.Constant("x"),
        Measurements = [new MeasurementColumn("value", new double[3])],
    };

    [Fact]
    public void Validate_AnyBatchOfOurs_IsFine()
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            MetricValidator.Validate(Some.Columns(random, random.Next(20)));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(MetricLimits.MaxBatchCount + 1)]
    public void Validate_CountOutOfRange_IsRefused(int count) => Refuse(Valid with { Count = count, Measurements = [] }, "batch", null);

    [Fact]
    public void Validate_Category_MustBeDefined() => Refuse(Valid with { Category = 0 }, "category", null);

    [Fact]
    public void Validate_Lengths_MustMatchTheCount()
    {
        Refuse(Valid with { Names = TextValues.Of(["a", "b"]) }, "type", null);
        Refuse(Valid with { Sessions = TextValues.OfCodes(["a"], [0, 0]) }, "session_id", null);
        Refuse(Valid with { TimestampsMicros = new long[2] }, "timestamp", null);
        Refuse(Valid with { Costs = new decimal?[4] }, "cost", null);
        Refuse(Valid with { KeyRanks = new long[4] }, "key_rank", null);
        Refuse(Valid with { Measurements = [new MeasurementColumn("m", new double[2])] }, "m", null);
        Refuse(Valid with { Measurements = [new MeasurementColumn("m", new double[3]) { Present = new bool[2] }] }, "m", null);
        Refuse(Valid with { Attributes = [AttributeColumn.OfNumbers("a", new double[2])] }, "a", null);
        Refuse(Valid with { Attributes = [AttributeColumn.OfValues("a", new AttributeValue[4])] }, "a", null);
        Refuse(Valid with { Attributes = [AttributeColumn.OfText("a", TextValues.Of(new string?[2]))] }, "a", null);
    }

    [Fact]
    public void Validate_Names_AreRequired()
    {
        Refuse(Valid with { Names = TextValues.Constant(null) }, "type", null);
        Refuse(Valid with { Names = TextValues.Of(["a", null, "b"]) }, "type", 1);
        Refuse(Valid with { Names = TextValues.OfCodes(["a"], [0, -1, 0]) }, "type", 1);
        Refuse(Valid with { Names = TextValues.OfCodes(["a", null], [0, 0, 0]) }, "type", null);
        Refuse(Valid with { Names = null! }, "type", null);
    }

    [Fact]
    public void Validate_Codes_MustLieInTheDictionary()
    {
        Refuse(Valid with { Users = TextValues.OfCodes(["a"], [0, 1, 0]) }, "user_id", 1);
        Refuse(Valid with { Users = TextValues.OfCodes(["a"], [0, 0, -2]) }, "user_id", 2);
        MetricValidator.Validate(Valid with { Users = TextValues.OfCodes(["a"], [0, -1, 0]) });
        MetricValidator.Validate(Valid with { Users = TextValues.OfCodes([], [-1, -1, -1]) });
    }

    [Fact]
    public void Validate_Texts_HaveTheLimitsOfTypedInputs()
    {
        Refuse(Valid with { Names = TextValues.Constant(new string('x', MetricLimits.MaxNameLength + 1)) }, "type", null);
        Refuse(Valid with { Sessions = TextValues.Of([null, null, string.Empty]) }, "session_id", 2);
        Refuse(Valid with { Users = TextValues.Of(["a", "b\0", null]) }, "user_id", 1);
        Refuse(Valid with { Projects = TextValues.Of(["\uD800", null, null]) }, "project", 0);
        Refuse(Valid with { Models = TextValues.Of([null, new string('x', MetricLimits.MaxIdLength + 1), null]) }, "model", 1);
        Refuse(Valid with { Keys = TextValues.Of([null, null, new string('x', MetricLimits.MaxKeyLength + 1)]) }, "key", 2);
        MetricValidator.Validate(Valid with { Keys = TextValues.Of([null, null, new string('x', MetricLimits.MaxKeyLength)]) });
    }

    [Fact]
    public void Validate_NumbersAndTimes_NameTheRow()
    {
        Refuse(Valid with { Measurements = [new MeasurementColumn("m", new[] { 0, double.NaN, 0 })] }, "m", 1);
        Refuse(Valid with { Measurements = [new MeasurementColumn("m", new[] { 0, 0, double.PositiveInfinity }) { Present = new[] { false, false, true } }] }, "m", 2);
        MetricValidator.Validate(Valid with { Measurements = [new MeasurementColumn("m", new[] { double.NaN, 0, double.PositiveInfinity }) { Present = new[] { false, true, false } }] });
        Refuse(Valid with { Attributes = [AttributeColumn.OfNumbers("a", new[] { 0, 0, double.NegativeInfinity })] }, "a", 2);
        Refuse(Valid with { Attributes = [AttributeColumn.OfValues("a", new AttributeValue[] { 1, double.NaN, "x" })] }, "a", 1);
        Refuse(Valid with { Attributes = [AttributeColumn.OfConstant("a", double.NaN)] }, "a", null);
        Refuse(Valid with { TimestampsMicros = new[] { 0, -1, 0L } }, "timestamp", 1);
        Refuse(Valid with { TimestampsMicros = new[] { 0, 0, UnixMicros.Max + 1 } }, "timestamp", 2);
        Refuse(Valid with { Costs = new decimal?[] { null, 1, MetricLimits.MaxCost + 1 } }, "cost", 2);
    }

    [Fact]
    public void Validate_Attributes_HaveTheLimitsOfTypedInputs()
    {
        string longest = new('x', MetricLimits.MaxAttributeLength);
        MetricValidator.Validate(Valid with { Attributes = [AttributeColumn.OfText("a", TextValues.Of([longest, "\uD800", "\0"]))] });
        Refuse(Valid with { Attributes = [AttributeColumn.OfText("a", TextValues.Of([null, longest + "x", null]))] }, "a", 1);
        Refuse(Valid with { Attributes = [AttributeColumn.OfConstant("a", longest + "x")] }, "a", null);
        Refuse(Valid with { Attributes = [AttributeColumn.OfConstant(string.Empty, 1)] }, "attributes", null);
        Refuse(Valid with { Measurements = [new MeasurementColumn(new string('x', 201), new double[3])] }, "measurements", null);
    }

    [Fact]
    public void Validate_Columns_AreNamedOnceAndBounded()
    {
        Refuse(Valid with { Measurements = [new MeasurementColumn("m", new double[3]), new MeasurementColumn("m", new double[3])] }, "columns", null);
        Refuse(Valid with { Attributes = [AttributeColumn.OfConstant("a", 1), AttributeColumn.OfConstant("a", 2)] }, "columns", null);
        MetricValidator.Validate(Valid with { Measurements = [.. Enumerable.Range(0, 64).Select(i => new MeasurementColumn("m" + i, new double[3]))] });
        Refuse(Valid with { Measurements = [.. Enumerable.Range(0, 65).Select(i => new MeasurementColumn("m" + i, new double[3]))] }, "measurements", null);
        MetricValidator.Validate(Valid with { Attributes = [.. Enumerable.Range(0, 256).Select(i => AttributeColumn.OfConstant("a" + i, 1))] });
        Refuse(Valid with { Attributes = [.. Enumerable.Range(0, 257).Select(i => AttributeColumn.OfConstant("a" + i, 1))] }, "attributes", null);
    }

    [Fact]
    public void RowAt_EveryForm_GivesTheRow()
    {
        var batch = new ColumnBatch
        {
            Count = 2,
            Category = MetricCategory.Tool,
            Names = TextValues.OfCodes(["a", "b"], [1, 0]),
            TimestampsMicros = new[] { 5L, 6L },
            Sessions = TextValues.Of([null, "s"]),
            Users = TextValues.Constant("u"),
            Keys = TextValues.Of(["k", null]),
            KeyRanks = new[] { 7L, 8L },
            Costs = new decimal?[] { null, 2 },
            Measurements = [new MeasurementColumn("m", new[] { 1.0, 2.0 }) { Present = new[] { false, true } }],
            Attributes = [AttributeColumn.OfConstant("c", true), AttributeColumn.OfText("t", TextValues.Of(["x", null]))],
        };
        RawMetric first = batch.RowAt(0);
        RawMetric second = batch.RowAt(1);
        Assert.Equal(new RawMetric(MetricCategory.Tool, "b") { Timestamp = UnixMicros.ToTime(5), UserId = "u", Key = new RecordKey("k", 7), Attributes = { ["c"] = true, ["t"] = "x" } }, first);
        Assert.Equal(new RawMetric(MetricCategory.Tool, "a") { Timestamp = UnixMicros.ToTime(6), SessionId = "s", UserId = "u", Cost = 2, Measurements = { ["m"] = 2 }, Attributes = { ["c"] = true } }, second);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.RowAt(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.RowAt(-1));
    }

    private static void Refuse(ColumnBatch batch, string field, int? index)
    {
        MetricValidationException error = Assert.Throws<MetricValidationException>(() => MetricValidator.Validate(batch));
        Assert.Equal((field, index), (error.Field, error.Index));
    }
}
