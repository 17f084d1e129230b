namespace Shannon.Analytics.Alerting;

/// <summary>How alerts fare. Counts begin with the engine.</summary>
public sealed record AlertHealth
{
    /// <summary>Whether this process evaluates the alerts: of several over one file, one does.</summary>
    public bool IsEvaluating { get; init; }

    /// <summary>How many alerts are watched here.</summary>
    public int Alerts { get; init; }

    /// <summary>How many groups of them are remembered; alerts that are not grouped count as one.</summary>
    public int Groups { get; init; }

    /// <summary>How many of those fire.</summary>
    public int Firing { get; init; }

    /// <summary>Records that at least one alert reads.</summary>
    public long EvaluatedRecords { get; init; }

    /// <summary>Groups that were forgotten because an alert had too many.</summary>
    public long ForgottenGroups { get; init; }

    /// <summary>Runs of actions that ended well.</summary>
    public long ActionsRun { get; init; }

    /// <summary>Runs of actions that threw.</summary>
    public long ActionsFailed { get; init; }

    /// <summary>Runs of actions that were given up after 30 seconds.</summary>
    public long ActionsTimedOut { get; init; }

    /// <summary>Runs of actions that never began, because too many waited.</summary>
    public long ActionsDropped { get; init; }

    /// <summary>Notifications that slow listeners lost, over all of them.</summary>
    public long NotificationsMissed { get; init; }

    /// <summary>Failed attempts to keep the state of alerts; each is tried again.</summary>
    public long StoreFailures { get; init; }
}
