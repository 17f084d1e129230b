using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>A query of a report, and its answer once it is read.</summary>
internal sealed class FigureQuery(AggregateQuery query)
{
    internal AggregateQuery Query { get; } = query;

    internal AggregateResult Result { get; set; } = new([], new QueryCoverage(QueryPrecision.Exact, 0, 0, null, null));

    internal IReadOnlyList<AggregateGroup> Groups => Result.Groups;

    /// <summary>A function's value where nothing is grouped; null where there are no records.</summary>
    internal double? this[int function] => Groups.Count == 0 ? null : Groups[0].Values[function];
}
