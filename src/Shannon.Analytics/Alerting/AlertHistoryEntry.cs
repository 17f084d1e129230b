namespace Shannon.Analytics.Alerting;

/// <summary>Something that happened to an alert.</summary>
public sealed record AlertHistoryEntry
{
    /// <summary>The alert's id.</summary>
    public required string AlertId { get; init; }

    /// <summary>Its name at the time.</summary>
    public required string Name { get; init; }

    /// <summary>What happened.</summary>
    public AlertEventKind Kind { get; init; }

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>How bad it was.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>The group's values; empty if the alert is not grouped.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>The value that the condition looked at; <see langword="null"/> if there was none.</summary>
    public double? Value { get; init; }

    /// <summary>How many records in the window met the condition.</summary>
    public long Count { get; init; }

    /// <summary>One JSON object with snake_case keys.</summary>
    public string ToJson() => AlertJson.Write(this);
}
