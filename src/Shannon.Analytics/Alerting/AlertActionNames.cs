namespace Shannon.Analytics.Alerting;

/// <summary>The actions that need not be registered.</summary>
public static class AlertActionNames
{
    /// <summary>Hands an <see cref="AlertNotification"/> to whoever listens to the engine's notifications.</summary>
    public const string Notify = "notify";

    /// <summary>Writes to the log and to the audit log.</summary>
    public const string Log = "log";

    /// <summary>Slows new prompts down while the alert fires; see <see cref="AlertDefinition.ThrottlePromptsPerMinute"/>.</summary>
    public const string Throttle = "throttle";
}
