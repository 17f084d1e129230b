using Shannon.Analytics.Aggregation;

namespace Shannon.Analytics.Reporting.Details;

/// <summary>One period and group.</summary>
/// <param name="Timestamp">The start of the period in UTC.</param>
/// <param name="Groups">What the row is grouped by, in the order asked for; <c>unknown</c> where records do not say.</param>
/// <param name="Values">Its figures: by metric and function such as <c>response_time_avg</c>, derived figures by their name; <see langword="null"/> where undefined.</param>
public sealed record DetailedRow(DateTimeOffset Timestamp, IReadOnlyList<string> Groups, AggregateValues Values)
{
    /// <summary>A figure by name.</summary>
    /// <param name="name">Such as <c>response_time_avg</c>.</param>
    public double? this[string name] => Values[name];
}
