using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Aggregation;

public sealed class MetricsAggregatorTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private SqliteStore _store = null!;
    private MetricsAggregator _aggregator = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await Stores.OpenAsync(":memory:");
        _aggregator = new MetricsAggregator(_store);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Everything_OnAnEmptyStore_IsEmptyAndNothingThrows()
    {
        Assert.Empty((await _aggregator.AggregateByTimeAsync(new() { Metrics = ["all", "error_rate"] })).Rows);
        Assert.Empty((await _aggregator.AggregateBySessionAsync(new() { Metrics = ["cost"] })).Rows);
        Assert.Empty((await _aggregator.AggregateByDimensionsAsync(new() { Metrics = ["custom"], Dimensions = [GroupKey.Model] })).Rows);
        Assert.Empty((await _aggregator.CalculateRollingStatsAsync(new() { Metric = "response_time" })).Windows);
        Assert.All((await _aggregator.CalculatePercentilesAsync(new() { Metric = "response_time" })).Values, value => Assert.Null(value));
        Assert.Empty(await _aggregator.DetectAnomaliesAsync(new() { Metric = "response_time" }));
        CorrelationResult correlation = await _aggregator.CalculateCorrelationAsync(new() { First = "response_time", Second = "token_usage" });
        Assert.Null(correlation.Coefficient);
        Assert.Equal("fewer than two pairs of values", correlation.Reason);
    }

    [Fact]
    public async Task ByTime_GapFills_PutRowsWhereNothingHappened()
    {
        await AddAsync(new CustomMetric("m", 4) { Timestamp = Start }, new CustomMetric("m", 8) { Timestamp = Start.AddHours(3) });
        Assert.Equal([(0, 4.0, 1.0), (3, 8, 1)], await RowsAsync(GapFill.None));
        Assert.Equal([(0, 4.0, 1.0), (1, 0, 0), (2, 0, 0), (3, 8, 1)], await RowsAsync(GapFill.Zero));
        Assert.Equal([(0, 4.0, 1.0), (1, null, 0.0), (2, null, 0), (3, 8, 1)], await RowsAsync(GapFill.Null));
        Assert.Equal([(0, 4.0, 1.0), (1, 4, 1), (2, 4, 1), (3, 8, 1)], await RowsAsync(GapFill.Previous));

        async Task<IEnumerable<(int, double?, double?)>> RowsAsync(GapFill fill) =>
            (await _aggregator.AggregateByTimeAsync(new() { Metrics = ["m"], Functions = ["avg", "count"], Fill = fill })).Rows
                .Select(row => ((int)(row.Timestamp - Start).TotalHours, row["avg"], row["count"]));
    }

    [Fact]
    public async Task ByTime_DaysOfAZoneWithDaylightSaving_FollowItsMidnights()
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        // The clock goes forward on 2026-03-29: that day has 23 hours.
        DateTimeOffset midnight = new(2026, 3, 28, 23, 0, 0, TimeSpan.Zero);
        for (int hour = 0; hour < 24; hour++)
        {
            await AddAsync(new CustomMetric("m", 1) { Timestamp = midnight.AddHours(hour) });
        }

        TimeAggregation days = await _aggregator.AggregateByTimeAsync(new() { Metrics = ["m"], Functions = ["count"], Interval = TimeBucket.Day with { Zone = zone } });
        Assert.Equal([(midnight, 23.0), (midnight.AddHours(23), 1.0)], days.Rows.Select(row => (row.Timestamp, row["count"]!.Value)));
    }

    [Fact]
    public async Task DerivedFigures_ByTime_CountAttemptsAndFailures()
    {
        await AddAsync(
            new PerformanceMetric("response_time", 1) { SessionId = "a", Timestamp = Start },
            new AnalyticsEvent("prompt_execution") { SessionId = "b", Timestamp = Start, ["duration"] = 3, ["tokens"] = 60 },
            new ToolMetric("Edit") { SessionId = "a", Success = false, Timestamp = Start },
            new ToolMetric("Read") { SessionId = "a", Success = true, Timestamp = Start },
            new ApiMetric { SessionId = "a", StatusCode = 529, Timestamp = Start },
            new ApiMetric { SessionId = "a", StatusCode = 200, Timestamp = Start },
            new ErrorMetric("overloaded") { SessionId = "c", Timestamp = Start },
            new TokenMetric { SessionId = "a", TotalTokens = 300, Timestamp = Start });
        TimeAggregationRow row = Assert.Single((await _aggregator.AggregateByTimeAsync(new()
        {
            Metrics = ["error_rate", "success_rate", "tokens_per_second", "active_sessions", "error_distribution", "response_time", "token_usage"],
            Functions = ["avg", "sum", "count"],
        })).Rows);
        Assert.Equal(0.25, row["error_rate"]);
        Assert.Equal(1 - (2.0 / 6), row["success_rate"]!.Value, 12);
        Assert.Equal(360 / 3600.0, row["tokens_per_second"]!.Value, 12);
        Assert.Equal(3, row["active_sessions"]);
        Assert.Equal(1, row["error_distribution"]);
        Assert.Equal(2, row["response_time_avg"]);
        Assert.Equal(2, row["response_time_count"]);
        Assert.Equal(360, row["token_usage_sum"]);
    }

    [Fact]
    public async Task ErrorRate_WithoutAttempts_IsUndefined()
    {
        await AddAsync(new ErrorMetric("x") { Timestamp = Start });
        Assert.Null((await _aggregator.AggregateByTimeAsync(new() { Metrics = ["error_rate"] })).Rows[0]["error_rate"]);
    }

    [Fact]
    public async Task Cost_IsSummedOverAllRecords_AndAddressableByMetric()
    {
        await AddAsync(
            new TokenMetric { TotalTokens = 1, Cost = 0.1m, Model = "opus", Timestamp = Start },
            new TokenMetric { TotalTokens = 1, Cost = 0.2m, Model = "opus", Timestamp = Start },
            new ToolMetric("Search") { Cost = 0.7m, Model = "haiku", Timestamp = Start });
        DimensionAggregation byModel = await _aggregator.AggregateByDimensionsAsync(new() { Metrics = ["cost", "token_usage.cost"], Functions = ["sum"], Dimensions = [GroupKey.Model] });
        Assert.Equal(0.3, byModel.Find("opus")!["cost_sum"]!.Value, 12);
        Assert.Equal(0.3, byModel.Find("opus")!["token_usage.cost_sum"]!.Value, 12);
        Assert.Equal(0.7, byModel.Find("haiku")!["cost_sum"]!.Value, 12);
        Assert.Equal(0, byModel.Find("haiku")!["token_usage.cost_sum"]);
    }

    [Fact]
    public async Task ByDimensions_MissingValues_AreUnknownAndTopOrdersRows()
    {
        await AddAsync(
            Build("python", "medium", 10),
            Build("python", "medium", 30),
            Build("go", "low", 50),
            Build("go", null, 1));
        var request = new DimensionAggregationRequest { Metrics = ["custom"], Functions = ["count", "avg"], Dimensions = [GroupKey.Attribute("language"), GroupKey.Attribute("complexity")] };
        DimensionAggregation all = await _aggregator.AggregateByDimensionsAsync(request);
        Assert.Equal(["go|unknown", "go|low", "python|medium"], all.Rows.Select(row => row.Key));
        Assert.Equal(20, all.Find("python|medium")!["avg"]);
        DimensionAggregation top = await _aggregator.AggregateByDimensionsAsync(request with { OrderBy = "avg", Top = 2 });
        Assert.Equal(["go|low", "python|medium"], top.Rows.Select(row => row.Key));
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => _aggregator.AggregateByDimensionsAsync(request with { OrderBy = "p95" }));
        Assert.Contains("count, avg", error.Message, StringComparison.Ordinal);

        static CustomMetric Build(string language, string? complexity, double value)
        {
            var metric = new CustomMetric("build", value) { Timestamp = Start, Attributes = { ["language"] = language } };
            if (complexity is not null)
            {
                metric.Attributes["complexity"] = complexity;
            }

            return metric;
        }
    }

    [Fact]
    public async Task SessionAttributes_GivenOnlyByTheSession_GroupItsRecords()
    {
        await AddAsync(new CustomMetric("m", 5) { SessionId = "s", Timestamp = Start });
        await AddAsync(new SessionMetric("session_start") { SessionId = "s", UserId = "ann", Timestamp = Start });
        DimensionAggregation byUser = await _aggregator.AggregateByDimensionsAsync(new() { Metrics = ["m"], Functions = ["sum"], Dimensions = [GroupKey.User] });
        Assert.Equal(5, byUser.Find("ann")!["sum"]);
    }

    [Fact]
    public async Task Rolling_OfASingleValue_HasNoSlopeAndNoDeviation()
    {
        await AddAsync(new CustomMetric("m", 5) { Timestamp = Start });
        RollingWindowRow window = Assert.Single((await _aggregator.CalculateRollingStatsAsync(new() { Metric = "m", Functions = ["avg", "std", "p50"] })).Windows);
        Assert.Equal((5.0, 0.0, 5.0, 0.0, TrendDirection.Stable), (window["avg"], window["std"], window["p50"], window.Trend, window.TrendDirection));
    }

    [Fact]
    public async Task Correlation_OfAMetricThatDoesNotVary_SaysSo()
    {
        for (int i = 0; i < 10; i++)
        {
            await AddAsync(new CustomMetric("a", i) { Timestamp = Start.AddMinutes(i) }, new CustomMetric("b", 1) { Timestamp = Start.AddMinutes(i) });
        }

        CorrelationResult result = await _aggregator.CalculateCorrelationAsync(new() { First = "a", Second = "b" });
        Assert.Null(result.Coefficient);
        Assert.Equal("one of the metrics does not vary", result.Reason);
        Assert.Equal(10, result.Count);
    }

    [Fact]
    public async Task Correlation_OfAFollower_FindsItsLag()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        for (int i = 0; i < values.Length; i++)
        {
            await AddAsync(
                new CustomMetric("a", values[i]) { Timestamp = Start.AddMinutes(i) },
                new CustomMetric("b", i < 7 ? 0.5 : values[i - 7]) { Timestamp = Start.AddMinutes(i) });
        }

        CorrelationResult result = await _aggregator.CalculateCorrelationAsync(new() { First = "a", Second = "b", Alignment = SeriesAlignment.Buckets, MaxLag = 20 });
        Assert.Equal(TimeSpan.FromMinutes(7), result.BestLag);
        Assert.Equal(1, result.BestCoefficient!.Value, 9);
        Assert.InRange(result.Lower!.Value, -1, result.Coefficient!.Value);
        Assert.InRange(result.Upper!.Value, result.Coefficient.Value, 1);
    }

    [Theory]
    [InlineData(AnomalyMethod.ZScore)]
    [InlineData(AnomalyMethod.MedianAbsoluteDeviation)]
    [InlineData(AnomalyMethod.InterquartileRange)]
    [InlineData(AnomalyMethod.Ewma)]
    [InlineData(AnomalyMethod.Auto)]
    public async Task Anomalies_OneSpikeInManyValues_IsFoundWithItsSession(AnomalyMethod method)
    {
        var random = new Random(3);
        var batch = new List<MetricInput>();
        for (int i = 0; i < 1_500; i++)
        {
            batch.Add(new CustomMetric("m", i == 1_200 ? 40 : 10 + random.NextDouble()) { SessionId = i == 1_200 ? "odd" : "even", Timestamp = Start.AddMinutes(5 * i) });
        }

        await AddAsync([.. batch]);
        IReadOnlyList<Anomaly> found = await _aggregator.DetectAnomaliesAsync(new() { Metric = "m", Method = method, WindowSize = TimeSpan.FromDays(30) });
        Anomaly spike = Assert.Single(found, anomaly => anomaly.Timestamp == Start.AddMinutes(5 * 1_200));
        Assert.Equal((40.0, "odd", AnomalyDirection.High), (spike.Value, spike.SessionId, spike.Direction));
        Assert.InRange(spike.Expected, 9, 12);
        Assert.True(found.Count <= 3);
        Assert.Contains("\"direction\":\"high\"", spike.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_OutOfRange_AreRefusedWithTheirRemedy()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _aggregator.AggregateByTimeAsync(new() { Metrics = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => _aggregator.AggregateByTimeAsync(new() { Metrics = ["m"], Functions = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => _aggregator.AggregateByTimeAsync(new() { Metrics = ["m"], Filter = new() { Selector = "m" } }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _aggregator.AggregateBySessionAsync(new() { Metrics = ["m"], Top = 0 }));
        await Assert.ThrowsAsync<ArgumentException>(() => _aggregator.AggregateByDimensionsAsync(new() { Metrics = ["m"], Dimensions = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => _aggregator.CalculatePercentilesAsync(new() { Metric = "error_rate" }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _aggregator.CalculateRollingStatsAsync(new() { Metric = "m", Step = TimeSpan.Zero }));
        await Assert.ThrowsAsync<ArgumentException>(() => _aggregator.CalculateCorrelationAsync(new() { First = "m", Second = "n", MaxLag = 3 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _aggregator.DetectAnomaliesAsync(new() { Metric = "m", Threshold = double.NaN }));
    }

    [Fact]
    public async Task Cancellation_BeforeTheStart_IsHonoured()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _aggregator.AggregateByTimeAsync(new() { Metrics = ["m"] }, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _aggregator.CalculateRollingStatsAsync(new() { Metric = "m" }, cancelled.Token));
    }

    private async Task AddAsync(params MetricInput[] metrics) => await _store.AppendBatchAsync(metrics);
}
