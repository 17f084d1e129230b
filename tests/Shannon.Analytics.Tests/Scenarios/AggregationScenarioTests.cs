using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>The aggregation part of the functional specification, with its numbers: in the journal and once sealed.</summary>
public sealed class AggregationScenarioTests : IAsyncLifetime
{
    private Scenario _scenario = null!;

    private DateTimeOffset Now => _scenario.Now;

    public async ValueTask InitializeAsync()
    {
        _scenario = await Scenario.OpenAsync();
        IMetricsCollector collector = _scenario.Engine.Collector;
        for (int i = 0; i < 5; i++)
        {
            AgentSession session = await _scenario.Sessions.CreateSessionAsync();
            for (int j = 0; j < 20; j++)
            {
                await collector.CollectPerformanceMetricAsync(new PerformanceMetric("response_time", 0.5 + (j % 3 * 0.3)) { SessionId = session.Id, Timestamp = Now.AddMinutes(-j) });
                await collector.CollectTokenMetricAsync(new TokenMetric
                {
                    SessionId = session.Id,
                    PromptTokens = 100 + (j * 10),
                    CompletionTokens = 200 + (j * 20),
                    TotalTokens = 300 + (j * 30),
                    Timestamp = Now.AddMinutes(-j),
                });
            }
        }
    }

    public ValueTask DisposeAsync() => _scenario.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Aggregation_OfTheSpecification_GivesItsNumbers(bool seal)
    {
        await _scenario.SealAsync(seal);
        IMetricsAggregator aggregator = _scenario.Engine.Aggregator;
        TimeAggregation hourly = await aggregator.AggregateByTimeAsync(new TimeAggregationRequest
        {
            Metrics = ["response_time"],
            Interval = TimeBucket.Hour,
            Range = TimeRange.Since(Now.AddHours(-24)),
            Functions = ["avg", "min", "max", "sum", "count", "p50", "p95", "p99"],
        });
        Assert.Equal(2, hourly.Rows.Count);
        Assert.Equal(100, hourly.Rows.Sum(row => row["count"]));
        Assert.Equal(78.5, hourly.Rows.Sum(row => row["sum"])!.Value, 9);
        Assert.Equal(0.5, hourly.Rows.Min(row => row["min"]));
        Assert.Equal(1.1, hourly.Rows.Max(row => row["max"])!.Value, 12);
        Assert.All(hourly.Rows, row => Assert.InRange(row["p95"]!.Value, 0.5, 1.1001));
        Assert.Equal(hourly.Rows.Select(row => row.Timestamp).Order(), hourly.Rows.Select(row => row.Timestamp));

        SessionAggregation bySession = await aggregator.AggregateBySessionAsync(new SessionAggregationRequest { Metrics = ["response_time", "token_usage"], Functions = ["sum", "avg", "max"] });
        Assert.Equal(5, bySession.Rows.Count);
        Assert.All(bySession.Rows, row =>
        {
            Assert.Equal(15.7, row["response_time_sum"]!.Value, 9);
            Assert.Equal(0.785, row["response_time_avg"]!.Value, 9);
            Assert.Equal(1.1, row["response_time_max"]!.Value, 9);
            Assert.Equal(11_700, row["token_usage_sum"]);
            Assert.Equal(585, row["token_usage_avg"]);
            Assert.Equal(870, row["token_usage_max"]);
        });
        Assert.Contains("\"session_id\"", bySession.ToJson(), StringComparison.Ordinal);

        DimensionAggregation byDimension = await aggregator.AggregateByDimensionsAsync(new DimensionAggregationRequest
        {
            Metrics = ["custom"],
            Dimensions = [GroupKey.Attribute("language"), GroupKey.Attribute("complexity")],
            Functions = ["count", "avg"],
        });
        Assert.Empty(byDimension.Rows);
        Assert.Equal("{}", byDimension.ToJson());

        RollingStatistics rolling = await aggregator.CalculateRollingStatsAsync(new RollingStatsRequest { Metric = "token_usage", Window = TimeSpan.FromSeconds(300), Step = TimeSpan.FromSeconds(60), Functions = ["avg", "std"] });
        Assert.NotEmpty(rolling.Windows);
        Assert.All(rolling.Windows.Where(window => window.Count == 25), window => Assert.Equal(-30, window.Trend, 6));
        Assert.Contains(rolling.Windows, window => window.TrendDirection == TrendDirection.Falling);
        Assert.Contains("\"trend\"", rolling.ToJson(), StringComparison.Ordinal);

        AggregateValues percentiles = await aggregator.CalculatePercentilesAsync(new PercentileRequest { Metric = "response_time", Ranks = [50, 75, 90, 95, 99, 99.9] });
        Assert.Equal(["p50", "p75", "p90", "p95", "p99", "p99.9"], percentiles.Keys);
        Assert.Equal(0.8, percentiles["p50"]!.Value, 9);
        Assert.All(percentiles.Values.Skip(1), value => Assert.Equal(1.1, value!.Value, 9));

        CorrelationResult correlation = await aggregator.CalculateCorrelationAsync(new CorrelationRequest { First = "response_time", Second = "token_usage" });
        Assert.Equal(0.0377, correlation.Coefficient!.Value, 4);
        Assert.Equal(100, correlation.Count);

        Assert.Empty(await aggregator.DetectAnomaliesAsync(new AnomalyRequest { Metric = "response_time", Method = AnomalyMethod.ZScore, Threshold = 2, WindowSize = TimeSpan.FromHours(1) }));
    }
}
