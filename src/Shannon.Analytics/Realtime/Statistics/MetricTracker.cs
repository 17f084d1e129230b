using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>Follows one metric over one window.</summary>
internal abstract class MetricTracker
{
    /// <summary>What to read of the store to begin with.</summary>
    internal abstract IReadOnlyList<Selector> Sources { get; }

    /// <summary>What to read of the day before the window as well.</summary>
    internal virtual IReadOnlyList<Selector> EarlierSources => [];

    /// <summary>The measurements that are read.</summary>
    internal IReadOnlyList<string> MeasurementNames =>
        [.. Sources.Select(source => source.Measurement).OfType<string>().Concat(Enum.GetValues<MetricCategory>().Select(DefaultMeasurement.Of)).Distinct(StringComparer.Ordinal)];

    /// <summary>The attributes that are read.</summary>
    internal virtual IReadOnlyList<string> AttributeNames => [];

    internal static MetricTracker Of(Selector metric, long window, long now) =>
        DerivedFigure.Of(metric) is { } figure ? new DerivedTracker(figure, window, now) : new ValueTracker(metric, window, now);

    /// <summary>Takes a record in.</summary>
    /// <param name="rows">The records.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="now">The time.</param>
    internal abstract void Add(IRecordRows rows, int index, long now);

    /// <summary>Takes a record out that a better copy stands in for, as far as it is still known.</summary>
    internal abstract void Remove(long id);

    internal abstract MetricStats Read(long now);
}
