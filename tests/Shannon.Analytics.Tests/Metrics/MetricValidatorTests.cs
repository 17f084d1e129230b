using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

public class MetricValidatorTests
{
    public static TheoryData<string, int> TextLimits => new()
    {
        { "type", MetricLimits.MaxNameLength },
        { "session_id", MetricLimits.MaxIdLength },
        { "user_id", MetricLimits.MaxIdLength },
        { "model", MetricLimits.MaxIdLength },
        { "project", MetricLimits.MaxProjectLength },
        { "key", MetricLimits.MaxKeyLength },
        { "measurements", MetricLimits.MaxFieldNameLength },
        { "attributes", MetricLimits.MaxFieldNameLength },
    };

    [Theory]
    [MemberData(nameof(TextLimits))]
    public void Text_AtTheLimit_IsFineAndOneBeyondIsRefused(string field, int limit)
    {
        MetricValidator.Validate(WithText(field, new string('x', limit)), null);
        MetricValidator.Validate(WithText(field, "x"), null);
        MetricValidationException error = Refuse(WithText(field, new string('x', limit + 1)), field);
        Assert.Contains($"{limit + 1}", error.Problem, StringComparison.Ordinal);
        Assert.Contains($"{limit}", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TextLimits))]
    public void Text_EmptyNulOrHalfASurrogatePair_IsRefused(string field, int limit)
    {
        Assert.True(limit > 6);
        foreach (string bad in new[] { string.Empty, "a\0b", "\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "😀\uD83D" })
        {
            Refuse(WithText(field, bad), field);
        }

        MetricValidator.Validate(WithText(field, "a😀b"), null);
    }

    [Fact]
    public void AttributeText_AtTheLimit_IsFineAndOneBeyondIsRefused()
    {
        MetricValidator.Validate(WithAttribute(new string('x', MetricLimits.MaxAttributeLength)), null);
        Refuse(WithAttribute(new string('x', MetricLimits.MaxAttributeLength + 1)), "a");
        AttributeValue json = AttributeValue.FromJson("[\"" + new string('x', MetricLimits.MaxAttributeLength) + "\"]");
        Refuse(WithAttribute(json), "a");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nul\0")]
    [InlineData("\uD83D")]
    public void AttributeText_AnyContent_IsFine(string text) => MetricValidator.Validate(WithAttribute(text), null);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_NotFinite_AreRefusedNamingTheField(double bad)
    {
        Refuse(new CustomMetric("x", bad), "value");
        Refuse(new PerformanceMetric("x", bad), "value");
        Refuse(new SessionMetric { Duration = bad }, "duration");
        Refuse(new ResourceMetric { MemoryMb = bad }, "memory_mb");
        Refuse(new ToolMetric("x") { InputBytes = bad }, "input_bytes");
        Refuse(new ApiMetric { DurationMs = bad }, "duration_ms");
        Refuse(new AnalyticsEvent { ["tokens"] = bad }, "tokens");
        Refuse(Some.Metric() with { Measurements = new MeasurementSet { ["m"] = bad } }, "m");
        Refuse(WithAttribute(bad), "a");
    }

    [Fact]
    public void Numbers_Extremes_AreFine()
    {
        foreach (double value in new[] { double.MaxValue, double.MinValue, double.Epsilon, -0.0 })
        {
            MetricValidator.Validate(new CustomMetric("x", value), null);
            MetricValidator.Validate(WithAttribute(value), null);
        }
    }

    [Fact]
    public void Performance_ConversionThatOverflows_IsRefused() =>
        Refuse(new PerformanceMetric("x", double.MaxValue) { Unit = "hours" }, "value");

    [Fact]
    public void Timestamp_TheBounds_AreFineAndBeyondIsRefused()
    {
        MetricValidator.Validate(Some.Metric() with { Timestamp = MetricLimits.MinTimestamp }, null);
        MetricValidator.Validate(Some.Metric() with { Timestamp = MetricLimits.MaxTimestamp }, null);
        Refuse(Some.Metric() with { Timestamp = MetricLimits.MinTimestamp.AddTicks(-1) }, "timestamp");
        Refuse(Some.Metric() with { Timestamp = MetricLimits.MaxTimestamp.AddTicks(10) }, "timestamp");
    }

    [Fact]
    public void Cost_TheBounds_AreFineAndBeyondIsRefused()
    {
        MetricValidator.Validate(Some.Metric() with { Cost = MetricLimits.MaxCost }, null);
        MetricValidator.Validate(Some.Metric() with { Cost = -MetricLimits.MaxCost }, null);
        Refuse(Some.Metric() with { Cost = MetricLimits.MaxCost + 0.000000001m }, "cost");
        Refuse(Some.Metric() with { Cost = decimal.MinValue }, "cost");
    }

    [Fact]
    public void Measurements_AtTheLimit_AreFineAndOneMoreIsRefused()
    {
        MetricInput metric = new RawMetric(MetricCategory.Custom, "x");
        for (int i = 0; i < MetricLimits.MaxMeasurements; i++)
        {
            metric.Measurements["m" + i] = i;
        }

        MetricValidator.Validate(metric, null);
        metric.Measurements["more"] = 1;
        Refuse(metric, "measurements");
    }

    [Fact]
    public void Attributes_AtTheLimit_AreFineAndOneMoreIsRefused()
    {
        MetricInput metric = Some.Metric();
        for (int i = 0; i < MetricLimits.MaxAttributes; i++)
        {
            metric.Attributes["a" + i] = i;
        }

        MetricValidator.Validate(metric, null);
        metric.Attributes["more"] = 1;
        Refuse(metric, "attributes");
    }

    [Fact]
    public void Measurement_GivenTwice_IsRefused()
    {
        Refuse(Some.Metric() with { Measurements = new MeasurementSet { ["value"] = 2 } }, "value");
        Refuse(new AnalyticsEvent { ["tokens"] = 1, Measurements = { ["tokens"] = 2 } }, "tokens");
    }

    [Fact]
    public void Category_Undefined_IsRefused() => Refuse(new RawMetric((MetricCategory)10, "x"), "category");

    [Fact]
    public void Key_Default_IsRefused() => Refuse(Some.Metric() with { Key = default(RecordKey) }, "key");

    [Fact]
    public void Index_OfABatch_IsNamed()
    {
        MetricValidationException error = Assert.Throws<MetricValidationException>(() => MetricValidator.Validate(new CustomMetric("x", double.NaN), 7));
        Assert.Equal(("value", 7), (error.Field, error.Index));
        Assert.Contains("Metric 7 of the batch, field 'value'", error.Message, StringComparison.Ordinal);
        Assert.Null(Assert.Throws<MetricValidationException>(() => MetricValidator.Validate(new CustomMetric("x", double.NaN), null)).Index);
    }

    [Fact]
    public void Validate_AfterARefusal_StartsAfresh()
    {
        MetricInput wide = new RawMetric(MetricCategory.Custom, "x");
        for (int i = 0; i < 65; i++)
        {
            wide.Measurements["m" + i] = 1;
        }

        Refuse(wide, "measurements");
        MetricValidator.Validate(new RawMetric(MetricCategory.Custom, "x") { Measurements = { ["m0"] = 1 } }, null);
    }

    [Fact]
    public void Validate_AnyInputOfOurs_IsFine()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            MetricValidator.Validate(Some.Input(random), i);
        }
    }

    private static CustomMetric WithAttribute(AttributeValue value) => Some.Metric() with { Attributes = new AttributeSet { ["a"] = value } };

    private static MetricInput WithText(string field, string text) => field switch
    {
        "type" => new CustomMetric(text, 1),
        "session_id" => Some.Metric() with { SessionId = text },
        "user_id" => Some.Metric() with { UserId = text },
        "model" => Some.Metric() with { Model = text },
        "project" => Some.Metric() with { Project = text },
        "key" => Some.Metric() with { Key = new RecordKey(text) },
        "measurements" => new RawMetric(MetricCategory.Custom, "x") { Measurements = { [text] = 1 } },
        _ => Some.Metric() with { Attributes = new AttributeSet { [text] = 1 } },
    };

    private static MetricValidationException Refuse(MetricInput metric, string field)
    {
        MetricValidationException error = Assert.Throws<MetricValidationException>(() => MetricValidator.Validate(metric, null));
        Assert.Equal(field, error.Field);
        return error;
    }
}
