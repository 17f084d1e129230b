using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>What the stored records say was spent.</summary>
internal static class BudgetHistory
{
    /// <summary>The costs stored for a subject since a moment.</summary>
    internal static async Task<decimal> SpentAsync(IMetricStore store, Budget budget, string subject, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        AggregateResult result = await store.AggregateAsync(
            new AggregateQuery
            {
                Selector = Selector.AllCosts,
                Functions = [AggregateFunction.Count],
                IncludeCosts = true,
                Range = new TimeRange(since, until < since ? since : until),
                UserId = budget.Scope == BudgetScope.User ? subject : null,
                Project = budget.Scope == BudgetScope.Project ? subject : null,
                Model = budget.Scope == BudgetScope.Model ? subject : null,
                SessionId = budget.Scope == BudgetScope.Session ? subject : null,
            },
            cancellationToken).ConfigureAwait(false);
        return result.Groups.Count == 0 ? 0 : Math.Max(0, result.Groups[0].Cost ?? 0);
    }

    /// <summary>Goes through history as if the budget had been there.</summary>
    internal static async Task<BudgetSimulation> SimulateAsync(IMetricStore store, Budget budget, TimeRange range, CancellationToken cancellationToken)
    {
        var accounts = new Dictionary<(string Subject, DateTimeOffset Period), Account>();
        DateTimeOffset? firstBlocked = null;
        var query = new ScanQuery { Selector = Selector.AllCosts, Range = range, MeasurementNames = [], AttributeNames = [] };
        await foreach (ScanBatch batch in store.ScanAsync(query, cancellationToken).ConfigureAwait(false))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                if (batch.Costs.Span[i] is not { } cost || budget.AccountOf(ValueOf(budget, batch, i)) is not { } subject)
                {
                    continue;
                }

                DateTimeOffset time = UnixMicros.ToTime(batch.TimestampsMicros.Span[i]);
                var key = (subject, budget.PeriodStart(time));
                if (!accounts.TryGetValue(key, out Account? account))
                {
                    accounts[key] = account = new Account();
                }

                if (!account.Take(cost, budget.Limit))
                {
                    firstBlocked ??= time;
                }
            }
        }

        return new BudgetSimulation
        {
            Budget = budget,
            Requests = accounts.Values.Sum(static account => account.Requests),
            Cost = accounts.Values.Sum(static account => account.Cost),
            BlockedRequests = accounts.Values.Sum(static account => account.BlockedRequests),
            BlockedCost = accounts.Values.Sum(static account => account.BlockedCost),
            FirstBlockedAt = firstBlocked,
            Entries =
            [
                .. accounts.Where(static pair => pair.Value.BlockedRequests > 0)
                    .OrderByDescending(static pair => pair.Value.BlockedCost)
                    .ThenBy(static pair => pair.Key.Period)
                    .Select(pair => new BudgetSimulationEntry(budget.Scope == BudgetScope.Everything ? null : pair.Key.Subject, pair.Key.Period, pair.Value.Cost, pair.Value.BlockedRequests, pair.Value.BlockedCost)),
            ],
        };
    }

    private static string? ValueOf(Budget budget, ScanBatch batch, int row)
    {
        TextValues? column = budget.Scope switch
        {
            BudgetScope.User => batch.Users,
            BudgetScope.Project => batch.Projects,
            BudgetScope.Model => batch.Models,
            BudgetScope.Session => batch.Sessions,
            _ => TextValues.Constant(string.Empty),
        };
        return column?.At(row);
    }

    private sealed class Account
    {
        private decimal _spent;

        internal long Requests { get; private set; }

        internal decimal Cost { get; private set; }

        internal long BlockedRequests { get; private set; }

        internal decimal BlockedCost { get; private set; }

        internal bool Take(decimal cost, decimal limit)
        {
            Requests++;
            Cost += cost;
            if (_spent + cost <= limit)
            {
                _spent += cost;
                return true;
            }

            BlockedRequests++;
            BlockedCost += cost;
            return false;
        }
    }
}
