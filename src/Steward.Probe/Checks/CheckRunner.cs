// Runs the orders: each at its interval on the one wheel, with quick confirmations after a first failure.
using System.Diagnostics;
using Steward.Probe.Spool;
using Steward.Probe.Wheel;
using Steward.Protocol;

namespace Steward.Probe.Checks;

sealed class CheckRunner(Clockwork clockwork, SpoolWriter spool, TcpCheck tcp, IcmpCheck icmp, TimeProvider time, CancellationToken stop)
{
    /// <summary>All confirmations of a failure together take no longer.</summary>
    public const int ConfirmMs = 1000;

    readonly Lock gate = new();
    Dictionary<Guid, Running> running = [];
    long looks, notLooked;

    public int Checks { get { lock (gate) return running.Count; } }
    public long Looks => Interlocked.Read(ref looks);

    /// <summary>Times at which a check was due and not begun: the one before was still waiting, or the spool takes nothing.</summary>
    public long NotLooked => Interlocked.Read(ref notLooked);

    /// <summary>One order as it is carried out; a changed order is another one.</summary>
    sealed class Running(CheckOrder order)
    {
        public CheckOrder Order => order;
        public bool Ended;
        public int Busy;
        public bool Down;
    }

    /// <summary>Goes on with what is still ordered, begins what is new and ends the rest.</summary>
    public void Follow(IReadOnlyList<CheckOrder> orders)
    {
        lock (gate)
        {
            var next = new Dictionary<Guid, Running>();
            var news = orders.Count(o => !running.TryGetValue(o.Check, out var old) || !Same(old.Order, o));
            foreach (var order in orders)
            {
                if (running.Remove(order.Check, out var old) && Same(old.Order, order)) next[order.Check] = old;
                else
                {
                    if (old is not null) old.Ended = true;
                    var begun = next[order.Check] = new Running(order);
                    // Spread over the interval, and two thousand a second at most; but begun within ten seconds.
                    Schedule(begun, Math.Abs(order.Check.GetHashCode() % Math.Min(10_000, Math.Max(Interval(order), news / 2))));
                }
            }
            foreach (var old in running.Values) old.Ended = true;
            running = next;
        }
    }

    static bool Same(CheckOrder a, CheckOrder b) => a with { Http = null } == b with { Http = null } && (a.Http is null || b.Http is null ? a.Http == b.Http
        : a.Http.Url == b.Http.Url && a.Http.Contains == b.Http.Contains && a.Http.VerifyCertificate == b.Http.VerifyCertificate && a.Http.Statuses.AsSpan().SequenceEqual(b.Http.Statuses));

    static int Interval(CheckOrder order) => Math.Max(1, order.IntervalSeconds) * 1000;

    void Schedule(Running check, long milliseconds) => clockwork.InMs(milliseconds, () =>
    {
        if (check.Ended || stop.IsCancellationRequested) return;
        Schedule(check, Interval(check.Order));
        if (spool.Trouble.Length > 0 || Interlocked.Exchange(ref check.Busy, 1) != 0) Interlocked.Increment(ref notLooked);
        // Connections and pings are begun by whoever turns the wheel: that is a matter of microseconds, and a change of threads costs as much.
        else if (check.Order.Kind is CheckKind.Tcp or CheckKind.Icmp) _ = Carry(check);
        else _ = Task.Run(() => Carry(check));
    });

    async Task Carry(Running check)
    {
        try
        {
            var order = check.Order;
            var outcome = await Once(order, order.TimeoutMs, confirming: false);
            // A service that is known to be down needs no confirmation of it.
            for (var n = 0; n < order.Retries && outcome == Outcome.Down && !check.Down; n++)
            {
                var share = ConfirmMs / order.Retries;
                await clockwork.Pause(share / 5);
                outcome = await Once(order, Math.Min(order.TimeoutMs, share * 4 / 5), confirming: true);
            }
            if (outcome != Outcome.Blind) check.Down = outcome == Outcome.Down;
        }
        catch (OperationCanceledException) { }
        finally { Volatile.Write(ref check.Busy, 0); }
    }

    async Task<Outcome> Once(CheckOrder order, int timeoutMs, bool confirming)
    {
        var (at, began) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
        var look = await LookAt(order, Math.Max(1, timeoutMs));
        var ms = Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 3);
        Interlocked.Increment(ref looks);
        var detail = look.Detail.Length > Batch.LongestDetail ? look.Detail[..Batch.LongestDetail] : look.Detail;
        await spool.Take(new(order.Check, at, look.Outcome, ms, detail, look.CertificateUntil, confirming), stop);
        return look.Outcome;
    }

    async Task<Look> LookAt(CheckOrder order, int timeoutMs)
    {
        using var patience = new Patience(clockwork, timeoutMs);
        try
        {
            return order.Kind switch
            {
                CheckKind.Tcp => await tcp.Run(order, patience.Token),
                CheckKind.Icmp => await icmp.Run(order, patience.Token),
                CheckKind.Http => await HttpCheck.Run(order, time, patience.Token),
            };
        }
        catch (OperationCanceledException) { return Look.Down($"no answer within {timeoutMs} ms"); }
        // One order that cannot be carried out must not stop the others, and is told.
        catch (Exception fault) { return Look.Blind($"{fault.GetType().Name}: {fault.Message}"); }
    }
}
