namespace Shannon.Analytics.Metrics;

/// <summary>
/// Which records a plain selector takes its values from. Some names stand for more than the metric of that name: the event
/// <c>prompt_execution</c> carries a response time as <c>duration</c> (seconds) and tokens as <c>tokens</c>.
/// </summary>
internal static class ValueSources
{
    private static readonly Selector PromptDuration = Selector.Of(FieldNames.PromptExecution, FieldNames.Duration);
    private static readonly Selector PromptTokens = Selector.Of(FieldNames.PromptExecution, FieldNames.Tokens);

    /// <summary>The selectors to read beside the one given; each addresses its own measurement.</summary>
    internal static IReadOnlyList<Selector> BesideOf(Selector selector) => selector switch
    {
        { Kind: SelectorKind.Name, Name: FieldNames.ResponseTime, Measurement: null or FieldNames.Value } => [PromptDuration],
        { Kind: SelectorKind.Name, Name: FieldNames.TokenUsage, Measurement: null or FieldNames.TotalTokens } => [PromptTokens],
        _ => [],
    };
}
