using Microsoft.Extensions.AI;
using Shannon.Analytics.AI.Calls;
using Shannon.Analytics.AI.Usage;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Pricing.Budgets;

namespace Shannon.Analytics.AI.Budgets;

/// <summary>
/// Sets money aside before a call, and settles it after. A ledger that cannot be asked lets calls pass and is counted: budgets limit spending, they are not to
/// take the application down with the store. Thread-safe.
/// </summary>
internal sealed class BudgetGuard(IBudgetLedger ledger, ChatAnalyticsOptions options, CallPricing pricing, CallRecords records, RecordWriter writer)
{
    // The usual rule of thumb for English text. It only has to be of the right size: settling sets it right.
    private const int CharactersPerToken = 4;

    /// <summary>Asks whether a call may be made.</summary>
    /// <returns>The money set aside; null if no budget concerns the call.</returns>
    /// <exception cref="BudgetExceededException">It may not.</exception>
    internal async ValueTask<BudgetReservation?> AdmitAsync(ChatCall call, ChatOptions? chat, CancellationToken cancellationToken)
    {
        try
        {
            BudgetDecision decision = await ledger.ReserveAsync(
                new BudgetRequest
                {
                    Amount = Math.Min(MetricLimits.MaxCost, PriceOf(call, call.PromptCharacters, chat?.MaxOutputTokens ?? options.AssumedOutputTokens)),
                    UserId = records.UserOf(call),
                    Project = records.ProjectOf(call),
                    Model = Names.Fit(call.RequestModel),
                    SessionId = Names.Fit(call.Session),
                },
                cancellationToken).ConfigureAwait(false);
            if (!decision.IsAllowed)
            {
                throw new BudgetExceededException(decision.BlockedBy);
            }

            return decision.Reservation.Accounts.Count > 0 ? decision.Reservation : null;
        }
        catch (Exception error) when (error is not (BudgetExceededException or OutOfMemoryException) && !cancellationToken.IsCancellationRequested)
        {
            writer.Fault(error, "asking the budgets");
            return null;
        }
    }

    /// <summary>Replaces the money set aside by what the call cost; by an estimate where the model did not say, and by nothing where it did nothing.</summary>
    internal async Task SettleAsync(BudgetReservation reservation, ChatCall call, ChatUsage? usage, PricedCost? cost)
    {
        try
        {
            decimal amount = cost?.Amount
                ?? (usage is not null || (call.Outcome == CallOutcome.Failed && call.Characters == 0) ? 0 : PriceOf(call, call.PromptCharacters, call.Characters / CharactersPerToken));
            await ledger.SettleAsync(reservation, amount, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            writer.Fault(error, "settling a budget");
        }
    }

    private decimal PriceOf(ChatCall call, long promptCharacters, long outputTokens) => pricing.Estimate(
        call,
        new TokenCounts { Input = (promptCharacters + CharactersPerToken - 1) / CharactersPerToken, Output = Math.Max(0, outputTokens) }) ?? 0;
}
