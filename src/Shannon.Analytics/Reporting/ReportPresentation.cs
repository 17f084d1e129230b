using System.Globalization;

namespace Shannon.Analytics.Reporting;

/// <summary>How a report is shown to people. It changes no figure. The words are English; numbers, dates and times follow <see cref="Culture"/> and <see cref="TimeZone"/>.</summary>
public sealed record ReportPresentation
{
    /// <summary>The invariant culture, UTC, the reader's own choice of light or dark.</summary>
    public static ReportPresentation Default { get; } = new();

    /// <summary>How numbers, dates and times are written. The invariant culture, the default, writes dates as 2026-01-31 and times as 14:05.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>The zone in which times are shown; UTC by default. Machine-readable formats stay in UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Light, dark, or as the reader's device asks, which is the default.</summary>
    public ReportTheme Theme { get; init; }

    /// <summary>A title instead of the report's own, or <see langword="null"/> (the default) for its own.</summary>
    public string? Title { get; init; }
}
