namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>What one budget has spent and set aside for one subject in one period: a document of the state store.</summary>
internal sealed record BudgetAccount
{
    // So long after it expired, a call that is still under way can settle its reservation.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public required string BudgetId { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset PeriodStart { get; init; }

    public decimal Spent { get; init; }

    /// <summary>When the outside was told that it is used up; null if it was not.</summary>
    public DateTimeOffset? ExceededAt { get; init; }

    public IReadOnlyList<BudgetHold> Holds { get; init; } = [];

    /// <summary>Whose reservations have not expired.</summary>
    internal decimal ReservedAt(DateTimeOffset now) => Holds.Where(hold => hold.ExpiresAt > now).Sum(static hold => hold.Amount);

    internal BudgetAccount With(BudgetHold hold, DateTimeOffset now) => this with { Holds = [.. Holds.Where(held => held.ExpiresAt + Remembered > now), hold] };

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
