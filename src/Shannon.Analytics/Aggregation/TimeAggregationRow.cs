namespace Shannon.Analytics.Aggregation;

/// <summary>One bucket.</summary>
/// <param name="Timestamp">Its start in UTC.</param>
/// <param name="Values">Its figures: one metric's by function (<c>avg</c>), several metrics' by metric and function (<c>response_time_avg</c>).</param>
public sealed record TimeAggregationRow(DateTimeOffset Timestamp, AggregateValues Values)
{
    /// <summary>A figure by name.</summary>
    /// <param name="name">Such as <c>avg</c>.</param>
    public double? this[string name] => Values[name];
}
