namespace Shannon.Analytics.Aggregation;

/// <summary>One combination of values.</summary>
/// <param name="Key">The values joined by <c>|</c> in the order of the dimensions, such as <c>python|medium</c>; <c>unknown</c> stands for an absent one.</param>
/// <param name="Dimensions">The values themselves in that order; <see langword="null"/> for an absent one.</param>
/// <param name="Values">Its figures: one metric's by function (<c>avg</c>), several metrics' by metric and function (<c>response_time_avg</c>).</param>
public sealed record DimensionAggregationRow(string Key, IReadOnlyList<string?> Dimensions, AggregateValues Values)
{
    /// <summary>A figure by name.</summary>
    /// <param name="name">Such as <c>avg</c>.</param>
    public double? this[string name] => Values[name];
}
