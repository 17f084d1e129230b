namespace Shannon.Analytics.Metrics;

/// <summary>How bad an error is. Stored by its lower-case word.</summary>
public enum ErrorSeverity
{
    /// <summary>Of interest to developers only.</summary>
    Debug,

    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Something went wrong and was dealt with.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,

    /// <summary>The session or the host cannot go on.</summary>
    Critical,
}
