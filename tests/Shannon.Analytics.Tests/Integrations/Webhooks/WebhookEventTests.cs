using System.Text.Json;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>What causes events, and what they say.</summary>
public sealed class WebhookEventTests : IAsyncDisposable
{
    private readonly WebhookFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Alert_WithNotify_TellsSubscribers_WhenItFiresAndWhenItIsOver()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["alert_triggered", "alert_resolved", "error_threshold"] });
        Alert alert = await engine.Alerts.CreateAsync(new AlertDefinition { Name = "errors", Condition = "count(error) > 0" });
        await engine.TrackMetricAsync(new ErrorMetric("Timeout"));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 2);
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 3, "resolved", seconds: 90);

        Assert.Equal(["alert_triggered", "error_threshold", "alert_resolved"], _fixture.Endpoint.Requests.Select(request => request.Type));
        Assert.All(_fixture.Endpoint.Requests, request => Assert.Equal(alert.Id, request.Json.GetProperty("data").GetProperty("alert_id").GetString()));
        Assert.Equal(3, _fixture.Endpoint.Requests.Select(request => request.Id).Distinct().Count());
    }

    [Fact]
    public async Task Alert_OnCost_IsACostAlert()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["cost_alert"] });
        await engine.Alerts.CreateAsync(new AlertDefinition { Name = "cost", Condition = "sum(cost) > 1", Actions = [AlertActionNames.Webhooks] });
        await engine.TrackMetricAsync(new TokenMetric { PromptTokens = 1, Cost = 2 });
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        Assert.Equal("cost_alert", Assert.Single(_fixture.Endpoint.Requests).Type);
    }

    [Fact]
    public async Task Alert_ThatNamesAWebhook_TellsThatOneAlone()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook named = await engine.Webhooks.CreateAsync(_fixture.Definition with { Url = new Uri(_fixture.Endpoint.Url, "/named"), Events = ["session_complete"] });
        await engine.Webhooks.CreateAsync(_fixture.Definition);
        await engine.Alerts.CreateAsync(new AlertDefinition { Name = "slow", Condition = "response_time > 2", Actions = [AlertActionNames.Webhook(named.Id)] });
        await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3));
        await WebhookFixture.UntilAsync(engine, named.Id, status => status.Delivered == 1);
        Assert.Equal(("/named", "alert_triggered"), _fixture.Endpoint.Requests is [var only] ? (only.Path, only.Type) : default);
        await Assert.ThrowsAsync<InvalidOptionsException>(() => engine.Alerts.CreateAsync(new AlertDefinition { Name = "slow", Condition = "response_time > 2", Actions = [AlertActionNames.Webhook("webhook_none")] }));
    }

    [Fact]
    public async Task Alert_OverTwoHundredGroups_TellsOfEach()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["alert_triggered"], MaxConcurrency = 8 });
        await engine.Alerts.CreateAsync(new AlertDefinition { Name = "slow", Condition = "response_time > 2", GroupBy = [GroupKey.User] });
        await engine.Collector.CollectBatchAsync(Enumerable.Range(0, 200).Select(i => new PerformanceMetric("response_time", 3) { UserId = FormattableString.Invariant($"user-{i}") }));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 200);
        Assert.Equal(200, _fixture.Endpoint.Requests.Select(request => request.Json.GetProperty("data").GetProperty("group").ToString()).Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Session_ThatEnds_IsComplete_WhicheverProcessRecordsIt(bool isOwn)
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        await engine.TrackMetricAsync(new SessionMetric("session_end") { SessionId = "before" });
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["session_complete"] });
        await using var other = await _fixture.OpenStoreAsync();
        IMetricStore store = other;
        MetricInput[] session = [new SessionMetric { SessionId = "s", UserId = "u", Model = "m" }, new SessionMetric("session_end") { SessionId = "s", UserId = "u", Model = "m", Duration = 12.5 }];
        if (isOwn)
        {
            await engine.Collector.CollectBatchAsync(session);
        }
        else
        {
            await store.AppendBatchAsync(session);
        }

        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 1, "told", seconds: 10);
        JsonElement data = Assert.Single(_fixture.Endpoint.Requests).Json.GetProperty("data");
        Assert.Equal(("s", "u", "m", 12.5), (data.GetProperty("session_id").GetString(), data.GetProperty("user_id").GetString(), data.GetProperty("model").GetString(), data.GetProperty("duration_seconds").GetDouble()));
    }

    [Fact]
    public async Task Session_ThatEndsWhileNobodySends_IsToldAfterTheRestart_Once()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["session_complete"] });
        await engine.TrackMetricAsync(new SessionMetric("session_end") { SessionId = "one" });
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        await _fixture.CloseAsync(engine);
        await using (var store = await _fixture.OpenStoreAsync())
        {
            await ((IMetricStore)store).AppendAsync(new SessionMetric("session_end") { SessionId = "two" });
        }

        engine = await _fixture.OpenAsync();
        await _fixture.AdvanceUntilAsync(async () => (await engine.Webhooks.GetStatusAsync(webhook.Id)).Delivered == 2, "told", seconds: 20);
        Assert.Equal(["one", "two"], _fixture.Endpoint.Requests.Select(request => request.Json.GetProperty("data").GetProperty("session_id").GetString()));
    }

    [Fact]
    public async Task Session_OfImportedHistory_IsNotTold()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["session_complete"] });
        IMetricStore store = ((IStoreComponent)engine.Collector).Store;
        await store.AppendBatchAsync([new SessionMetric("session_end") { SessionId = "imported" }], AppendOptions.History);
        await engine.Collector.CollectAsync(new SessionMetric("session_end") { SessionId = "live" });
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        Assert.Equal("live", Assert.Single(_fixture.Endpoint.Requests).Json.GetProperty("data").GetProperty("session_id").GetString());
    }

    [Fact]
    public async Task Budget_ThatIsUsedUp_IsToldOnceAPeriod()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["budget_exceeded"] });
        await engine.Budgets.CreateAsync(new Budget { Id = "daily", Limit = 1, Period = BudgetPeriod.Day });
        BudgetDecision first = await engine.Budgets.ReserveAsync(new BudgetRequest { Amount = 0.9m });
        Assert.False((await engine.Budgets.ReserveAsync(new BudgetRequest { Amount = 0.9m })).IsAllowed);
        Assert.False((await engine.Budgets.ReserveAsync(new BudgetRequest { Amount = 0.9m })).IsAllowed);
        await engine.Budgets.SettleAsync(first.Reservation!, 1.5m);
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        BudgetDecision next = await engine.Budgets.ReserveAsync(new BudgetRequest { Amount = 0.5m });
        await engine.Budgets.SettleAsync(next.Reservation!, 1.5m);
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 2);

        Assert.Equal([("daily", "refused"), ("daily", "spent")], _fixture.Endpoint.Requests.Select(request => (request.Json.GetProperty("data").GetProperty("budget_id").GetString()!, request.Json.GetProperty("data").GetProperty("cause").GetString()!)));
    }

    [Fact]
    public async Task Report_ThatIsExported_IsReady()
    {
        using var folder = new TempFolder();
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Webhook webhook = await engine.Webhooks.CreateAsync(_fixture.Definition with { Events = ["report_ready"] });
        await engine.Reporter.ExportReportAsync(await engine.Reporter.GenerateSummaryReportAsync(new SummaryReportRequest()), "json", folder.File("out.json"));
        await WebhookFixture.UntilAsync(engine, webhook.Id, status => status.Delivered == 1);
        JsonElement data = Assert.Single(_fixture.Endpoint.Requests).Json.GetProperty("data");
        Assert.Equal(("summary", "json", "out.json"), (data.GetProperty("report_type").GetString(), data.GetProperty("format").GetString(), data.GetProperty("file_name").GetString()));
    }

    [Fact]
    public async Task Events_WithoutAnyWebhook_LeaveNoTrace()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        await engine.Alerts.CreateAsync(new AlertDefinition { Name = "slow", Condition = "response_time > 2" });
        await engine.TrackMetricAsync(new PerformanceMetric("response_time", 3));
        await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"));
        Assert.Single(await engine.Alerts.GetHistoryAsync());
        await using var store = await _fixture.OpenStoreAsync();
        Assert.Empty(await store.ReadLogAsync("outbox", 0, 10));
    }

    [Fact]
    public async Task Publish_WithOneKey_HasOneId()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        string[] ids = [await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}") { Key = "k" }), await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}") { Key = "k" }), await engine.Webhooks.PublishAsync(new WebhookEvent("a.b", "{}"))];
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Theory]
    [InlineData("session_complete", "{}")]
    [InlineData("webhook.test", "{}")]
    [InlineData("A.b", "{}")]
    [InlineData("a.b", "[1]")]
    [InlineData("a.b", "{")]
    public async Task Publish_OfWhatIsNotAllowed_Throws(string type, string data)
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Webhooks.PublishAsync(new WebhookEvent(type, data)));
    }
}
