namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>How something changed from one period to the next.</summary>
public enum ChangeDirection
{
    /// <summary>Not at all, or it was in neither.</summary>
    Unchanged,

    /// <summary>It is more.</summary>
    Up,

    /// <summary>It is less.</summary>
    Down,

    /// <summary>It was nothing before.</summary>
    New,

    /// <summary>It is nothing any more.</summary>
    Gone,
}
