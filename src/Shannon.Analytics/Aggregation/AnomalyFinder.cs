using Shannon.Analytics.Internals.Anomalies;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>Runs the method asked for over a series, and says whose session each anomaly belongs to.</summary>
internal static class AnomalyFinder
{
    // The list that the last search filled, while no garbage collection takes it.
    private static readonly WeakReference<List<AnomalyPoint>?> Spare = new(null);

    internal static IReadOnlyList<Anomaly> Find(AnomalyRequest request, Series series, CancellationToken cancellationToken)
    {
        List<AnomalyPoint> points = TakeSpare();
        Search(request, series, points, cancellationToken);
        Anomaly[] anomalies = Report(points, series);
        points.Clear();
        lock (Spare)
        {
            Spare.SetTarget(points);
        }

        return anomalies;
    }

    private static List<AnomalyPoint> TakeSpare()
    {
        lock (Spare)
        {
            List<AnomalyPoint> points = Spare.TryGetTarget(out List<AnomalyPoint>? spare) ? spare : [];
            Spare.SetTarget(null);
            return points;
        }
    }

    private static void Search(AnomalyRequest request, Series series, List<AnomalyPoint> points, CancellationToken cancellationToken)
    {
        ReadOnlySpan<long> times = series.TimestampsMicros.Span;
        ReadOnlySpan<double> values = series.Values.Span;
        long window = request.WindowSize.Ticks / TimeSpan.TicksPerMicrosecond;
        switch (request.Method)
        {
            case AnomalyMethod.ZScore:
                ZScoreDetector.Detect(times, values, request.Threshold ?? ZScoreDetector.DefaultThreshold, window, points, cancellationToken);
                break;
            case AnomalyMethod.MedianAbsoluteDeviation:
                RankDetector.DetectByMedian(times, values, request.Threshold ?? RankDetector.DefaultMedianThreshold, window, points, cancellationToken);
                break;
            case AnomalyMethod.InterquartileRange:
                RankDetector.DetectByQuartiles(times, values, request.Threshold ?? RankDetector.DefaultQuartileThreshold, window, points, cancellationToken);
                break;
            case AnomalyMethod.Ewma:
                AnomalyRunner.Run(new EwmaDetector(new EwmaDetectorOptions { Threshold = request.Threshold ?? EwmaDetectorOptions.DefaultThreshold }), times, values, points, cancellationToken);
                break;
            case AnomalyMethod.Seasonal:
                SeasonalDetector.Detect(times, values, request.Threshold ?? SeasonalDetector.DefaultThreshold, points, cancellationToken);
                break;
            default:
                AnomalyRunner.Run(new AutoDetector(new AutoDetectorOptions { Threshold = request.Threshold ?? AutoDetectorOptions.DefaultThreshold }), times, values, points, cancellationToken);
                break;
        }
    }

    private static Anomaly[] Report(List<AnomalyPoint> points, Series series)
    {
        ReadOnlySpan<long> times = series.TimestampsMicros.Span;
        var anomalies = new Anomaly[points.Count];
        int from = 0;
        for (int i = 0; i < anomalies.Length; i++)
        {
            // Detectors report nearly in order of time: that data was missing is known late.
            from = SortedTimes.From(times, i > 0 && points[i].TimeMicros < points[i - 1].TimeMicros ? 0 : from, points[i].TimeMicros);
            anomalies[i] = ToAnomaly(points[i], SessionFrom(from, points[i], series));
        }

        return anomalies;
    }

    private static Anomaly ToAnomaly(in AnomalyPoint point, string? sessionId) => new(
        UnixMicros.ToTime(point.TimeMicros),
        point.Value,
        point.Expected,
        point.Lower,
        point.Upper,
        point.Score,
        point.Side switch
        {
            DeviationSide.High => AnomalyDirection.High,
            DeviationSide.Low => AnomalyDirection.Low,
            _ => AnomalyDirection.None,
        },
        point.Cause switch
        {
            DeviationCause.LevelShift => AnomalyCause.LevelShift,
            DeviationCause.PatternChange => AnomalyCause.PatternChange,
            DeviationCause.FlatLine => AnomalyCause.FlatLine,
            DeviationCause.Missing => AnomalyCause.Missing,
            _ => AnomalyCause.Spike,
        },
        sessionId);

    /// <summary>Of several records at one moment, whose first is at <paramref name="first"/>, the one with the value.</summary>
    private static string? SessionFrom(int first, in AnomalyPoint point, Series series)
    {
        ReadOnlySpan<long> times = series.TimestampsMicros.Span;
        if (series.SessionCodes.IsEmpty || first == times.Length || times[first] != point.TimeMicros)
        {
            return null;
        }

        int at = first;
        while (at < times.Length && times[at] == point.TimeMicros && series.Values.Span[at] != point.Value)
        {
            at++;
        }

        at = at < times.Length && times[at] == point.TimeMicros ? at : first;
        int code = series.SessionCodes.Span[at];
        return code < 0 ? null : series.Sessions[code];
    }
}
