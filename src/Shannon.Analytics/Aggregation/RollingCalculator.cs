using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>Slides windows over a series.</summary>
internal static class RollingCalculator
{
    private const int CheckEvery = 1024;

    internal static RollingStatistics Calculate(RollingStatsRequest request, Series series, CancellationToken cancellationToken)
    {
        var rows = new List<RollingWindowRow>();
        if (series.Count == 0)
        {
            return new RollingStatistics(rows);
        }

        string[] names = [.. request.Functions.Select(static function => function.ToString())];
        double[] probabilities = [.. request.Functions.Where(static function => function.Kind == AggregateKind.Percentile).Select(static function => function.Rank / 100)];
        double[] quantiles = new double[probabilities.Length];
        long length = request.Window.Ticks / TimeSpan.TicksPerMicrosecond;
        long step = request.Step.Ticks / TimeSpan.TicksPerMicrosecond;
        using var windows = new RollingWindows(series.TimestampsMicros.Span, series.Values.Span, length, step, withTrend: true);
        using var ranks = new RollingQuantiles(probabilities.Length == 0 ? default : series.Values.Span, (double)length / step);
        while (windows.MoveNext())
        {
            if (rows.Count % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (rows.Count == MetricLimits.MaxListCount)
            {
                throw new ArgumentException(FormattableString.Invariant($"There are more than {MetricLimits.MaxListCount} windows. Choose a longer step or a shorter range."), nameof(request));
            }

            if (probabilities.Length > 0)
            {
                ranks.Compute(windows.From, windows.To, probabilities, quantiles);
            }

            rows.Add(Row(request, windows, length, names, quantiles));
        }

        return new RollingStatistics(rows);
    }

    private static RollingWindowRow Row(RollingStatsRequest request, in RollingWindows windows, long length, string[] names, double[] quantiles)
    {
        MomentsAccumulator moments = windows.Moments;
        double?[] values = new double?[names.Length];
        int quantile = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = request.Functions[i].Kind switch
            {
                AggregateKind.Count => moments.Count,
                AggregateKind.Sum => moments.Sum,
                AggregateKind.Average => moments.Mean,
                AggregateKind.Minimum => moments.Min,
                AggregateKind.Maximum => moments.Max,
                AggregateKind.StandardDeviation => moments.StandardDeviation ?? 0,
                AggregateKind.Rate => moments.Count / request.Window.TotalSeconds,
                _ => quantiles[quantile++],
            };
            if (values[i] is { } value && !double.IsFinite(value))
            {
                values[i] = null;
            }
        }

        double slope = windows.SlopePerMinute is { } perMinute && double.IsFinite(perMinute) ? perMinute : 0;
        return new RollingWindowRow(
            UnixMicros.ToTime(windows.End - length),
            UnixMicros.ToTime(windows.End),
            moments.Count,
            new AggregateValues(names, values),
            slope,
            Trend.DirectionOf(slope * request.Window.TotalMinutes, moments.Mean ?? 0));
    }
}
