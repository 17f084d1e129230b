namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>What a budget would have done to recorded history: every record whose cost would have gone over the limit counts as blocked, and its cost as not spent.</summary>
public sealed record BudgetSimulation
{
    /// <summary>The budget.</summary>
    public required Budget Budget { get; init; }

    /// <summary>Records with a cost that it concerns.</summary>
    public required long Requests { get; init; }

    /// <summary>What they cost, in US dollars.</summary>
    public required decimal Cost { get; init; }

    /// <summary>How many of them it would have blocked.</summary>
    public required long BlockedRequests { get; init; }

    /// <summary>What these cost: the saving, in US dollars.</summary>
    public required decimal BlockedCost { get; init; }

    /// <summary>The first one blocked, in UTC; <see langword="null"/> if none.</summary>
    public DateTimeOffset? FirstBlockedAt { get; init; }

    /// <summary>The accounts and periods in which it would have blocked something, the greatest saving first.</summary>
    public IReadOnlyList<BudgetSimulationEntry> Entries { get; init; } = [];
}
