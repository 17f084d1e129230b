namespace Shannon.Analytics.Reporting;

/// <summary>How far the writing of a report has come.</summary>
public sealed record ReportExportProgress
{
    /// <summary>Sections written so far.</summary>
    public required int SectionsDone { get; init; }

    /// <summary>Sections of the whole document.</summary>
    public required int SectionsTotal { get; init; }

    /// <summary>The part that is done, from 0 to 1.</summary>
    public double Fraction => SectionsTotal == 0 ? 1 : (double)SectionsDone / SectionsTotal;
}
