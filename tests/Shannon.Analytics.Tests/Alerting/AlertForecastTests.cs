using Shannon.Analytics.Alerting;
using Shannon.Analytics.Metrics;

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

    private Task SpendAsync(AnalyticsEngine engine, int days, decimal dollars) =>
        engine.Collector.CollectBatchAsync([.. Enumerable.Range(1, days).Select(day => new TokenMetric { TotalTokens = 100, Cost = dollars, Timestamp = _fixture.Time.GetUtcNow().AddDays(-day) })]);
}
