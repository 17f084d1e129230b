using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Windows;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>A function of the values in a window that follows from their moments. The sum and rate of nothing are zero; its mean and extremes are undefined.</summary>
internal sealed class MomentsInput(AggregateKind function, Selector metric, long windowMicros) : ValueInput(ValuesOf(metric))
{
    private readonly SlidingTotal<MomentsTotal> _window = new(windowMicros);

    internal override double Read(long now)
    {
        MomentsAccumulator moments = _window.Read(now).Moments;
        return function switch
        {
            AggregateKind.Sum => moments.Sum,
            AggregateKind.Rate => moments.Sum / windowMicros * UnixMicros.PerSecond,
            AggregateKind.Average => moments.Mean,
            AggregateKind.Minimum => moments.Min,
            AggregateKind.Maximum => moments.Max,
            _ => moments.Count == 1 ? 0 : moments.StandardDeviation,
        } ?? double.NaN;
    }

    private protected override bool Take(double value, MetricRecord record, long time, long now)
    {
        _window.Add(time, value, now);
        return true;
    }
}
