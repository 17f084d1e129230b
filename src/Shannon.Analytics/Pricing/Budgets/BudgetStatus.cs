namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>How much of a budget is left.</summary>
public sealed record BudgetStatus
{
    /// <summary>The budget.</summary>
    public required Budget Budget { get; init; }

    /// <summary>The user, project, model or session whose account it is; <see langword="null"/> for all spending.</summary>
    public string? Subject { get; init; }

    /// <summary>The start of the present period in UTC.</summary>
    public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>Its end in UTC; <see langword="null"/> if it never ends.</summary>
    public DateTimeOffset? PeriodEnd { get; init; }

    /// <summary>US dollars spent in it.</summary>
    public required decimal Spent { get; init; }

    /// <summary>US dollars set aside for calls under way.</summary>
    public required decimal Reserved { get; init; }

    /// <summary>US dollars that can still be set aside; 0 if nothing.</summary>
    public decimal Remaining => Math.Max(0, Budget.Limit - Spent - Reserved);

    /// <summary>The share of the limit that is spent; above 1 if calls cost more than was set aside for them.</summary>
    public double Utilization => (double)(Spent / Budget.Limit);

    /// <summary>Whether nothing can be set aside any more.</summary>
    public bool IsExhausted => Spent + Reserved >= Budget.Limit;
}
