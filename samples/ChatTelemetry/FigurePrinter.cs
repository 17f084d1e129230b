using System.Globalization;
using Shannon.Analytics;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.AI;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace ChatTelemetry;

/// <summary>Prints the figures of the answers as they come, and those of all that is stored.</summary>
internal sealed class FigurePrinter(IAnalyticsEngine analytics, TextWriter output)
{
    private long _lastId;

    /// <summary>One line for each call of the model and each use of a function since the last time.</summary>
    internal async Task PrintNewAsync(string session, CancellationToken cancellationToken)
    {
        IReadOnlyList<MetricRecord> records = await analytics.Collector.GetMetricsAsync(new MetricQuery { SessionId = session }, cancellationToken);
        foreach (MetricRecord record in records.Where(record => record.Id > _lastId).OrderBy(static record => record.Id))
        {
            _lastId = record.Id;
            if (LineOf(record) is { } line)
            {
                await output.WriteLineAsync("  · " + line);
            }
        }
    }

    /// <summary>Calls, tokens and cost by model, over everything that is stored.</summary>
    internal async Task PrintSummaryAsync(CancellationToken cancellationToken)
    {
        DimensionAggregation models = await analytics.Aggregator.AggregateByDimensionsAsync(
            new() { Metrics = ["token_usage", "token_usage.cache_read_tokens", "cost", "response_time"], Functions = ["count", "sum", "p95"], Dimensions = [GroupKey.Model] },
            cancellationToken);
        await output.WriteLineAsync();
        foreach (DimensionAggregationRow row in models.Rows)
        {
            await output.WriteLineAsync(Invariant($"{row.Key}: {row["token_usage_count"] ?? 0:N0} calls, {row["token_usage_sum"] ?? 0:N0} tokens ({row["token_usage.cache_read_tokens_sum"] ?? 0:N0} from the cache), {Money(row["cost_sum"])}, 95 % within {row["response_time_p95"] ?? 0:N2} s"));
        }
    }

    private static string? LineOf(MetricRecord record) => record.Name switch
    {
        ChatMetricNames.TokenUsage => Invariant($"{record.Measurements["prompt_tokens"] + record.Measurements["cache_read_tokens"]:N0} tokens in, {record.Measurements["cache_read_tokens"]:N0} of them from the cache, {record.Measurements["completion_tokens"]:N0} out, {Money((double?)record.Cost)}"),
        ChatMetricNames.ResponseTime => Invariant($"{record.Measurements["value"]:N2} s{Optional(record, ChatMetricNames.TimeToFirstToken, ", first token after {0:N2} s")}{Optional(record, ChatMetricNames.OutputTokensPerSecond, ", {0:N0} tokens/s")}"),
        ChatMetricNames.ToolUse => Invariant($"{record.Attributes["tool_name"].Text} took {Optional(record, "duration_ms", "{0:N0} ms")}"),
        ChatMetricNames.Error => $"failed: {record.Attributes["error_type"].Text}",
        _ => null,
    };

    private static string? Optional(MetricRecord record, string measurement, string format) =>
        record.Measurements.TryGetValue(measurement, out double value) ? string.Format(CultureInfo.InvariantCulture, format, value) : null;

    private static string Money(double? dollars) => dollars is null ? "no price known" : Invariant($"${dollars:N6}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
