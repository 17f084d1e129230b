using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Blocks;

/// <summary>The plain twin of a block's row: what was handed in, as dictionaries.</summary>
internal sealed record ExpectedRow(MetricInput Metric, long Time)
{
    public static ExpectedRow Of(MetricInput metric) => new(metric, UnixMicros.From(metric.Timestamp!.Value));

    public static IEnumerable<ExpectedRow> Of(ColumnBatch batch) => Enumerable.Range(0, batch.Count).Select(row => Of(batch.RowAt(row)));

    public void AssertEqual(DecodedBlock block, IReadOnlyList<MetricName> names, IReadOnlyList<string> sessions, int row)
    {
        CollectingVisitor fields = CollectingVisitor.Of(Metric);
        MetricName name = names[(int)block.Ids.Names[block.NameCodes[row]]];
        int session = block.SessionCodes[row];
        Assert.Equal(Time, block.Times[row]);
        Assert.Equal((Metric.Category, Metric.Name), (name.Category, name.Name));
        Assert.Equal(Metric.SessionId, session < 0 ? null : sessions[(int)block.Ids.Sessions[session]]);
        Assert.Equal((Metric.UserId, Metric.Project, Metric.Model), (block.Users?.At(row), block.Projects?.At(row), block.Models?.At(row)));
        Assert.Equal(Metric.Cost, block.Costs?.Has(row) == true ? NanoCost.ToDollars(block.Costs.Values[row]) : default(decimal?));
        Assert.Equal(Metric.Key, block.Keys?.At(row) is { } key ? new RecordKey(key, block.Ranks!.Values[row]) : default(RecordKey?));
        Same(fields.Measurements, block.MeasurementsAt(row), static (a, b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b));
        Same(fields.Attributes, block.AttributesAt(row), static (a, b) => a == b);
        foreach (string measurement in fields.Measurements.Keys.Append("absent"))
        {
            Assert.Equal(fields.Measurements.ContainsKey(measurement), block.HasMeasurement(row, measurement));
        }

        foreach (string attribute in fields.Attributes.Keys.Append("absent"))
        {
            Assert.Equal(fields.Attributes.GetValueOrDefault(attribute), block.AttributeAt(row, attribute));
        }
    }

    private static void Same<T>(Dictionary<string, T> expected, IReadOnlyDictionary<string, T> actual, Func<T, T, bool> equal)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, pair => Assert.True(actual.TryGetValue(pair.Key, out T? value) && equal(pair.Value, value)));
    }
}
