using System.Globalization;
using System.Text.Json;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>
/// Tells the outside once for each account and period that a budget is used up: the event is kept with the account that says so. Thread-safe.
/// </summary>
internal sealed class BudgetAlarm(EventOutbox outbox)
{
    /// <summary>Marks an account as told of, and adds its event; leaves both alone if it was told of, or nobody listens.</summary>
    /// <param name="status">How the account stands by now.</param>
    /// <param name="account">The account.</param>
    /// <param name="cause"><c>refused</c> or <c>spent</c>.</param>
    /// <param name="now">The moment.</param>
    /// <param name="changes">Where the event goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<BudgetAccount> RaiseAsync(BudgetStatus status, BudgetAccount account, string cause, DateTimeOffset now, List<StateChange> changes, CancellationToken cancellationToken)
    {
        if (account.ExceededAt is not null || !await outbox.HasListenersAsync(cancellationToken).ConfigureAwait(false))
        {
            return account;
        }

        changes.Add(EventOutbox.Append(Word(status, cause, now)));
        return account with { ExceededAt = now };
    }

    /// <summary>To be called when the changes are applied.</summary>
    internal void SayRaised(List<StateChange> changes)
    {
        if (changes.Exists(static change => change.Kind == StateChangeKind.Append))
        {
            outbox.SayAppended();
        }
    }

    private static OutboxEvent Word(BudgetStatus status, string cause, DateTimeOffset now)
    {
        string id = EventOutbox.IdOf(OutboxEventTypes.BudgetExceeded, status.Budget.Id, status.PeriodStart.ToString("O", CultureInfo.InvariantCulture), status.Subject ?? string.Empty);
        var facts = new BudgetExceededFacts
        {
            BudgetId = status.Budget.Id,
            Scope = status.Budget.Scope,
            Subject = status.Subject,
            Limit = status.Budget.Limit,
            Spent = status.Spent,
            Reserved = status.Reserved,
            PeriodStart = status.PeriodStart,
            PeriodEnd = status.PeriodEnd,
            Cause = cause,
        };
        return new OutboxEvent { Id = id, Type = OutboxEventTypes.BudgetExceeded, At = now, Data = JsonSerializer.SerializeToElement(facts, BudgetJson.Default.BudgetExceededFacts) };
    }
}
