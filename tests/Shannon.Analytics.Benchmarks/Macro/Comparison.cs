namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>How a ratio is held against its bar.</summary>
internal enum Comparison
{
    /// <summary>The ratio must reach the bar.</summary>
    AtLeast,

    /// <summary>The ratio must not exceed the bar.</summary>
    AtMost,
}
