using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>
/// How one more measurement follows from others: factor × sum of the numerator / sum of the denominator. It applies where every measurement of the numerator
/// and one of the denominator is there, the denominator is above 0, and the record has no measurement of that name yet. Immutable.
/// </summary>
/// <param name="Name">The measurement it gives.</param>
/// <param name="Numerator">The measurements above the line.</param>
/// <param name="Denominator">The measurements below the line; those that are absent count 0.</param>
/// <param name="Factor">The factor, finite; 1 by default.</param>
public sealed record DerivedMetricRule(string Name, IReadOnlyList<string> Numerator, IReadOnlyList<string> Denominator, double Factor = 1)
{
    private const string TokensPerSecond = "tokens_per_second";

    /// <summary>
    /// The usual ones: <c>tokens_per_second</c> from tokens and a duration, and <c>cache_hit_share</c>, the share of the input tokens that came from the
    /// prompt cache. Of several rules of one name the first that applies counts.
    /// </summary>
    public static IReadOnlyList<DerivedMetricRule> Defaults { get; } =
    [
        new(TokensPerSecond, [FieldNames.TotalTokens], [FieldNames.Duration]),
        new(TokensPerSecond, [FieldNames.TotalTokens], [FieldNames.DurationMs], 1_000),
        new(TokensPerSecond, [FieldNames.Tokens], [FieldNames.Duration]),
        new("cache_hit_share", [FieldNames.CacheReadTokens], [FieldNames.PromptTokens, FieldNames.CacheReadTokens, FieldNames.CacheCreationTokens]),
    ];

    internal void Validate(List<string> errors, string path)
    {
        IEnumerable<string?> names = [Name, .. Numerator ?? [], .. Denominator ?? []];
        if (names.Any(name => string.IsNullOrEmpty(name) || name.Length > MetricLimits.MaxFieldNameLength))
        {
            errors.Add(FormattableString.Invariant($"{path} names a measurement that is empty or longer than {MetricLimits.MaxFieldNameLength} characters."));
        }

        if (Numerator is not { Count: > 0 and <= PipelineLimits.MaxRules } || Denominator is not { Count: > 0 and <= PipelineLimits.MaxRules })
        {
            errors.Add(FormattableString.Invariant($"{path} has {Numerator?.Count ?? 0} measurements above and {Denominator?.Count ?? 0} below the line; 1 to {PipelineLimits.MaxRules} are allowed for each."));
        }

        if (!double.IsFinite(Factor))
        {
            errors.Add($"{path}.factor is not finite; 1 is usual.");
        }
    }
}
