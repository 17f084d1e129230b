using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>
/// Attributes of which nearly every record has another value, and attribute names by the ten thousand: answers stay right, file and memory bounded.
/// SHANNON_CARDINALITY_VALUES sets how many different values (60,000 by default), SHANNON_CARDINALITY_NAMES how many names (6,000 by default).
/// </summary>
public class CardinalityTests
{
    private const int NamesPerRecord = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Values => Setting("SHANNON_CARDINALITY_VALUES", 60_000);

    private static int Names => Setting("SHANNON_CARDINALITY_NAMES", 6_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Values_NearlyAllDifferent_AreFoundCountedAndBounded(bool compressed)
    {
        using var folder = new TempFolder();
        string path = folder.File("store.db");
        await using SqliteStore store = await Stores.OpenAsync(path, new SqliteStoreOptions { CompressionEnabled = compressed });
        int count = Values;
        const int step = 20_000;
        for (int first = 0; first < count; first += step)
        {
            int from = first;
            int rows = Math.Min(step, count - first);
            await store.AppendColumnsAsync(
                new ColumnBatch
                {
                    Count = rows,
                    Category = MetricCategory.Custom,
                    Names = TextValues.Constant("wide"),
                    TimestampsMicros = Some.Make(rows, i => UnixMicros.From(Some.Time) + ((from + i) * 1_000_000L)),
                    Sessions = TextValues.Of(Some.Make<string?>(rows, i => "s" + ((from + i) % 50))),
                    Measurements = [new MeasurementColumn("value", Some.Make(rows, i => (double)(from + i)))],
                    Attributes = [AttributeColumn.OfText("request", TextValues.Of(Some.Make<string?>(rows, i => Request(from + i))))],
                },
                cancellationToken: Token);
        }

        await AssertValuesAsync(store, count);
        await store.SealAsync(Token);
        await AssertValuesAsync(store, count);
        await store.CheckpointAsync(Token);
        long bytes = new FileInfo(path).Length;
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Tell($"{count} different values (compressed: {compressed}): {bytes / (double)count:F1} bytes a record, peak of the process {peak >> 20} MB");
        Assert.InRange(bytes, 1, 200_000 + (count * 40L));
        AssertPeak(peak, count * 500L);
    }

    [Fact]
    public async Task Names_ByTheThousand_AreFoundAndBounded()
    {
        using var folder = new TempFolder();
        string path = folder.File("store.db");
        await using SqliteStore store = await Stores.OpenAsync(path);
        int names = Names;

        // Each name occurs in three records, far from each other.
        int records = 3 * names / NamesPerRecord;
        for (int first = 0; first < records; first += 1_000)
        {
            int from = first;
            await store.AppendBatchAsync(Some.Make(Math.Min(1_000, records - first), i => Wide(from + i, names)), cancellationToken: Token);
        }

        await AssertNamesAsync(store, names, records);
        await store.SealAsync(Token);
        await AssertNamesAsync(store, names, records);
        await store.CheckpointAsync(Token);
        long bytes = new FileInfo(path).Length;
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        Tell($"{names} attribute names over {records} records: {bytes / (3.0 * names):F1} bytes an attribute, peak of the process {peak >> 20} MB");
        Assert.InRange(bytes, 1, 300_000 + (3L * names * 40));
        AssertPeak(peak, names * 5_000L);
    }

    private static async Task AssertValuesAsync(SqliteStore store, int count)
    {
        var distinct = new DistinctQuery { Key = GroupKey.Attribute("request"), MaxValues = 5_000_000 };
        Assert.Equal(count, (await store.DistinctAsync(distinct, Token)).Count);
        await Assert.ThrowsAsync<ResultTooLargeException>(() => store.DistinctAsync(distinct with { MaxValues = count - 1 }, Token));
        await Assert.ThrowsAsync<ResultTooLargeException>(() => store.AggregateAsync(new AggregateQuery { Functions = ["p50"], GroupBy = [GroupKey.Attribute("request"), GroupKey.Session], MaxGroups = 1_000 }, Token));
        foreach (int one in new[] { 0, count / 2, count - 1 })
        {
            AggregateGroup found = Assert.Single((await store.AggregateAsync(new AggregateQuery { Functions = ["count", "sum"], Attributes = new AttributeSet { ["request"] = Request(one) } }, Token)).Groups);
            Assert.Equal([1, one], found.Values);
        }

        AggregateResult all = await store.AggregateAsync(new AggregateQuery { Functions = ["sum"], GroupBy = [GroupKey.Attribute("request")], MaxGroups = 5_000_000 }, Token);
        Assert.Equal((count - 1.0) * count / 2, all.Groups.Sum(group => group.Values[0]!.Value));
    }

    private static async Task AssertNamesAsync(SqliteStore store, int names, int records)
    {
        foreach (int one in new[] { 0, names / 2, names - 1 })
        {
            AggregateGroup found = Assert.Single((await store.AggregateAsync(new AggregateQuery { Functions = ["count"], Attributes = new AttributeSet { [Name(one)] = one } }, Token)).Groups);
            Assert.Equal(3, found.Values[0]);
            IReadOnlyList<DistinctValue> values = await store.DistinctAsync(new DistinctQuery { Key = GroupKey.Attribute(Name(one)) }, Token);
            Assert.Equal([new DistinctValue(null, records - 3), new DistinctValue(one.ToString(CultureInfo.InvariantCulture), 3)], values);
        }

        // Of all names at once a batch holds as many rows as are bounded.
        long attributes = 0;
        await foreach (ScanBatch batch in store.ScanAsync(new ScanQuery { MeasurementNames = [] }, Token))
        {
            foreach (AttributeColumn column in batch.Attributes)
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    attributes += column.At(row).Kind == AttributeKind.None ? 0 : 1;
                }
            }
        }

        Assert.Equal(3L * names, attributes);
    }

    // Other tests in the process have peaks of their own; the long lane runs these alone.
    private static void AssertPeak(long peak, long data)
    {
        if (Environment.GetEnvironmentVariable("SHANNON_CARDINALITY_VALUES") is not null)
        {
            Assert.InRange(peak, 1, (1_000L << 20) + data);
        }
    }

    private static CustomMetric Wide(int record, int names)
    {
        CustomMetric metric = Some.Metric(record) with { Timestamp = Some.Time.AddSeconds(record) };
        for (int i = 0; i < NamesPerRecord; i++)
        {
            int name = ((record * NamesPerRecord) + i) % names;
            metric.Attributes[Name(name)] = name;
        }

        return metric;
    }

    private static string Request(int number) => "req_" + number.ToString("x8", CultureInfo.InvariantCulture);

    private static string Name(int number) => "name_" + number.ToString(CultureInfo.InvariantCulture);

    private static void Tell(FormattableString line) => TestContext.Current.TestOutputHelper?.WriteLine("cardinality: " + FormattableString.Invariant(line));

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
