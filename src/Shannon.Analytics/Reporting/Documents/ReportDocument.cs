using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting.Documents;

/// <summary>A report laid out for reading: titled sections of figures, tables, charts and notes, not yet in any file format. Texts are plain: formatters encode them.</summary>
public sealed record ReportDocument
{
    /// <summary>What kind of report this is, as <see cref="Report.ReportType"/>.</summary>
    public required string ReportType { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>One line below the title, or <see langword="null"/> for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The time that the report covers.</summary>
    public required TimeRange Period { get; init; }

    /// <summary>When the report was made, in UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Culture, time zone and theme it is shown in.</summary>
    public required ReportPresentation Presentation { get; init; }

    /// <summary>The sections in reading order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }
}
