using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>The answer to a <see cref="SessionAggregationRequest"/>.</summary>
/// <param name="Rows">The sessions, by id unless ordered otherwise; empty where nothing matches.</param>
/// <param name="Coverage">What the figures rest on, over all metrics.</param>
public sealed record SessionAggregation(IReadOnlyList<SessionAggregationRow> Rows, QueryCoverage Coverage)
{
    /// <summary>A JSON array of objects, each with <c>session_id</c> and the figures.</summary>
    public string ToJson() => AggregationJson.Write(Rows, static row => row.Values, static (writer, row) => writer.WriteString("session_id", row.SessionId));
}
