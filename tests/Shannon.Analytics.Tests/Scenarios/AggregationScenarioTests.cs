using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Scenarios;

/// <summary>The aggregation part of the functional specification, with its numbers, asked of the store itself.</summary>
public class AggregationScenarioTests
{
    private static readonly double[] ResponseTimes = [0.5, 0.8, 1.1];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Aggregation_FiveSessionsOfTwentyMinutes_GivesTheNumbersOfTheSpecification(bool isSealed)
    {
        await using SqliteStore store = await Stores.OpenAsync(":memory:");
        DateTimeOffset now = Some.Time;
        for (int session = 0; session < 5; session++)
        {
            for (int minute = 0; minute < 20; minute++)
            {
                DateTimeOffset time = now.AddMinutes(-minute);
                await store.AppendBatchAsync(
                [
                    new PerformanceMetric("response_time", ResponseTimes[minute % 3]) { SessionId = $"session_{session}", Timestamp = time },
                    new TokenMetric { SessionId = $"session_{session}", PromptTokens = 100 + (minute * 10), CompletionTokens = 200 + (minute * 20), Timestamp = time },
                ]);
            }
        }

        if (isSealed)
        {
            await store.SealAsync();
        }

        AggregateResult byTime = await store.AggregateAsync(new AggregateQuery
        {
            Selector = "response_time",
            Range = TimeRange.Since(now.AddHours(-24)),
            Bucket = TimeBucket.Hour,
            Functions = ["avg", "min", "max", "sum", "count", "p50", "p95", "p99"],
        });
        Assert.InRange(byTime.Groups.Count, 1, 2);
        Assert.Equal(100, byTime.Groups.Sum(group => group.Values[4]));
        Assert.Equal(78.5, byTime.Groups.Sum(group => group.Values[3])!.Value, 1e-9);
        Assert.Equal(0.5, byTime.Groups.Min(group => group.Values[1]));
        Assert.Equal(1.1, byTime.Groups.Max(group => group.Values[2]));
        Assert.Equal(100, byTime.Coverage.Records);

        IReadOnlyList<AggregateGroup> times = await BySessionAsync(store, "response_time");
        IReadOnlyList<AggregateGroup> tokens = await BySessionAsync(store, "token_usage");
        Assert.Equal(["session_0", "session_1", "session_2", "session_3", "session_4"], times.Select(group => group.Keys[0]));
        Assert.All(times, group => Assert.Equal([15.7, .785, 1.1], group.Values.Select(value => Math.Round(value!.Value, 9))));
        Assert.All(tokens, group => Assert.Equal([11_700, 585, 870], group.Values));

        AggregateResult byDimensions = await store.AggregateAsync(new AggregateQuery
        {
            Selector = "custom",
            GroupBy = [GroupKey.Attribute("language"), GroupKey.Attribute("complexity")],
            Functions = ["count", "avg"],
        });
        Assert.Empty(byDimensions.Groups);

        AggregateResult percentiles = await store.AggregateAsync(new AggregateQuery { Selector = "response_time", Functions = ["p50", "p75", "p90", "p95", "p99", "p99.9"] });
        Assert.Equal([.8, 1.1, 1.1, 1.1, 1.1, 1.1], Assert.Single(percentiles.Groups).Values);
    }

    private static async Task<IReadOnlyList<AggregateGroup>> BySessionAsync(SqliteStore store, string selector) =>
        (await store.AggregateAsync(new AggregateQuery { Selector = selector, GroupBy = [GroupKey.Session], Functions = ["sum", "avg", "max"] })).Groups;
}
