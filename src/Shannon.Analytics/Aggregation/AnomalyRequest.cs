using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>Where and how to look for anomalies.</summary>
public sealed record AnomalyRequest
{
    /// <summary>The metric: a name, a category, or <c>name.measurement</c>.</summary>
    public required Selector Metric { get; init; }

    /// <summary>How to tell them. By z-score by default.</summary>
    public AnomalyMethod Method { get; init; }

    /// <summary>From which score on a value is an anomaly, positive; <see langword="null"/> (the default) for the method's own: 3 for z-scores, 3.5 for the median's, 1.5 for the quartiles'.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// What a value is compared with by z-score, median and quartiles: all values if they span no more than this, else those of the time before it.
    /// Positive; one hour by default.
    /// </summary>
    public TimeSpan WindowSize { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Only this range of time, both ends included. All of time by default.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only these records. All by default.</summary>
    public MetricFilter Filter { get; init; } = new();

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Filter);
        Filter.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WindowSize, TimeSpan.Zero);
        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, "Not a defined method.");
        }

        if (Threshold is { } threshold && !(threshold > 0 && double.IsFinite(threshold)))
        {
            throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "A threshold is a positive number; leave it null for the method's own.");
        }
    }
}
