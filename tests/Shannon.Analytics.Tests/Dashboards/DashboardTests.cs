using System.Text.Json;
using Shannon.Analytics.Dashboards;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Dashboards;

public sealed class DashboardTests : EngineTests
{
    private static DashboardDefinition EveryWidget => new()
    {
        Name = "All",
        RefreshInterval = TimeSpan.FromSeconds(1),
        Widgets =
        [
            new LineChartWidget { Metric = "response_time", Points = 5 },
            new AreaChartWidget { Metric = "token_usage", Function = AggregateFunction.Sum, Points = 5, Title = "Tokens" },
            new CounterWidget { Metric = "active_sessions" },
            new GaugeWidget { Metric = "cpu_usage", Thresholds = [50, 75, 90] },
            new HeatmapWidget { Metric = "error_distribution", Columns = 5 },
            new TableWidget { Metric = "response_time", GroupBy = GroupKey.Session, Functions = ["count", "avg"] },
            new TopNWidget { Metric = "token_usage", Limit = 1 },
            new HistogramWidget { Metric = "response_time", Bins = 2 },
            new StatWidget { Metric = "response_time", Points = 5 },
        ],
    };

    [Fact]
    public async Task Dashboards_AreKept_ChangedAndDeleted()
    {
        Dashboard created = await Engine.Dashboards.CreateAsync(EveryWidget, Token);
        Assert.Equal((1, "All"), (created.Version, created.Name));
        Dashboard changed = await Engine.Dashboards.UpdateAsync(created.Id, EveryWidget with { Name = "Some" }, Token);
        Assert.Equal((created.Id, 2, "Some"), (changed.Id, changed.Version, changed.Name));
        await using SqliteStore other = await Source.OpenAsync();
        await using var engine = new AnalyticsEngine(other);
        await engine.InitializeAsync(Token);
        Assert.Equal([changed.Id], (await engine.Dashboards.ListAsync(Token)).Select(dashboard => dashboard.Id));
        Assert.Equal(changed.Definition.ToJson(), (await engine.Dashboards.GetAsync(changed.Id, Token))!.Definition.ToJson());
        Assert.True(await Engine.Dashboards.DeleteAsync(created.Id, Token));
        Assert.False(await Engine.Dashboards.DeleteAsync(created.Id, Token));
        Assert.Null(await engine.Dashboards.GetAsync(created.Id, Token));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Engine.Dashboards.UpdateAsync(created.Id, EveryWidget, Token));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Engine.Dashboards.GetDashboardDataAsync(created.Id, Token));
    }

    [Fact]
    public async Task Data_WithoutRecords_SaysSoInEveryWidget()
    {
        Dashboard dashboard = await Engine.Dashboards.CreateAsync(EveryWidget with { Widgets = [.. EveryWidget.Widgets.Where(widget => widget is not CounterWidget)] }, Token);
        DashboardData data = await Engine.Dashboards.GetDashboardDataAsync(dashboard.Id, Token);
        Assert.Equal(8, data.Widgets.Count);
        Assert.All(data.Widgets, widget => Assert.False(widget.HasData));
        using JsonDocument json = JsonDocument.Parse(data.ToJson());
        Assert.All(json.RootElement.GetProperty("widgets").EnumerateArray(), widget => Assert.False(widget.GetProperty("has_data").GetBoolean()));
    }

    [Fact]
    public async Task Data_OfEveryWidget_IsThatOfItsWindow()
    {
        await CollectAsync();
        Dashboard dashboard = await Engine.Dashboards.CreateAsync(EveryWidget, Token);
        DashboardData data = await Engine.Dashboards.GetDashboardDataAsync(dashboard.Id, Token);
        Assert.All(data.Widgets, widget => Assert.True(widget.HasData, widget.Type));
        Assert.Equal([null, null, null, 2.0, 5], ((SeriesData)data.Widgets[0]).Points.Select(point => point.Value));
        Assert.Equal(("Tokens", 300.0), (data.Widgets[1].Title, ((SeriesData)data.Widgets[1]).Points.Sum(point => point.Value)));
        Assert.Equal(3, ((CounterData)data.Widgets[2]).Value);
        Assert.Equal((80.0, GaugeStatus.High), (((GaugeData)data.Widgets[3]).Value, ((GaugeData)data.Widgets[3]).Status));
        var heatmap = (HeatmapData)data.Widgets[4];
        Assert.Equal(["RateLimit", "Timeout"], heatmap.Rows.Select(row => row.Label));
        Assert.Equal([null, null, null, null, 2.0], heatmap.Rows[0].Values);
        var table = (TableData)data.Widgets[5];
        Assert.Equal(["count", "avg"], table.Columns);
        Assert.Equal([("a", 2.0, 3.0), ("b", 1.0, 6.0)], table.Rows.Select(row => (row.Label, row.Values[0]!.Value, row.Values[1]!.Value)));
        Assert.Equal([("b", 200.0)], ((TopNData)data.Widgets[6]).Items.Select(item => (item.Label, item.Values[0]!.Value)));
        Assert.Equal([new HistogramBin(2, 4, 1), new HistogramBin(4, 6, 2)], ((HistogramData)data.Widgets[7]).Bins);
        var stat = (StatData)data.Widgets[8];
        Assert.Equal((4.0, 2.0, 100.0), (stat.Value, stat.Previous, stat.ChangePercent));
    }

    [Fact]
    public async Task Data_Narrowed_IsThatOfTheSession()
    {
        await CollectAsync();
        Dashboard dashboard = await Engine.Dashboards.CreateAsync(
            new() { Name = "a", Widgets = [new CounterWidget { Metric = "response_time", SessionId = "a" }, new CounterWidget { Metric = "tokens_per_second", SessionId = "b" }] }, Token);
        DashboardData data = await Engine.Dashboards.GetDashboardDataAsync(dashboard.Id, Token);
        Assert.Equal([6, 200 / 300.0], data.Widgets.Cast<CounterData>().Select(widget => widget.Value!.Value));
    }

    [Fact]
    public async Task Watch_YieldsNowAndAfterEveryInterval_UntilTheDashboardIsDeleted()
    {
        Dashboard dashboard = await Engine.Dashboards.CreateAsync(new() { Name = "w", RefreshInterval = TimeSpan.FromSeconds(2), Widgets = [new CounterWidget { Metric = "build" }] }, Token);
        await using IAsyncEnumerator<DashboardData> watch = Engine.Dashboards.WatchDashboardAsync(dashboard.Id, Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.False(watch.Current.Widgets[0].HasData);
        for (int i = 1; i <= 3; i++)
        {
            await Engine.TrackMetricAsync(Some.Metric(1), Token);
            ValueTask<bool> next = watch.MoveNextAsync();
            Source.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(next.IsCompleted);
            Source.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await next);
            Assert.Equal(i, ((CounterData)watch.Current.Widgets[0]).Value);
        }

        await Engine.Dashboards.DeleteAsync(dashboard.Id, Token);
        ValueTask<bool> last = watch.MoveNextAsync();
        Source.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await last);
    }

    [Fact]
    public async Task Watch_WhenTheEngineGoes_Ends()
    {
        Dashboard dashboard = await Engine.Dashboards.CreateAsync(EveryWidget, Token);
        await using IAsyncEnumerator<DashboardData> watch = Engine.Dashboards.WatchDashboardAsync(dashboard.Id, Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        ValueTask<bool> next = watch.MoveNextAsync();
        await Engine.DisposeAsync();
        Assert.False(await next);
    }

    [Fact]
    public void Json_OfTheSpecification_IsRead()
    {
        var definition = DashboardDefinition.FromJson("""
            {"name":"Real-time Performance","refresh_interval":1,"widgets":[
              {"type":"line_chart","metric":"response_time","window":300},{"type":"counter","metric":"active_sessions"},
              {"type":"gauge","metric":"cpu_usage","thresholds":[50,75,90]},{"type":"heatmap","metric":"error_distribution"}]}
            """);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)), (definition.RefreshInterval, definition.Widgets[0].Window));
        Assert.Equal([50.0, 75, 90], ((GaugeWidget)definition.Widgets[2]).Thresholds);
    }

    [Fact]
    public void Json_OfEveryWidget_IsReadBackEqual()
    {
        DashboardDefinition definition = EveryWidget with
        {
            Widgets = [.. EveryWidget.Widgets.Select(widget => widget with { SessionId = "s", UserId = "u", Project = "p", Window = TimeSpan.FromSeconds(90.5) }), new TopNWidget { Metric = Selector.Of("a.b", "c"), GroupBy = GroupKey.Attribute("user") }],
        };
        var read = DashboardDefinition.FromJson(definition.ToJson());
        Assert.Equal(definition.ToJson(), read.ToJson());
        Assert.Equal(definition.Widgets[9], read.Widgets[9]);
        Assert.Equal(definition.Widgets[4], read.Widgets[4]);
    }

    [Fact]
    public async Task Definition_WithManyFaults_NamesThemAll()
    {
        InvalidOptionsException error = await Assert.ThrowsAsync<InvalidOptionsException>(() => Engine.Dashboards.CreateAsync(
            new()
            {
                Name = " ",
                RefreshInterval = TimeSpan.Zero,
                Widgets = [new GaugeWidget { Metric = "x", Thresholds = [3, 2], Window = TimeSpan.Zero }, new HistogramWidget { Metric = "error_rate", Bins = 0 }, new HeatmapWidget { Metric = "success_rate" }, null!],
            },
            Token));
        Assert.Equal(8, error.Errors.Count);
        Assert.All(["name", "refresh_interval", "widgets[0].thresholds", "widgets[0].window", "widgets[1].bins", "widgets[1].metric", "widgets[2].metric", "widgets[3]"], place => Assert.Contains(error.Errors, line => line.StartsWith(place, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"name":"x","widgets":[{"type":"pie","metric":"a"},{"type":"gauge"},{"type":"stat","metric":"a.b.c","function":"middle"}]}""", 4)]
    [InlineData("""{"name":"x"}""", 1)]
    [InlineData("""{"widgets":[null]}""", 2)]
    public void Json_WithFaults_NamesThemAll(string json, int atLeast) =>
        Assert.True(Assert.Throws<InvalidOptionsException>(() => DashboardDefinition.FromJson(json)).Errors.Count >= atLeast);

    [Fact]
    public void Json_ThatIsNone_IsAJsonException()
    {
        foreach (string json in (string[])["", "[]", "null", "{\"name\":1}", "{"])
        {
            Assert.ThrowsAny<JsonException>(() => DashboardDefinition.FromJson(json));
        }
    }

    // Fake time stands at 15:09:26; buckets of a minute begin at 15:05.
    private async Task CollectAsync()
    {
        DateTimeOffset now = Some.Time;
        await Engine.Collector.CollectBatchAsync(
            [
                new PerformanceMetric("response_time", 2) { SessionId = "a", Timestamp = now.AddMinutes(-6) },
                new PerformanceMetric("response_time", 2) { SessionId = "a", Timestamp = now.AddMinutes(-1) },
                new PerformanceMetric("response_time", 4) { SessionId = "a", Timestamp = now },
                new PerformanceMetric("response_time", 6) { SessionId = "b", Timestamp = now.AddSeconds(-1) },
                new TokenMetric { TotalTokens = 100, SessionId = "a", Timestamp = now },
                new TokenMetric { TotalTokens = 200, SessionId = "b", Timestamp = now },
                new ResourceMetric { CpuPercent = 20, Timestamp = now.AddSeconds(-5) },
                new ResourceMetric { CpuPercent = 80, Timestamp = now },
                new ErrorMetric("Timeout") { SessionId = "c", Timestamp = now },
                new ErrorMetric("RateLimit") { Timestamp = now },
                new ErrorMetric("RateLimit") { Timestamp = now },
            ],
            Token);
    }
}
