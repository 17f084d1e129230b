using System.Net;

namespace Shannon.Analytics.Integrations.Webhooks.Guarding;

/// <summary>How names are resolved and connections opened: the only way of webhooks to the network.</summary>
internal interface IWebhookNetwork
{
    /// <summary>The addresses of a name.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>A connection to exactly this address.</summary>
    Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken);
}
