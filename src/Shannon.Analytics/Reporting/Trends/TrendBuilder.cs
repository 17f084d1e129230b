using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Trends;

/// <summary>Makes a trend report: all metrics are read together, then each is analysed.</summary>
internal sealed class TrendBuilder(MetricsAggregator aggregator, UsagePricer pricer)
{
    private const string Sum = "sum";
    private const string Count = "count";
    private const string Average = "avg";
    private const string Rate = "rate";

    internal async Task<TrendReport> BuildAsync(TrendReportRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        TimeBucket bucket = BucketOf(request.Period) with { Zone = request.Zone };
        TimeRange range = RangeOf(request, bucket, now);
        var axis = new TrendAxis(bucket, range.Start!.Value, range.End!.Value);
        var aggregation = new TimeAggregationRequest
        {
            Metrics = request.Metrics,
            Functions = [AggregateFunction.Sum, AggregateFunction.Count, AggregateFunction.Average],
            Interval = bucket,
            Range = range,
            Filter = request.Filter,
            Precision = request.Precision,
        };
        FigureTable history = await aggregator.ReadAsync(aggregation, bucket, [], qualified: true, static query => query, cancellationToken).ConfigureAwait(false);
        PricedCosts? costs = request.Metrics.Any(PricedCosts.IsCost)
            ? await PricedCosts.ReadAsync(aggregator.Store, request.Filter, range, pricer, bucket, [], cancellationToken).ConfigureAwait(false)
            : null;
        var trends = new List<MetricTrend>();
        foreach (Selector metric in request.Metrics)
        {
            trends.Add(await Task.Run(() => TrendAnalyzer.Analyze(SeriesOf(metric, axis, history, costs), request.IncludeForecast ? request.ForecastPeriods : 0, cancellationToken), cancellationToken).ConfigureAwait(false));
        }

        return new TrendReport { GeneratedAt = now, Range = range, Zone = request.Zone, Period = request.Period, Metrics = trends };
    }

    private static TrendSeries SeriesOf(Selector metric, TrendAxis axis, FigureTable history, PricedCosts? costs)
    {
        string name = metric.ToString();
        string function = FunctionOf(metric);
        int column = Array.IndexOf(history.Names, function == Rate ? name : $"{name}_{function}");
        double? empty = function is Sum or Count || (function == Rate && IsCounted(metric)) ? 0 : null;
        IEnumerable<(DateTimeOffset Start, double? Value)> values = history.Rows.Select(row => (Start: row.Key.BucketStart!.Value, Value: row.Value[column]));
        if (PricedCosts.IsCost(metric) && costs is not null)
        {
            // Rollups may reach further back than records, so what is stored is not read again.
            values = values.Concat(costs.NotStored().Select(static cost => (cost.Start, Value: (double?)cost.Cost)))
                .GroupBy(static value => value.Start)
                .Select(static period => (period.Key, (double?)period.Sum(static value => value.Value ?? 0)));
        }

        return TrendSeries.Of(name, function, axis, values, empty);
    }

    // What adds up is summed, what happens is counted, everything else is averaged.
    private static string FunctionOf(Selector metric) => metric switch
    {
        { Kind: SelectorKind.Derived, Name: DerivedFigure.Cost } => Sum,
        { Kind: SelectorKind.Derived, Name: DerivedFigure.CpuUsage } => Average,
        { Kind: SelectorKind.Derived } => Rate,
        { Measurement: FieldNames.Cost or FieldNames.TotalTokens or FieldNames.PromptTokens or FieldNames.CompletionTokens or FieldNames.CacheReadTokens or FieldNames.CacheCreationTokens or FieldNames.Tokens } => Sum,
        { Kind: SelectorKind.Category, Category: MetricCategory.Token } or { Kind: SelectorKind.Name, Name: FieldNames.TokenUsage } => Sum,
        { Kind: SelectorKind.Category, Measurement: null, Category: MetricCategory.Error or MetricCategory.Event or MetricCategory.Session or MetricCategory.Tool or MetricCategory.Api } => Count,
        { Kind: SelectorKind.Name, Measurement: null, Name: FieldNames.Error or FieldNames.SessionStart or FieldNames.SessionEnd or FieldNames.ToolUse or FieldNames.ApiCall or FieldNames.PromptExecution } => Count,
        { Kind: SelectorKind.All } => Count,
        _ => Average,
    };

    private static bool IsCounted(Selector metric) => metric.Name is DerivedFigure.ActiveSessions or DerivedFigure.ErrorDistribution or DerivedFigure.TokensPerSecond;

    private static TimeRange RangeOf(TrendReportRequest request, TimeBucket bucket, DateTimeOffset now)
    {
        TimeRange range = request.RangeUntil(now);
        if (range.Start is not null)
        {
            return range;
        }

        // So many whole periods, of which the last one is the present.
        int periods = Math.Clamp((int)Math.Round(request.Duration / bucket.Width), 1, TrendAxis.MostPeriods);
        DateTimeOffset start = bucket.StartOf(range.End!.Value);
        for (int i = 1; i < periods; i++)
        {
            start = bucket.StartOf(start.AddTicks(-10));
        }

        return new TimeRange(start, range.End);
    }

    private static TimeBucket BucketOf(TrendPeriod period) => period switch
    {
        TrendPeriod.Hourly => TimeBucket.Hour,
        TrendPeriod.Weekly => TimeBucket.Week,
        TrendPeriod.Monthly => TimeBucket.Month,
        _ => TimeBucket.Day,
    };
}
