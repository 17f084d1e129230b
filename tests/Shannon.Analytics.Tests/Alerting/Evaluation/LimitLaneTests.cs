using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Alerting.Evaluation;

/// <summary>Alerts that only compare a value with a limit see what alerts that ask every record see.</summary>
public class LimitLaneTests : EvaluatorTests
{
    private static readonly string[] Operators = [">", ">=", "<", "<=", "==", "!="];
    private static readonly string?[] Users = [null, "ada", "grace"];

    [Theory]
    [InlineData("response_time > 2", nameof(ComparisonOperator.Greater), 2.0)]
    [InlineData("2 < response_time", nameof(ComparisonOperator.Greater), 2.0)]
    [InlineData("-2 >= response_time", nameof(ComparisonOperator.LessOrEqual), -2.0)]
    [InlineData("response_time == 3 * 4 - 1", nameof(ComparisonOperator.Equal), 11.0)]
    [InlineData("response_time != budget", nameof(ComparisonOperator.NotEqual), 7.5)]
    public void Limit_OfASimpleComparison_IsFound(string condition, string comparison, double number)
    {
        ValueLimit limit = RuleOf(new AlertDefinition { Name = "any", Condition = condition, Budget = 7.5m }).Limit!.Value;
        Assert.Equal((comparison, number), (limit.Operator.ToString(), limit.Number));
    }

    [Fact]
    public void Limit_OfWhatAsksForMore_IsNull()
    {
        AlertDefinition plain = AlertFixture.Slow;
        AlertDefinition[] others =
        [
            plain with { Condition = "response_time > 1 / 0" },
            plain with { Condition = "response_time * 2 > 2" },
            plain with { Condition = "response_time > 2 and response_time < 5" },
            plain with { Condition = "avg(response_time) > 2" },
            plain with { ClearRatio = 0.5 },
            plain with { ClearCondition = "response_time < 1" },
            plain with { NoData = AlertNoData.Keep },
            plain with { GroupBy = [GroupKey.User] },
            plain with { Scope = new MetricFilter { Attributes = new AttributeSet { ["tool"] = "Bash" } } },
        ];
        Assert.All(others, definition => Assert.Null(RuleOf(definition).Limit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Records_PastLimits_DoWhatTheyDoToAlertsThatAskEachOfThem(int seed)
    {
        var random = new Random(seed);
        List<(string Lane, string Plain)> pairs = [];
        for (int i = 0; i < 60; i++)
        {
            if (i is 20 or 40)
            {
                // Some alerts go, others are put in their own place, and the lanes go on.
                Feed(random, pairs, records: 200);
                foreach (int place in Enumerable.Range(0, 5).Select(_ => random.Next(pairs.Count)).Distinct().OrderDescending())
                {
                    Assert.True(Evaluator.Remove(pairs[place].Lane) && Evaluator.Remove(pairs[place].Plain));
                    pairs.RemoveAt(place);
                }

                foreach (var (lane, plain) in pairs.Where(_ => random.Next(4) == 0))
                {
                    PutAgain(lane);
                    PutAgain(plain);
                }
            }

            string condition = FormattableString.Invariant($"response_time {Some.OneOf(random, Operators)} {random.Next(0, 6)}");
            AlertDefinition definition = AlertFixture.Slow with
            {
                Condition = condition,
                Threshold = random.Next(1, 5),
                Window = TimeSpan.FromSeconds(random.Next(1, 3) * 10),
                Cooldown = TimeSpan.FromSeconds(random.Next(0, 30)),
                Scope = new MetricFilter { UserId = Some.OneOf(random, Users), Project = random.Next(3) == 0 ? "p" : null },
            };
            pairs.Add((Watch(definition).AlertId, Watch(definition with { Condition = $"{condition} and {condition}" }).AlertId));
        }

        Feed(random, pairs, records: 600);
        Assert.Contains(pairs, pair => Status(pair.Lane).TriggerCount > 1);
    }

    [Fact]
    public void Record_BeyondFewOfManyLimits_TouchesOnlyThose_AndAllocatesNothing()
    {
        string[] ids = [.. Enumerable.Range(0, 1_000).Select(i => Watch(AlertFixture.Slow with { Condition = FormattableString.Invariant($"response_time > {i}") }).AlertId)];
        MetricRecord quick = RecordOf(new PerformanceMetric("response_time", 0));
        Evaluator.Take(quick);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Evaluator.Take(quick);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        Take(new PerformanceMetric("response_time", 9.5));
        Assert.Equal(10, ids.Count(id => Status(id).CurrentCount == 1));
        Assert.All(ids, id => Assert.Equal(9.5, Status(id).LastValue));
    }

    [Fact]
    public void Record_WithoutTheMeasurement_DoesNotCountTheOneBeforeAgain()
    {
        string[] ids =
        [
            Watch(new AlertDefinition { Name = "plain", Condition = "token_usage.prompt_tokens > 100 and token_usage.prompt_tokens > 50" }).AlertId,
            Watch(new AlertDefinition { Name = "lane", Condition = "token_usage.prompt_tokens > 100" }).AlertId,
        ];
        Take(new TokenMetric { PromptTokens = 200, TotalTokens = 200 });
        Take(new TokenMetric { TotalTokens = 10 });
        Assert.All(ids, id => Assert.Equal(1, Status(id).CurrentCount));
    }

    [Fact]
    public void Condition_OnTwoKindsOfSources_CountsARecordOnce()
    {
        string id = Watch(new AlertDefinition { Name = "both", Condition = "performance > 1 and response_time > 2" }).AlertId;
        Take(new PerformanceMetric("response_time", 3));
        Assert.Equal(1, Status(id).CurrentCount);
    }

    private void Feed(Random random, List<(string Lane, string Plain)> pairs, int records)
    {
        for (int i = 0; i < records; i++)
        {
            Time.Elapsed += TimeSpan.FromMilliseconds(random.Next(0, 2_000));
            Evaluator.Tick();
            if (random.Next(50) == 0)
            {
                var (lane, plain) = pairs[random.Next(pairs.Count)];
                Assert.Equal(Evaluator.TryResolve(plain), Evaluator.TryResolve(lane));
            }

            // Some come late, some without a number.
            MetricRecord record = RecordOf(new PerformanceMetric("response_time", random.Next(0, 6)) { UserId = Some.OneOf(random, Users), Project = Some.OneOf(random, [null, "p", "q"]) });
            record = random.Next(5) == 0 ? record with { Timestamp = record.Timestamp - TimeSpan.FromSeconds(random.Next(0, 25)) } : record;
            Evaluator.Take(random.Next(10) == 0 ? record with { Measurements = new MeasurementSet { ["other"] = 5 } } : record);
            foreach (var (lane, plain) in pairs)
            {
                Assert.Equal(Status(plain) with { AlertId = lane }, Status(lane));
            }
        }
    }

    private static AlertRule RuleOf(AlertDefinition definition) => new(new Alert("a", definition, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), 0);
}
