using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Details;

/// <summary>What a detailed report was asked for, and what it rests on.</summary>
public sealed record DetailedMetadata
{
    /// <summary>What it is about.</summary>
    public required DetailedReportTopic Topic { get; init; }

    /// <summary>How long the periods are.</summary>
    public required ReportGranularity Granularity { get; init; }

    /// <summary>The metrics.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The names of the figures of each row, in order.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>What rows are grouped by.</summary>
    public required IReadOnlyList<string> Grouping { get; init; }

    /// <summary>How many rows there are.</summary>
    public required int RowCount { get; init; }

    /// <summary>The least value that counted, if one was asked for.</summary>
    public double? MinDuration { get; init; }

    /// <summary>Whether what failed was left out.</summary>
    public bool ExcludeErrors { get; init; }

    /// <summary>The time zone of the periods.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What the figures rest on.</summary>
    public required QueryCoverage Coverage { get; init; }
}
