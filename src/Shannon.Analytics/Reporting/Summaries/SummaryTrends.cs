using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Reporting.Trends;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>Where the main figures are going.</summary>
internal sealed class SummaryTrends
{
    private readonly TrendAxis _axis;
    private readonly FigureQuery _tokens;
    private readonly FigureQuery _costs;
    private readonly FigureQuery _responses;
    private readonly FigureQuery _errors;
    private readonly Dictionary<DateTimeOffset, decimal> _computed = [];

    internal SummaryTrends(FigureReader reader, TimeZoneInfo zone)
    {
        TimeBucket bucket = TrendAxis.BucketFor(reader.Range, zone);
        _axis = new TrendAxis(bucket, reader.Range.Start!.Value, reader.Range.End!.Value);
        FigureQuery Add(Selector selector, AggregateFunction[] functions, bool costs) => reader.Add(reader.Query(selector, functions) with { Bucket = bucket, IncludeCosts = costs });
        _tokens = Add(Selector.Of(FieldNames.TokenUsage), [AggregateFunction.Sum, AggregateFunction.Count], costs: true);
        _costs = Add(Selector.AllCosts, [AggregateFunction.Count], costs: true);
        _responses = Add(Selector.Of(FieldNames.ResponseTime), [AggregateFunction.Average, AggregateFunction.Count], costs: false);
        _errors = Add(Selector.OfCategory(MetricCategory.Error), [AggregateFunction.Count], costs: false);
    }

    internal bool HasUnpriced => _tokens.Groups.Any(static group => group.RecordsWithCost < (group.Values[1] ?? 0));

    internal void AddCost(UsageRow row, PricedCost cost)
    {
        DateTimeOffset start = _axis.Bucket.StartOf(UnixMicros.ToTime(row.Micros));
        _computed[start] = _computed.GetValueOrDefault(start) + (cost.Amount ?? 0);
    }

    internal IReadOnlyList<MetricTrend> Analyze(CancellationToken cancellationToken)
    {
        var costs = new Dictionary<DateTimeOffset, decimal>(_computed);
        foreach (AggregateGroup group in _costs.Groups)
        {
            costs[group.BucketStart!.Value] = costs.GetValueOrDefault(group.BucketStart.Value) + (group.Cost ?? 0);
        }

        TrendSeries[] series =
        [
            TrendSeries.Of(FieldNames.TokenUsage, "sum", _axis, Values(_tokens, 0), 0),
            TrendSeries.Of(FieldNames.Cost, "sum", _axis, costs.Select(static pair => (pair.Key, (double?)pair.Value)), 0),
            TrendSeries.Of("prompts", "count", _axis, Values(_responses, 1), 0),
            TrendSeries.Of(FieldNames.ResponseTime, "avg", _axis, Values(_responses, 0), null),
            TrendSeries.Of("errors", "count", _axis, Values(_errors, 0), 0),
        ];
        return [.. series.Select(each => TrendAnalyzer.Analyze(each, horizon: 0, cancellationToken))];
    }

    private static IEnumerable<(DateTimeOffset Start, double? Value)> Values(FigureQuery query, int function) =>
        query.Groups.Select(group => (group.BucketStart!.Value, group.Values[function]));
}
