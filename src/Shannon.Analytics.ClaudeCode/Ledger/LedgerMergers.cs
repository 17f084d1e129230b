using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>The mergers of all kinds of records that several sources tell of. Thread-safe.</summary>
internal sealed class LedgerMergers(CostCalculator calculator)
{
    internal LedgerMerger Tokens { get; } = new TokenMerger(calculator);

    internal LedgerMerger Tools { get; } = new(LedgerPlan.Tools);

    internal LedgerMerger Answers { get; } = new(LedgerPlan.Answers);

    internal LedgerMerger Errors { get; } = new(LedgerPlan.Errors);
}
