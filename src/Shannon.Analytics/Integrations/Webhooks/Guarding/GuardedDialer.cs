using System.Net;
using System.Net.Sockets;

namespace Shannon.Analytics.Integrations.Webhooks.Guarding;

/// <summary>
/// Opens the connections of webhooks. A name is resolved once for each connection, all its addresses are judged, and the connection goes to one of
/// exactly those: a name server that changes its answer in between (rebinding) has no second question to answer.
/// </summary>
internal sealed class GuardedDialer(WebhookOptions options)
{
    private const int MostAddresses = 4;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    /// <summary>A handler that has no other way to the network: no redirections, no proxy, no cookies, no credentials.</summary>
    internal SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        Proxy = null,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 16 << 10,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),

        // So that a name that moves, or that is taken over, is judged again before long.
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = ConnectionLifetime / 2,
        EnableMultipleHttp2Connections = false,
        ConnectCallback = (context, cancellationToken) => new(ConnectAsync(context.DnsEndPoint, cancellationToken)),
    };

    private async Task<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        IReadOnlyList<IPAddress> addresses = AddressGuard.LiteralOf(target.Host) is { } literal ? [literal] : await options.Network.ResolveAsync(target.Host, cancellationToken).ConfigureAwait(false);

        if (addresses.Count == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        // One bad address among good ones is a sign of an attack, not of luck.
        if (!addresses.All(address => AddressGuard.Allows(address, options.AllowedNetworks)))
        {
            throw new RefusedAddressException();
        }

        for (int i = 0; ; i++)
        {
            try
            {
                return await options.Network.ConnectAsync(new IPEndPoint(addresses[i], target.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException) when (i + 1 < Math.Min(addresses.Count, MostAddresses) && !cancellationToken.IsCancellationRequested)
            {
                // The next one.
            }
        }
    }
}
