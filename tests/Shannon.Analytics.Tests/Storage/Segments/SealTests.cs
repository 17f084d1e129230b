using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Segments;

/// <summary>Sealing changes where records lie, and nothing else.</summary>
public class SealTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Seal_RecordsOfEveryShape_AreReadBackTheSame(int seed)
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        for (int round = 0; round < 4; round++)
        {
            await store.AppendBatchAsync(Some.Make(random.Next(1, 300), _ => Some.Input(random)), cancellationToken: Token);
            await store.AppendColumnsAsync(Some.Columns(random, random.Next(1, 6_000)), cancellationToken: Token);
            IReadOnlyList<MetricRecord> before = await store.AllAsync();
            await store.SealAsync(Token);
            AssertSame(before, await store.AllAsync());
        }

        Assert.Equal(0, Count(folder, "journal"));
    }

    [Fact]
    public async Task Seal_BusyMetric_GetsDaySegmentsOfItsOwnInOrder()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        var random = new Random(7);

        // Two days, out of order, and a second metric that is quiet.
        await store.AppendColumnsAsync(Busy(random, "busy", 150_000, TimeSpan.FromDays(2)), cancellationToken: Token);
        await store.AppendColumnsAsync(Busy(random, "quiet", 100, TimeSpan.FromDays(2)), cancellationToken: Token);
        IReadOnlyList<MetricRecord> before = await store.AllAsync();
        await store.SealAsync(Token);
        AssertSame(before, await store.AllAsync());
        Assert.Equal(4, Count(folder, "segments WHERE kind=1"));
        Assert.Equal(1, Count(folder, "segments WHERE kind=2"));
        AssertSame(
            [.. before.Reverse().Where(record => record.Name == "busy").Take(50)],
            (await store.ReadPageAsync(new MetricQuery { Order = RecordOrder.Descending, Selector = Selector.Parse("busy") }, 50, Token)).Records);
    }

    [Fact]
    public async Task Seal_ManySmallPasses_AreMergedIntoFew()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        var random = new Random(3);
        for (int i = 0; i < 30; i++)
        {
            await store.AppendColumnsAsync(Busy(random, "m" + (i % 3), 900, TimeSpan.FromHours(20)), cancellationToken: Token);
            await store.SealAsync(Token);
        }

        IReadOnlyList<MetricRecord> all = await store.AllAsync();
        Assert.Equal(27_000, all.Count);
        Assert.Equal(27_000, all.Select(record => record.Id).Distinct().Count());
        Assert.InRange(Count(folder, "segments"), 1, 8);
        Assert.Equal(27_000, (await store.DescribeAsync(Token)).Records);
    }

    [Fact]
    public async Task Seal_ReplacedRecords_AreGoneForGoodAfterTheNextPass()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        for (int rank = 1; rank <= 3; rank++)
        {
            await store.AppendBatchAsync(Some.Make(100, i => Some.Metric(rank) with { Key = new RecordKey("k" + i, rank), Timestamp = Some.Time }), cancellationToken: Token);
            await store.SealAsync(Token);
            IReadOnlyList<MetricRecord> records = await store.AllAsync();
            Assert.Equal(100, records.Count);
            Assert.All(records, record => Assert.Equal(rank, record.Value));
        }

        await store.AppendAsync(Some.Metric(), Token);
        await store.SealAsync(Token);
        Assert.Equal(0, Count(folder, "dead"));
        Assert.Equal(101, (await store.DescribeAsync(Token)).Records);
        Assert.Equal(101, (await store.AllAsync()).Count);
    }

    [Fact]
    public async Task Seal_TwoStoreObjectsAtOnceWhileBothWrite_EachRecordIsThereOnce()
    {
        using var folder = new TempFolder();
        await using SqliteStore one = await Stores.OpenAsync(folder.File("store.db"));
        await using SqliteStore other = await Stores.OpenAsync(folder.File("store.db"));
        async Task WorkAsync(SqliteStore store, int seed)
        {
            var random = new Random(seed);
            for (int i = 0; i < 20; i++)
            {
                await store.AppendColumnsAsync(Busy(random, "m" + (i % 4), 2_000, TimeSpan.FromHours(3)), cancellationToken: Token);
                if (i % 3 == 0)
                {
                    await store.SealAsync(Token);
                }
            }
        }

        await Task.WhenAll(Task.Run(() => WorkAsync(one, 1), Token), Task.Run(() => WorkAsync(other, 2), Token));
        foreach (SqliteStore store in new[] { one, other })
        {
            IReadOnlyList<MetricRecord> all = await store.AllAsync();
            Assert.Equal(80_000, all.Count);
            Assert.Equal(80_000, all.Select(record => record.Id).Distinct().Count());
        }
    }

    [Fact]
    public async Task Seal_MillionDistinctValuesAndManyNames_StaysBounded()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        await store.AppendColumnsAsync(
            new ColumnBatch
            {
                Count = 100_000,
                Category = MetricCategory.Custom,
                Names = TextValues.Constant("wide"),
                TimestampsMicros = Some.Make(100_000, i => UnixMicros.From(Some.Time) + i),
                Attributes = [AttributeColumn.OfText("request", TextValues.Of(Some.Make(100_000, i => "req_" + i)))],
            },
            cancellationToken: Token);
        await store.AppendBatchAsync(
            Some.Make(5_000, i =>
            {
                CustomMetric metric = Some.Metric(i) with { Timestamp = Some.Time.AddSeconds(i) };
                for (int a = 0; a < 20; a++)
                {
                    metric.Attributes["name_" + ((i * 20) + a)] = "v";
                }

                return metric;
            }),
            cancellationToken: Token);
        IReadOnlyList<MetricRecord> before = await store.AllAsync();
        await store.SealAsync(Token);
        AssertSame(before, await store.AllAsync());
        Assert.InRange(new FileInfo(folder.File("store.db")).Length, 1, 12_000_000);
    }

    [Fact]
    public async Task Seal_RecordsYearsApart_GivesFewSegments()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        var random = new Random(5);
        await store.AppendBatchAsync(Some.Make(3_000, i => Some.Metric(i) with { Timestamp = new DateTimeOffset(1970 + random.Next(200), 1, 1, 0, 0, 0, TimeSpan.Zero) }), cancellationToken: Token);
        IReadOnlyList<MetricRecord> before = await store.AllAsync();
        await store.SealAsync(Token);
        AssertSame(before, await store.AllAsync());
        Assert.InRange(Count(folder, "segments"), 1, 6);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Seal_ProtectedFile_KeepsItsProtection(bool compress, bool encrypt)
    {
        using var folder = new TempFolder();
        var options = new SqliteStoreOptions { CompressionEnabled = compress, EncryptionEnabled = encrypt };
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"), options);
        await store.AppendBatchAsync(Some.Make(9_000, i => new CustomMetric("build", i) { SessionId = "private-session-" + (i % 9), Timestamp = Some.Time.AddSeconds(i), Attributes = { ["note"] = "private text " + (i % 100) } }), cancellationToken: Token);
        IReadOnlyList<MetricRecord> before = await store.AllAsync();
        await store.SealAsync(Token);
        AssertSame(before, await store.AllAsync());
        Assert.True((await store.CheckAsync(Token)).IsSound);
        await store.CheckpointAsync(Token);
        byte[] bytes = await ReadAsync(folder.File("store.db"));
        Assert.Equal(!encrypt && !compress, bytes.AsSpan().IndexOf("private text 42"u8) >= 0);
        Assert.Equal(!encrypt, bytes.AsSpan().IndexOf("private-session-3"u8) >= 0);
        Assert.Equal(1, Count(folder, "segments WHERE kind=1"));
    }

    internal static ColumnBatch Busy(Random random, string name, int count, TimeSpan span) => new()
    {
        Count = count,
        Category = MetricCategory.Performance,
        Names = TextValues.Constant(name),
        TimestampsMicros = Some.Make(count, _ => UnixMicros.From(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)) + (random.NextInt64(span.Ticks) / 10)),
        Sessions = TextValues.Of(Some.Make<string?>(count, _ => "s" + random.Next(50))),
        Measurements = [new MeasurementColumn("value", Some.Make(count, _ => random.Next(1000) / 8.0))],
        Attributes = [AttributeColumn.OfText("region", TextValues.OfCodes(["eu", "us", "asia"], Some.Make(count, _ => random.Next(3))))],
    };

    internal static void AssertSame(IReadOnlyList<MetricRecord> expected, IReadOnlyList<MetricRecord> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            MetricRecord a = expected[i];
            MetricRecord b = actual[i];
            Assert.Equal((a.Id, a.Timestamp, a.Category, a.Name, a.SessionId, a.UserId, a.Project, a.Model, a.Cost, a.Key), (b.Id, b.Timestamp, b.Category, b.Name, b.SessionId, b.UserId, b.Project, b.Model, b.Cost, b.Key));
            Assert.True(a.Measurements.Equals(b.Measurements) && a.Attributes.Equals(b.Attributes), $"record {a.Id} differs");
        }
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static long Count(TempFolder folder, string table)
    {
        using var connection = Stores.Raw(folder.File("store.db"));
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own SQL.
        command.CommandText = "SELECT count(*) FROM " + table;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
