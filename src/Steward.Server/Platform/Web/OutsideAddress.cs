// Keeps calls to addresses that users entered from leading into the house's own network.
using System.Net;
using System.Net.Sockets;

namespace Steward.Platform.Web;

/// <summary>
/// An address is https to a public host. Hosts that the settings name may lie inside as well, and be called unencrypted on the machine itself. Where a name leads is looked at when the
/// connection is made, and the connection goes to the very address that was looked at: a name that changes its mind in between leads nowhere.
/// </summary>
public static class OutsideAddress
{
    public static bool IsGood(string address, IReadOnlyCollection<string> inside) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == "https" && (inside.Contains(url.Host) || !IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && url.Host.Contains('.') || ip is not null && IsPublic(ip))
            || url.Scheme == "http" && url.IsLoopback && inside.Contains(url.Host));

    public static async ValueTask<Stream> Connect(SocketsHttpConnectionContext to, IReadOnlyCollection<string> inside, CancellationToken stop) => new NetworkStream(await Open(to.DnsEndPoint, inside, stop), ownsSocket: true);

    public static async Task<Socket> Open(DnsEndPoint to, IReadOnlyCollection<string> inside, CancellationToken stop)
    {
        var found = await Dns.GetHostAddressesAsync(to.Host, stop);
        var good = inside.Contains(to.Host) ? found : [.. found.Where(IsPublic)];
        if (good.Length == 0) throw new HttpRequestException(found.Length == 0 ? $"{to.Host} has no address" : $"{to.Host} leads into a private network");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(good, to.Port, stop);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static readonly IPNetwork[] Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            // What carries an IPv4 address inside (NAT64, 6to4, Teredo) would lead past the rules above.
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>Whether it is a host of the open network.</summary>
    public static bool IsPublic(IPAddress ip)
    {
        var plain = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        return !Private.Any(p => p.BaseAddress.AddressFamily == plain.AddressFamily && p.Contains(plain));
    }
}
