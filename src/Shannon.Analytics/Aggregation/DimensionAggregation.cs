using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>The answer to a <see cref="DimensionAggregationRequest"/>.</summary>
/// <param name="Rows">The combinations, by their values unless ordered otherwise; empty where nothing matches.</param>
/// <param name="Coverage">What the figures rest on, over all metrics.</param>
public sealed record DimensionAggregation(IReadOnlyList<DimensionAggregationRow> Rows, QueryCoverage Coverage)
{
    /// <summary>The row of a key such as <c>python|medium</c>.</summary>
    /// <param name="key">Values joined by <c>|</c>.</param>
    /// <returns>The row, or <see langword="null"/>.</returns>
    public DimensionAggregationRow? Find(string key) => Rows.FirstOrDefault(row => string.Equals(row.Key, key, StringComparison.Ordinal));

    /// <summary>A JSON object that maps each key to an object of its figures.</summary>
    public string ToJson() => AggregationJson.WriteMap(Rows, static row => row.Key, static row => row.Values);
}
