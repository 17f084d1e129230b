using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting;

/// <summary>A finished report: typed figures that can be read, written as JSON, or laid out as a document. Immutable and thread-safe.</summary>
public abstract record Report
{
    private protected Report()
    {
    }

    /// <summary>What kind of report this is, in the words of its JSON: <c>summary</c>, <c>detailed</c>, <c>comparison</c>, <c>trends</c>, <c>cost</c>.</summary>
    public abstract string ReportType { get; }

    /// <summary>When it was made, in UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The time it covers.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The time zone whose days and months its periods are.</summary>
    internal TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Every figure of the report as one JSON object with snake_case keys; undefined figures are <c>null</c>, times are ISO 8601 in UTC.</summary>
    public abstract string ToJson();

    /// <summary>The report as titled sections of figures, tables, charts and notes, which every formatter but JSON renders.</summary>
    /// <param name="presentation">Culture, time zone and title.</param>
    public abstract ReportDocument ToDocument(ReportPresentation presentation);
}
