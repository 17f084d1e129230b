using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>How fast answers came.</summary>
internal sealed class PerformanceFigures
{
    private static readonly AggregateFunction[] Times =
    [
        AggregateFunction.Count, AggregateFunction.Sum, AggregateFunction.Average, AggregateFunction.Minimum, AggregateFunction.Maximum, AggregateFunction.Median,
        AggregateFunction.Percentile(90), AggregateFunction.Percentile(95), AggregateFunction.Percentile(99),
    ];

    private readonly FigureQuery _all;
    private readonly FigureQuery _byModel;
    private readonly FigureQuery _firstToken;

    internal PerformanceFigures(FigureReader reader)
    {
        Selector responseTime = Selector.Of(FieldNames.ResponseTime);
        _all = reader.Add(responseTime, Times);
        _byModel = reader.Add(responseTime, [AggregateFunction.Count, AggregateFunction.Average, AggregateFunction.Median, AggregateFunction.Percentile(95)], GroupKey.Model);
        _firstToken = reader.Add(reader.Query(Selector.Of(FieldNames.TimeToFirstToken), [AggregateFunction.Average, AggregateFunction.Percentile(95)]) with
        {
            OrSelectors = [Selector.Of(FieldNames.ResponseTime, FieldNames.TimeToFirstToken)],
        });
    }

    internal long Prompts => (long)(_all[0] ?? 0);

    internal double TotalSeconds => _all[1] ?? 0;

    internal PerformanceSection ToSection(UsageEntry usage) => new()
    {
        Prompts = Prompts,
        AverageResponseTime = _all[2],
        MinResponseTime = _all[3],
        MaxResponseTime = _all[4],
        MedianResponseTime = _all[5],
        P90ResponseTime = _all[6],
        P95ResponseTime = _all[7],
        P99ResponseTime = _all[8],
        AverageTimeToFirstToken = _firstToken[0],
        P95TimeToFirstToken = _firstToken[1],
        TokensPerSecond = TotalSeconds > 0 ? (usage.OutputTokens > 0 ? usage.OutputTokens : usage.Tokens) / TotalSeconds : null,
        Models =
        [
            .. _byModel.Groups
                .Where(static group => group.Values[0] > 0)
                .OrderByDescending(static group => group.Values[0])
                .Select(static group => new ResponseTimeEntry(group.Keys[0] ?? UsageEntry.Unknown, (long)group.Values[0]!.Value, group.Values[1], group.Values[2], group.Values[3])),
        ],
    };
}
