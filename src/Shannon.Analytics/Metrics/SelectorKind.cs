namespace Shannon.Analytics.Metrics;

/// <summary>What a <see cref="Selector"/> names.</summary>
public enum SelectorKind
{
    /// <summary>Every record.</summary>
    All,

    /// <summary>The records of one metric name.</summary>
    Name,

    /// <summary>The records of one category.</summary>
    Category,

    /// <summary>A figure derived from several metrics, such as <c>error_rate</c>; it selects no records by itself.</summary>
    Derived,
}
