namespace Shannon.Analytics.Diagnostics;

/// <summary>A call that returns a list met more results than a list may hold. Use the streaming variant that the message names, or set a limit.</summary>
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

    /// <summary>How many results a list may hold.</summary>
    public int Maximum { get; }
}
