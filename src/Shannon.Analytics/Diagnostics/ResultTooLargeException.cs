namespace Shannon.Analytics.Diagnostics;

/// <summary>A call that returns a list met more results than the list may hold. The message says what to do: set a limit, narrow the query, or use a streaming variant.</summary>
public sealed class ResultTooLargeException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="maximum">How many results a list may hold.</param>
    /// <param name="streamingVariant">The method that streams the same results.</param>
    public ResultTooLargeException(int maximum, string streamingVariant)
        : base(FormattableString.Invariant($"More than {maximum} records match, which is the most a list returns. Set a Limit or a narrower time range, or stream them with {streamingVariant}."))
    {
        Maximum = maximum;
    }

    private ResultTooLargeException(string message, int maximum)
        : base(message) => Maximum = maximum;

    /// <summary>How many results a list may hold.</summary>
    public int Maximum { get; }

    internal static ResultTooLargeException OfGroups(int maximum) =>
        new(FormattableString.Invariant($"The answer has more than {maximum} groups or values, which is the most this query allows. Narrow its range or conditions, use wider buckets or fewer keys, or raise MaxGroups or MaxValues up to 10,000,000."), maximum);

    internal static ResultTooLargeException OfPoints(int maximum) =>
        new(FormattableString.Invariant($"More than {maximum} points match, which is the most this query allows. Narrow its range or conditions, aggregate with AggregateAsync, stream the records with ScanAsync, or raise MaxPoints up to 100,000,000."), maximum);
}
