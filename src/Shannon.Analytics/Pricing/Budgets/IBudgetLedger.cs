using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>
/// Budgets in the path of calls: money is set aside before a call and settled after it, so that calls side by side, in one process or several over one file,
/// cannot spend the same money. What was spent survives restarts. Thread-safe.
/// </summary>
public interface IBudgetLedger
{
    /// <summary>Creates a budget, or replaces the one of the same id.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">A property is out of range.</exception>
    Task CreateAsync(Budget budget, CancellationToken cancellationToken = default);

    /// <summary>All budgets, by id.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<Budget>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Deletes a budget with its accounts.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Sets money aside on every budget that a call concerns: on all of them, or on none.</summary>
    /// <param name="request">Who wants to spend how much.</param>
    /// <param name="cancellationToken">Gives up; nothing is set aside then.</param>
    /// <returns>The reservation, or what stands against it.</returns>
    /// <exception cref="ArgumentException">The amount is out of range.</exception>
    Task<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken = default);

    /// <summary>Replaces money set aside by what the call cost, even if the reservation has expired or the cost is greater. The second time it does nothing.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="cost">What the call cost in US dollars, 0 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if the reservation was settled or released before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cost is out of range.</exception>
    Task<bool> SettleAsync(BudgetReservation reservation, decimal cost, CancellationToken cancellationToken = default);

    /// <summary>Frees money set aside for a call that was not made.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if the reservation was settled or released before.</returns>
    Task<bool> ReleaseAsync(BudgetReservation reservation, CancellationToken cancellationToken = default);

    /// <summary>How much is left of each account that was used in the present period, by budget and subject; of a budget that nobody used yet, of its one account.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<BudgetStatus>> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets what was spent in the present period to what the stored records of it cost, for hosts that also spend without asking. Reservations stay.</summary>
    /// <param name="id">The budget's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such budget.</exception>
    Task SynchronizeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says what a budget would have blocked. Nothing is created or changed.</summary>
    /// <param name="budget">The budget; it need not exist.</param>
    /// <param name="range">The history to look at.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentException">A property of the budget is out of range.</exception>
    Task<BudgetSimulation> SimulateAsync(Budget budget, TimeRange range = default, CancellationToken cancellationToken = default);
}
