using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>How a <see cref="BudgetLedger"/> works. Immutable and thread-safe.</summary>
public sealed record BudgetLedgerOptions
{
    /// <summary>
    /// After how long money set aside is free again unless settled, as it is when the process died: 1 second to 24 hours. 15 minutes by default; choose it longer than the longest call.
    /// </summary>
    public TimeSpan ReservationLifetime { get; init; } = TimeSpan.FromMinutes(15);

    internal void Validate()
    {
        var errors = new List<string>();
        OptionChecks.Range(errors, nameof(ReservationLifetime), ReservationLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        OptionChecks.ThrowIfAny(nameof(BudgetLedgerOptions), errors);
    }
}
