// Opens a TCP connection and closes it again.
using System.Net;
using System.Net.Sockets;
using Steward.Protocol;

namespace Steward.Probe.Checks;

static class TcpCheck
{
    public static async Task<Look> Run(CheckOrder order, CancellationToken patience)
    {
        try
        {
            // No source address is bound, so the system may use each local port for many targets.
            using var socket = IPAddress.TryParse(order.Target, out var address)
                ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await (address is null ? socket.ConnectAsync(new DnsEndPoint(order.Target, order.Port), patience) : socket.ConnectAsync(new IPEndPoint(address, order.Port), patience));
            return Look.Up();
        }
        catch (SocketException fault) { return Look.Of(fault); }
    }
}
