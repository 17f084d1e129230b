namespace Shannon.Analytics.Reporting;

/// <summary>How a report is written to a file.</summary>
public sealed record ReportExportOptions
{
    /// <summary>Whether an existing file is replaced; <see langword="false"/> by default, when it is left alone and the export fails.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// The folder that the file must lie in, or <see langword="null"/> (the default) for no limit. Relative paths start here; a path that leads out of it, also through a link, is refused.
    /// Set it wherever any part of the path comes from a user.
    /// </summary>
    public string? BaseDirectory { get; init; }

    /// <summary>Culture, time zone, theme and title of the formats that people read.</summary>
    public ReportPresentation Presentation { get; init; } = ReportPresentation.Default;

    /// <summary>Told after every part of the document, or <see langword="null"/> (the default).</summary>
    public IProgress<ReportExportProgress>? Progress { get; init; }
}
