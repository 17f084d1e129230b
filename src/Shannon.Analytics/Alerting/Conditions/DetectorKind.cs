namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>Which detector <c>anomaly</c> asks.</summary>
internal enum DetectorKind
{
    /// <summary><see cref="Internals.Anomalies.AutoDetector"/>.</summary>
    Auto,

    /// <summary><see cref="Internals.Anomalies.EwmaDetector"/>.</summary>
    Ewma,
}
