using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Details;

/// <summary>Makes a detailed report.</summary>
internal sealed class DetailedBuilder(MetricsAggregator aggregator, UsagePricer pricer)
{
    internal async Task<DetailedReport> BuildAsync(DetailedReportRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        TimeRange range = request.RangeUntil(now);
        range = new TimeRange(range.Start ?? StartOf(request.Granularity, range.End!.Value), range.End);
        IReadOnlyList<Selector> metrics = request.Metrics.Count > 0 ? request.Metrics : MetricsOf(request.Topic);
        var aggregation = new TimeAggregationRequest { Metrics = metrics, Functions = request.Functions, Interval = BucketOf(request.Granularity) with { Zone = request.Zone }, Range = range, Filter = request.Filter };
        FigureTable table = await aggregator.ReadAsync(aggregation, aggregation.Interval, request.Grouping, qualified: true, query => Narrow(request, query), cancellationToken).ConfigureAwait(false);
        foreach (Selector metric in metrics.Where(PricedCosts.IsCost).Distinct())
        {
            MetricFilter filter = request.Filter with { ExcludeFailed = request.Filter.ExcludeFailed || request.ExcludeErrors };
            if (await PricedCosts.ReadAsync(aggregator.Store, filter, range, pricer, aggregation.Interval, request.Grouping, cancellationToken).ConfigureAwait(false) is { } costs)
            {
                table.Replace([.. request.Functions.Select(function => $"{metric}_{function}")], costs.Figures(request.Functions));
            }
        }

        string[] names = table.Names;
        DetailedRow[] rows = [.. table.Rows.OrderBy(static row => row.Key).Select(row => new DetailedRow(row.Key.BucketStart!.Value, [.. row.Key.Keys.Select(static key => key ?? UsageEntry.Unknown)], new AggregateValues(names, row.Value)))];
        return new DetailedReport
        {
            GeneratedAt = now,
            Range = range,
            Zone = request.Zone,
            Data = rows,
            Metadata = new DetailedMetadata
            {
                Topic = request.Topic,
                Granularity = request.Granularity,
                Metrics = [.. metrics.Select(static metric => metric.ToString())],
                Columns = names,
                Grouping = [.. request.Grouping.Select(static key => key.ToString())],
                RowCount = rows.Length,
                MinDuration = request.MinDuration,
                ExcludeErrors = request.ExcludeErrors,
                TimeZone = request.Zone.Id,
                Coverage = table.Coverage,
            },
        };
    }

    private static AggregateQuery Narrow(DetailedReportRequest request, AggregateQuery query) => query with
    {
        ExcludeFailed = query.ExcludeFailed || request.ExcludeErrors,
        Measurements = request.MinDuration is { } least && SecondsOf(query.Selector!) is { } unit ? [.. query.Measurements, new MeasurementRange(null, least / unit, null)] : query.Measurements,
    };

    // How many seconds a metric's unit has; null if it is no duration.
    private static double? SecondsOf(Selector metric) => metric switch
    {
        { Kind: SelectorKind.Name, Name: FieldNames.ResponseTime or FieldNames.TimeToFirstToken, Measurement: null or FieldNames.Value } => 1,
        { Measurement: FieldNames.Duration } => 1,
        { Measurement: FieldNames.DurationMs } => 0.001,
        { Kind: SelectorKind.Category, Category: MetricCategory.Tool or MetricCategory.Api, Measurement: null } => 0.001,
        { Kind: SelectorKind.Name, Name: FieldNames.ToolUse or FieldNames.ApiCall, Measurement: null } => 0.001,
        _ => null,
    };

    private static IReadOnlyList<Selector> MetricsOf(DetailedReportTopic topic) => topic switch
    {
        DetailedReportTopic.Usage => ["token_usage", "cost", "active_sessions"],
        DetailedReportTopic.Errors => ["error", "error_rate"],
        DetailedReportTopic.Tools => ["tool", "api", "success_rate"],
        DetailedReportTopic.Resources => ["cpu_usage", "resource.memory_mb"],
        _ => ["response_time", "error_rate", "success_rate"],
    };

    private static TimeBucket BucketOf(ReportGranularity granularity) => granularity switch
    {
        ReportGranularity.Minute => TimeBucket.Minute,
        ReportGranularity.Day => TimeBucket.Day,
        ReportGranularity.Week => TimeBucket.Week,
        ReportGranularity.Month => TimeBucket.Month,
        _ => TimeBucket.Hour,
    };

    private static DateTimeOffset StartOf(ReportGranularity granularity, DateTimeOffset end) => granularity switch
    {
        ReportGranularity.Day => end.AddDays(-30),
        ReportGranularity.Week => end.AddDays(-84),
        ReportGranularity.Month => end.AddMonths(-12),
        _ => end.AddHours(-24),
    };
}
