using System.Runtime.InteropServices;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime.Windows;

/// <summary>Puts the parts of a window together. Not thread-safe.</summary>
/// <param name="after">Values from here on back are over.</param>
/// <param name="now">Values behind this moment do not count yet.</param>
/// <param name="origin">What trends count their times from.</param>
internal sealed class SampleSummary(long after, long now, long origin)
{
    private readonly List<long> _times = [];
    private readonly List<double> _values = [];
    private MomentsAccumulator _moments;
    private TrendAccumulator _trend;
    private DDSketch? _sketch;
    private (long Time, long Id, double Value)? _last;

    internal long Count => _moments.Count + _values.Count;

    internal bool IsExact => _sketch is null;

    internal double Sum => All().Sum ?? 0;

    internal void Add(long id, long time, double value)
    {
        if (time > after && time <= now)
        {
            _times.Add(time);
            _values.Add(value);
            NoteLast((time, id, value));
        }
    }

    internal void Add(in MomentsAccumulator moments, in TrendAccumulator trend, DDSketch sketch, (long Time, long Id, double Value) last)
    {
        _moments.Merge(moments);
        _trend.Merge(trend);
        (_sketch ??= new DDSketch()).Merge(sketch);
        NoteLast(last);
    }

    internal MetricStats ToStats()
    {
        MomentsAccumulator moments = All();
        Span<double> values = CollectionsMarshal.AsSpan(_values);
        Span<long> times = CollectionsMarshal.AsSpan(_times);
        times.Sort(values);
        TrendAccumulator trend = _trend;
        trend.Merge(TrendAccumulator.Of(times, values, origin));
        bool isExact = _sketch is null;
        if (isExact)
        {
            values.Sort();
        }
        else
        {
            _sketch!.Add(values);
            values = [];
        }

        double slope = trend.SlopePerMinute ?? 0;
        return new MetricStats
        {
            Current = _last?.Value,
            Average = moments.Mean,
            Min = moments.Min,
            Max = moments.Max,
            Count = moments.Count,
            P50 = Quantile(0.5, values),
            P95 = Quantile(0.95, values),
            P99 = Quantile(0.99, values),
            Rate = moments.Count / ((now - after) / 1e6),
            Trend = slope,
            TrendDirection = Trend.DirectionOf(slope * (now - after) / 60e6, moments.Mean ?? 0),
            IsExact = isExact,
        };
    }

    private double? Quantile(double probability, ReadOnlySpan<double> sorted) =>
        _sketch is not null ? _sketch.Quantile(probability) : sorted.IsEmpty ? null : Quantiles.OfSorted(sorted, probability);

    private MomentsAccumulator All()
    {
        MomentsAccumulator all = _moments;
        all.Merge(MomentsAccumulator.Of(CollectionsMarshal.AsSpan(_values)));
        return all;
    }

    private void NoteLast((long Time, long Id, double Value) sample)
    {
        if (_last is not { } last || (sample.Time, sample.Id).CompareTo((last.Time, last.Id)) > 0)
        {
            _last = sample;
        }
    }
}
