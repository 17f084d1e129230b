namespace Shannon.Analytics.Aggregation;

/// <summary>One session.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="Values">Its figures by metric and function, such as <c>response_time_avg</c>.</param>
public sealed record SessionAggregationRow(string SessionId, AggregateValues Values)
{
    /// <summary>A figure by name.</summary>
    /// <param name="name">Such as <c>response_time_avg</c>.</param>
    public double? this[string name] => Values[name];
}
