namespace Shannon.Analytics.Alerting;

/// <summary>Where an alert stands. Of a grouped alert the figures of all groups together: the worst state, sums of counts, the latest times.</summary>
public sealed record AlertStatus
{
    /// <summary>The alert's id.</summary>
    public required string AlertId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How bad it is.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>Whether it is watched.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Whether a silence covers it now.</summary>
    public bool IsSilenced { get; init; }

    /// <summary>The groups, firing ones first; empty if the alert is not grouped.</summary>
    public IReadOnlyList<AlertGroupStatus> Groups { get; init; } = [];

    /// <summary>True from firing until the condition ends or someone acknowledges.</summary>
    public bool IsTriggered => Standing.IsTriggered;

    /// <summary>The state.</summary>
    public AlertState State => Standing.State;

    /// <summary>How often it has fired.</summary>
    public long TriggerCount => Standing.TriggerCount;

    /// <summary>How many records in the window met the condition.</summary>
    public long CurrentCount => Standing.CurrentCount;

    /// <summary>When it fired last, in UTC; <see langword="null"/> if never.</summary>
    public DateTimeOffset? LastTriggeredAt => Standing.LastTriggeredAt;

    /// <summary>When it was last resolved, in UTC; <see langword="null"/> if never.</summary>
    public DateTimeOffset? LastResolvedAt => Standing.LastResolvedAt;

    /// <summary>When the present firing was acknowledged, in UTC; <see langword="null"/> if it was not.</summary>
    public DateTimeOffset? AcknowledgedAt => Standing.AcknowledgedAt;

    /// <summary>The last known value of what the condition looks at first; <see langword="null"/> before there is one.</summary>
    public double? LastValue => Standing.LastValue;

    /// <summary>All groups together.</summary>
    internal AlertGroupStatus Standing { get; init; } = new();

    /// <summary>
    /// One JSON object: <c>triggered</c>, <c>state</c>, <c>trigger_count</c>, <c>current_count</c>, <c>last_triggered_at</c>, <c>last_value</c> and the rest.
    /// </summary>
    public string ToJson() => AlertJson.Write(this);
}
