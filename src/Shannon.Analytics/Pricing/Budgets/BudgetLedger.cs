using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>Budgets over one store. Any number of ledgers, also in several processes, share the budgets of a store. Thread-safe.</summary>
public sealed class BudgetLedger : IBudgetLedger
{
    internal const string BudgetKind = "budget";
    internal const string AccountKind = "budget_account";

    // Accounts are few or many, and each is small: looking through them now and then is enough.
    private static readonly TimeSpan TidyingInterval = TimeSpan.FromHours(1);

    // No id of a budget holds it.
    private const char Separator = '|';

    private readonly IMetricStore _store;
    private readonly IStateStore _state;
    private readonly BudgetLedgerOptions _options;
    private long _tidyAt;

    /// <summary>Makes a ledger.</summary>
    /// <param name="store">Whose records count as spent before a budget is first used. It must also be an <see cref="IStateStore"/>. The caller goes on owning it.</param>
    /// <param name="options">How it works; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The store keeps no state.</exception>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public BudgetLedger(IMetricStore store, BudgetLedgerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _state = store as IStateStore ?? throw new ArgumentException($"{store.GetType().Name} keeps no state, and a budget must remember what was spent. Use a store that also implements IStateStore, such as SqliteStore.", nameof(store));
        _store = store;
        _options = options ?? new BudgetLedgerOptions();
        _options.Validate();
    }

    private DateTimeOffset Now => _store.TimeProvider.GetUtcNow();

    /// <inheritdoc/>
    public Task CreateAsync(Budget budget, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        budget.Validate();
        return _state.ApplyAsync([StateChange.Put(BudgetKind, budget.Id, BudgetJson.Write(budget))], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Budget>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await _state.ListStateAsync(BudgetKind, cancellationToken).ConfigureAwait(false)).Select(BudgetJson.ReadBudget)];

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        bool existed = await _state.GetStateAsync(BudgetKind, id, cancellationToken).ConfigureAwait(false) is not null;
        IReadOnlyList<StateEntry> accounts = await _state.ListStateAsync(AccountKind, cancellationToken).ConfigureAwait(false);
        await _state.ApplyAsync(
            [StateChange.Delete(BudgetKind, id), .. accounts.Where(entry => entry.Id.StartsWith(id + Separator, StringComparison.Ordinal)).Select(static entry => StateChange.Delete(AccountKind, entry.Id))],
            cancellationToken).ConfigureAwait(false);
        return existed;
    }

    /// <inheritdoc/>
    public async Task<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        await TidyAsync(Now, cancellationToken).ConfigureAwait(false);
        string id = Guid.NewGuid().ToString("N");
        while (true)
        {
            DateTimeOffset now = Now;
            var hold = new BudgetHold(id, request.Amount, now + _options.ReservationLifetime);
            var changes = new List<StateChange>();
            var blocked = new List<BudgetStatus>();
            foreach (Budget budget in await ListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (budget.AccountOf(request) is not { } subject)
                {
                    continue;
                }

                var (account, version) = await ReadAsync(budget, subject, now, cancellationToken).ConfigureAwait(false);
                BudgetStatus status = account.StatusOf(budget, now);
                if (status.Spent + status.Reserved + request.Amount > budget.Limit || status.IsExhausted)
                {
                    blocked.Add(status);
                }

                changes.Add(StateChange.Put(AccountKind, IdOf(account), BudgetJson.Write(account.With(hold, now)), version));
            }

            if (blocked.Count > 0)
            {
                return new BudgetDecision { BlockedBy = blocked };
            }

            // Another one who took of the same money in between has changed a version: look again. Each round someone gets on.
            if (changes.Count == 0 || await _state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false))
            {
                return new BudgetDecision { Reservation = new BudgetReservation(id, request.Amount, [.. changes.Select(static change => change.Id!)], hold.ExpiresAt) };
            }
        }
    }

    /// <inheritdoc/>
    public Task<bool> SettleAsync(BudgetReservation reservation, decimal cost, CancellationToken cancellationToken = default)
    {
        if (cost is < 0 or > MetricLimits.MaxCost)
        {
            throw new ArgumentOutOfRangeException(nameof(cost), cost, FormattableString.Invariant($"A cost lies between 0 and {MetricLimits.MaxCost} US dollars."));
        }

        return CloseAsync(reservation, cost, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(BudgetReservation reservation, CancellationToken cancellationToken = default) => CloseAsync(reservation, 0, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BudgetStatus>> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = Now;
        List<BudgetAccount> accounts = [.. (await _state.ListStateAsync(AccountKind, cancellationToken).ConfigureAwait(false)).Select(BudgetJson.ReadAccount)];
        var statuses = new List<BudgetStatus>();
        foreach (Budget budget in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            DateTimeOffset period = budget.PeriodStart(now);
            BudgetAccount[] own = [.. accounts.Where(account => account.BudgetId == budget.Id && account.PeriodStart == period && budget.AccountOf(account.Subject) is not null)];
            if (own.Length == 0 && (budget.Subject ?? (budget.Scope == BudgetScope.Everything ? string.Empty : null)) is { } subject)
            {
                own = [(await ReadAsync(budget, subject, now, cancellationToken).ConfigureAwait(false)).Account];
            }

            statuses.AddRange(own.OrderBy(static account => account.Subject, StringComparer.Ordinal).Select(account => account.StatusOf(budget, now)));
        }

        return statuses;
    }

    /// <inheritdoc/>
    public async Task SynchronizeAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        StateEntry? entry = await _state.GetStateAsync(BudgetKind, id, cancellationToken).ConfigureAwait(false);
        Budget budget = entry is null ? throw new KeyNotFoundException("There is no budget of this id. Create it first.") : BudgetJson.ReadBudget(entry);
        foreach (BudgetStatus status in (await GetStatusAsync(cancellationToken).ConfigureAwait(false)).Where(status => status.Budget.Id == id))
        {
            bool done;
            do
            {
                DateTimeOffset now = Now;
                var (account, version) = await ReadAsync(budget, status.Subject ?? string.Empty, now, cancellationToken).ConfigureAwait(false);
                decimal spent = await BudgetHistory.SpentAsync(_store, budget, account.Subject, account.PeriodStart, now, cancellationToken).ConfigureAwait(false);
                done = await _state.ApplyAsync([StateChange.Put(AccountKind, IdOf(account), BudgetJson.Write(account with { Spent = spent }), version)], cancellationToken).ConfigureAwait(false);
            }
            while (!done);
        }
    }

    /// <inheritdoc/>
    public Task<BudgetSimulation> SimulateAsync(Budget budget, TimeRange range = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        budget.Validate();
        return BudgetHistory.SimulateAsync(_store, budget, range, cancellationToken);
    }

    private static string IdOf(BudgetAccount account) =>
        string.Create(CultureInfo.InvariantCulture, $"{account.BudgetId}{Separator}{account.PeriodStart:yyyy-MM-ddTHH:mm}{Separator}{account.Subject}");

    // The account of the present period, and the version it has; one that is new begins with what was spent before anyone asked.
    private async Task<(BudgetAccount Account, long Version)> ReadAsync(Budget budget, string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = new BudgetAccount { BudgetId = budget.Id, Subject = subject, PeriodStart = budget.PeriodStart(now) };
        if (await _state.GetStateAsync(AccountKind, IdOf(account), cancellationToken).ConfigureAwait(false) is { } entry)
        {
            return (BudgetJson.ReadAccount(entry), entry.Version);
        }

        return (account with { Spent = await BudgetHistory.SpentAsync(_store, budget, subject, account.PeriodStart, now, cancellationToken).ConfigureAwait(false) }, 0);
    }

    // An account that somebody uses in between has another version then, and stays.
    private async Task TidyAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        long due = Interlocked.Read(ref _tidyAt);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _tidyAt, (now + TidyingInterval).UtcTicks, due) != due)
        {
            return;
        }

        Dictionary<string, Budget> budgets = (await ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static budget => budget.Id, StringComparer.Ordinal);
        foreach (StateEntry entry in await _state.ListStateAsync(AccountKind, cancellationToken).ConfigureAwait(false))
        {
            BudgetAccount account = BudgetJson.ReadAccount(entry);
            if (account.IsOver(budgets.GetValueOrDefault(account.BudgetId), now))
            {
                await _state.ApplyAsync([StateChange.Delete(AccountKind, entry.Id, entry.Version)], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> CloseAsync(BudgetReservation reservation, decimal cost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        while (true)
        {
            var changes = new List<StateChange>();
            foreach (string id in reservation.Accounts)
            {
                if (await _state.GetStateAsync(AccountKind, id, cancellationToken).ConfigureAwait(false) is { } entry && BudgetJson.ReadAccount(entry).Settled(reservation.Id, cost) is { } settled)
                {
                    changes.Add(StateChange.Put(AccountKind, id, BudgetJson.Write(settled), entry.Version));
                }
            }

            if (changes.Count == 0)
            {
                return false;
            }

            if (await _state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
    }
}
