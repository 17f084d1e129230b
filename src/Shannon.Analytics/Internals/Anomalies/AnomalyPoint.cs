namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>What a detector says of one record. Every number is finite.</summary>
/// <param name="TimeMicros">When: the record's time, or the moment from which data counted as missing.</param>
/// <param name="Value">The record's value; the last one known where data is missing.</param>
/// <param name="Expected">What was expected in its place, from earlier records alone for online detectors.</param>
/// <param name="Lower">The lower end of what would have been ordinary.</param>
/// <param name="Upper">The upper end of what would have been ordinary.</param>
/// <param name="Score">How far out of the ordinary, in the detector's own unit; zero and up.</param>
/// <param name="News">The score after the cool-down: zero while the running incident has shown as much before. An alarm reaches the threshold.</param>
/// <param name="Side">On which side of the expected value.</param>
/// <param name="Cause">What kind of anomaly, if any.</param>
/// <param name="Outcome">Whether there is something to report.</param>
internal readonly record struct AnomalyPoint(
    long TimeMicros,
    double Value,
    double Expected,
    double Lower,
    double Upper,
    double Score,
    double News,
    DeviationSide Side,
    DeviationCause Cause,
    PointOutcome Outcome)
{
    /// <summary>The side on which <paramref name="value"/> lies.</summary>
    internal static DeviationSide SideOf(double value, double expected) =>
        value > expected ? DeviationSide.High : value < expected ? DeviationSide.Low : DeviationSide.None;
}
