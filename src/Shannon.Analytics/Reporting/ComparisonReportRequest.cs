using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Comparisons;

namespace Shannon.Analytics.Reporting;

/// <summary>Asks for a <see cref="ComparisonReport"/> of two periods, which may be of different length.</summary>
public sealed record ComparisonReportRequest : ReportRequest
{
    /// <summary>The earlier period; both ends are needed. The last moment of it does not count if the later one begins there.</summary>
    public required TimeRange Period1 { get; init; }

    /// <summary>The later period; both ends are needed.</summary>
    public required TimeRange Period2 { get; init; }

    /// <summary>What to compare. Everything by default.</summary>
    public IReadOnlyList<ComparisonMetric> Metrics { get; init; } = Enum.GetValues<ComparisonMetric>();

    internal override void Validate()
    {
        base.Validate();
        ThrowIfUndefined(Metrics, nameof(Metrics));
        if (Period1 is not { Start: not null, End: not null } || Period2 is not { Start: not null, End: not null })
        {
            throw new ArgumentException("A period has an open end. Give both ends of both periods.", nameof(Period1));
        }
    }
}
