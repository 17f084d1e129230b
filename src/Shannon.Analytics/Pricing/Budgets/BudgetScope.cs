namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>Whose spending a budget limits.</summary>
public enum BudgetScope
{
    /// <summary>All spending together.</summary>
    Everything,

    /// <summary>One user's, or each user's own.</summary>
    User,

    /// <summary>One project's, or each project's own.</summary>
    Project,

    /// <summary>One model's, or each model's own.</summary>
    Model,

    /// <summary>One session's, or each session's own.</summary>
    Session,
}
