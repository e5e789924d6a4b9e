// Sends echo requests for all ping checks over one socket and hands each answer to whoever waits for it.
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Steward.Probe.Wheel;
using Steward.Protocol;

namespace Steward.Probe.Checks;

/// <summary>A raw socket where the system permits it (CAP_NET_RAW), else an unprivileged one (net.ipv4.ping_group_range), else every look is blind and says why.</summary>
sealed class IcmpCheck : IDisposable
{
    const byte EchoRequest = 8, EchoReply = 0;
    const int Size = 8 + 8;
    public const string NotPermitted = "Not permitted to send pings: give the probe CAP_NET_RAW (setcap cap_net_raw+ep steward-probe, or its systemd unit) or open net.ipv4.ping_group_range.";

    readonly Socket? socket;
    readonly bool raw;
    readonly ushort mine = (ushort)RandomNumberGenerator.GetInt32(1, ushort.MaxValue);
    // Beside the number each request carries bytes that nobody can guess: an answer to another process or to an older request is not ours.
    readonly ConcurrentDictionary<ushort, (ulong Mark, IPAddress Target, TaskCompletionSource Answered)> waiting = new();
    // Paced, or the socket's buffer would lose answers: a place is free again when its answer is there, or after a while, so that dead machines hold nobody up.
    readonly SemaphoreSlim window = new(128);
    const int HoldMs = 60;
    readonly Clockwork clockwork;
    int number;

    public IcmpCheck(Clockwork clockwork)
    {
        this.clockwork = clockwork;
        foreach (var type in new[] { SocketType.Raw, SocketType.Dgram })
            try
            {
                socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Icmp) { ReceiveBufferSize = 4 * 1024 * 1024 };
                socket.Bind(new IPEndPoint(IPAddress.Any, 0));
                raw = type == SocketType.Raw;
                // ICMP_FILTER: all but echo replies stay with the kernel, above all our own requests on their way to this same machine.
                if (raw && OperatingSystem.IsLinux()) socket.SetRawSocketOption(255, 1, BitConverter.GetBytes(~(1u << EchoReply)));
                break;
            }
            catch (SocketException)
            {
                socket?.Dispose();
                socket = null;
            }
    }

    public bool Permitted => socket is not null;

    public async Task<Look> Run(CheckOrder order, CancellationToken patience)
    {
        if (socket is null) return Look.Blind(NotPermitted);
        try
        {
            if (!IPAddress.TryParse(order.Target, out var target))
                target = (await Dns.GetHostAddressesAsync(order.Target, AddressFamily.InterNetwork, patience)).FirstOrDefault() ?? throw new SocketException((int)SocketError.HostNotFound);
            if (target.AddressFamily != AddressFamily.InterNetwork) return Look.Blind("pings to IPv6 addresses are not built yet");
            await window.WaitAsync(patience);
            return await Ask(target, clockwork.InMs(HoldMs, () => window.Release()), patience);
        }
        catch (SocketException fault) { return Look.Of(fault); }
    }

    async Task<Look> Ask(IPAddress target, Moment hold, CancellationToken patience)
    {
        var (sequence, mark) = (unchecked((ushort)Interlocked.Increment(ref number)), BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[sequence] = (mark, target, answered);
        try
        {
            await socket!.SendToAsync(Request(sequence, mark), SocketFlags.None, new IPEndPoint(target, 0), patience);
            await answered.Task.WaitAsync(patience);
            return Look.Up();
        }
        finally
        {
            waiting.TryRemove(sequence, out _);
            if (answered.Task.IsCompleted && hold.CallOff()) window.Release();
        }
    }

    byte[] Request(ushort sequence, ulong mark)
    {
        var packet = new byte[Size];
        packet[0] = EchoRequest;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), mine);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), sequence);
        BinaryPrimitives.WriteUInt64BigEndian(packet.AsSpan(8), mark);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        return packet;
    }

    /// <summary>RFC 1071.</summary>
    internal static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (bytes.Length == 1) sum += (uint)bytes[0] << 8;
        while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }

    public async Task Listen(CancellationToken stop)
    {
        if (socket is null) return;
        var buffer = new byte[1500];
        var anyone = new IPEndPoint(IPAddress.Any, 0);
        while (!stop.IsCancellationRequested)
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, stop);
                Hear(buffer.AsSpan(0, got.ReceivedBytes), ((IPEndPoint)got.RemoteEndPoint).Address);
            }
            catch (OperationCanceledException) { return; }
            catch (SocketException) { } // an error that some host sent back; its request runs out by itself
    }

    void Hear(ReadOnlySpan<byte> packet, IPAddress from)
    {
        // A raw socket hands over the IP header too, and all requests and errors that pass by.
        if (raw)
        {
            if (packet.Length < 20) return;
            packet = packet[Math.Min(packet.Length, (packet[0] & 0xF) * 4)..];
        }
        if (packet.Length < Size || packet[0] != EchoReply || raw && BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) != mine) return;
        if (waiting.TryGetValue(BinaryPrimitives.ReadUInt16BigEndian(packet[6..]), out var who) && who.Mark == BinaryPrimitives.ReadUInt64BigEndian(packet[8..]) && who.Target.Equals(from)) who.Answered.TrySetResult();
    }

    public void Dispose() => socket?.Dispose();
}
