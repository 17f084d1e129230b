namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>What a webhook does at the moment.</summary>
public enum WebhookState
{
    /// <summary>It sends what comes.</summary>
    Active,

    /// <summary>It waits until an endpoint that failed too often, or asked for it, is tried again.</summary>
    Waiting,

    /// <summary>It sends nothing; what comes goes to the dead letters.</summary>
    Disabled,
}
