using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>The answer to a <see cref="RollingStatsRequest"/>.</summary>
/// <param name="Windows">The windows by time; empty where nothing matches.</param>
public sealed record RollingStatistics(IReadOnlyList<RollingWindowRow> Windows)
{
    /// <summary>A JSON array of objects with <c>window_start</c>, <c>window_end</c>, <c>count</c>, the figures, <c>trend</c> and <c>trend_direction</c>.</summary>
    public string ToJson() => JsonText.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (RollingWindowRow row in Windows)
        {
            writer.WriteStartObject();
            writer.WriteString("window_start", row.WindowStart);
            writer.WriteString("window_end", row.WindowEnd);
            if (!row.Values.ContainsKey("count"))
            {
                writer.WriteNumber("count", row.Count);
            }

            AggregationJson.WriteFields(writer, row.Values);
            writer.WriteNumber("trend", row.Trend);
            writer.WriteString("trend_direction", JsonText.Word(row.TrendDirection));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
