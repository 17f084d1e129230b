using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>How two metrics go together.</summary>
public sealed record CorrelationRequest
{
    /// <summary>One metric: a name, a category, or <c>name.measurement</c>.</summary>
    public required Selector First { get; init; }

    /// <summary>The other.</summary>
    public required Selector Second { get; init; }

    /// <summary>The coefficient. Pearson's by default.</summary>
    public CorrelationMethod Method { get; init; }

    /// <summary>How values are paired. By nearest time by default, within a session where both have one.</summary>
    public SeriesAlignment Alignment { get; init; }

    /// <summary>How far apart in time two paired values may lie, from 0. 1 second by default.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The length of the buckets of <see cref="SeriesAlignment.Buckets"/>, positive. 1 minute by default.</summary>
    public TimeSpan BucketWidth { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most buckets that the second metric is shifted by, either way, in search of the best lag, 0 to 10,000; needs buckets. 0 by default.</summary>
    public int MaxLag { get; init; }

    /// <summary>The confidence of the interval, between 0 and 1. 0.95 by default.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Only this range of time, both ends included. All of time by default.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Only these records. All by default.</summary>
    public MetricFilter Filter { get; init; } = new();

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Filter);
        Filter.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Tolerance, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(BucketWidth, TimeSpan.FromMicroseconds(1));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxLag);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxLag, 10_000);
        if (!Enum.IsDefined(Method) || !Enum.IsDefined(Alignment))
        {
            throw new ArgumentException("The method or the alignment is not a defined one.");
        }

        if (!(Confidence > 0 && Confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "A confidence lies between 0 and 1, both excluded.");
        }

        if (MaxLag > 0 && Alignment != SeriesAlignment.Buckets)
        {
            throw new ArgumentException("A lag is a number of buckets: align by buckets to search for one.", nameof(MaxLag));
        }
    }
}
