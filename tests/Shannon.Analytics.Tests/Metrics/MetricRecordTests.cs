using Shannon.Analytics.Metrics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Metrics;

public class MetricRecordTests
{
    [Theory]
    [InlineData(MetricCategory.Session, "value")]
    [InlineData(MetricCategory.Performance, "value")]
    [InlineData(MetricCategory.Resource, "cpu_percent")]
    [InlineData(MetricCategory.Token, "total_tokens")]
    [InlineData(MetricCategory.Error, "count")]
    [InlineData(MetricCategory.Custom, "value")]
    [InlineData(MetricCategory.Event, "value")]
    [InlineData(MetricCategory.Tool, "duration_ms")]
    [InlineData(MetricCategory.Api, "duration_ms")]
    public void Value_EveryCategory_IsItsDefaultMeasurement(MetricCategory category, string measurement)
    {
        MetricRecord record = Record(category, new MeasurementSet { ["other"] = 1, [measurement] = 42 });
        Assert.Equal(measurement, DefaultMeasurement.Of(category));
        Assert.Equal(42, record.Value);
        Assert.Null((record with { Measurements = new MeasurementSet { ["other"] = 1 } }).Value);
    }

    [Fact]
    public void Equality_SameContent_IsEqual()
    {
        MetricRecord one = Record(MetricCategory.Custom, new MeasurementSet { ["value"] = 1 });
        Assert.Equal(one, Record(MetricCategory.Custom, new MeasurementSet { ["value"] = 1 }));
        Assert.NotEqual(one, one with { Id = 2 });
        Assert.NotEqual(one, one with { Measurements = new MeasurementSet { ["value"] = 2 } });
    }

    [Fact]
    public void ToString_IsItsJson() => Assert.Equal(Record(MetricCategory.Api, []).ToJson(), Record(MetricCategory.Api, []).ToString());

    private static MetricRecord Record(MetricCategory category, MeasurementSet measurements) =>
        new() { Id = 1, Timestamp = Some.Time, Category = category, Name = "x", Measurements = measurements };
}
