namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>What one budget has spent and set aside for one subject in one period: a document of the state store.</summary>
internal sealed record BudgetAccount
{
    // So long after it expired, a call that is still under way can settle its reservation.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    // A session that goes on after this is rare, and the records still know it.
    private static readonly TimeSpan SessionIsIdle = TimeSpan.FromDays(30);

    public required string BudgetId { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset PeriodStart { get; init; }

    public decimal Spent { get; init; }

    /// <summary>When money was last set aside; null if an earlier release wrote it.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    public IReadOnlyList<BudgetHold> Holds { get; init; } = [];

    /// <summary>Whose reservations have not expired.</summary>
    internal decimal ReservedAt(DateTimeOffset now) => Holds.Where(hold => hold.ExpiresAt > now).Sum(static hold => hold.Amount);

    internal BudgetAccount With(BudgetHold hold, DateTimeOffset now) => this with { Holds = [.. Holds.Where(held => held.ExpiresAt + Remembered > now), hold], UsedAt = now };

    /// <summary>
    /// Whether nobody will miss it: nothing is under way, and its period is over or its session has long been idle. Should that session come back, its account begins
    /// with what the records say it spent.
    /// </summary>
    /// <param name="budget">Its budget; null if that is gone.</param>
    /// <param name="now">The present.</param>
    internal bool IsOver(Budget? budget, DateTimeOffset now) =>
        Holds.All(hold => hold.ExpiresAt + Remembered <= now)
        && (budget is null
            || budget.PeriodEnd(PeriodStart) + Remembered <= now
            || (budget.Scope == BudgetScope.Session && UsedAt + SessionIsIdle <= now));

    /// <summary>Without a reservation, and with what it came to; null if it is not there.</summary>
    internal BudgetAccount? Settled(string reservation, decimal cost) =>
        Holds.Any(hold => string.Equals(hold.Id, reservation, StringComparison.Ordinal))
            ? this with { Spent = Spent + cost, Holds = [.. Holds.Where(hold => !string.Equals(hold.Id, reservation, StringComparison.Ordinal))] }
            : null;

    internal BudgetStatus StatusOf(Budget budget, DateTimeOffset now) => new()
    {
        Budget = budget,
        Subject = budget.Scope == BudgetScope.Everything ? null : Subject,
        PeriodStart = PeriodStart,
        PeriodEnd = budget.PeriodEnd(PeriodStart),
        Spent = Spent,
        Reserved = ReservedAt(now),
    };
}
