using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Summaries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>The summary report with all its sections over a store that is loaded, open and warm.</summary>
/// <param name="path">The store's file.</param>
internal sealed class SummaryReportRun(string path) : Contender
{
    private readonly SqliteStore _store = new(path);
    private SummaryReport? _report;

    /// <inheritdoc />
    public override long Operations => 1;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        await _store.InitializeAsync();
        await RunAsync();
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        DateTimeOffset start = DateTimeOffset.UnixEpoch.AddTicks(MetricColumns.StartMicros * 10);
        _report = await new AnalyticsReporter(_store).GenerateSummaryReportAsync(new SummaryReportRequest { Range = new TimeRange(start, start.AddDays(30).AddTicks(-10)) });
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync()
    {
        SummaryReport report = _report!;
        OverviewSection overview = report.Overview!;
        PerformanceSection performance = report.Performance!;
        UsageSection usage = report.Usage!;
        return ValueTask.FromResult<double[]>(
        [
            overview.TotalSessions, overview.TotalUsers, overview.TotalProjects, overview.TotalPrompts, overview.TotalErrors,
            performance.AverageResponseTime!.Value, performance.MedianResponseTime!.Value, performance.P95ResponseTime!.Value, performance.P99ResponseTime!.Value,
            .. usage.Models.OrderBy(model => model.Name, StringComparer.Ordinal).SelectMany(Numbers),
            .. usage.Users.OrderBy(user => user.Name, StringComparer.Ordinal).SelectMany(Numbers),
            .. usage.Projects.OrderBy(project => project.Name, StringComparer.Ordinal).SelectMany(Numbers),
            .. usage.Branches.OrderBy(branch => branch.Name, StringComparer.Ordinal).SelectMany(Numbers),
            .. usage.Tools.OrderBy(tool => tool.Name, StringComparer.Ordinal).SelectMany(tool => new[] { tool.Uses, tool.Failures, tool.P95Seconds!.Value }),
            .. report.Errors!.ByType.OrderBy(error => error.Name, StringComparer.Ordinal).Select(error => (double)error.Count),
            .. report.Trends!.Single(trend => trend.Metric == "token_usage").Historical.Select(point => point.Value!.Value),
            .. report.Trends!.Single(trend => trend.Metric == "cost").Historical.Select(point => point.Value!.Value),
            .. performance.SlowestPrompts.Select(prompt => prompt.Seconds),
        ]);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _store.DisposeAsync();

    private static double[] Numbers(UsageEntry entry) => [entry.Requests, entry.Tokens, entry.InputTokens, entry.OutputTokens, entry.CacheReadTokens, entry.CacheWriteTokens, (double)entry.Cost];
}
