using System.Net;
using System.Net.Sockets;

namespace Shannon.Analytics.Integrations.Webhooks.Guarding;

/// <summary>
/// Which addresses webhooks may reach: those of the public internet, by the special-purpose registries of IANA (RFC 6890), and the networks that the
/// host allows. Addresses that carry an IPv4 address inside are judged by it where the network hands them on to it, else refused.
/// </summary>
internal static class AddressGuard
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // The metadata and control address of a large cloud, though it looks public.
            "168.63.129.16/32",

            // Inside 2000::/3: IETF protocols with Teredo and ORCHID, documentation, 6to4.
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(static network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    internal static bool Allows(IPAddress address, IReadOnlyList<IPNetwork> allowed)
    {
        IPAddress target = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.BaseAddress.AddressFamily == target.AddressFamily && network.Contains(target)) || IsPublic(target);
    }

    /// <summary>The address that a host is, written in any of the ways that are understood; null if it is a name.</summary>
    internal static IPAddress? LiteralOf(string host)
    {
        string bare = host.TrimEnd('.');
        if (bare.Equals("localhost", StringComparison.OrdinalIgnoreCase) || bare.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            // By RFC 6761, whatever a name server says.
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(bare.Trim('[', ']'), out IPAddress? address) ? address : null;
    }

    private static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !IsListed(address);
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (Nat64.Contains(address))
        {
            // Networks without IPv4 reach all of it through this prefix (RFC 6052).
            return IsPublic(new IPAddress(bytes[12..]));
        }

        bool isIsatap = (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
        return GlobalUnicast.Contains(address) && address.ScopeId == 0 && !isIsatap && !IsListed(address);
    }

    private static bool IsListed(IPAddress address) => NotPublic.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
}
