// One wheel for all moments of the probe: intervals, timeouts, pauses. It turns in ticks, whoever turns it.
namespace Steward.Probe.Wheel;

/// <summary>Something that will happen at a tick, unless it is called off.</summary>
sealed class Moment(Action act)
{
    internal long Tick;
    internal Moment? Next;
    int state;

    /// <summary>Whether it was in time: false when it has happened already.</summary>
    public bool CallOff() => Interlocked.CompareExchange(ref state, 1, 0) == 0;

    internal void Happen()
    {
        if (Interlocked.CompareExchange(ref state, 1, 0) == 0) act();
    }
}

/// <summary>
/// Moments hang in a ring of lists, by their tick modulo the ring; putting one in and turning by one tick cost the same for ten moments and ten thousand.
/// What happens must be short: it runs on whoever turns.
/// </summary>
sealed class TimerWheel(int slots = 1024)
{
    readonly Moment?[] ring = new Moment?[slots];
    readonly Lock gate = new();
    long now;

    public long Now { get { lock (gate) return now; } }

    /// <summary>Happens <paramref name="ticks"/> turns from now, at the next one at the earliest.</summary>
    public Moment In(long ticks, Action act)
    {
        var moment = new Moment(act);
        lock (gate)
        {
            moment.Tick = now + Math.Max(1, ticks);
            ref var slot = ref ring[moment.Tick % slots];
            (moment.Next, slot) = (slot, moment);
        }
        return moment;
    }

    /// <summary>Turns up to a tick and lets everything happen that is due; answers how much that was.</summary>
    public int TurnTo(long tick)
    {
        var happened = 0;
        while (true)
        {
            Moment? due = null;
            lock (gate)
            {
                if (now >= tick) return happened;
                now++;
                Moment? later = null;
                for (var moment = ring[now % slots]; moment is not null;)
                {
                    var next = moment.Next;
                    if (moment.Tick <= now) (moment.Next, due) = (due, moment);
                    else (moment.Next, later) = (later, moment);
                    moment = next;
                }
                ring[now % slots] = later;
            }
            for (; due is not null; due = due.Next, happened++) due.Happen();
        }
    }
}
