namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>What a value of a stored series is compared with: a center and, on either side, where a score of zero ends and how much one of score is.</summary>
/// <param name="Center">What is expected.</param>
/// <param name="Low">Below this scores begin.</param>
/// <param name="High">Above this scores begin.</param>
/// <param name="Scale">One of score; zero if values do not vary, and then there are no anomalies.</param>
internal readonly record struct Reference(double Center, double Low, double High, double Scale)
{
    /// <summary>A spread below this share of the center is rounding.</summary>
    internal const double RoundingShare = 1e-12;

    internal static Reference None => default;

    /// <summary>A reference that scores by distance from the center.</summary>
    internal static Reference Around(double center, double scale) => new(center, center, center, scale);

    /// <summary>Adds an anomaly if the value scores the threshold or more.</summary>
    internal void Judge(long timeMicros, double value, double threshold, List<AnomalyPoint> anomalies)
    {
        double distance = Math.Max(value - High, Low - value);
        if (!(Scale > RoundingShare * Math.Abs(Center)) || !(distance >= threshold * Scale) || !(distance > 0))
        {
            return;
        }

        double score = Math.Min(distance / Scale, double.MaxValue);
        anomalies.Add(new(
            timeMicros,
            value,
            Center,
            Low - (threshold * Scale),
            High + (threshold * Scale),
            score,
            score,
            AnomalyPoint.SideOf(value, Center),
            DeviationCause.Spike,
            PointOutcome.Alarm));
    }
}
