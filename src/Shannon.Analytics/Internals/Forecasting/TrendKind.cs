namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>What an exponential smoothing does with the trend.</summary>
internal enum TrendKind
{
    /// <summary>Level only: simple exponential smoothing.</summary>
    None,

    /// <summary>Holt's linear trend.</summary>
    Linear,

    /// <summary>Gardner and McKenzie's damped trend.</summary>
    Damped,
}
