using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>A report tells of one moment: what is written while it is made changes nothing in it.</summary>
public class ReportSnapshotTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeRange Range = new(Now.AddDays(-10), Now);

    [Theory]
    [InlineData("summary", 3)]
    [InlineData("detailed", 3)]
    [InlineData("comparison", 4)]
    [InlineData("trends", 3)]
    [InlineData("cost", 4)]
    public async Task Report_WhileRecordsAreWritten_IsTheOneOfTheMomentItBegan(string kind, int leastReads)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync([.. Enumerable.Range(0, 80).SelectMany(Records)]);
        string expected = (await EveryReport.MakeAsync(kind, reports.Reporter, Range)).ToJson();
        int written = 80;
        var busy = new BusyStore(reports.Store, () => [.. Records(written++), Better(written % 80)]);

        string actual = (await EveryReport.MakeAsync(kind, new AnalyticsReporter(busy), Range)).ToJson();

        Assert.Equal(expected, actual);
        Assert.True(busy.Writes >= leastReads, $"Only {busy.Writes} reads: the test sees too little.");
        Assert.NotEqual(expected, (await EveryReport.MakeAsync(kind, reports.Reporter, Range)).ToJson());
    }

    // In known sessions: what a session learns later of its user is applied to all of its records, as everywhere.
    private static MetricInput[] Records(int i)
    {
        DateTimeOffset time = Now.AddMinutes(-(i % 80) * 170);
        string session = "s" + (i % 5), model = i % 2 == 0 ? "claude-opus-4-6" : "nobody-knows-1";
        return
        [
            Tokens(i, rank: 1, input: 1000 + i) with { Timestamp = time, SessionId = session, Model = model },
            new PerformanceMetric("response_time", 1 + (i % 7) + (i * 0.5)) { Timestamp = time, SessionId = session, Model = model },
            new ToolMetric("Bash") { Timestamp = time, SessionId = session, DurationMs = 5 + i, Success = i % 3 > 0, Attributes = { ["message_id"] = $"m{i}" } },
            new ErrorMetric("overloaded") { Timestamp = time, SessionId = session, Recoverable = true },
            new RawMetric(MetricCategory.Api, "rate_limit") { Timestamp = time, SessionId = session, Measurements = { ["utilization"] = i / 1000.0 }, Attributes = { ["rate_limit_type"] = "five_hour" } },
        ];
    }

    // A better copy of a record that the report counts.
    private static TokenMetric Better(int i) => Tokens(i, rank: 2, input: 500_000) with { Timestamp = Now.AddMinutes(-i * 170), SessionId = "s" + (i % 5), Model = "claude-opus-4-6" };

    private static TokenMetric Tokens(int i, long rank, long input) => new()
    {
        PromptTokens = input,
        CompletionTokens = 100,
        CacheReadTokens = 5,
        Cost = i % 4 == 0 ? 0.5m : null,
        Key = new RecordKey($"m{i}", rank),
        Attributes = { ["message_id"] = $"m{i}" },
    };
}
