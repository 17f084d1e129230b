namespace Shannon.Analytics.Documents;

/// <summary>A size of paper.</summary>
public enum PageFormat
{
    /// <summary>210 × 297 mm.</summary>
    A4,

    /// <summary>8.5 × 11 inches.</summary>
    Letter,
}
