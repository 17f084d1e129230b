using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Costs;

namespace Shannon.Analytics.Reporting;

/// <summary>Asks for a <see cref="CostReport"/>. An open start of the range means the first record.</summary>
public sealed record CostReportRequest : RangeReportRequest
{
    /// <summary>The breakdowns to make. By model, user and project by default.</summary>
    public IReadOnlyList<CostDimension> BreakdownBy { get; init; } = [CostDimension.Model, CostDimension.User, CostDimension.Project];

    /// <summary>Whether to project the cost to the end of the month, 30 days and a year. True by default.</summary>
    public bool IncludeProjections { get; init; } = true;

    /// <summary>Whether to list billing blocks of five hours. False by default.</summary>
    public bool IncludeBlocks { get; init; }

    /// <summary>Which cost counts where one was reported; <see langword="null"/> (the default) for the reporter's own choice.</summary>
    public CostMode? CostMode { get; init; }

    /// <summary>The prices for what is computed; <see langword="null"/> (the default) for the reporter's own.</summary>
    public PriceBook? Prices { get; init; }

    /// <summary>
    /// Whether costs that were computed when they were stored are computed again, with the prices of this report. Nothing stored changes. False by default.
    /// </summary>
    public bool Reprice { get; init; }

    internal override void Validate()
    {
        base.Validate();
        ThrowIfUndefined(BreakdownBy, nameof(BreakdownBy));
        if (CostMode is { } mode && !Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(CostMode), mode, "Not a defined cost mode. Use Auto, Calculate or Display.");
        }
    }
}
