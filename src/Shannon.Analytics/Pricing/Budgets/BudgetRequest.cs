using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>Who wants to spend how much. A budget of a scope that the request leaves open does not concern it.</summary>
public sealed record BudgetRequest
{
    /// <summary>US dollars that it will cost at most, 0 or more: an estimate to be set right by settling.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The user, if known.</summary>
    public string? UserId { get; init; }

    /// <summary>The project, if known.</summary>
    public string? Project { get; init; }

    /// <summary>The model, if known.</summary>
    public string? Model { get; init; }

    /// <summary>The session, if known.</summary>
    public string? SessionId { get; init; }

    internal void Validate()
    {
        if (Amount is < 0 or > MetricLimits.MaxCost)
        {
            throw new ArgumentOutOfRangeException(nameof(Amount), Amount, FormattableString.Invariant($"An amount lies between 0 and {MetricLimits.MaxCost} US dollars."));
        }
    }
}
