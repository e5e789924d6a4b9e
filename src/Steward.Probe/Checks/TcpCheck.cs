// Opens a TCP connection and closes it again.
using System.Net;
using System.Net.Sockets;
using Steward.Protocol;

namespace Steward.Probe.Checks;

/// <summary>A name is tried by each of its addresses, as browsers and programs do.</summary>
sealed class TcpCheck : IDisposable
{
    // One thread connects some twenty thousand times a second; a busy probe may use two.
    readonly Connector[] connectors = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, 2)).Select(_ => new Connector())];

    public async Task<Look> Run(CheckOrder order, CancellationToken patience)
    {
        try
        {
            var addresses = IPAddress.TryParse(order.Target, out var address) ? [address] : await Dns.GetHostAddressesAsync(order.Target, patience);
            var connector = connectors[(uint)order.Check.GetHashCode() % connectors.Length];
            var fault = SocketError.HostNotFound;
            foreach (var target in addresses)
                if ((fault = await connector.Open(new(target, order.Port), patience)) == SocketError.Success) return Look.Up();
            return fault == SocketError.TryAgain ? Look.Blind("the probe is too busy to look") : Look.Of(new((int)fault));
        }
        catch (SocketException fault) { return Look.Of(fault); }
    }

    public void Dispose()
    {
        foreach (var connector in connectors) connector.Dispose();
    }
}
