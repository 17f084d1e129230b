namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>Money set aside on an account.</summary>
/// <param name="Id">The reservation's id.</param>
/// <param name="Amount">US dollars.</param>
/// <param name="ExpiresAt">From when on it does not count.</param>
internal sealed record BudgetHold(string Id, decimal Amount, DateTimeOffset ExpiresAt);
