using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>A query of a report, and its groups once they are read.</summary>
internal sealed class FigureQuery(AggregateQuery query)
{
    internal AggregateQuery Query { get; } = query;

    internal IReadOnlyList<AggregateGroup> Groups { get; set; } = [];

    /// <summary>A function's value where nothing is grouped; null where there are no records.</summary>
    internal double? this[int function] => Groups.Count == 0 ? null : Groups[0].Values[function];
}
