using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Dashboards;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>The real-time part of the functional specification: switched on at run time, a dashboard, a stream, an alert, statistics.</summary>
public class RealtimeScenarioTests
{
    [Fact]
    public async Task RealTime_OfTheSpecification_StreamsCountsAndAlertsOnWhatSessionsDo()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using SqliteStore store = await Stores.OpenAsync(folder.File("analytics.db"));
        await using var sessions = new InMemorySessionManager();
        await using var engine = new AnalyticsEngine(new MetricsCollector(store), sessions, options: new AnalyticsEngineOptions { EnableRealTime = false });
        await engine.InitializeAsync(token);
        await engine.EnableRealTimeProcessingAsync(token);

        Dashboard dashboard = await engine.Dashboards.CreateAsync(
            new()
            {
                Name = "Real-time Performance",
                RefreshInterval = TimeSpan.FromSeconds(1),
                Widgets =
                [
                    new LineChartWidget { Metric = "response_time", Window = TimeSpan.FromSeconds(300) },
                    new CounterWidget { Metric = "active_sessions" },
                    new GaugeWidget { Metric = "cpu_usage", Thresholds = [50, 75, 90] },
                    new HeatmapWidget { Metric = "error_distribution" },
                ],
            },
            token);
        Assert.NotEmpty(dashboard.Id);

        AgentSession session = await sessions.CreateSessionAsync(cancellationToken: token);
        await using IMetricStream stream = engine.StreamMetricsAsync(new() { Metrics = ["response_time", "token_usage"], SessionId = session.Id }, token);
        for (int i = 0; i < 5; i++)
        {
            await sessions.ExecutePromptAsync(session.Id, "Prompt " + i, token);
        }

        var received = new List<MetricRecord>();
        await foreach (MetricStreamItem item in stream)
        {
            received.Add(item.Record!);
            if (received.Count == 10)
            {
                break;
            }
        }

        Assert.Equal(["response_time", "token_usage"], received.Select(record => record.Name).Distinct().Order());
        Assert.All(received, record => Assert.Equal(session.Id, record.SessionId));

        Alert alert = await engine.Alerts.CreateAsync(
            new()
            {
                Name = "High Response Time",
                Condition = "response_time > 2.0",
                Window = TimeSpan.FromSeconds(60),
                Threshold = 3,
                Actions = [AlertActionNames.Notify, AlertActionNames.Log, AlertActionNames.Throttle],
            },
            token);
        Assert.False((await engine.Alerts.GetStatusAsync(alert.Id, token)).IsTriggered);
        for (int i = 0; i < 5; i++)
        {
            await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3.0) { SessionId = session.Id }, token);
        }

        Assert.True((await engine.Alerts.GetStatusAsync(alert.Id, token)).IsTriggered);

        RealTimeStats stats = await engine.GetRealTimeStatsAsync(["response_time", "active_sessions", "tokens_per_second"], TimeSpan.FromSeconds(60), token);
        Assert.Equal((3.0, 10), (stats["response_time"].Current, stats["response_time"].Count));
        Assert.Equal(1, stats["active_sessions"].Current);
        Assert.True(stats["tokens_per_second"].Current > 0);

        DashboardData data = await engine.Dashboards.GetDashboardDataAsync(dashboard.Id, token);
        Assert.Equal([true, true, false, false], data.Widgets.Select(widget => widget.HasData));
    }
}
