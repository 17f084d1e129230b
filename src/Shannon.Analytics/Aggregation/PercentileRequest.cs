using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>Percentiles of a metric, by linear interpolation (type 7 of Hyndman and Fan).</summary>
public sealed record PercentileRequest
{
    /// <summary>The metric: a name, a category, or <c>name.measurement</c>.</summary>
    public required Selector Metric { get; init; }

    /// <summary>The ranks, each 0 to 100; 1 to 64 of them. 50, 90, 95 and 99 by default.</summary>
    public IReadOnlyList<double> Ranks { get; init; } = [50, 90, 95, 99];

    /// <summary>Only this range of time, both ends included. All of time by default.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only these records. All by default.</summary>
    public MetricFilter Filter { get; init; } = new();

    /// <summary>Exact (the default), or by sketch: then within 1 % of a value.</summary>
    public QueryPrecision Precision { get; init; }
}
