namespace Shannon.Analytics.Alerting;

/// <summary>How bad it is when an alert fires.</summary>
public enum AlertSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Someone should look at it. The default.</summary>
    Warning,

    /// <summary>Something fails.</summary>
    Error,

    /// <summary>Something must be done at once.</summary>
    Critical,
}
