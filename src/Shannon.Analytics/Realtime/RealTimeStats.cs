using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime;

/// <summary>Real-time figures by metric, in the order asked for. Immutable.</summary>
public sealed class RealTimeStats : IReadOnlyDictionary<string, MetricStats>
{
    private readonly KeyValuePair<string, MetricStats>[] _metrics;

    /// <summary>Puts figures together, for doubles in tests.</summary>
    /// <param name="timestamp">When the window ends.</param>
    /// <param name="window">How long it is.</param>
    /// <param name="metrics">The figures by metric.</param>
    public RealTimeStats(DateTimeOffset timestamp, TimeSpan window, IEnumerable<KeyValuePair<string, MetricStats>> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Timestamp = timestamp.ToUniversalTime();
        Window = window;
        _metrics = [.. metrics];
    }

    /// <summary>When the window ends, in UTC.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>How long it is.</summary>
    public TimeSpan Window { get; }

    /// <inheritdoc/>
    public int Count => _metrics.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _metrics.Select(metric => metric.Key);

    /// <inheritdoc/>
    public IEnumerable<MetricStats> Values => _metrics.Select(metric => metric.Value);

    /// <summary>The figures of a metric.</summary>
    /// <param name="key">As it was asked for, such as <c>response_time</c>.</param>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public MetricStats this[string key] => TryGetValue(key, out MetricStats? stats)
        ? stats
        : throw new KeyNotFoundException($"This metric was not asked for; there are {string.Join(", ", Keys)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out MetricStats value)
    {
        value = Array.Find(_metrics, metric => string.Equals(metric.Key, key, StringComparison.Ordinal)).Value;
        return value is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, MetricStats>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, MetricStats>>)_metrics).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One JSON object with an entry per metric: <c>current</c>, <c>avg</c>, <c>min</c>, <c>max</c>, <c>count</c>, <c>p50</c>, <c>p95</c>, <c>p99</c>, <c>rate</c>, <c>trend</c>, <c>trend_direction</c>.</summary>
    public string ToJson() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, stats) in _metrics)
        {
            writer.WriteStartObject(name);
            JsonText.WriteNumber(writer, "current", stats.Current);
            JsonText.WriteNumber(writer, "avg", stats.Average);
            JsonText.WriteNumber(writer, "min", stats.Min);
            JsonText.WriteNumber(writer, "max", stats.Max);
            writer.WriteNumber("count", stats.Count);
            JsonText.WriteNumber(writer, "p50", stats.P50);
            JsonText.WriteNumber(writer, "p95", stats.P95);
            JsonText.WriteNumber(writer, "p99", stats.P99);
            JsonText.WriteNumber(writer, "rate", stats.Rate);
            writer.WriteNumber("trend", stats.Trend);
            writer.WriteString("trend_direction", JsonText.Word(stats.TrendDirection));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    /// <summary>The figures as JSON.</summary>
    public override string ToString() => ToJson();
}
