using System.Net;
using System.Net.Sockets;

namespace Cpd.Adapters.Webhooks;

/// <summary>Tells addresses on the open internet from those inside a house.</summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool Contains(IPAddress address)
    {
        var plain = Embedded(address) ?? address;
        return !Array.Exists(Inside, network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>The IPv4 address that an IPv6 one leads to: otherwise the one could be reached by the name of the other.</summary>
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();

        var bytes = address.GetAddressBytes();
        return Nat64.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : null;
    }
}

/// <summary>The address of a call is not one that may be called.</summary>
internal sealed class AddressRefusedException(string message) : IOException(message);

/// <summary>
/// Opens connections to public addresses only. It looks at the address it really connects to, so a name that answers
/// differently the second time it is asked leads nowhere else.
/// </summary>
internal static class PublicConnections
{
    public static async ValueTask<Stream> Open(DnsEndPoint to, CancellationToken ct)
    {
        var all = await Dns.GetHostAddressesAsync(to.Host, ct);
        var allowed = Array.FindAll(all, PublicAddresses.Contains);
        if (allowed.Length == 0)
        {
            throw new AddressRefusedException(
                "The server's address is inside a private network. Use a public one, or allow private ones with Cpd:Webhooks:AllowPrivateAddresses.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
