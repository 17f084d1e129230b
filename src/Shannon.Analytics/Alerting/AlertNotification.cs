namespace Shannon.Analytics.Alerting;

/// <summary>What is told to the outside when an alert fires or resolves.</summary>
public sealed record AlertNotification
{
    /// <summary>The same for whoever is told of the same event, also if it is told twice after a crash.</summary>
    public required string Id { get; init; }

    /// <summary>The alert's id.</summary>
    public required string AlertId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What happened.</summary>
    public required AlertEventKind Kind { get; init; }

    /// <summary>
    /// The names under which webhooks ask for it: <c>alert_triggered</c> or <c>alert_resolved</c>, and when it fired also <c>error_threshold</c> if the
    /// condition is about errors and <c>cost_alert</c> if it is about cost.
    /// </summary>
    public IReadOnlyList<string> Triggers { get; init; } = [];

    /// <summary>When it happened, in UTC.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>How bad it is.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>The alert's condition.</summary>
    public required string Condition { get; init; }

    /// <summary>The keys that the alert is grouped by, with this group's values; empty if it is not grouped.</summary>
    public IReadOnlyDictionary<string, string> Group { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The value that the condition looked at; <see langword="null"/> if there was none.</summary>
    public double? Value { get; init; }

    /// <summary>How many records in the window met the condition.</summary>
    public long Count { get; init; }

    /// <summary>The alert's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many notifications this listener lost just before this one, because it was too slow.</summary>
    public long Missed { get; init; }

    /// <summary>One JSON object with snake_case keys.</summary>
    public string ToJson() => AlertJson.Write(this);
}
