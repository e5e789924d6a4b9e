// Sends echo requests for all ping checks over one socket for each kind of address, and hands each answer to whoever waits for it.
using System.Net;
using System.Net.Sockets;
using Steward.Probe.Wheel;
using Steward.Protocol;

namespace Steward.Probe.Checks;

/// <summary>A name is pinged by its IPv4 address where it has one. Where the system permits no pings every look is blind and says why.</summary>
sealed class IcmpCheck(Clockwork clockwork) : IDisposable
{
    public const string NotPermitted = "Not permitted to send pings: give the probe CAP_NET_RAW (setcap cap_net_raw+ep steward-probe, or its systemd unit) or open net.ipv4.ping_group_range.";

    readonly EchoSocket four = EchoSocket.V4(), six = EchoSocket.V6();
    // Paced, or the sockets' buffers would lose answers: a place is free again when its answer is there, or after a while, so that dead machines hold nobody up.
    readonly SemaphoreSlim window = new(128);
    const int HoldMs = 60;

    public bool Permitted => four.Permitted;

    public async Task<Look> Run(CheckOrder order, CancellationToken patience)
    {
        try
        {
            if (!IPAddress.TryParse(order.Target, out var target))
            {
                var known = await Dns.GetHostAddressesAsync(order.Target, patience);
                target = known.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? known.FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound);
            }
            var socket = target.AddressFamily == AddressFamily.InterNetwork ? four : six;
            if (!socket.Permitted) return Look.Blind(NotPermitted);
            await window.WaitAsync(patience);
            var hold = clockwork.InMs(HoldMs, () => window.Release());
            try { await socket.Ask(target, patience); }
            finally { if (hold.CallOff()) window.Release(); }
            return Look.Up();
        }
        catch (SocketException fault) { return Look.Of(fault); }
    }

    public Task Listen(CancellationToken stop) => Task.WhenAll(four.Listen(stop), six.Listen(stop));

    public void Dispose()
    {
        four.Dispose();
        six.Dispose();
    }
}
