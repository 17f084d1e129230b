using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Reporting.Trends;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>The queries about one period, and what they answer.</summary>
internal sealed class PeriodReader
{
    // So that a microsecond more or less, which the ends of ranges make, is no difference.
    private const int DayDigits = 9;

    private readonly TimeBucket _stretch;
    private readonly UsageQueries _usage;
    private readonly FigureQuery _sessions;
    private readonly FigureQuery _responses;
    private readonly FigureQuery _tools;
    private readonly FigureQuery _errors;
    private readonly FigureQuery _sessionStretches;
    private readonly FigureQuery _responseStretches;
    private readonly FigureQuery _tokenStretches;
    private readonly FigureQuery _costStretches;
    private readonly FigureQuery _errorStretches;
    private readonly Dictionary<DateTimeOffset, decimal> _computed = [];

    internal PeriodReader(FigureReader reader, TimeBucket stretch)
    {
        Range = reader.Range;
        _stretch = stretch;
        FigureQuery Stretches(Selector selector, AggregateFunction function, bool costs = false, params GroupKey[] keys) =>
            reader.Add(reader.Query(selector, [function]) with { Bucket = stretch, IncludeCosts = costs, GroupBy = keys });
        Selector responseTime = Selector.Of(FieldNames.ResponseTime);
        _usage = new UsageQueries(reader, GroupKey.Model, GroupKey.User, GroupKey.Project);
        _sessions = reader.Add(Selector.All, [AggregateFunction.Count], GroupKey.Session);
        _responses = reader.Add(responseTime, [AggregateFunction.Count, AggregateFunction.Average, AggregateFunction.Percentile(95)]);
        _tools = reader.Add(Selector.OfCategory(MetricCategory.Tool), [AggregateFunction.Count], GroupKey.Attribute(FieldNames.ToolName));
        _errors = reader.Add(Selector.OfCategory(MetricCategory.Error), [AggregateFunction.Count], GroupKey.Attribute(FieldNames.ErrorType));
        _sessionStretches = Stretches(Selector.All, AggregateFunction.Count, costs: false, GroupKey.Session);
        _responseStretches = Stretches(responseTime, AggregateFunction.Count);
        _tokenStretches = Stretches(Selector.Of(FieldNames.TokenUsage), AggregateFunction.Sum);
        _costStretches = Stretches(Selector.AllCosts, AggregateFunction.Count, costs: true);
        _errorStretches = Stretches(Selector.OfCategory(MetricCategory.Error), AggregateFunction.Count);
    }

    internal TimeRange Range { get; }

    internal bool HasUnpriced => _usage.HasUnpriced;

    internal UsageBreakdown Models { get; } = new();

    internal UsageBreakdown Users { get; } = new();

    internal UsageBreakdown Projects { get; } = new();

    internal long Prompts => (long)(_responses[0] ?? 0);

    internal void AddUp()
    {
        _usage.AddTo(keys => Models.Of(keys[0]));
        _usage.AddTo(keys => Users.Of(keys[1]));
        _usage.AddTo(keys => Projects.Of(keys[2]));
    }

    internal void AddCost(UsageRow row, PricedCost cost)
    {
        Models.Of(row.Model).AddCost(row, cost);
        Users.Of(row.User).AddCost(row, cost);
        Projects.Of(row.Project).AddCost(row, cost);
        DateTimeOffset start = _stretch.StartOf(UnixMicros.ToTime(row.Micros));
        _computed[start] = _computed.GetValueOrDefault(start) + (cost.Amount ?? 0);
    }

    internal PeriodFigures ToFigures()
    {
        UsageTally total = Models.Total();
        return new PeriodFigures
        {
            Range = Range,
            Days = Math.Round((Range.End!.Value - Range.Start!.Value).TotalDays, DayDigits),
            Sessions = _sessions.Groups.Count(static group => group.Keys[0] is not null),
            Prompts = Prompts,
            Tokens = total.Tokens,
            Cost = total.Cost,
            UnpricedTokens = total.UnpricedTokens,
            Errors = (long)_errors.Groups.Sum(static group => group.Values[0] ?? 0),
            AverageResponseTime = _responses[1],
            P95ResponseTime = _responses[2],
            CacheHitShare = total.CacheHitShare,
        };
    }

    internal Dictionary<string, long> Tools() => Counts(_tools);

    internal Dictionary<string, long> ErrorTypes() => Counts(_errors);

    /// <summary>What adds up, by whole stretches of time; those without records are 0.</summary>
    internal double[] Stretches(ComparisonMetric metric)
    {
        IEnumerable<(DateTimeOffset Start, double? Value)> values = metric switch
        {
            ComparisonMetric.Sessions => _sessionStretches.Groups.Where(static group => group.Keys[0] is not null).GroupBy(static group => group.BucketStart!.Value).Select(static stretch => (stretch.Key, (double?)stretch.Count())),
            ComparisonMetric.Prompts => Values(_responseStretches),
            ComparisonMetric.Tokens => Values(_tokenStretches),
            ComparisonMetric.Errors => Values(_errorStretches),
            _ => _costStretches.Groups.Select(static group => (Start: group.BucketStart!.Value, Cost: group.Cost ?? 0))
                .Concat(_computed.Select(static pair => (Start: pair.Key, Cost: pair.Value)))
                .GroupBy(static cost => cost.Start)
                .Select(static stretch => (stretch.Key, (double?)stretch.Sum(static cost => cost.Cost))),
        };
        var axis = new TrendAxis(_stretch, Range.Start!.Value, Range.End!.Value);
        double?[] all = TrendSeries.Of(string.Empty, string.Empty, axis, values, 0).Values;
        int from = axis.FirstIsPartial ? 1 : 0;
        int to = Math.Max(from, all.Length - (axis.LastIsPartial ? 1 : 0));
        return Array.ConvertAll(all[Math.Min(from, to)..to], static value => value ?? 0);
    }

    private static IEnumerable<(DateTimeOffset Start, double? Value)> Values(FigureQuery query) => query.Groups.Select(static group => (group.BucketStart!.Value, group.Values[0]));

    private static Dictionary<string, long> Counts(FigureQuery query) =>
        query.Groups.ToDictionary(static group => group.Keys[0] ?? UsageEntry.Unknown, static group => (long)(group.Values[0] ?? 0), StringComparer.Ordinal);
}
