using System.Globalization;
using Shannon.Analytics;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime;
using Shannon.Analytics.Storage.Queries;

namespace SessionHost;

/// <summary>Prints metrics the moment they are recorded, from the engine's stream, and sums at the end.</summary>
internal sealed class MetricPrinter(IAnalyticsEngine analytics, TextWriter output) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _prompts = new(0);

    /// <summary>Prints what the stream brings until it ends.</summary>
    internal async Task RunAsync(IMetricStream stream)
    {
        await foreach (MetricStreamItem item in stream)
        {
            await output.WriteLineAsync("  · " + (item.IsGap ? Invariant($"({item.Missed} metrics came faster than they were printed)") : LineOf(item.Record)));
            if (item.Record is { Name: "response_time" })
            {
                _prompts.Release();
            }
        }
    }

    /// <summary>Waits until the time that a prompt took is printed, which comes last of its metrics.</summary>
    internal Task PromptAsync() => _prompts.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None);

    /// <summary>The last minutes, and everything that is stored.</summary>
    internal async Task PrintSummaryAsync()
    {
        RealTimeStats now = await analytics.GetRealTimeStatsAsync(["response_time", "tokens_per_second"], Window);
        await output.WriteLineAsync();
        await output.WriteLineAsync(now["response_time"].Average is { } seconds
            ? Invariant($"Last {Window.TotalMinutes:0} minutes: {seconds:N2} s a prompt on average, {now["tokens_per_second"].Current ?? 0:N1} tokens/s")
            : Invariant($"Last {Window.TotalMinutes:0} minutes: no prompt"));
        DimensionAggregation models = await analytics.Aggregator.AggregateByDimensionsAsync(new() { Metrics = ["token_usage", "cost"], Functions = ["count", "sum"], Dimensions = [GroupKey.Model] });
        foreach (DimensionAggregationRow row in models.Rows.Where(static row => row["token_usage_count"] > 0))
        {
            await output.WriteLineAsync(Invariant($"{row.Key}: {row["token_usage_count"]:N0} responses, {row["token_usage_sum"]:N0} tokens, {Money(row["cost_sum"])}"));
        }
    }

    public void Dispose() => _prompts.Dispose();

    private static string LineOf(MetricRecord record) => record.Name switch
    {
        "token_usage" => Invariant($"{record.Name}: {record.Value:N0} tokens, {Money((double?)record.Cost)}"),
        "response_time" => Invariant($"{record.Name}: {record.Value:N2} s{Optional(record, "time_to_first_token", ", first token after {0:N2} s")}"),
        "tool_use" => Invariant($"{record.Name}: {record.Attributes["tool_name"].Text}, {record.Value:N0} ms{(record.Attributes["success"].Boolean == true ? string.Empty : ", failed")}"),
        "resource_usage" => Invariant($"{record.Name}: {record.Measurements["processes"]:N0} processes, {record.Measurements["memory_mb"]:N0} MiB{Optional(record, "cpu_percent", ", {0:N0} % of a core")}"),
        "error" => $"{record.Name}: {record.Attributes["error_type"].Text}",
        _ => record.Name,
    };

    private static string Optional(MetricRecord record, string measurement, string format) =>
        record.Measurements.TryGetValue(measurement, out double value) ? string.Format(CultureInfo.InvariantCulture, format, value) : string.Empty;

    private static string Money(double? dollars) => dollars is null ? "no price known" : Invariant($"${dollars:N6}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
