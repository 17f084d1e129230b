namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>One account and period in which a budget would have blocked something.</summary>
/// <param name="Subject">The user, project, model or session; <see langword="null"/> for all spending.</param>
/// <param name="PeriodStart">The start of the period in UTC.</param>
/// <param name="Cost">What was spent, in US dollars.</param>
/// <param name="BlockedRequests">Records that would have been blocked.</param>
/// <param name="BlockedCost">What they cost, in US dollars.</param>
public sealed record BudgetSimulationEntry(string? Subject, DateTimeOffset PeriodStart, decimal Cost, long BlockedRequests, decimal BlockedCost);
