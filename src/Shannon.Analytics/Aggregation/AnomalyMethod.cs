namespace Shannon.Analytics.Aggregation;

/// <summary>How anomalies are told from ordinary values.</summary>
public enum AnomalyMethod
{
    /// <summary>By distance from the mean in standard deviations. The default.</summary>
    ZScore,

    /// <summary>By distance from the median in scaled median absolute deviations (Iglewicz and Hoaglin, 1993): outliers do not hide each other.</summary>
    MedianAbsoluteDeviation,

    /// <summary>By distance beyond the quartiles in interquartile ranges (Tukey, 1977).</summary>
    InterquartileRange,

    /// <summary>By distance from an exponentially weighted mean; looks only back, so that it finds the same live.</summary>
    Ewma,

    /// <summary>By distance from trend and season (robust STL).</summary>
    Seasonal,

    /// <summary>A detector that learns level, spread, and the profile of day and week; looks only back, so that it finds the same live.</summary>
    Auto,
}
