// Opens TCP connections and closes them again, thousands a second on one thread: by Linux's own calls, since .NET's sockets cost a check more than the check (decision 13).
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Steward.Probe.Checks;

/// <summary>
/// One epoll loop. Who asks is told on the loop's thread, so what follows an answer there must be short. No source address is bound, so that the system may use each
/// local port for many targets.
/// </summary>
sealed unsafe partial class Connector : IDisposable
{
    readonly int epoll, bell;
    readonly Thread loop;
    readonly ConcurrentQueue<Attempt> asked = new(), givenUp = new();
    readonly Dictionary<int, Attempt> open = [];
    int asleep;
    volatile bool ended;

    sealed class Attempt(Connector by, SocketAddress to, CancellationToken patience)
    {
        public bool IsTooLate => patience.IsCancellationRequested;
        public Connector By => by;
        public SocketAddress To => to;
        public int Socket = -1;
        public bool Over;
        public TaskCompletionSource<SocketError> Done { get; } = new();
    }

    public Connector()
    {
        epoll = Checked(EpollCreate(CloseOnExec));
        bell = Checked(EventFd(0, CloseOnExec | NonBlocking));
        Checked(Watch(bell, Readable));
        loop = new Thread(Turn) { IsBackground = true, Name = "Connector" };
        loop.Start();
    }

    /// <summary>Success once the connection stood, or why it did not; cancelled when patience ends before either, and TryAgain if it ended before the connection was so much as begun.</summary>
    public Task<SocketError> Open(IPEndPoint to, CancellationToken patience)
    {
        var attempt = new Attempt(this, to.Serialize(), patience);
        asked.Enqueue(attempt);
        Wake();
        patience.UnsafeRegister(static (of, _) =>
        {
            var attempt = (Attempt)of!;
            attempt.By.givenUp.Enqueue(attempt);
            attempt.By.Wake();
        }, attempt);
        return attempt.Done.Task;
    }

    void Wake()
    {
        if (Interlocked.Exchange(ref asleep, 0) == 0) return;
        ulong one = 1;
        _ = Write(bell, &one, sizeof(ulong));
    }

    void Turn()
    {
        const int most = 256;
        var events = stackalloc byte[most * EventSize];
        while (!ended)
        {
            while (asked.TryDequeue(out var attempt)) Begin(attempt);
            while (givenUp.TryDequeue(out var attempt)) End(attempt, attempt.Socket < 0 ? SocketError.TryAgain : SocketError.OperationAborted);
            Volatile.Write(ref asleep, 1);
            // What was asked for before that was set rings no bell.
            Interlocked.MemoryBarrier();
            var wait = asked.IsEmpty && givenUp.IsEmpty && !ended ? -1 : 0;
            var count = EpollWait(epoll, events, most, wait);
            Volatile.Write(ref asleep, 0);
            for (var i = 0; i < count; i++)
            {
                var socket = *(int*)(events + i * EventSize + DataOffset);
                if (socket == bell)
                {
                    ulong rung;
                    _ = Read(bell, &rung, sizeof(ulong));
                }
                else if (open.TryGetValue(socket, out var attempt)) End(attempt, FaultOf(socket));
            }
        }
        foreach (var attempt in open.Values.Concat(asked).ToList()) End(attempt, SocketError.OperationAborted);
        _ = Close(bell);
        _ = Close(epoll);
    }

    void Begin(Attempt attempt)
    {
        if (attempt.IsTooLate)
        {
            End(attempt, SocketError.TryAgain);
            return;
        }
        // Linux numbers its address families otherwise than .NET: they stand in the first two bytes of the address.
        var socket = Socket(BitConverter.ToUInt16(attempt.To.Buffer.Span), Stream | NonBlocking | CloseOnExec, 0);
        if (socket < 0)
        {
            End(attempt, Meaning(Marshal.GetLastPInvokeError()));
            return;
        }
        attempt.Socket = socket;
        open[socket] = attempt;
        int done;
        fixed (byte* to = attempt.To.Buffer.Span) done = Connect(socket, to, attempt.To.Size);
        if (done == 0) End(attempt, SocketError.Success);
        else if (Marshal.GetLastPInvokeError() is var fault && fault != InProgress) End(attempt, Meaning(fault));
        else if (Watch(socket, Writable | Once) < 0) End(attempt, Meaning(Marshal.GetLastPInvokeError()));
    }

    void End(Attempt attempt, SocketError with)
    {
        if (attempt.Over) return;
        attempt.Over = true;
        if (attempt.Socket >= 0)
        {
            open.Remove(attempt.Socket);
            _ = Close(attempt.Socket);
        }
        if (with == SocketError.OperationAborted) attempt.Done.TrySetCanceled();
        else attempt.Done.TrySetResult(with);
    }

    static SocketError FaultOf(int socket)
    {
        int fault, size = sizeof(int);
        return GetOption(socket, SocketLevel, ErrorOption, &fault, &size) == 0 ? Meaning(fault) : Meaning(Marshal.GetLastPInvokeError());
    }

    int Watch(int socket, uint what)
    {
        var one = stackalloc byte[EventSize];
        *(uint*)one = what;
        *(int*)(one + DataOffset) = socket;
        return EpollControl(epoll, Add, socket, one);
    }

    /// <summary>Linux's numbers (errno) by .NET's names.</summary>
    static SocketError Meaning(int fault) => fault switch
    {
        0 => SocketError.Success,
        1 or 13 => SocketError.AccessDenied,
        12 or 105 => SocketError.NoBufferSpaceAvailable,
        23 or 24 => SocketError.TooManyOpenSockets,
        97 => SocketError.AddressFamilyNotSupported,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        104 => SocketError.ConnectionReset,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    public void Dispose()
    {
        ended = true;
        ulong one = 1;
        _ = Write(bell, &one, sizeof(ulong));
        // Whoever was told something by the loop may be the one who ends it.
        if (Thread.CurrentThread != loop) loop.Join();
    }

    static int Checked(int answer) => answer >= 0 ? answer : throw new IOException($"Connections cannot be watched (error {Marshal.GetLastPInvokeError()}).");

    const int CloseOnExec = 0x80000, NonBlocking = 0x800, Stream = 1, InProgress = 115, Add = 1, SocketLevel = 1, ErrorOption = 4;
    const uint Readable = 1, Writable = 4, Once = 1u << 30;

    // struct epoll_event: four bytes of events and eight of data, packed on x86 only.
    static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    static readonly int EventSize = DataOffset + 8;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)] private static partial int EpollCreate(int flags);
    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)] private static partial int EventFd(uint value, int flags);
    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)] private static partial int EpollControl(int epoll, int what, int handle, byte* one);
    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)] private static partial int EpollWait(int epoll, byte* events, int most, int milliseconds);
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)] private static partial int Socket(int family, int type, int protocol);
    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)] private static partial int Connect(int socket, byte* to, int size);
    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)] private static partial int GetOption(int socket, int level, int name, int* value, int* size);
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)] private static partial nint Read(int handle, void* to, nint size);
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)] private static partial nint Write(int handle, void* from, nint size);
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)] private static partial int Close(int handle);
}
