namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Why a number is missing.</summary>
internal enum Undefined
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>There is nothing to compare with.</summary>
    EmptyBaseline,

    /// <summary>There is nothing to be compared.</summary>
    EmptyCurrent,

    /// <summary>What is compared with is 0.</summary>
    ZeroBaseline,

    /// <summary>There are fewer values than the statistic needs.</summary>
    TooFewValues,

    /// <summary>All values are equal.</summary>
    NoVariation,

    /// <summary>The result is beyond the range of double.</summary>
    OutOfRange,
}
