using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting;

/// <summary>Which entries of the history to return, newest first. None of the properties set means the last hundred.</summary>
public sealed record AlertHistoryQuery
{
    /// <summary>Only this alert.</summary>
    public string? AlertId { get; init; }

    /// <summary>Only this kind of event.</summary>
    public AlertEventKind? Kind { get; init; }

    /// <summary>Only this range of time, both ends included. All of time by default.</summary>
    public TimeRange Range { get; init; }

    /// <summary>At most this many, 1 to 10,000; 100 by default.</summary>
    public int Limit { get; init; } = 100;
}
