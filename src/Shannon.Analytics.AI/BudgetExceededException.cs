using System.Globalization;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pricing.Budgets;

namespace Shannon.Analytics.AI;

/// <summary>A budget stands against a call of the model. The call was not made.</summary>
public sealed class BudgetExceededException : AnalyticsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="blockedBy">The budgets that stand against the call.</param>
    public BudgetExceededException(IReadOnlyList<BudgetStatus> blockedBy)
        : base(MessageOf(blockedBy)) => BlockedBy = blockedBy;

    /// <summary>The budgets that stand against the call, as they were when it was refused.</summary>
    public IReadOnlyList<BudgetStatus> BlockedBy { get; }

    // The budgets' ids are the host's own; whose account it is could be a person's name and stays out of the message.
    private static string MessageOf(IReadOnlyList<BudgetStatus> blockedBy)
    {
        ArgumentNullException.ThrowIfNull(blockedBy);
        string budgets = string.Join(", ", blockedBy.Select(static status => string.Create(CultureInfo.InvariantCulture, $"'{status.Budget.Id}' ({status.Remaining} of {status.Budget.Limit} US dollars left)")));
        return $"The call was not made: it could cost more than is left of the budget {budgets}. Wait for the next period, raise the limit with engine.Budgets.CreateAsync, or ask for fewer output tokens (ChatOptions.MaxOutputTokens).";
    }
}
