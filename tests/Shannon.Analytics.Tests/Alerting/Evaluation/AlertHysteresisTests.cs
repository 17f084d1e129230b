using Shannon.Analytics.Alerting;

namespace Shannon.Analytics.Tests.Alerting.Evaluation;

/// <summary>What keeps an alert firing, and what a window without data means.</summary>
public class AlertHysteresisTests : EvaluatorTests
{
    [Theory]
    [InlineData(AlertNoData.Ok, AlertState.Resolved)]
    [InlineData(AlertNoData.Keep, AlertState.Firing)]
    [InlineData(AlertNoData.Alerting, AlertState.Firing)]
    public void NoData_OfAFiringAlert_DoesWhatWasAsked(AlertNoData noData, AlertState expected)
    {
        AlertStatus alert = Watch(AlertFixture.Slow with { Threshold = 1, NoData = noData });
        Respond(3);
        Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(expected, Status(alert.AlertId).State);
        Respond(1);
        Assert.Equal(AlertState.Resolved, Status(alert.AlertId).State);
    }

    [Theory]
    [InlineData(AlertNoData.Ok, AlertState.Ok)]
    [InlineData(AlertNoData.Keep, AlertState.Ok)]
    [InlineData(AlertNoData.Alerting, AlertState.Firing)]
    public void NoData_FromTheStart_WaitsForAWindow(AlertNoData noData, AlertState expected)
    {
        AlertStatus alert = Watch(new AlertDefinition { Name = "avg", Condition = "avg(response_time) > 2", NoData = noData });
        Pass(TimeSpan.FromSeconds(59));
        Assert.Equal(AlertState.Ok, Status(alert.AlertId).State);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(expected, Status(alert.AlertId).State);
    }

    [Theory]
    [InlineData("last(response_time) > 10", 0.8, 8.5, 8.0)]
    [InlineData("last(response_time) < 10", 0.8, 11.9, 12.0)]
    [InlineData("10 < last(response_time)", 0.8, 8.5, 8.0)]
    [InlineData("not last(response_time) <= 10", 0.8, 8.5, 8.0)]
    [InlineData("last(response_time) > -10", 0.8, -11.9, -12.0)]
    public void ClearRatio_HoldsOnUntilTheValueCameBackFarEnough(string condition, double ratio, double held, double cleared)
    {
        AlertStatus alert = Watch(new AlertDefinition { Name = "held", Condition = condition, ClearRatio = ratio });
        Respond(held);
        Assert.Equal(AlertState.Ok, Status(alert.AlertId).State);
        Respond(condition.Contains('<', StringComparison.Ordinal) && condition.StartsWith("last", StringComparison.Ordinal) ? 9 : 11);
        Assert.Equal(AlertState.Firing, Status(alert.AlertId).State);
        Respond(held);
        Assert.Equal(AlertState.Firing, Status(alert.AlertId).State);
        Respond(cleared);
        Assert.Equal(AlertState.Resolved, Status(alert.AlertId).State);
    }

    [Fact]
    public void ClearCondition_HoldsOnUntilItHolds()
    {
        AlertStatus alert = Watch(AlertFixture.Slow with { Threshold = 1, Window = TimeSpan.FromSeconds(10), ClearCondition = "response_time < 1", NoData = AlertNoData.Keep });
        Respond(3);
        Pass(TimeSpan.FromSeconds(11));
        Respond(1.5);
        Assert.Equal(AlertState.Firing, Status(alert.AlertId).State);
        Respond(0.5);
        Assert.Equal(AlertState.Resolved, Status(alert.AlertId).State);
    }
}
