using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting;

/// <summary>
/// Asks for a <see cref="DetailedReport"/>. An open start of the range means the last 24 hours for minutes and hours, 30 days for days, 12 weeks and 12 months for those.
/// </summary>
public sealed record DetailedReportRequest : RangeReportRequest
{
    /// <summary>What the report is about; chooses the metrics if none are named. Performance by default.</summary>
    public DetailedReportTopic Topic { get; init; } = DetailedReportTopic.Performance;

    /// <summary>How long the periods of its rows are. Hours by default.</summary>
    public ReportGranularity Granularity { get; init; } = ReportGranularity.Hour;

    /// <summary>The metrics, at most 64: names, categories, <c>name.measurement</c>, or derived figures such as <c>error_rate</c>. Those of the topic by default. <c>cost</c> is what is stored, and what tokens that came without a cost come to by the reporter's prices.</summary>
    public IReadOnlyList<Selector> Metrics { get; init; } = [];

    /// <summary>What to compute of each metric, 1 to 64; a derived figure is one number, whatever the functions. Count, mean and 95th percentile by default, and the sum.</summary>
    public IReadOnlyList<AggregateFunction> Functions { get; init; } = [AggregateFunction.Count, AggregateFunction.Sum, AggregateFunction.Average, AggregateFunction.Percentile(95)];

    /// <summary>What rows are grouped by beside time, at most 8. By nothing by default.</summary>
    public IReadOnlyList<GroupKey> Grouping { get; init; } = [];

    /// <summary>Only response times, tool uses and API calls of at least so many seconds. It narrows no other metrics, and no derived figures. <see langword="null"/> (the default) for all.</summary>
    public double? MinDuration { get; init; }

    /// <summary>Whether to leave out what failed: records that say <c>success</c> is false, or a <c>status_code</c> of 400 or more. It narrows no derived figures. False by default.</summary>
    public bool ExcludeErrors { get; init; }

    internal override void Validate()
    {
        base.Validate();
        ThrowIfUndefined([Topic], nameof(Topic));
        ThrowIfUndefined([Granularity], nameof(Granularity));
        ArgumentNullException.ThrowIfNull(Metrics);
        ArgumentNullException.ThrowIfNull(Grouping);
        if (MinDuration is { } least && !double.IsFinite(least))
        {
            throw new ArgumentOutOfRangeException(nameof(MinDuration), least, "The least duration is a finite number, or null for none.");
        }
    }
}
