// One socket for echo requests and replies: ICMP (RFC 792) or ICMPv6 (RFC 4443).
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Steward.Probe.Checks;

/// <summary>A raw socket where the system permits it (CAP_NET_RAW), else an unprivileged one (net.ipv4.ping_group_range), else none.</summary>
sealed class EchoSocket : IDisposable
{
    const int Size = 8 + 8;

    readonly bool six, raw;
    readonly Socket? socket;
    readonly ushort mine = (ushort)RandomNumberGenerator.GetInt32(1, ushort.MaxValue);
    // Beside the number each request carries bytes that nobody can guess: an answer to another process or to an older request is not ours.
    readonly ConcurrentDictionary<ushort, (ulong Mark, IPAddress Target, TaskCompletionSource Answered)> waiting = new();
    int number;

    public static EchoSocket V4() => new(six: false);
    public static EchoSocket V6() => new(six: true);

    EchoSocket(bool six)
    {
        this.six = six;
        var (family, protocol) = six ? (AddressFamily.InterNetworkV6, ProtocolType.IcmpV6) : (AddressFamily.InterNetwork, ProtocolType.Icmp);
        foreach (var type in new[] { SocketType.Raw, SocketType.Dgram })
            try
            {
                socket = new Socket(family, type, protocol) { ReceiveBufferSize = 4 * 1024 * 1024 };
                socket.Bind(new IPEndPoint(six ? IPAddress.IPv6Any : IPAddress.Any, 0));
                raw = type == SocketType.Raw;
                if (raw && OperatingSystem.IsLinux()) HearRepliesOnly(socket);
                break;
            }
            catch (SocketException)
            {
                socket?.Dispose();
                socket = null;
            }
    }

    public bool Permitted => socket is not null;

    byte EchoRequest => (byte)(six ? 128 : 8);
    byte EchoReply => (byte)(six ? 129 : 0);

    /// <summary>All but echo replies stay with the kernel, above all our own requests on their way to this same machine. ICMP_FILTER and ICMP6_FILTER: a bit that is set keeps its type away.</summary>
    void HearRepliesOnly(Socket on)
    {
        var kept = new byte[six ? 32 : 4];
        kept.AsSpan().Fill(0xFF);
        kept[EchoReply / 8] &= (byte)~(1 << (EchoReply % 8));
        on.SetRawSocketOption(six ? 58 : 255, 1, kept);
    }

    /// <summary>Comes back once the target has answered, on the thread that listens: what follows there must be short.</summary>
    public async Task Ask(IPAddress target, CancellationToken patience)
    {
        var (sequence, answered) = (unchecked((ushort)Interlocked.Increment(ref number)), new TaskCompletionSource());
        await using var over = patience.UnsafeRegister(static waiting => ((TaskCompletionSource)waiting!).TrySetCanceled(), answered);
        var mark = Mark();
        waiting[sequence] = (mark, target, answered);
        try
        {
            socket!.SendTo(Request(sequence, mark), SocketFlags.None, new IPEndPoint(target, 0).Serialize());
            await answered.Task;
        }
        finally { waiting.TryRemove(sequence, out _); }
    }

    [ThreadStatic] static byte[]? chance;
    [ThreadStatic] static int used;

    /// <summary>Eight bytes of chance, fetched from the system by the thousand.</summary>
    static ulong Mark()
    {
        if (chance is null || used == chance.Length) (chance, used) = (RandomNumberGenerator.GetBytes(8 * 1024), 0);
        return BinaryPrimitives.ReadUInt64LittleEndian(chance.AsSpan((used += 8) - 8));
    }

    byte[] Request(ushort sequence, ulong mark)
    {
        var packet = new byte[Size];
        packet[0] = EchoRequest;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), mine);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), sequence);
        BinaryPrimitives.WriteUInt64BigEndian(packet.AsSpan(8), mark);
        // That of ICMPv6 covers the addresses too, and is the kernel's.
        if (!six) BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
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

    /// <summary>Listens on a thread of its own: an answer is heard without a change of threads.</summary>
    public Task Listen(CancellationToken stop) => socket is null ? Task.CompletedTask : Task.Factory.StartNew(() =>
    {
        var buffer = new byte[1500];
        var from = new SocketAddress(socket.AddressFamily);
        socket.ReceiveTimeout = 500;
        while (!stop.IsCancellationRequested)
            try
            {
                var got = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                Hear(buffer.AsSpan(0, got), from);
            }
            catch (SocketException) { } // nothing for a while, or an error that some host sent back; its request runs out by itself
            catch (ObjectDisposedException) { return; }
    }, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    void Hear(ReadOnlySpan<byte> packet, SocketAddress from)
    {
        // A raw socket of IPv4 hands over the IP header too; one of IPv6 does not.
        if (raw && !six)
        {
            if (packet.Length < 20) return;
            packet = packet[Math.Min(packet.Length, (packet[0] & 0xF) * 4)..];
        }
        if (packet.Length < Size || packet[0] != EchoReply || raw && BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) != mine) return;
        if (waiting.TryGetValue(BinaryPrimitives.ReadUInt16BigEndian(packet[6..]), out var who) && who.Mark == BinaryPrimitives.ReadUInt64BigEndian(packet[8..]) && who.Target.Equals(AddressOf(from))) who.Answered.TrySetResult();
    }

    IPAddress AddressOf(SocketAddress from) => ((IPEndPoint)(six ? AnyoneSix : Anyone).Create(from)).Address;

    static readonly IPEndPoint Anyone = new(IPAddress.Any, 0), AnyoneSix = new(IPAddress.IPv6Any, 0);

    public void Dispose() => socket?.Dispose();
}
