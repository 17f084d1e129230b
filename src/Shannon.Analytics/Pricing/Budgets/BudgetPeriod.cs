namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>After which time a budget begins anew.</summary>
public enum BudgetPeriod
{
    /// <summary>Every day.</summary>
    Day,

    /// <summary>Every week, on Monday.</summary>
    Week,

    /// <summary>Every month.</summary>
    Month,

    /// <summary>Never.</summary>
    Total,
}
