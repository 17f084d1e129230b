using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>One window.</summary>
/// <param name="WindowStart">Its start in UTC, not included.</param>
/// <param name="WindowEnd">Its end in UTC, included.</param>
/// <param name="Count">How many values lie in it, from 1.</param>
/// <param name="Values">Its figures by function.</param>
/// <param name="Trend">The slope of the least-squares line in units per minute; 0 where it has no two values at different times.</param>
/// <param name="TrendDirection">The direction of the slope: stable when the line moves by less than 1 % of the mean's magnitude over the window.</param>
public sealed record RollingWindowRow(DateTimeOffset WindowStart, DateTimeOffset WindowEnd, long Count, AggregateValues Values, double Trend, TrendDirection TrendDirection)
{
    /// <summary>A figure by name.</summary>
    /// <param name="name">Such as <c>avg</c>.</param>
    public double? this[string name] => Values[name];
}
