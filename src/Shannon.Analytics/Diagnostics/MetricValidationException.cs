namespace Shannon.Analytics.Diagnostics;

/// <summary>
/// A metric, or one of its fields, is outside what <see cref="Metrics.MetricLimits"/> allows.
/// Nothing of the call that carried it was stored.
/// </summary>
public sealed class MetricValidationException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="field">The offending field by its snake_case key, such as <c>value</c> or <c>session_id</c>.</param>
    /// <param name="problem">What was wrong, what is allowed and the remedy; without user data.</param>
    /// <param name="index">Position in the batch, counted from 0, or <see langword="null"/> for a single metric.</param>
    public MetricValidationException(string field, string problem, int? index = null)
        : base(index is null ? $"Field '{field}': {problem}" : $"Metric {index} of the batch, field '{field}': {problem} Nothing of this batch was stored.")
    {
        Field = field;
        Problem = problem;
        Index = index;
    }

    /// <summary>The offending field by its snake_case key.</summary>
    public string Field { get; }

    /// <summary>What was wrong, what is allowed and the remedy.</summary>
    public string Problem { get; }

    /// <summary>Position in the batch, counted from 0, or <see langword="null"/> for a single metric.</summary>
    public int? Index { get; }
}
