using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Maintenance;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Rollups;

/// <summary>Rollups that outlive their records: what they answer, and what takes them away again.</summary>
public class RetainedRollupTests
{
    private static readonly DateTimeOffset Start = QueryData.Start;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly AggregateFunction[] Functions = ["avg", "sum", "min", "max", "count", "std", "p50", "p95", "p100"];

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, false, false)]
    [InlineData(3, true, false)]
    [InlineData(4, false, true)]
    [InlineData(5, true, true)]
    public async Task DropBefore_KeepingRollups_TrendsAnswerAsIfTheRecordsWereThere(int seed, bool compressed, bool encrypted)
    {
        var random = new Random(seed);
        using var folder = new TempFolder();
        var options = new SqliteStoreOptions { CompressionEnabled = compressed, EncryptionEnabled = encrypted };
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"), options);
        await QueryData.FillDenselyAsync(store, random);
        await QueryData.FillAsync(store, random);
        await store.SealAsync(Token);
        await QueryData.FillAsync(store, random, 4);
        var oracle = new QueryOracle(await store.AllAsync());
        for (int hour = 5; hour <= 50; hour += 15)
        {
            // Not on a quarter of an hour: the quarter then stands in a rollup and in records, and adds up.
            DateTimeOffset cut = Start.AddHours(hour).AddMinutes(7);
            long dropped = oracle.Find(MetricQuery.All).LongCount(record => record.Timestamp < cut) - oracle.Find(MetricQuery.All).LongCount(record => hour > 5 && record.Timestamp < cut.AddHours(-15));
            Assert.Equal(dropped, (await store.DropBeforeAsync(cut, keepRollups: true, Token)).Records);
            await AssertTrendsAsync(store, oracle, random);
            Assert.Empty((await store.CheckAsync(Token)).Problems);
        }

        await store.DisposeAsync();
        await using SqliteStore again = await Stores.OpenAsync(folder.File("store.db"), options);
        await AssertTrendsAsync(again, oracle, random);
        Assert.Empty(await again.AllAsync());
        StoreDescription description = await again.DescribeAsync(Token);
        Assert.Equal((0, oracle.Find(MetricQuery.All).Count), (description.Records, description.RollupRecords));
        Assert.Equal(oracle.Find(MetricQuery.All)[0].Timestamp, description.OldestRollup!.Value, TimeSpan.FromMinutes(15));

        // Exact queries never use them.
        AggregateResult exact = await again.AggregateAsync(new AggregateQuery { Functions = ["count"] }, Token);
        Assert.Equal((0, new QueryCoverage(QueryPrecision.Exact, 0, 0, null, null)), (exact.Groups.Count, exact.Coverage));
    }

    [Fact]
    public async Task DropBefore_DayByDay_RollupsStayFewAndCostsAreKept()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        decimal cost = 0;
        for (int day = 0; day < 40; day++)
        {
            await store.AppendBatchAsync(
                Some.Make(50, i => new TokenMetric { Timestamp = Start.AddDays(day).AddMinutes(i * 20), PromptTokens = i, Cost = 0.25m * i, Key = new RecordKey($"{day}/{i}"), SessionId = "s" + day }),
                cancellationToken: Token);
            cost += Enumerable.Range(0, 50).Sum(i => 0.25m * i);
            await store.SealAsync(Token);
            await store.DropBeforeAsync(Start.AddDays(day), keepRollups: true, Token);
        }

        await store.DropBeforeAsync(Start.AddDays(40), keepRollups: true, Token);
        StoreCheckReport report = await store.CheckAsync(Token);
        Assert.Empty(report.Problems);
        Assert.Equal(3, report.Rollups);
        AggregateResult result = await store.AggregateAsync(Approximate("token_usage.cost") with { Bucket = TimeBucket.Day }, Token);
        Assert.Equal(40, result.Groups.Count);
        Assert.Equal((double)cost, result.Groups.Sum(group => group.Values[1]!.Value), 1e-6);
        Assert.Equal(40 * 50, result.Coverage.RollupRecords);
    }

    [Fact]
    public async Task DropBefore_NotKeepingRollups_TakesThoseOfThatTimeToo()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await FilledAsync(folder.File("store.db"));
        Assert.Equal(new DeleteResult(0, 0) { RollupRecords = 8 * 4 }, await store.DropBeforeAsync(Start.AddHours(2), cancellationToken: Token));
        Assert.Equal(24 * 4, await CountAsync(store));
        Assert.Equal(new DeleteResult(8 * 4, 0) { RollupRecords = 16 * 4 }, await store.DropBeforeAsync(Start.AddDays(100), cancellationToken: Token));
        StoreCheckReport report = await store.CheckAsync(Token);
        Assert.Equal((0, 0, 0), (report.ProblemCount, report.Rollups, await CountAsync(store)));
    }

    [Fact]
    public async Task Delete_OfASubject_TakesTheRollupsInWhichItTookPartAndNoOthers()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await FilledAsync(folder.File("store.db"));

        // Ada came with her session, and late; Grace named herself; April is of others alone.
        await AppendAsync(store, Start.AddDays(20), "april", null);
        await AppendAsync(store, Start.AddDays(-40), "february", "grace");
        await store.AppendAsync(new SessionMetric { SessionId = "s1", UserId = "ada", Timestamp = Start.AddDays(30) }, Token);
        await store.DropBeforeAsync(Start.AddDays(25), keepRollups: true, Token);
        Assert.Equal((32 * 4) + 8, await CountAsync(store));
        Assert.Equal(3, (await store.CheckAsync(Token)).Rollups);

        Assert.Equal(0, (await store.DeleteAsync(new DeleteQuery { SessionId = "nobody" }, Token)).RollupRecords);
        Assert.Equal(0, (await store.DeleteAsync(new DeleteQuery { UserId = "nobody" }, Token)).RollupRecords);
        Assert.Equal(0, (await store.DeleteAsync(new DeleteQuery { UserId = "ada", KeepRollups = true }, Token)).RollupRecords);
        Assert.Equal(4, (await store.DeleteAsync(new DeleteQuery { UserId = "grace" }, Token)).RollupRecords);
        Assert.Equal(32 * 4, (await store.DeleteAsync(new DeleteQuery { UserId = "ada", Selector = Selector.Parse("latency"), Range = new TimeRange(null, Start.AddDays(10)) }, Token)).RollupRecords);
        Assert.Equal(4, await CountAsync(store));
        Assert.Equal(4, (await store.DeleteAsync(new DeleteQuery { SessionId = "april" }, Token)).RollupRecords);
        StoreCheckReport report = await store.CheckAsync(Token);
        Assert.Empty(report.Problems);
        Assert.Equal(0, report.Rollups);
    }

    [Fact]
    public async Task Delete_OfAMetricOrTime_CutsItsQuartersOutOfTheRollup()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await FilledAsync(folder.File("store.db"));
        await store.AppendAsync(new CustomMetric("size", 5) { Timestamp = Start }, Token);
        await store.DropBeforeAsync(Start.AddHours(6), keepRollups: true, Token);
        Assert.Equal(1, (await store.DeleteAsync(new DeleteQuery { Selector = Selector.Parse("size") }, Token)).RollupRecords);

        // A quarter goes whole from which a moment is meant.
        Assert.Equal(4, (await store.DeleteAsync(new DeleteQuery { Range = new TimeRange(Start.AddMinutes(20), Start.AddMinutes(21)) }, Token)).RollupRecords);
        AggregateResult hourly = await store.AggregateAsync(Approximate("latency") with { Bucket = TimeBucket.Hour }, Token);
        Assert.Equal([12.0, 16, 16, 16, 16, 16, 16, 16], hourly.Groups.Select(group => group.Values[4]!.Value));
        Assert.Empty((await store.CheckAsync(Token)).Problems);
    }

    [Fact]
    public async Task DropBefore_WhileOthersWriteAndDropToo_CountsEachRecordOnce()
    {
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("store.db"));
        await using SqliteStore other = await Stores.OpenAsync(folder.File("store.db"));
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 0; i < 60; i++)
                {
                    await AppendAsync(other, Start.AddMinutes(i), "s", null);
                    if (i % 7 == 6)
                    {
                        await other.SealAsync(Token);
                    }
                }
            },
            Token);
        async Task DropAsync(SqliteStore by)
        {
            do
            {
                await by.DropBeforeAsync(Start.AddDays(1), keepRollups: true, Token);
                Assert.Equal(0, await CountAsync(by) % 4);
            }
            while (!writing.IsCompleted);
        }

        await Task.WhenAll(Task.Run(() => DropAsync(store), Token), Task.Run(() => DropAsync(other), Token));
        await writing;
        await store.DropBeforeAsync(Start.AddDays(1), keepRollups: true, Token);
        Assert.Equal((240, 0), (await CountAsync(store), (await store.AllAsync()).Count));
        Assert.Empty((await store.CheckAsync(Token)).Problems);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_RollupDamagedAnywhere_IsNamedAndNoQueryAnswersWrongly(bool encrypted)
    {
        using var folder = new TempFolder();
        string path = folder.File("store.db");
        var options = new SqliteStoreOptions { EncryptionEnabled = encrypted };
        await (await FilledAsync(path, options)).DisposeAsync();
        var random = new Random(4);
        foreach (int part in new[] { 0, 1, 2, 0, 1, 2 })
        {
            string copy = folder.File("copy.db");
            File.Copy(path, copy, overwrite: true);
            if (encrypted)
            {
                File.Copy(path + ".key", copy + ".key", overwrite: true);
            }

            using (SqliteConnection raw = Stores.Raw(copy))
            {
                Flip(raw, part, random);
            }

            await using SqliteStore store = await Stores.OpenAsync(copy, options);
            StoreProblem problem = Assert.Single((await store.CheckAsync(Token)).Problems);
            Assert.Equal(StoreProblemKind.Rollup, problem.Kind);
            Assert.Matches("rollup [0-9]+ is damaged", problem.Message);

            // A header is read always, and hours before quarters.
            int refused = 0;
            foreach (TimeBucket bucket in new[] { TimeBucket.Hour, TimeBucket.Of(TimeSpan.FromMinutes(15)) })
            {
                try
                {
                    Assert.Equal(32 * 4, (await store.AggregateAsync(Approximate("latency") with { Bucket = bucket }, Token)).Groups.Sum(group => group.Values[4]));
                }
                catch (StoreCorruptException error)
                {
                    Assert.Matches("rollup [0-9]+ is damaged", error.Message);
                    refused++;
                }
            }

            Assert.Equal(part == 1 ? 1 : 2, refused);
        }
    }

    private static AggregateQuery Approximate(string selector) => new() { Selector = Selector.Parse(selector), Functions = Functions, Precision = QueryPrecision.Approximate };

    /// <summary>Four records of one session at one moment.</summary>
    private static async Task AppendAsync(SqliteStore store, DateTimeOffset time, string session, string? user) =>
        await store.AppendBatchAsync(Some.Make(4, i => new CustomMetric("latency", i) { Timestamp = time, SessionId = session, UserId = user }), cancellationToken: Token);

    /// <summary>Four records every quarter of an hour of eight hours; those of the first six only as rollups.</summary>
    private static async Task<SqliteStore> FilledAsync(string path, SqliteStoreOptions? options = null)
    {
        SqliteStore store = await Stores.OpenAsync(path, options);
        for (int quarter = 0; quarter < 32; quarter++)
        {
            await AppendAsync(store, Start.AddMinutes(15 * quarter), "s" + (quarter % 3), null);
        }

        await store.SealAsync(Token);
        Assert.Equal(new DeleteResult(24 * 4, 0), await store.DropBeforeAsync(Start.AddHours(6), keepRollups: true, Token));
        return store;
    }

    private static async Task<long> CountAsync(SqliteStore store) =>
        (long)((await store.AggregateAsync(Approximate("latency"), Token)).Groups.SingleOrDefault()?.Values[4] ?? 0);

    private static async Task AssertTrendsAsync(SqliteStore store, QueryOracle oracle, Random random)
    {
        for (int i = 0; i < 5; i++)
        {
            // Ranges and buckets of whole quarters of an hour; finer ones cannot be answered without records.
            DateTimeOffset from = Start.AddMinutes(15 * random.Next(100));
            var query = new AggregateQuery
            {
                Functions = Functions,
                Bucket = Some.OneOf<TimeBucket?>(random, null, TimeBucket.Hour, TimeBucket.Of(TimeSpan.FromMinutes(15)), TimeBucket.Day with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata") }),
                GroupBy = Some.OneOf<GroupKey[]>(random, [], [GroupKey.Name], [GroupKey.Category, GroupKey.Name]),
                Selector = Selector.Parse(Some.OneOf<string>(random, "all", "latency", "size", "latency.extra", "latency.measured_3", "custom", "token_usage.completion_tokens", "performance")),
                Range = random.Next(2) == 0 ? default : new TimeRange(from, random.Next(3) == 0 ? null : from.AddMinutes(15 * random.Next(1, 90)).AddTicks(-10)),
                Precision = QueryPrecision.Approximate,
            };
            AggregateResult actual = await store.AggregateAsync(query, Token);
            QueryTests.AssertSame(query, oracle.Aggregate(query), actual, 0.0101);
            Assert.Equal(actual.Coverage.RollupRecords > 0, actual.Coverage.Precision == QueryPrecision.Approximate);
        }
    }

    private static void Flip(SqliteConnection raw, int part, Random random)
    {
        using SqliteCommand read = raw.CreateCommand();
        read.CommandText = "SELECT c.id, c.data FROM columns c, rollups r WHERE c.id = (r.id << 12) + $part";
        read.Parameters.AddWithValue("$part", part);
        using SqliteDataReader reader = read.ExecuteReader();
        Assert.True(reader.Read());
        (long id, byte[] data) = (reader.GetInt64(0), (byte[])reader.GetValue(1));
        reader.Close();
        data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
        using SqliteCommand write = raw.CreateCommand();
        write.CommandText = "UPDATE columns SET data=$data WHERE id=$id";
        write.Parameters.AddWithValue("$data", data);
        write.Parameters.AddWithValue("$id", id);
        write.ExecuteNonQuery();
    }
}
