namespace Shannon.Analytics.Reporting.Documents;

/// <summary>A point of a chart, at a time or at a category. Infinite and undefined numbers count as missing.</summary>
public readonly record struct ChartPoint
{
    private ChartPoint(DateTimeOffset? time, string? category, double? value, double? lower, double? upper)
    {
        Time = time;
        Category = category;
        Value = Finite(value);
        Lower = Finite(lower);
        Upper = Finite(upper);
    }

    /// <summary>The moment, or <see langword="null"/> for a point at a category. For a bucket, its start.</summary>
    public DateTimeOffset? Time { get; }

    /// <summary>The category, or <see langword="null"/> for a point at a time.</summary>
    public string? Category { get; }

    /// <summary>The value, or <see langword="null"/> for a gap.</summary>
    public double? Value { get; }

    /// <summary>The lower end of the interval around the value, or <see langword="null"/> for none.</summary>
    public double? Lower { get; }

    /// <summary>The upper end of the interval around the value, or <see langword="null"/> for none.</summary>
    public double? Upper { get; }

    /// <summary>A point at a time.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="value">The value, or <see langword="null"/> for a gap.</param>
    public static ChartPoint At(DateTimeOffset time, double? value) => new(time, null, value, null, null);

    /// <summary>A point at a time with an interval around its value.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="value">The value, or <see langword="null"/> for a gap.</param>
    /// <param name="lower">The lower end of the interval.</param>
    /// <param name="upper">The upper end of the interval.</param>
    public static ChartPoint At(DateTimeOffset time, double? value, double? lower, double? upper) => new(time, null, value, lower, upper);

    /// <summary>A point at a category.</summary>
    /// <param name="category">The category.</param>
    /// <param name="value">The value, or <see langword="null"/> for none.</param>
    public static ChartPoint Of(string category, double? value) => new(null, category, value, null, null);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
