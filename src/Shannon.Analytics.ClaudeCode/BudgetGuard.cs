using System.Collections.Concurrent;
using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing.Budgets;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>
/// Holds prompts to budgets: sets money aside before one starts, stops one that costs more, and settles what it did cost. Where none is left the prompt fails with
/// the error type <see cref="ClaudeErrorTypes.BudgetExceeded"/>. Thread-safe.
/// </summary>
public sealed class BudgetGuard : IPromptGuard
{
    private readonly IBudgetLedger _budgets;
    private readonly decimal _amount;
    private readonly ConcurrentDictionary<string, BudgetReservation> _reservations = new(StringComparer.Ordinal);

    /// <summary>Makes a guard.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="amount">US dollars that one prompt may cost at most, above 0; they are set aside while it runs.</param>
    public BudgetGuard(IBudgetLedger budgets, decimal amount)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        if (amount is <= 0 or > MetricLimits.MaxCost)
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, string.Create(CultureInfo.InvariantCulture, $"An amount lies above 0, up to {MetricLimits.MaxCost} US dollars."));
        }

        _budgets = budgets;
        _amount = amount;
    }

    /// <inheritdoc/>
    public async ValueTask<PromptPermit> AskAsync(AgentSession session, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var request = new BudgetRequest { Amount = _amount, SessionId = session.Id, UserId = session.UserId, Project = session.Project, Model = session.Model };
        BudgetDecision decision = await _budgets.ReserveAsync(request, cancellationToken).ConfigureAwait(false);
        if (!decision.IsAllowed)
        {
            return new PromptPermit { IsAllowed = false, Reason = ClaudeErrorTypes.BudgetExceeded };
        }

        _reservations[decision.Reservation.Id] = decision.Reservation;
        return new PromptPermit { IsAllowed = true, MaxCost = _amount, Reference = decision.Reservation.Id };
    }

    /// <inheritdoc/>
    public async ValueTask SettleAsync(PromptPermit permit, decimal cost, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(permit);
        if (permit.Reference is { } id && _reservations.TryRemove(id, out BudgetReservation? reservation))
        {
            await _budgets.SettleAsync(reservation, cost, cancellationToken).ConfigureAwait(false);
        }
    }
}
