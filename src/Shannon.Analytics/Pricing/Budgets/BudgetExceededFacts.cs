namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>What is told when a budget is used up.</summary>
internal sealed record BudgetExceededFacts
{
    public required string BudgetId { get; init; }

    public required BudgetScope Scope { get; init; }

    public string? Subject { get; init; }

    public required decimal Limit { get; init; }

    public required decimal Spent { get; init; }

    public required decimal Reserved { get; init; }

    public required DateTimeOffset PeriodStart { get; init; }

    public DateTimeOffset? PeriodEnd { get; init; }

    /// <summary><c>refused</c> if a call was, <c>spent</c> if what calls came to reached the limit.</summary>
    public required string Cause { get; init; }
}
