using System.Diagnostics.CodeAnalysis;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>Whether a call may be made.</summary>
public sealed record BudgetDecision
{
    /// <summary>Whether it may.</summary>
    [MemberNotNullWhen(true, nameof(Reservation))]
    public bool IsAllowed => Reservation is not null;

    /// <summary>The money set aside; <see langword="null"/> if the call may not be made.</summary>
    public BudgetReservation? Reservation { get; init; }

    /// <summary>The budgets that stand against it; empty if it may.</summary>
    public IReadOnlyList<BudgetStatus> BlockedBy { get; init; } = [];
}
