using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Execution;
using Shannon.Analytics.Storage.Execution.Aggregation;
using Shannon.Analytics.Storage.Execution.Reading;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Every query over every store gives what a plain look through all records gives.</summary>
public abstract class QueryTests : TestsOverStores
{
    private protected QueryTests(StoreSource stores)
        : base(stores)
    {
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Aggregate_RandomQueries_AgreeWithThePlainTwin(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await FillAsync(store, random);
        var oracle = new QueryOracle(await store.AllAsync());
        int nonEmpty = 0;
        for (int i = 0; i < 150; i++)
        {
            AggregateQuery query = QueryData.Query(random);
            AggregateResult actual = await store.AggregateAsync(query);
            AssertSame(query, oracle.Aggregate(query), actual);
            nonEmpty += actual.Groups.Count > 0 ? 1 : 0;
        }

        Assert.True(nonEmpty > 50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Aggregate_WithCosts_SumsThemToTheLastNanoDollar(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await FillAsync(store, random);
        var oracle = new QueryOracle(await store.AllAsync());
        int costs = 0;
        for (int i = 0; i < 60; i++)
        {
            AggregateQuery query = QueryData.Query(random) with { IncludeCosts = true, Precision = Some.OneOf<QueryPrecision>(random, QueryPrecision.Exact, QueryPrecision.Approximate) };
            AggregateResult actual = await store.AggregateAsync(query);
            Assert.Equal(oracle.Costs(query), actual.Groups.Select(group => (group.Cost, group.RecordsWithCost)));
            Assert.Equal(0, actual.Coverage.RollupRecords);
            costs += actual.Groups.Count(group => group.Cost > 0);
        }

        Assert.True(costs > 50);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AggregateMany_RandomQueries_AnswersEachAsItDoesAlone(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await QueryData.FillDenselyAsync(store, random);
        await FillAsync(store, random);
        for (int i = 0; i < 6; i++)
        {
            AggregateQuery[] queries = Some.Make(random.Next(1, 12), n => (n % 3 == 0 ? QueryData.ApproximateQuery(random) : QueryData.Query(random)) with { IncludeCosts = n % 2 == 0 });
            long maxValues = Some.OneOf<long>(random, 40_000, AggregateExecutor.UsualMaxValues);
            IReadOnlyList<AggregateResult> actual = await store.ReadAsync(connection => AggregateExecutor.Run(store.OpenSnapshot(connection), queries, maxValues, default), default);
            Assert.Equal(queries.Length, actual.Count);
            for (int n = 0; n < queries.Length; n++)
            {
                AggregateResult alone = await store.AggregateAsync(queries[n]);
                AssertSame(queries[n], [.. alone.Groups.Select(group => (group.BucketStart, group.Keys.ToArray(), group.Values.ToArray()))], actual[n]);
                Assert.Equal(alone.Groups.Select(group => (group.Cost, group.RecordsWithCost)), actual[n].Groups.Select(group => (group.Cost, group.RecordsWithCost)));
                Assert.Equal(alone.Coverage, actual[n].Coverage);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ReadSeries_RandomQueries_AgreeWithThePlainTwin(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await FillAsync(store, random);
        var oracle = new QueryOracle(await store.AllAsync());
        for (int i = 0; i < 60; i++)
        {
            SeriesQuery query = QueryData.Narrow(random, new SeriesQuery { IncludeSessions = random.Next(2) == 0, IsLent = random.Next(2) == 0 });
            Series actual = await store.ReadSeriesAsync(query);
            List<MetricRecord> expected = [.. oracle.Find(query).Where(record => QueryOracle.ValueOf(query, record) is not null)];
            Assert.Equal(expected.Select(record => UnixMicros.From(record.Timestamp)), actual.TimestampsMicros.ToArray());
            Assert.Equal(expected.Select(record => QueryOracle.ValueOf(query, record)!.Value), actual.Values.ToArray());
            Assert.Equal(query.IncludeSessions ? expected.Select(record => record.SessionId) : [], actual.SessionCodes.ToArray().Select(code => code < 0 ? null : actual.Sessions[code]));
            actual.Return();
        }
    }

    [Theory]
    [InlineData(1)]
    public async Task Distinct_RandomQueries_AgreeWithThePlainTwin(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await FillAsync(store, random);
        var oracle = new QueryOracle(await store.AllAsync());
        foreach (GroupKey key in new[] { GroupKey.Session, GroupKey.User, GroupKey.Project, GroupKey.Model, GroupKey.Name, GroupKey.Category, GroupKey.Attribute("mixed"), GroupKey.Attribute("wide_40") })
        {
            for (int i = 0; i < 8; i++)
            {
                DistinctQuery query = QueryData.Narrow(random, new DistinctQuery { Key = key });
                Assert.Equal(
                    oracle.Find(query).GroupBy(record => QueryOracle.KeyOf(key, record)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new DistinctValue(group.Key, group.Count())),
                    await store.DistinctAsync(query));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    public async Task ReadPage_RandomQueries_AgreeWithThePlainTwin(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await FillAsync(store, random);
        var oracle = new QueryOracle(await store.AllAsync());
        for (int i = 0; i < 60; i++)
        {
            MetricQuery query = QueryData.Narrow(random, new MetricQuery());
            Assert.Equal(oracle.Find(query).Select(record => record.Id), (await store.AllAsync(query)).Select(record => record.Id));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Aggregate_LittleMemory_GivesTheSameAnswers(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await QueryData.FillAsync(store, random);
        for (int i = 0; i < 40; i++)
        {
            AggregateQuery query = QueryData.Query(random) with { Functions = ["p50", "p95", "distinct", "count", "sum"] };
            AggregateResult expected = await store.AggregateAsync(query);
            long maxValues = Some.OneOf<long>(random, 20, 60, 400);
            AggregateResult actual = await store.ReadAsync(connection => AggregateExecutor.Run(store.OpenSnapshot(connection), query, maxValues, default), default);
            AssertSame(query, [.. expected.Groups.Select(group => (group.BucketStart, group.Keys.ToArray(), group.Values.ToArray()))], actual);
            Assert.Equal(expected.Coverage, actual.Coverage);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Scan_RandomQueries_AgreeWithThePlainTwin(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await FillAsync(store, random);
        var oracle = new QueryOracle(await store.AllAsync());
        for (int i = 0; i < 40; i++)
        {
            ScanQuery query = QueryData.Narrow(random, new ScanQuery
            {
                BatchSize = random.Next(1, 300),
                IncludeKeys = random.Next(2) == 0,
                MeasurementNames = random.Next(2) == 0 ? null : ["value", "prompt_tokens", "absent"],
                AttributeNames = random.Next(2) == 0 ? null : ["language", "mixed", "wide_40"],
            });
            List<MetricRecord> expected = [.. oracle.Find(query)];
            int at = 0;
            await foreach (ScanBatch batch in store.ScanAsync(query))
            {
                Assert.InRange(batch.Count, 1, query.BatchSize);
                for (int row = 0; row < batch.Count; row++)
                {
                    AssertRow(query, expected[at++], batch, row);
                }
            }

            Assert.Equal(expected.Count, at);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Aggregate_Approximate_IsExactButForPercentiles(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await QueryData.FillDenselyAsync(store, random);
        await store.SealAsync();
        await QueryData.FillAsync(store, random, 1);
        var oracle = new QueryOracle(await store.AllAsync());
        int fromRollups = 0;
        for (int i = 0; i < 30; i++)
        {
            AggregateQuery query = QueryData.ApproximateQuery(random);
            AggregateResult actual = await store.AggregateAsync(query);
            fromRollups += actual.Coverage.RollupRecords > 0 ? 1 : 0;
            Assert.Equal(actual.Coverage.RollupRecords > 0, actual.Coverage.Precision == QueryPrecision.Approximate);
            var expected = oracle.Aggregate(query);
            AssertSame(query, expected, actual, 0.0101);
            long maxValues = Some.OneOf<long>(random, 100, 2000);
            AssertSame(query, expected, await store.ReadAsync(connection => AggregateExecutor.Run(store.OpenSnapshot(connection), query, maxValues, default), default), 0.0101);
        }

        Assert.True(fromRollups > 10, $"{fromRollups} queries used rollups.");
    }

    [Fact]
    public async Task Aggregate_RollupWithoutRecords_AnswersApproximateQueriesAlone()
    {
        SqliteStore store = await Stores.OpenAsync();
        long start = UnixMicros.From(QueryData.Start);
        long minute = 60 * UnixMicros.PerSecond;
        double[] values = Some.Make(600, i => (double)(i % 100));
        using var builder = new RollupBuilder(RollupLevel.Quarters);
        builder.Begin([0, 600], Some.Make(600, i => start + (i * minute)));
        builder.Add("value", values, []);
        using var writer = new ByteWriter();
        builder.Encode(writer);
        RollupBlock block = RollupBlock.Decode(writer.WrittenSpan);
        Task<AggregateGroup?> AskAsync(TimeRange range, string selector)
        {
            var query = new AggregateQuery { Selector = selector, Range = range, Functions = ["count", "sum", "max", "p50"], Precision = QueryPrecision.Approximate };
            return store.ReadAsync(
                connection =>
                {
                    var plan = new AggregatePlan(query);
                    var predicate = new CompiledPredicate(query, store.OpenSnapshot(connection));
                    using var state = new AggregateState(plan, 100);
                    using var worker = new AggregateWorker(plan, state);
                    worker.ProcessRollup(new RollupRowGroup([new MetricName(MetricCategory.Custom, "latency")], start, start + (600 * minute) - 1, [RollupLevel.Quarters], _ => block), predicate, predicate, default);
                    PooledBuffer<double> scratch = default;
                    for (int id = 0; id < state.Groups.Count; id++)
                    {
                        state.Finish(id, ref scratch);
                    }

                    return new AggregateResultBuilder(plan, state).Build(default).SingleOrDefault();
                },
                default);
        }

        Assert.Equal([600, values.Sum(), 99], (await AskAsync(TimeRange.All, "latency"))!.Values.Take(3));
        Assert.InRange((await AskAsync(TimeRange.All, "latency"))!.Values[3]!.Value, 49, 50);
        Assert.Equal([60, values[30..90].Sum()], (await AskAsync(new TimeRange(QueryData.Start.AddMinutes(20), QueryData.Start.AddMinutes(100)), "latency.value"))!.Values.Take(2));
        Assert.Null(await AskAsync(TimeRange.All, "size"));
    }

    [Fact]
    public async Task Queries_CancelledAtAnyMoment_EndAndHarmNothing()
    {
        SqliteStore store = await Stores.OpenAsync();
        await store.AppendColumnsAsync(QueryData.Many(new Random(1), 150_000));
        await store.SealAsync();
        var query = new AggregateQuery { Functions = ["p50", "distinct"], GroupBy = [GroupKey.Session], Bucket = TimeBucket.Minute };
        AggregateResult expected = await store.AggregateAsync(query);
        var random = new Random(2);
        int cancelled = 0;
        for (int i = 0; i < 30; i++)
        {
            using var source = new CancellationTokenSource();
            Task<AggregateResult> run = store.AggregateAsync(query, source.Token);
            Thread.SpinWait(random.Next(300_000));
            await source.CancelAsync();
            try
            {
                Assert.Equal(expected.Groups.Count, (await run).Groups.Count);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        var already = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AggregateAsync(query, already));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadSeriesAsync(new SeriesQuery(), already));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.ScanAsync(new ScanQuery(), already).GetAsyncEnumerator(already).MoveNextAsync());
        Assert.True(cancelled > 0);
        Assert.Equal(expected.Coverage, (await store.AggregateAsync(query)).Coverage);
    }

    [Fact]
    public async Task Scan_WithKeys_NamesWhatEachRecordReplacedBeforeAndAfterSealing()
    {
        var random = new Random(8);
        SqliteStore store = await Stores.OpenAsync();
        await QueryData.FillDenselyAsync(store, random);
        for (int round = 0; round < 4; round++)
        {
            Dictionary<long, long> expected = (await store.ReadChangesAsync(0, 100_000)).Where(change => change.Replaces is not null).ToDictionary(change => change.Record.Id, change => change.Replaces!.Value);
            Assert.NotEmpty(expected);
            foreach (ScanQuery query in new[] { new ScanQuery { IncludeKeys = true }, new ScanQuery { IncludeKeys = true, SessionId = "s2", BatchSize = 100 } })
            {
                int found = 0;
                await foreach (ScanBatch batch in store.ScanAsync(query))
                {
                    for (int row = 0; row < batch.Count && !batch.ReplacedIds.IsEmpty; row++)
                    {
                        long replaced = batch.ReplacedIds.Span[row];
                        Assert.Equal(expected.GetValueOrDefault(batch.Ids.Span[row]), replaced);
                        found += replaced == 0 ? 0 : 1;
                    }
                }

                Assert.InRange(found, query.SessionId is null ? expected.Count : 1, expected.Count);
            }

            await (round == 1 ? QueryData.FillAsync(store, random) : store.SealAsync());
        }
    }

    [Fact]
    public async Task Scan_PagesAndSealsBetween_GiveEachRecordOnce()
    {
        var random = new Random(5);
        SqliteStore store = await Stores.OpenAsync();
        await QueryData.FillAsync(store, random);
        IReadOnlyList<MetricRecord> expected = await store.AllAsync();
        var ids = new List<long>();
        var after = (long.MinValue, long.MinValue);
        var query = new ScanQuery { BatchSize = 70 };
        for (bool more = true; more;)
        {
            var from = after;
            ScanPage page = await store.ReadAsync(connection => ScanPage.Read(store.OpenSnapshot(connection), query, from, 150, default), default);
            if (random.Next(3) == 0)
            {
                // What a page holds does not hang on the store any more.
                await store.SealAsync();
            }

            while (!page.IsEmpty)
            {
                ids.AddRange(page.Next(query).Ids.ToArray());
            }

            (after, more) = (page.Last, !page.IsLast);
        }

        Assert.Equal(expected.Select(record => record.Id), ids);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_RareSessionsOfOwnSegments_AgreeWithThePlainTwin(int seed)
    {
        var random = new Random(seed);
        SqliteStore store = await Stores.OpenAsync();
        await store.AppendColumnsAsync(QueryData.ManySessions(random, 9_000));
        await store.SealAsync();
        await store.AppendColumnsAsync(QueryData.ManySessions(random, 300));
        await QueryData.FillAsync(store, random, 3);
        var oracle = new QueryOracle(await store.AllAsync());
        foreach (string session in new[] { "s0", "s7", "s39", "s1" })
        {
            var query = new ScanQuery { SessionId = session, BatchSize = Some.OneOf<int>(random, 7, 100, 20_000) };
            IReadOnlyList<MetricRecord> expected = oracle.Find(query);
            int at = 0;
            await foreach (ScanBatch batch in store.ScanAsync(query))
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    AssertRow(query, expected[at++], batch, row);
                }
            }

            Assert.Equal(expected.Count, at);
            Assert.True(at > 50);
        }

        foreach (SeriesQuery query in new SeriesQuery[] { new() { Selector = "latency" }, new() { Selector = "size" }, new() { Selector = "latency.extra" }, new() { Selector = "size", Range = new TimeRange(QueryData.Start.AddHours(5), null) } })
        {
            IReadOnlyList<MetricRecord> expected = [.. oracle.Find(query).Where(record => QueryOracle.ValueOf(query, record) is not null)];
            Series series = await store.ReadSeriesAsync(query);
            Assert.Equal(expected.Select(record => QueryOracle.ValueOf(query, record)!.Value), series.Values.ToArray());
            Assert.Equal(expected.Select(record => UnixMicros.From(record.Timestamp)), series.TimestampsMicros.ToArray());
        }
    }

    [Fact]
    public async Task Aggregate_EmptyStore_HasNoGroups()
    {
        IMetricStore store = await Stores.OpenAsync();
        AggregateResult result = await store.AggregateAsync(new AggregateQuery { Functions = ["count", "p50"], Bucket = TimeBucket.Hour });
        Assert.Empty(result.Groups);
        Assert.Equal(new QueryCoverage(QueryPrecision.Exact, 0, 0, null, null), result.Coverage);
        Assert.Equal(0, (await store.ReadSeriesAsync(new SeriesQuery())).Count);
        Assert.Empty(await store.DistinctAsync(new DistinctQuery { Key = GroupKey.Session }));
    }

    [Fact]
    public async Task Aggregate_RecordsWithoutValue_CountUnlessAMeasurementIsNamed()
    {
        IMetricStore store = await Stores.OpenAsync();
        await store.AppendBatchAsync([new TokenMetric { Timestamp = Some.Time }, new TokenMetric { PromptTokens = 5, Timestamp = Some.Time }]);
        Assert.Equal([2, 5], await OneAsync(store, "token_usage", "count", "avg"));
        Assert.Equal([1, 5], await OneAsync(store, "token_usage.prompt_tokens", "count", "avg"));
        Assert.Equal([5], await OneAsync(store, "token_usage", "avg"));
        await store.AppendAsync(new TokenMetric("empty") { Timestamp = Some.Time });
        Assert.Equal([1, null, null, null, null, null, 0, null], await OneAsync(store, "empty", "count", "avg", "sum", "min", "std", "p95", "distinct", "last"));
        Assert.Empty((await store.AggregateAsync(new AggregateQuery { Selector = "empty", Functions = ["avg"] })).Groups);
    }

    [Fact]
    public async Task Queries_TooManyResults_SayWhatToDo()
    {
        IMetricStore store = await Stores.OpenAsync();
        await store.AppendBatchAsync(Some.Make(5, i => Some.Metric(i) with { Timestamp = Some.Time.AddHours(i), SessionId = "s" + i }));
        var groups = await Assert.ThrowsAsync<ResultTooLargeException>(() => store.AggregateAsync(new AggregateQuery { Functions = ["count"], Bucket = TimeBucket.Hour, MaxGroups = 4 }));
        Assert.Equal(4, groups.Maximum);
        Assert.Contains("MaxGroups", groups.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ResultTooLargeException>(() => store.DistinctAsync(new DistinctQuery { Key = GroupKey.Session, MaxValues = 4 }));
        var points = await Assert.ThrowsAsync<ResultTooLargeException>(() => store.ReadSeriesAsync(new SeriesQuery { MaxPoints = 4 }));
        Assert.Contains("MaxPoints", points.Message, StringComparison.Ordinal);
        Assert.Equal(5, (await store.AggregateAsync(new AggregateQuery { Functions = ["count"], Bucket = TimeBucket.Hour, MaxGroups = 5 })).Groups.Count);
    }

    [Fact]
    public async Task Queries_OutOfRange_AreRefused()
    {
        IMetricStore store = await Stores.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.AggregateAsync(new AggregateQuery { Functions = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.AggregateAsync(new AggregateQuery { Functions = ["count"], Selector = "error_rate" }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.AggregateManyAsync([]));
        await Assert.ThrowsAsync<ArgumentException>(() => store.AggregateManyAsync([.. Enumerable.Repeat(new AggregateQuery { Functions = ["count"] }, 1001)]));
        await Assert.ThrowsAsync<ArgumentException>(() => store.AggregateManyAsync([new AggregateQuery { Functions = ["count"] }, new AggregateQuery { Functions = [] }]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadSeriesAsync(new SeriesQuery { MaxPoints = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.DistinctAsync(new DistinctQuery { Key = GroupKey.Name, MaxValues = 0 }));
    }

    [Fact]
    public async Task Aggregate_SessionDescribedLate_CountsForItsEarlierRecords()
    {
        IMetricStore store = await Stores.OpenAsync();
        await store.AppendBatchAsync([Some.Metric(1) with { SessionId = "s", Timestamp = Some.Time }, Some.Metric(2) with { SessionId = "s", UserId = "own", Timestamp = Some.Time }]);
        var query = new AggregateQuery { Selector = "build", Functions = ["sum"], GroupBy = [GroupKey.User] };
        Assert.Equal([(null, 1.0), ("own", 2.0)], (await store.AggregateAsync(query)).Groups.Select(group => (group.Keys[0], group.Values[0]!.Value)));
        await store.AppendAsync(new SessionMetric("session_start") { SessionId = "s", UserId = "ada", Timestamp = Some.Time });
        Assert.Equal([("ada", 1.0), ("own", 2.0)], (await store.AggregateAsync(query)).Groups.Select(group => (group.Keys[0], group.Values[0]!.Value)));
    }

    /// <summary>Fills a store: some of it sealed, and for some seeds all or nothing.</summary>
    private static async Task FillAsync(SqliteStore store, Random random)
    {
        int kind = random.Next(3);
        await QueryData.FillAsync(store, random, 6);
        if (kind > 0)
        {
            await store.SealAsync();
        }

        await QueryData.FillAsync(store, random, 6);
        if (kind > 1)
        {
            await store.SealAsync();
        }
    }

    private static async Task<IReadOnlyList<double?>> OneAsync(IMetricStore store, string selector, params AggregateFunction[] functions) =>
        Assert.Single((await store.AggregateAsync(new AggregateQuery { Selector = selector, Functions = functions })).Groups).Values;

    private static void AssertRow(ScanQuery query, MetricRecord expected, ScanBatch batch, int row)
    {
        Assert.Equal(expected.Id, batch.Ids.Span[row]);
        Assert.Equal(expected.Timestamp, UnixMicros.ToTime(batch.TimestampsMicros.Span[row]));
        Assert.Equal((expected.Category, expected.Name), (batch.Categories.Span[row], batch.Names.At(row)));
        Assert.Equal((expected.SessionId, expected.UserId, expected.Project, expected.Model), (batch.Sessions?.At(row), batch.Users?.At(row), batch.Projects?.At(row), batch.Models?.At(row)));
        Assert.Equal(expected.Cost, batch.Costs.IsEmpty ? null : batch.Costs.Span[row]);
        RecordKey? key = batch.Keys?.At(row) is { } text ? new RecordKey(text, batch.KeyRanks.Span[row]) : null;
        Assert.Equal(query.IncludeKeys ? expected.Key : null, key);
        Assert.Equal(
            expected.Measurements.Where(pair => query.MeasurementNames?.Contains(pair.Key) ?? true).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            batch.Measurements.Where(column => column.Present.IsEmpty || column.Present.Span[row]).Select(column => KeyValuePair.Create(column.Name, column.Values.Span[row])));
        Assert.Equal(
            expected.Attributes.Where(pair => query.AttributeNames?.Contains(pair.Key) ?? true).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            batch.Attributes.Where(column => column.At(row).Kind != AttributeKind.None).Select(column => KeyValuePair.Create(column.Name, column.At(row))));
    }

    internal static void AssertSame(AggregateQuery query, List<(DateTimeOffset? Bucket, string?[] Keys, double?[] Values)> expected, AggregateResult actual, double percentileError = 1e-9)
    {
        Assert.Equal(expected.Select(group => group.Bucket), actual.Groups.Select(group => group.BucketStart));
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Keys, actual.Groups[i].Keys);
            for (int f = 0; f < query.Functions.Count; f++)
            {
                (double? want, double? got) = (expected[i].Values[f], actual.Groups[i].Values[f]);
                Assert.True(want is null ? got is null : got is { } number && Math.Abs(number - want.Value) <= (query.Functions[f].Kind == AggregateKind.Percentile ? percentileError : 1e-9) * Math.Max(1, Math.Abs(want.Value)), $"{query.Functions[f]}: expected {want}, got {got} in {query}");
            }
        }

        Assert.Equal(expected.Count == 0, actual.Coverage.Records + actual.Coverage.RollupRecords == 0);
        Assert.True(query.Precision == QueryPrecision.Approximate || actual.Coverage.Precision == QueryPrecision.Exact);
    }
}
