using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>One report of each kind, as full as it gets.</summary>
internal static class EveryReport
{
    internal static readonly string[] Kinds = ["summary", "detailed", "comparison", "trends", "cost"];

    /// <summary>Makes the report of a kind.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="reporter">Who makes it.</param>
    /// <param name="range">Its time, both ends given; a comparison is of its halves.</param>
    internal static async Task<Report> MakeAsync(string kind, AnalyticsReporter reporter, TimeRange range)
    {
        DateTimeOffset start = range.Start!.Value, end = range.End!.Value, middle = start + ((end - start) / 2);
        return kind switch
        {
            "summary" => await reporter.GenerateSummaryReportAsync(new SummaryReportRequest { Range = range }),
            "detailed" => await reporter.GenerateDetailedReportAsync(new DetailedReportRequest
            {
                Range = range,
                Metrics = ["token_usage", "cost", "response_time", "error_rate"],
                Grouping = [GroupKey.Model, GroupKey.User, GroupKey.Project, GroupKey.Session, GroupKey.Attribute("git_branch")],
            }),
            "comparison" => await reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(start, middle), Period2 = new TimeRange(middle, end) }),
            "trends" => await reporter.AnalyzeTrendsAsync(new TrendReportRequest { Range = range, Metrics = ["token_usage", "cost", "response_time", "error_rate"] }),
            "cost" => await reporter.GenerateCostReportAsync(new CostReportRequest { Range = range, BreakdownBy = Enum.GetValues<CostDimension>(), IncludeBlocks = true }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such report."),
        };
    }
}
