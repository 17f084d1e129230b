using Shannon.Analytics.Reporting.Composing;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting;

/// <summary>Figures by period and group. All come from one snapshot. Periods and groups without records are left out.</summary>
public sealed record DetailedReport : Report
{
    /// <inheritdoc/>
    public override string ReportType => "detailed";

    /// <summary>The rows by time, then by group.</summary>
    public required IReadOnlyList<DetailedRow> Data { get; init; }

    /// <summary>What was asked for, and what it rests on.</summary>
    public required DetailedMetadata Metadata { get; init; }

    /// <inheritdoc/>
    public override string ToJson() => ReportJson.Write(this);

    /// <inheritdoc/>
    public override ReportDocument ToDocument(ReportPresentation presentation) => DetailedComposer.Compose(this, presentation);
}
