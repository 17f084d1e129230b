using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Loads telemetry into our store as a host would: in batches of 10,000 rows in order of arrival, sealed at the end.</summary>
internal static class TelemetryLoader
{
    /// <summary>Writes the rows into a new store.</summary>
    public static async Task LoadAsync(string path, TelemetryRows rows, SqliteStoreOptions options)
    {
        await using var store = new SqliteStore(path, options);
        await store.InitializeAsync();
        for (int start = 0; start < rows.Count; start += RowTable.BatchRows)
        {
            await store.AppendColumnsAsync(Batch(rows, start, Math.Min(RowTable.BatchRows, rows.Count - start)));
        }

        await store.SealAsync();
    }

    /// <summary>Some rows as a batch.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    public static ColumnBatch Batch(TelemetryRows rows, int start, int count) => new()
    {
        Count = count,
        Category = MetricCategory.Custom,
        TimestampsMicros = rows.Times.AsMemory(start, count),
        Names = Text(rows.Metric, start, count),
        Sessions = Text(rows.Session, start, count),
        Models = Text(rows.Model, start, count),
        Projects = Text(rows.Project, start, count),
        Measurements = [new MeasurementColumn("value", rows.Values.AsMemory(start, count))],
        Attributes =
        [
            AttributeColumn.OfText(rows.Tool.Name, Text(rows.Tool, start, count)),
            AttributeColumn.OfText(rows.Region.Name, Text(rows.Region, start, count)),
        ],
    };

    private static TextValues Text(CodedColumn column, int start, int count) =>
        TextValues.OfCodes(column.Values, [.. column.Codes.AsSpan(start, count).ToArray().Select(code => (int)code)]);
}
