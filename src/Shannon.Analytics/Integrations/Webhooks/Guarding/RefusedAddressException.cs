namespace Shannon.Analytics.Integrations.Webhooks.Guarding;

/// <summary>A name leads to an address that webhooks may not reach. No connection was opened.</summary>
internal sealed class RefusedAddressException() : IOException("The webhook's address leads to a network that is not public; name it in WebhookOptions.AllowedNetworks if it is meant.");
