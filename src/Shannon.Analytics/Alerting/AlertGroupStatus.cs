namespace Shannon.Analytics.Alerting;

/// <summary>Where one group of an alert stands.</summary>
public sealed record AlertGroupStatus
{
    /// <summary>The values of the keys that the alert is grouped by, in their order; empty if it is not grouped.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>True from firing until the condition ends or someone acknowledges.</summary>
    public bool IsTriggered { get; init; }

    /// <summary>The state.</summary>
    public AlertState State { get; init; }

    /// <summary>How often it has fired.</summary>
    public long TriggerCount { get; init; }

    /// <summary>How many records in the window met the condition.</summary>
    public long CurrentCount { get; init; }

    /// <summary>When it fired last, in UTC; <see langword="null"/> if never.</summary>
    public DateTimeOffset? LastTriggeredAt { get; init; }

    /// <summary>When it was last resolved, in UTC; <see langword="null"/> if never.</summary>
    public DateTimeOffset? LastResolvedAt { get; init; }

    /// <summary>When the present firing was acknowledged, in UTC; <see langword="null"/> if it was not.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The last known value of what the condition looks at first, such as of <c>response_time</c>; <see langword="null"/> before there is one.</summary>
    public double? LastValue { get; init; }
}
