namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>Where a forecast comes from.</summary>
internal enum ForecastMethod
{
    /// <summary>The last value repeated: too little is known for more.</summary>
    LastValue,

    /// <summary>Several methods, weighted by how they did on this series; none of them carries most.</summary>
    Combination,

    /// <summary>Robust STL, then simple or damped exponential smoothing of what has no season.</summary>
    StlSmoothing,

    /// <summary>Robust STL, then Holt's linear trend.</summary>
    StlTrend,

    /// <summary>Robust STL, then the Theta method; on a series without season just Theta.</summary>
    StlTheta,

    /// <summary>Robust STL, then an autoregression about the mean.</summary>
    StlAutoregression,

    /// <summary>Robust STL, then an autoregression about the mean of the last few periods.</summary>
    StlRecentAutoregression,

    /// <summary>Regression on the last values and on those one and two periods ago.</summary>
    SeasonalAutoregression,

    /// <summary>Holt-Winters smoothing with one or several seasons.</summary>
    SeasonalSmoothing,

    /// <summary>The profile of the shortest period (weekdays, for days) over a few cycles about a robust level.</summary>
    SeasonalProfile,

    /// <summary>The profile of the longest period about the mean.</summary>
    LongProfile,
}
