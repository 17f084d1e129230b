using System.Text.Json.Serialization;
using Shannon.Analytics.Reporting.Composing;
using Shannon.Analytics.Reporting.Documents;
using Shannon.Analytics.Reporting.Recommendations;
using Shannon.Analytics.Reporting.Summaries;
using Shannon.Analytics.Reporting.Trends;

namespace Shannon.Analytics.Reporting;

/// <summary>What happened in a range of time. All figures come from one snapshot. Sections that were not asked for are <see langword="null"/> and absent from the JSON.</summary>
public sealed record SummaryReport : Report
{
    /// <inheritdoc/>
    public override string ReportType => "summary";

    /// <summary>The figures that stand at the top.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OverviewSection? Overview { get; init; }

    /// <summary>How fast answers came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PerformanceSection? Performance { get; init; }

    /// <summary>Who used what.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UsageSection? Usage { get; init; }

    /// <summary>What went wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorSection? Errors { get; init; }

    /// <summary>Where tokens, cost, prompts, response time and errors are going, by day (by hour in up to four days).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MetricTrend>? Trends { get; init; }

    /// <summary>What could be done better, the greatest saving first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Recommendation>? Recommendations { get; init; }

    /// <inheritdoc/>
    public override string ToJson() => ReportJson.Write(this);

    /// <inheritdoc/>
    public override ReportDocument ToDocument(ReportPresentation presentation) => SummaryComposer.Compose(this, presentation);
}
