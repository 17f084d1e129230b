namespace Shannon.Analytics.Metrics;

/// <summary>One count or sum behind a <see cref="DerivedFigure"/>.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Selector">Of which records.</param>
internal sealed record DerivedPart(DerivedPartKind Kind, Selector Selector)
{
    /// <summary>Only records that say they failed: <c>success</c> is false, or a <c>status_code</c> of 400 or more.</summary>
    internal bool OnlyFailed { get; init; }
}
