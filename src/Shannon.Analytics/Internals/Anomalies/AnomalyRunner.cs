namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>Runs an online detector over a stored series, by time, exactly as a live stream would.</summary>
internal static class AnomalyRunner
{
    private const int CheckEvery = 4096;

    /// <summary>Adds one point for each incident to <paramref name="anomalies"/>; a revised incident has its last cause.</summary>
    internal static void Run(IAnomalyDetector detector, ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values, List<AnomalyPoint> anomalies, CancellationToken cancellationToken)
    {
        DetectorArguments.CheckSeries(timesMicros, values);
        for (int i = 0; i < values.Length; i++)
        {
            if (i % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (detector.TryDetectMissing(timesMicros[i], out AnomalyPoint missing))
            {
                anomalies.Add(missing);
            }

            Collect(anomalies, detector.Observe(timesMicros[i], values[i]));
        }
    }

    /// <summary>Adds an alarm, applies a revision to the incident it revises, and drops the rest. For live streams as well.</summary>
    internal static void Collect(List<AnomalyPoint> anomalies, in AnomalyPoint point)
    {
        if (point.Outcome == PointOutcome.Alarm)
        {
            anomalies.Add(point);
        }
        else if (point.Outcome == PointOutcome.Revision)
        {
            // Missing data is an incident of its own, never the one revised.
            int revised = anomalies.FindLastIndex(anomaly => anomaly.Cause != DeviationCause.Missing);
            if (revised >= 0)
            {
                anomalies[revised] = anomalies[revised] with { Cause = point.Cause };
            }
        }
    }
}
