namespace Shannon.Analytics.Alerting;

/// <summary>A text is no condition of an alert. The message says where, what is allowed there, and how to mend it.</summary>
public sealed class AlertConditionException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="position">Where in the text, counted from 0.</param>
    /// <param name="problem">What is wrong, what is allowed and the remedy.</param>
    public AlertConditionException(int position, string problem)
        : base(FormattableString.Invariant($"The condition is wrong at position {position}: {problem}"))
    {
        Position = position;
        Problem = problem;
    }

    /// <summary>Where in the text, counted from 0; the text's length if something is missing at its end.</summary>
    public int Position { get; }

    /// <summary>What is wrong, what is allowed and the remedy.</summary>
    public string Problem { get; }
}
