using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>The answer to a <see cref="TimeAggregationRequest"/>.</summary>
/// <param name="Rows">The buckets by time; empty where nothing matches.</param>
/// <param name="Coverage">What the figures rest on, over all metrics.</param>
public sealed record TimeAggregation(IReadOnlyList<TimeAggregationRow> Rows, QueryCoverage Coverage)
{
    /// <summary>A JSON array of objects, each with <c>timestamp</c> and the figures.</summary>
    public string ToJson() => AggregationJson.Write(Rows, static row => row.Values, static (writer, row) => writer.WriteString("timestamp", row.Timestamp));
}
