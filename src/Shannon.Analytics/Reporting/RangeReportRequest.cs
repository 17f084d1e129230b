using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting;

/// <summary>What every report over one range of time asks.</summary>
public abstract record RangeReportRequest : ReportRequest
{
    private protected RangeReportRequest()
    {
    }

    /// <summary>Only this range of time, both ends included. An open end is the present; what an open start means, each report says.</summary>
    public TimeRange Range { get; init; }

    /// <summary>The range with an end: the present where it is open.</summary>
    internal TimeRange RangeUntil(DateTimeOffset now) => new(Range.Start, Range.End ?? (Range.Start > now ? Range.Start : now));
}
