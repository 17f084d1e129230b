namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>Money set aside for a call. Settle it with what the call cost, or release it; otherwise it is free again when it expires.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Amount">US dollars set aside on each account.</param>
/// <param name="Accounts">The accounts it stands on; empty if no budget concerns the call.</param>
/// <param name="ExpiresAt">When it is free again unless settled.</param>
public sealed record BudgetReservation(string Id, decimal Amount, IReadOnlyList<string> Accounts, DateTimeOffset ExpiresAt);
