using Shannon.Analytics.Reporting.Summaries;

namespace Shannon.Analytics.Reporting;

/// <summary>Asks for a <see cref="SummaryReport"/>. An open start of the range means the last 30 days.</summary>
public sealed record SummaryReportRequest : RangeReportRequest
{
    /// <summary>The sections to make; those not named cost nothing. All by default.</summary>
    public IReadOnlyList<SummarySection> Sections { get; init; } = Enum.GetValues<SummarySection>();

    internal override void Validate()
    {
        base.Validate();
        ThrowIfUndefined(Sections, nameof(Sections));
    }
}
