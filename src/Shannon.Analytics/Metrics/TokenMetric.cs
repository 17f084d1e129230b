namespace Shannon.Analytics.Metrics;

/// <summary>
/// Tokens of one response. Every property is a measurement of its snake_case name; the default measurement is
/// <c>total_tokens</c>, which is the sum of the parts when it is not given. Put the reported price into
/// <see cref="MetricInput.Cost"/>.
/// </summary>
/// <param name="Type">The metric's name.</param>
public sealed record TokenMetric(string Type = "token_usage") : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Token;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>Input tokens that came from no cache. Measurement <c>prompt_tokens</c>.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Output tokens. Measurement <c>completion_tokens</c>.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>All tokens; when not given, prompt + completion + cache read + cache creation. Measurement <c>total_tokens</c>.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Input tokens read from the prompt cache. Measurement <c>cache_read_tokens</c>.</summary>
    public long? CacheReadTokens { get; init; }

    /// <summary>Input tokens written to the prompt cache, all durations; when not given, the sum of the two below. Measurement <c>cache_creation_tokens</c>.</summary>
    public long? CacheCreationTokens { get; init; }

    /// <summary>Of these, kept for five minutes. Measurement <c>cache_creation_5m_tokens</c>.</summary>
    public long? CacheCreation5mTokens { get; init; }

    /// <summary>Of these, kept for one hour. Measurement <c>cache_creation_1h_tokens</c>.</summary>
    public long? CacheCreation1hTokens { get; init; }

    /// <summary>Output tokens spent on reasoning; part of <see cref="CompletionTokens"/>. Measurement <c>reasoning_tokens</c>.</summary>
    public long? ReasoningTokens { get; init; }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
        double? creation = CacheCreationTokens ?? Sum(CacheCreation5mTokens, CacheCreation1hTokens);
        VisitOptional(visitor, FieldNames.PromptTokens, PromptTokens);
        VisitOptional(visitor, FieldNames.CompletionTokens, CompletionTokens);
        VisitOptional(visitor, FieldNames.CacheReadTokens, CacheReadTokens);
        VisitOptional(visitor, FieldNames.CacheCreationTokens, creation);
        VisitOptional(visitor, FieldNames.CacheCreation5mTokens, CacheCreation5mTokens);
        VisitOptional(visitor, FieldNames.CacheCreation1hTokens, CacheCreation1hTokens);
        VisitOptional(visitor, FieldNames.ReasoningTokens, ReasoningTokens);
        VisitOptional(visitor, FieldNames.TotalTokens, TotalTokens ?? Sum(Sum(PromptTokens, CompletionTokens), Sum(CacheReadTokens, creation)));
    }

    // In doubles, which is what is stored: exact up to 2^53, and without overflow beyond.
    private static double? Sum(double? a, double? b) => a is null ? b : b is null ? a : a + b;
}
