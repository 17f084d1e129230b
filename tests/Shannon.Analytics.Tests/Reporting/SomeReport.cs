using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>A report of given sections.</summary>
public sealed record SomeReport(IReadOnlyList<ReportSection> Sections) : Report
{
    public static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    public override string ReportType => "summary";

    public string Title { get; init; } = "Usage summary";

    public string? Subtitle { get; init; } = "What the team's coding agents did in March";

    public static SomeReport Of(params ReportSection[] sections) => new(sections) { GeneratedAt = Now, Range = new TimeRange(Now.AddDays(-30), Now) };

    public static SomeReport OfBlocks(params ReportBlock[] blocks) => Of(new ReportSection { Key = "overview", Title = "Overview", Blocks = blocks });

    public override string ToJson() => JsonSerializer.Serialize(new { report_type = ReportType, titles = Sections.Select(section => section.Title) });

    public override ReportDocument ToDocument(ReportPresentation presentation) => new()
    {
        ReportType = ReportType,
        Title = presentation.Title ?? Title,
        Subtitle = Subtitle,
        Period = Range,
        GeneratedAt = GeneratedAt,
        Presentation = presentation,
        Sections = Sections,
    };
}
