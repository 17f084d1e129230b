using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime;

/// <summary>
/// Figures of one metric over a window that ends now. Of a derived figure such as <c>tokens_per_second</c>, <see cref="Current"/> is its value over the whole
/// window, and the others describe its values in the twelfths of the window. Undefined is <see langword="null"/>, never NaN.
/// </summary>
public sealed record MetricStats
{
    /// <summary>The latest value in the window; of a derived figure its value now. <see langword="null"/> without records.</summary>
    public double? Current { get; init; }

    /// <summary>The mean; <see langword="null"/> without records.</summary>
    public double? Average { get; init; }

    /// <summary>The least value.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest value.</summary>
    public double? Max { get; init; }

    /// <summary>How many values there are.</summary>
    public long Count { get; init; }

    /// <summary>The median.</summary>
    public double? P50 { get; init; }

    /// <summary>The 95th percentile, R-7; see <see cref="IsExact"/>.</summary>
    public double? P95 { get; init; }

    /// <summary>The 99th percentile, R-7; see <see cref="IsExact"/>.</summary>
    public double? P99 { get; init; }

    /// <summary>Values per second; <see langword="null"/> for a derived figure.</summary>
    public double? Rate { get; init; }

    /// <summary>The least-squares slope per minute; 0 without two moments to compare.</summary>
    public double Trend { get; init; }

    /// <summary>Where the value is going: rising or falling if the line moves by 1 % of the mean or more over the window.</summary>
    public TrendDirection TrendDirection { get; init; }

    /// <summary>
    /// True while no sixtieth of the window has more than 64 values: then all figures are those of exactly the window's values. Else percentiles are
    /// within 1 % (DDSketch), and the window may reach back by up to a sixtieth more.
    /// </summary>
    public bool IsExact { get; init; } = true;
}
