namespace Shannon.Analytics.Dashboards;

/// <summary>What a gauge's value means.</summary>
public enum GaugeStatus
{
    /// <summary>Below all thresholds.</summary>
    Ok,

    /// <summary>From the first threshold on.</summary>
    Warn,

    /// <summary>From the second threshold on.</summary>
    High,

    /// <summary>From the third threshold on.</summary>
    Critical,
}
