using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Alerting.Evaluation;

/// <summary>What conditions mean, record by record.</summary>
public class AlertEvaluationTests : EvaluatorTests
{
    [Theory]
    [InlineData("avg(response_time) > 2", true)]
    [InlineData("avg(response_time) > 2.5", false)]
    [InlineData("sum(response_time) == 10", true)]
    [InlineData("min(response_time) == 1 and max(response_time) == 4", true)]
    [InlineData("count(response_time) == 4", true)]
    [InlineData("median(response_time) == 2.5", true)]
    [InlineData("p95(response_time) > 3.8 and p95(response_time) < 3.9", true)]
    [InlineData("std(response_time) > 1.29 and std(response_time) < 1.3", true)]
    [InlineData("rate(response_time) * 60 > 9.99 and rate(response_time) * 60 < 10.01", true)]
    [InlineData("last(response_time) == 4", true)]
    [InlineData("-response_time < -3 and (response_time - 1) * 2 == 6", true)]
    [InlineData("response_time / 0 > 1", false)]
    [InlineData("not (response_time / 0 > 1)", false)]
    [InlineData("response_time > 3 or avg(nothing) > 1", true)]
    [InlineData("response_time > 3 and avg(nothing) > 1", false)]
    [InlineData("count(nothing) == 0 and sum(nothing) == 0 and rate(nothing) == 0", true)]
    [InlineData("not avg(nothing) > 1", false)]
    [InlineData("error_rate == 0.5", true)]
    [InlineData("success_rate < 1", false)]
    [InlineData("active_sessions == 2", true)]
    [InlineData("tokens_per_second == 10", true)]
    [InlineData("error_distribution == 2", true)]
    [InlineData("cpu_usage > 80", true)]
    [InlineData("sum(cost) == 0.75", true)]
    [InlineData("count(all) == 10", true)]
    [InlineData("token_usage.prompt_tokens == 200", true)]
    [InlineData("count(token_usage.completion_tokens) > 0", false)]
    [InlineData("performance > 3", true)]
    [InlineData("count(all) < budget and count(all) + 2.5 == budget", true)]
    public void Condition_OverTenRecords_MeansWhatItSays(string condition, bool holds)
    {
        // Judged after the last record; what is about records was judged at each of them.
        AlertStatus status = Watch(new AlertDefinition { Name = "any", Condition = condition, Budget = 12.5m });
        foreach (double seconds in new[] { 1, 2, 3, 4.0 })
        {
            Take(new PerformanceMetric("response_time", seconds) { SessionId = "s1" });
        }

        Take(new TokenMetric { PromptTokens = 200, TotalTokens = 600, SessionId = "s2", Cost = 0.75m });
        Take(new ResourceMetric { CpuPercent = 90 });
        Take(new ErrorMetric("Timeout"));
        Take(new ErrorMetric("Timeout"));
        Take(new AnalyticsEvent("note"));
        Take(new CustomMetric("score", 5));
        Assert.Equal(holds, Status(status.AlertId).IsTriggered);
    }

    [Fact]
    public void PromptExecution_CountsAsResponseTimeAndTokens()
    {
        AlertStatus slow = Watch(AlertFixture.Slow with { Threshold = 1 });
        AlertStatus hungry = Watch(new AlertDefinition { Name = "hungry", Condition = "sum(token_usage) > 100" });
        Take(new AnalyticsEvent("prompt_execution") { ["duration"] = 3, ["tokens"] = 200 });
        Assert.Equal((true, true), (Status(slow.AlertId).IsTriggered, Status(hungry.AlertId).IsTriggered));
    }

    [Fact]
    public void Level_WithAThreshold_HasToHoldNow_AndHaveHeldSoOften()
    {
        AlertStatus alert = Watch(new AlertDefinition { Name = "slow", Condition = "avg(response_time) > 2", Threshold = 3, Cooldown = TimeSpan.Zero });
        Respond(3, 3);
        Assert.False(Status(alert.AlertId).IsTriggered);
        Respond(3);
        Assert.Equal((true, 3L), (Status(alert.AlertId).IsTriggered, Status(alert.AlertId).CurrentCount));
        Respond(0, 0, 0);
        Assert.Equal(AlertState.Resolved, Status(alert.AlertId).State);
    }

    [Fact]
    public void Scope_OfSessionUserProjectAndContent_LetsOnlyItsOwnIn()
    {
        AlertStatus alert = Watch(new AlertDefinition
        {
            Name = "scoped",
            Condition = "response_time > 2",
            Scope = new MetricFilter { UserId = "ada", Project = "p", Attributes = new AttributeSet { ["model"] = "x" }, Measurements = [new("value", 0, 10)] },
        });
        PerformanceMetric right = new("response_time", 3) { UserId = "ada", Project = "p", Attributes = { ["model"] = "x" } };
        Take(right with { UserId = "grace" });
        Take(right with { Project = null });
        Take(right with { Attributes = new AttributeSet { ["model"] = "y" } });
        Take(right with { Value = 11 });
        Assert.Equal(0, Status(alert.AlertId).CurrentCount);
        Take(right);
        Assert.True(Status(alert.AlertId).IsTriggered);
    }

    [Fact]
    public void GroupBy_KeepsGroupsApart_AndNamesWhatIsMissing()
    {
        AlertStatus alert = Watch(AlertFixture.Slow with { Threshold = 2, GroupBy = [GroupKey.User, GroupKey.Attribute("tool")] });
        Take(new PerformanceMetric("response_time", 3) { UserId = "ada", Attributes = { ["tool"] = "Bash" } });
        Take(new PerformanceMetric("response_time", 3) { UserId = "ada" });
        Take(new PerformanceMetric("response_time", 3) { UserId = "ada" });
        AlertStatus status = Status(alert.AlertId);
        Assert.Equal((true, 1L, 3L), (status.IsTriggered, status.TriggerCount, status.CurrentCount));
        Assert.Equal(["ada", "unknown"], status.Groups[0].Group);
        Assert.Equal((AlertState.Firing, AlertState.Ok), (status.Groups[0].State, status.Groups[1].State));
    }

    [Fact]
    public void GroupBy_MoreGroupsThanAllowed_ForgetsTheQuietestThatDoNotFire()
    {
        AlertStatus alert = Watch(AlertFixture.Slow with { Threshold = 2, GroupBy = [GroupKey.User] });
        for (int i = 0; i < AlertLimits.MaxGroups + 50; i++)
        {
            Time.Elapsed += TimeSpan.FromMilliseconds(1);
            for (int n = i == 0 ? 2 : 1; n > 0; n--)
            {
                Take(new PerformanceMetric("response_time", 3) { UserId = FormattableString.Invariant($"u{i}") });
            }
        }

        AlertStatus status = Status(alert.AlertId);
        Assert.Equal(AlertLimits.MaxGroups, status.Groups.Count);
        Assert.Equal(["u0"], status.Groups[0].Group);
        Assert.Equal(50, Evaluator.Read(null, (rules, _) => rules.Single().ForgottenGroups));

        // Once they are quiet for long, only those that ever fired are kept.
        Pass(TimeSpan.FromMinutes(5));
        Assert.Equal("u0", Assert.Single(Status(alert.AlertId).Groups).Group[0]);
    }

    [Fact]
    public void For_HasToHoldWithoutABreak()
    {
        AlertStatus alert = Watch(new AlertDefinition { Name = "slow", Condition = "last(response_time) > 2 for 30s" });
        Respond(3);
        Pass(TimeSpan.FromSeconds(20));
        Respond(1);
        Assert.Equal(AlertState.Ok, Status(alert.AlertId).State);
        Respond(3);
        Pass(TimeSpan.FromSeconds(29));
        Assert.Equal(AlertState.Pending, Status(alert.AlertId).State);
        Pass(TimeSpan.FromSeconds(1));
        Assert.True(Status(alert.AlertId).IsTriggered);
    }

    [Fact]
    public void Absent_CountsFromTheLastRecord_OrFromTheStart()
    {
        AlertStatus alert = Watch(new AlertDefinition { Name = "quiet", Condition = "absent(response_time, 10m)", Cooldown = TimeSpan.Zero });
        Pass(TimeSpan.FromMinutes(9));
        Assert.Equal(AlertState.Ok, Status(alert.AlertId).State);
        Respond(1);
        Pass(TimeSpan.FromMinutes(9));
        Take(new CustomMetric("other", 1));
        Assert.Equal(AlertState.Ok, Status(alert.AlertId).State);
        Pass(TimeSpan.FromMinutes(1));
        AlertStatus fired = Status(alert.AlertId);
        Assert.Equal((true, 600.0), (fired.IsTriggered, fired.LastValue));
        Respond(1);
        Assert.Equal(AlertState.Resolved, Status(alert.AlertId).State);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("ewma")]
    public void Anomaly_Live_FiresWhereTheStoredSeriesHasOne(string detector)
    {
        AlertStatus alert = Watch(new AlertDefinition { Name = "odd", Condition = $"anomaly(response_time, {detector})", Window = TimeSpan.FromSeconds(1), Cooldown = TimeSpan.Zero });
        var random = new Random(5);
        List<double> values = [.. Enumerable.Range(0, 2_000).Select(i => (i is 700 or 1_500 ? 60 : 10) + random.NextDouble())];
        List<long> times = [];
        List<long> fired = [];
        for (int i = 0; i < values.Count; i++)
        {
            Time.Elapsed += TimeSpan.FromSeconds(30);
            times.Add(UnixMicros.Now(Time));
            Respond(values[i]);
            if (Status(alert.AlertId).IsTriggered)
            {
                fired.Add(times[^1]);
            }

            Time.Elapsed += TimeSpan.FromSeconds(2);
            Evaluator.Tick();
        }

        List<Analytics.Internals.Anomalies.AnomalyPoint> stored = [];
        Analytics.Internals.Anomalies.AnomalyRunner.Run(detector == "auto" ? new Analytics.Internals.Anomalies.AutoDetector() : new Analytics.Internals.Anomalies.EwmaDetector(), times.ToArray(), values.ToArray(), stored, CancellationToken.None);
        Assert.Equal(stored.Select(point => point.TimeMicros), fired);
        Assert.Contains(times[700], fired);
    }

    [Fact]
    public void Put_InThePlaceOfARuleThatFiredMeanwhile_GoesOnFromThere_AndIsToldOnce()
    {
        AlertStatus alert = Watch(AlertFixture.Slow with { Threshold = 1 });
        AlertRule changed = new(Evaluator.Read(alert.AlertId, (rules, _) => rules.Single().Alert), Evaluator.Clock.Now);
        Respond(3);
        AlertHappening fired = Assert.Single(Evaluator.TakeNews().Happenings);
        Evaluator.Put(changed);
        Assert.Equal((AlertState.Firing, 1L), (changed.Only!.Machine.State, changed.Only.Machine.TriggerCount));
        Evaluator.MarkTold(fired);
        Assert.Empty(Evaluator.FindUntold());
    }

    [Fact]
    public void WallClock_SetForwardAndBack_NeitherFiresNorResolvesNorForgets()
    {
        AlertStatus slow = Watch(AlertFixture.Slow);
        AlertStatus quiet = Watch(new AlertDefinition { Name = "quiet", Condition = "absent(response_time, 10m)" });
        AlertStatus pending = Watch(new AlertDefinition { Name = "pending", Condition = "avg(response_time) > 2 for 5m", NoData = AlertNoData.Keep });
        Respond(3, 3, 3);
        foreach (int hours in new[] { 5, -3, -24, 48 })
        {
            Time.Offset += TimeSpan.FromHours(hours);
            Evaluator.Tick();
            Assert.Equal((AlertState.Firing, 1L), (Status(slow.AlertId).State, Status(slow.AlertId).TriggerCount));
            Assert.Equal(AlertState.Ok, Status(quiet.AlertId).State);
            Assert.Equal(AlertState.Pending, Status(pending.AlertId).State);
            Respond(3);
        }

        Assert.Equal(7, Status(slow.AlertId).CurrentCount);
        Time.Elapsed += TimeSpan.FromSeconds(60);
        Assert.Equal(AlertState.Resolved, Status(slow.AlertId).State);
        Time.Elapsed += TimeSpan.FromMinutes(9);
        Assert.True(Status(quiet.AlertId).IsTriggered);
    }

    [Fact]
    public void Index_OfManyAlerts_MeetsOnlyThoseThatReadTheRecord()
    {
        for (int i = 0; i < 1_000; i++)
        {
            Watch(AlertFixture.Slow with { Scope = new MetricFilter { UserId = FormattableString.Invariant($"u{i}") } });
        }

        Watch(new AlertDefinition { Name = "other", Condition = "score > 1" });
        Take(new CustomMetric("unread", 1));
        Assert.Equal(0, Evaluator.Evaluated);
        Take(new PerformanceMetric("response_time", 3) { UserId = "nobody" });
        Assert.Equal(0, Evaluator.Evaluated);
        Take(new PerformanceMetric("response_time", 3) { UserId = "u7" });
        Assert.Equal(1, Evaluator.Evaluated);
        Assert.Equal(1, Evaluator.Read(null, (rules, now) => rules.Sum(rule => rule.Instances.Sum(instance => instance.CurrentCount(now)))));
    }

    [Fact]
    public void Index_OfAlertsThatCameAndWent_IsEmptyAgain()
    {
        AlertDefinition[] definitions =
        [
            AlertFixture.Slow,
            AlertFixture.Slow with { Condition = "response_time < 1" },
            AlertFixture.Slow with { Condition = "all > 1 and error_rate > 0.5" },
            AlertFixture.Slow with { Condition = "performance > 1 and response_time > 2", GroupBy = [GroupKey.User] },
            AlertFixture.Slow with { Scope = new MetricFilter { SessionId = "s" } },
            AlertFixture.Slow with { Scope = new MetricFilter { UserId = "u" }, Condition = "avg(response_time) > 1" },
            AlertFixture.Slow with { Scope = new MetricFilter { Project = "p" } },
            AlertFixture.Slow with { Scope = new MetricFilter { Model = "m" } },
            AlertFixture.Slow with { IsEnabled = false },
        ];
        string[] ids = [.. definitions.Select(definition => Watch(definition).AlertId)];
        Assert.All(ids[..^1], PutAgain);
        Take(new PerformanceMetric("response_time", 3) { SessionId = "s", UserId = "u", Project = "p", Model = "m" });
        Assert.Equal(6, ids.Count(id => Status(id).CurrentCount == 1));
        Assert.All(ids, id => Assert.True(Evaluator.Remove(id)));
        long evaluated = Evaluator.Evaluated;
        Take(new PerformanceMetric("response_time", 3) { SessionId = "s", UserId = "u", Project = "p", Model = "m" });
        Assert.Equal((0, evaluated), (Evaluator.Count, Evaluator.Evaluated));
    }
}
