using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Costs;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>What reports lay out keeps the promises of the document model, full or empty.</summary>
public class ReportDocumentsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Documents_HaveUniqueKeysAndWholeRows(bool empty)
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(empty ? [] : Records());

        foreach (Report report in await MakeAllAsync(reports.Reporter))
        {
            ReportDocument document = report.ToDocument(new ReportPresentation { Title = "Mine" });
            Assert.Equal(("Mine", report.ReportType), (document.Title, document.ReportType));
            Unique(document.Sections.Select(section => section.Key));
            foreach (ReportSection section in document.Sections)
            {
                Unique(section.Blocks.Select(block => block.Key));
                Assert.All(section.Blocks, Check);
            }
        }
    }

    [Fact]
    public async Task Documents_ShowTheTotals()
    {
        await using SomeReports reports = await SomeReports.OpenAsync(Now);
        await reports.AddAsync(Records());
        CostReport report = await reports.Reporter.GenerateCostReportAsync(new CostReportRequest());

        ReportDocument document = report.ToDocument(ReportPresentation.Default);

        KeyFiguresBlock figures = Assert.IsType<KeyFiguresBlock>(document.Sections[0].Blocks[0]);
        Assert.Equal(report.TotalCost, figures.Figures.Single(figure => figure.Key == "total_cost").Value.AsMoney);
        TableBlock models = document.Sections.SelectMany(section => section.Blocks).OfType<TableBlock>().Single(block => block.Key == "model");
        int cost = models.Columns.ToList().FindIndex(column => column.Key == "cost");
        Assert.Equal(report.TotalCost, models.Rows.Sum(row => row[cost].AsMoney));
        Assert.Equal(report.TotalCost, models.Totals![cost].AsMoney);
    }

    private static async Task<Report[]> MakeAllAsync(AnalyticsReporter reporter) =>
    [
        await reporter.GenerateSummaryReportAsync(new SummaryReportRequest()),
        await reporter.GenerateDetailedReportAsync(new DetailedReportRequest { Topic = DetailedReportTopic.Performance, Grouping = [GroupKey.Model, GroupKey.Attribute("model")] }),
        await reporter.GenerateComparisonReportAsync(new ComparisonReportRequest { Period1 = new TimeRange(Now.AddDays(-2), Now.AddDays(-1)), Period2 = new TimeRange(Now.AddDays(-1), Now) }),
        await reporter.AnalyzeTrendsAsync(new TrendReportRequest { Metrics = ["token_usage", "error_rate", "response_time", "cost"] }),
        await reporter.GenerateCostReportAsync(new CostReportRequest { BreakdownBy = Enum.GetValues<CostDimension>(), IncludeBlocks = true }),
    ];

    private static MetricInput[] Records() =>
    [
        .. Enumerable.Range(0, 60).SelectMany(i => new MetricInput[]
        {
            new TokenMetric { Timestamp = Now.AddHours(-i * 3), SessionId = "s" + (i % 5), UserId = "ada", Project = "/one", Model = i % 2 == 0 ? "claude-opus-4-6" : "nobody-knows-1", PromptTokens = 50_000, CompletionTokens = 100 },
            new PerformanceMetric("response_time", 1 + (i % 7)) { Timestamp = Now.AddHours(-i * 3), SessionId = "s" + (i % 5) },
            new ToolMetric("Bash") { Timestamp = Now.AddHours(-i * 3), SessionId = "s" + (i % 5), DurationMs = 5, Success = i % 3 > 0 },
            new ErrorMetric("overloaded") { Timestamp = Now.AddHours(-i * 3), SessionId = "s" + (i % 5), Recoverable = true },
        }),
    ];

    private static void Check(ReportBlock block)
    {
        switch (block)
        {
            case TableBlock table:
                Unique(table.Columns.Select(column => column.Key));
                Assert.All(table.Rows.Append(table.Totals ?? table.Rows[0]), row => Assert.Equal(table.Columns.Count, row.Count));
                Assert.All(table.Rows, row => Assert.All(row.Zip(table.Columns), cell => Assert.True(cell.First.IsMissing || cell.First.Kind == cell.Second.Kind || Alike(cell.First.Kind, cell.Second.Kind), $"{table.Key}.{cell.Second.Key}: {cell.First.Kind} in a column of {cell.Second.Kind}")));
                break;
            case KeyFiguresBlock figures:
                Unique(figures.Figures.Select(figure => figure.Key));
                break;
            case RecommendationsBlock recommendations:
                Unique(recommendations.Items.Select(item => item.Key));
                break;
            case ChartBlock chart:
                Assert.NotNull(chart.Title);
                Unique(chart.Series.Select(series => series.Key));
                break;
        }
    }

    // A column of numbers may hold whole ones; the differences table holds one kind per row.
    private static bool Alike(ReportValueKind cell, ReportValueKind column) =>
        column == ReportValueKind.Number && cell is ReportValueKind.Count or ReportValueKind.Money or ReportValueKind.Duration;

    private static void Unique(IEnumerable<string> keys)
    {
        string[] all = [.. keys];
        Assert.Equal(all.Distinct(), all);
        Assert.All(all, key => Assert.Matches("^[a-z0-9_]+$", key));
    }
}
