namespace Shannon.Analytics.Metrics;

/// <summary>What a <see cref="DerivedPart"/> counts.</summary>
internal enum DerivedPartKind
{
    /// <summary>Records.</summary>
    Count,

    /// <summary>The sum of their values.</summary>
    Sum,

    /// <summary>Different sessions among them.</summary>
    Sessions,
}
