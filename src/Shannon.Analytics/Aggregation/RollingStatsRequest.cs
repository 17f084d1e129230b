using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>
/// Statistics over windows (t - <see cref="Window"/>, t] whose ends t stand <see cref="Step"/> apart, from the first value to the last. Windows without a
/// value are left out.
/// </summary>
public sealed record RollingStatsRequest
{
    /// <summary>The metric: a name, a category, or <c>name.measurement</c>.</summary>
    public required Selector Metric { get; init; }

    /// <summary>The length of a window, positive. 5 minutes by default.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far apart windows end, positive. 1 minute by default.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What to compute of each window: count, sum, avg, min, max, std (0 for a single value), rate and percentiles. Mean and standard deviation by default. The trend comes with
    /// every window.
    /// </summary>
    public IReadOnlyList<AggregateFunction> Functions { get; init; } = [AggregateFunction.Average, AggregateFunction.StandardDeviation];

    /// <summary>Only this range of time, both ends included. All of time by default.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only these records. All by default.</summary>
    public MetricFilter Filter { get; init; } = new();

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Filter);
        Filter.Validate();
        ThrowIfTooShort(Window, nameof(Window));
        ThrowIfTooShort(Step, nameof(Step));
        if (Functions is null || Functions.Count > 64 || Functions.Any(static function => function.Kind is AggregateKind.First or AggregateKind.Last or AggregateKind.Distinct))
        {
            throw new ArgumentException("A window has at most 64 functions: count, sum, avg, min, max, std, rate and percentiles.", nameof(Functions));
        }
    }

    private static void ThrowIfTooShort(TimeSpan value, string name)
    {
        if (value < TimeSpan.FromMicroseconds(1))
        {
            throw new ArgumentOutOfRangeException(name, value, "Windows and steps are at least a microsecond long.");
        }
    }
}
