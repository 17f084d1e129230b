namespace Shannon.Analytics.Alerting;

/// <summary>The actions that need not be registered.</summary>
public static class AlertActionNames
{
    /// <summary>Hands an <see cref="AlertNotification"/> to whoever listens to the engine's notifications, and tells the webhooks that subscribe to it.</summary>
    public const string Notify = "notify";

    /// <summary>Writes to the log and to the audit log.</summary>
    public const string Log = "log";

    /// <summary>Slows new prompts down while the alert fires; see <see cref="AlertDefinition.ThrottlePromptsPerMinute"/>.</summary>
    public const string Throttle = "throttle";

    /// <summary>Tells the webhooks that subscribe to what happened, as <see cref="Notify"/> does besides.</summary>
    public const string Webhooks = "webhooks";

    private const string WebhookPrefix = "webhook:";

    /// <summary>The action that tells one webhook, whatever it subscribes to.</summary>
    /// <param name="webhookId">The id of a webhook that is there when the alert is made.</param>
    public static string Webhook(string webhookId)
    {
        ArgumentException.ThrowIfNullOrEmpty(webhookId);
        return WebhookPrefix + webhookId;
    }

    /// <summary>Whether an action need not be registered.</summary>
    internal static bool IsBuiltIn(string action) => action is Notify or Log or Throttle or Webhooks || WebhookOf(action) is not null;

    /// <summary>The id of the webhook that an action names; null if it names none.</summary>
    internal static string? WebhookOf(string action) =>
        action.StartsWith(WebhookPrefix, StringComparison.Ordinal) && action.Length > WebhookPrefix.Length ? action[WebhookPrefix.Length..] : null;
}
