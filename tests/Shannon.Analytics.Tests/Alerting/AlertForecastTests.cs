using Shannon.Analytics.Alerting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Alerting;

/// <summary>Alerts on what is expected of the coming days.</summary>
public sealed class AlertForecastTests : IAsyncDisposable
{
    private readonly AlertFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Forecast_OfDailyCosts_IsComparedWithTheBudget_AndRefreshedInTheBackground()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        await SpendAsync(engine, days: 30, 10m);
        Alert above = await engine.Alerts.CreateAsync(new AlertDefinition { Name = "above", Condition = "forecast(cost, 7d) > budget", Budget = 69 });
        Alert below = await engine.Alerts.CreateAsync(new AlertDefinition { Name = "below", Condition = "forecast(cost, 7d) > budget", Budget = 71 });
        AlertStatus status = await engine.Alerts.GetStatusAsync(above.Id);
        Assert.True(status.IsTriggered);
        Assert.Equal(70, status.LastValue!.Value, 0.01);
        Assert.False((await engine.Alerts.GetStatusAsync(below.Id)).IsTriggered);

        // Yesterday was dearer; it is known once the forecast is a quarter of an hour old.
        await SpendAsync(engine, days: 1, 200m);
        _fixture.Time.Advance(TimeSpan.FromMinutes(14));
        await engine.RunBackgroundPassAsync(CancellationToken.None);
        Assert.False((await engine.Alerts.GetStatusAsync(below.Id)).IsTriggered);
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.RunBackgroundPassAsync(CancellationToken.None);
        Assert.True((await engine.Alerts.GetStatusAsync(below.Id)).IsTriggered);
    }

    [Fact]
    public async Task Forecast_WithTooLittleData_IsUndefined_AndOverARestartGoesOn()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        Alert alert = await engine.Alerts.CreateAsync(new AlertDefinition { Name = "any", Condition = "forecast(cost, 1d) >= 0" });
        Assert.Equal(AlertState.Ok, (await engine.Alerts.GetStatusAsync(alert.Id)).State);
        await SpendAsync(engine, days: 1, 1m);
        _fixture.Time.Advance(TimeSpan.FromMinutes(16));
        await engine.RunBackgroundPassAsync(CancellationToken.None);
        Assert.Equal((AlertState.Ok, null), ((await engine.Alerts.GetStatusAsync(alert.Id)).State, (await engine.Alerts.GetStatusAsync(alert.Id)).LastValue));

        await SpendAsync(engine, days: 5, 1m);
        _fixture.Time.Advance(TimeSpan.FromMinutes(16));
        await engine.RunBackgroundPassAsync(CancellationToken.None);
        Assert.True((await engine.Alerts.GetStatusAsync(alert.Id)).IsTriggered);
        await _fixture.CloseAsync(engine);
        engine = await _fixture.OpenAsync();
        Assert.Equal((true, 1L), ((await engine.Alerts.GetStatusAsync(alert.Id)).IsTriggered, (await engine.Alerts.GetStatusAsync(alert.Id)).TriggerCount));
    }

    [Fact]
    public async Task Forecast_OfAGroupedAlert_IsThatOfEachGroup()
    {
        AnalyticsEngine engine = await _fixture.OpenAsync();
        await SpendAsync(engine, days: 30, 10m, "ada");
        await SpendAsync(engine, days: 30, 1m, "grace");
        await SpendAsync(engine, days: 30, 2m);
        AlertDefinition definition = new() { Name = "dear", Condition = "forecast(cost, 7d) > budget", Budget = 50, GroupBy = [GroupKey.User] };
        Alert alert = await engine.Alerts.CreateAsync(definition);
        Assert.Equal(["ada 70 Firing", "grace 7 Ok", "unknown 14 Ok"], await GroupsAsync(engine, alert));

        // Groups without records stay; who comes later has a forecast once it is refreshed.
        await SpendAsync(engine, days: 30, 20m, "edsger");
        _fixture.Time.Advance(TimeSpan.FromMinutes(15));
        await engine.RunBackgroundPassAsync(CancellationToken.None);
        Assert.Equal(["ada 70 Firing", "edsger 140 Firing", "grace 7 Ok", "unknown 14 Ok"], await GroupsAsync(engine, alert));
        await engine.Alerts.UpdateAsync(alert.Id, definition with { Budget = 10 });
        Assert.Equal(["ada 70 Firing", "edsger 140 Firing", "grace 7 Ok", "unknown 14 Firing"], await GroupsAsync(engine, alert));

        await _fixture.CloseAsync(engine);
        engine = await _fixture.OpenAsync();
        Assert.Equal(["ada 70 Firing", "edsger 140 Firing", "grace 7 Ok", "unknown 14 Firing"], await GroupsAsync(engine, alert));
        Assert.Equal(3, (await engine.Alerts.GetHistoryAsync(new AlertHistoryQuery { Kind = AlertEventKind.Fired })).Count);
    }

    private static async Task<string[]> GroupsAsync(AnalyticsEngine engine, Alert alert)
    {
        AlertStatus status = await engine.Alerts.GetStatusAsync(alert.Id);
        return [.. status.Groups.Select(group => FormattableString.Invariant($"{group.Group[0]} {group.LastValue:F0} {group.State}")).Order(StringComparer.Ordinal)];
    }

    private Task SpendAsync(AnalyticsEngine engine, int days, decimal dollars, string? user = null) =>
        engine.Collector.CollectBatchAsync([.. Enumerable.Range(1, days).Select(day => new TokenMetric { TotalTokens = 100, Cost = dollars, UserId = user, Timestamp = _fixture.Time.GetUtcNow().AddDays(-day) })]);
}
