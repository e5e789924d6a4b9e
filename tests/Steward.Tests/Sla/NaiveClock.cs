// A second, deliberately naive clock: plays the rules second by second and shares no arithmetic with the real one.
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

/// <summary>What the naive clock found; <paramref name="Due"/> is null where it lies beyond the seconds that were walked.</summary>
sealed record NaiveReading(Verdict Verdict, long? Due, long? BreachedAt, long? StoppedAt, long Used, long Gross, long UsedOfBudget, long? Half);

/// <summary>Time is an index of seconds from the opening. Knows clocks that start at the opening, in one mode, and no reopening limit.</summary>
sealed class NaiveClock
{
    readonly ClockKind kind;
    readonly Agreement agreement;
    readonly Opened opened;
    readonly long zero;
    readonly int now, seconds;
    readonly Dictionary<CalendarUse, bool[]> open = [];
    readonly List<(CalendarUse Use, int Since, bool[] Hours)> versions = [];
    readonly bool[] gap;
    readonly byte[] waiting;            // a bit for each reason that stops clocks in this second
    readonly CalendarUse[] use;
    Priority priority;
    (long Budget, int From, long Carried)? target;
    int? stopped, breached, start;
    bool done, over;

    NaiveClock(ClockKind kind, Agreement agreement, IReadOnlyList<ClockFact> facts, Func<CalendarRef, bool[]> hours, int now, int seconds)
    {
        (this.kind, this.agreement, this.now, this.seconds) = (kind, agreement, now, seconds);
        opened = facts.OfType<Opened>().Single();
        zero = opened.OccurredAt.ToUnixTimeSeconds();
        priority = opened.Priority;
        (gap, waiting, use) = (new bool[seconds], new byte[seconds], new CalendarUse[seconds]);
        foreach (var each in Enum.GetValues<CalendarUse>()) versions.Add((each, 0, hours((opened.Calendars ?? agreement.Calendars)[each])));
        foreach (var change in facts.OfType<CalendarChanged>().OrderBy(c => Later(c.OccurredAt, c.RecordedAt)))
            if (Index(Later(change.OccurredAt, change.RecordedAt)) is var at && at <= now)
                versions.Add((change.Use, at, hours(change.To)));
        foreach (var each in Enum.GetValues<CalendarUse>())
        {
            open[each] = new bool[seconds];
            foreach (var version in versions.Where(v => v.Use == each))
                Array.Copy(version.Hours, version.Since, open[each], version.Since, seconds - version.Since);
        }
    }

    /// <param name="facts">In order; the opening first.</param>
    /// <param name="hours">Open seconds of a calendar version from the opening on.</param>
    public static NaiveReading Read(ClockKind kind, Agreement agreement, IReadOnlyList<ClockFact> facts, Func<CalendarRef, bool[]> hours, int now, int seconds)
    {
        var clock = new NaiveClock(kind, agreement, facts, hours, now, seconds);
        clock.MarkWaits(facts);
        clock.Play(facts);
        return clock.Result();
    }

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    int Index(DateTimeOffset at) => (int)Math.Max(0, at.ToUnixTimeSeconds() - zero);

    void MarkWaits(IReadOnlyList<ClockFact> facts)
    {
        if (kind == ClockKind.Response) return;
        var active = new Dictionary<PauseReason, bool>();
        var (resolved, next) = (false, 0);
        var played = facts.Where(f => f is Paused or Resumed or Resolved or Reopened or Closed or Cancelled).ToList();
        byte mask = 0;
        for (var t = 0; t < seconds; t++)
        {
            var before = next;
            for (; next < played.Count && Index(played[next].OccurredAt) <= t && t <= now; next++)
                switch (played[next])
                {
                    case Paused p when !resolved: active.TryAdd(p.Reason, Stops(p.Reason, p.Proof)); break;
                    case Resumed { Reason: null }: active.Clear(); break;
                    case Resumed r: active.Remove(r.Reason!.Value); break;
                    case Reopened: resolved = false; break;
                    case Resolved: resolved = true; active.Clear(); break;
                    case Closed or Cancelled: active.Clear(); resolved = true; next = played.Count; break;
                }
            if (next != before) mask = (byte)active.Where(a => a.Value).Sum(a => 1 << (int)a.Key);
            waiting[t] = mask;
        }
        foreach (var claim in facts.OfType<PauseClaimed>())
            if (facts.OfType<PauseClaimDecided>().LastOrDefault(d => d.Claim == claim.Claim && Index(d.OccurredAt) <= now) is { Approved: true }
                && Index(claim.OccurredAt) <= now && Stops(claim.Reason, claim.Proof))
                for (var t = Index(claim.OccurredAt); t < Math.Min(Index(claim.Until), now); t++) waiting[t] |= (byte)(1 << (int)claim.Reason);
    }

    bool Stops(PauseReason reason, string? proof) =>
        agreement.Pauses.Any(p => p.Reason == reason && p.StopsClocks && (!p.NeedsProof || !string.IsNullOrEmpty(proof)));

    void Play(IReadOnlyList<ClockFact> facts)
    {
        if (Promise() is { } first) Begin(0, first);
        var ended = false;
        var resolved = false;
        foreach (var fact in facts.Where(f => f is not CalendarChanged && Index(f.OccurredAt) <= now && !ended))
        {
            var at = Index(fact.OccurredAt);
            if (fact is PriorityChanged change) Retarget(at, change);
            if (fact is Reopened && resolved && kind == ClockKind.Resolution) Reopen(at);
            over |= StopsClock(fact) || fact is Resolved or Closed or Cancelled;
            if (stopped is null && start is not null && StopsClock(fact)) StopAt(at, true);
            if (stopped is null && start is not null && fact is Resolved or Closed or Cancelled) StopAt(at, false);
            resolved = fact is Resolved || resolved && fact is not Reopened;
            ended = fact is Closed or Cancelled;
        }
    }

    bool StopsClock(ClockFact fact) => kind switch
    {
        ClockKind.Response => fact is Accepted or ArrivedOnSite or WorkaroundGiven or Resolved { Automatic: false },
        ClockKind.Arrival => fact is ArrivedOnSite,
        ClockKind.Workaround => fact is WorkaroundGiven or Resolved or Closed,
        _ => fact is Resolved or Closed,
    };

    Target? Promise() => agreement.Targets.First(t => t.Priority == priority && t.Mode == opened.Mode)[kind];

    void Begin(int at, Target promise)
    {
        start = at;
        Array.Fill(use, promise.Calendar);
        target = (promise.Seconds, at, 0);
    }

    void Retarget(int at, PriorityChanged change)
    {
        if (change.To == priority) return;
        if (change.To > priority && agreement.PriorityChanges.DowngradeNeedsApproval && change.ApprovedBy is null) return;
        var rule = change.To < priority ? agreement.PriorityChanges.Upgrade : agreement.PriorityChanges.Downgrade;
        priority = change.To;
        if (stopped is not null && kind != ClockKind.Resolution) return;
        var promise = Promise();
        if (start is null)
        {
            if (promise is not null && !over) Begin(rule == ChangeRule.FromStart ? 0 : at, promise);
            return;
        }
        if (stopped is null) NoteBreach(at);
        if (promise is null) { target = null; return; }
        var carried = rule == ChangeRule.Proportional && target is { } old ? (long)((decimal)UsedOf(old, stopped ?? at) * promise.Seconds / old.Budget) : 0;
        var from = rule == ChangeRule.FromStart ? start.Value : at;
        for (var t = from; t < seconds; t++) use[t] = promise.Calendar;
        target = (promise.Seconds, from, carried);
    }

    void Reopen(int at)
    {
        if (stopped is not { } was) return;
        for (var t = was; t < at; t++) gap[t] = true;
        (stopped, done, frozen) = (null, false, null);
        if (agreement.Reopening.Rule == ReopenRule.Restart && target is { } aim) target = (aim.Budget, at, 0);
    }

    NaiveReading? frozen;

    void StopAt(int at, bool byDeed)
    {
        NoteBreach(at);
        done = byDeed;
        stopped = at;
        frozen = Face(at);
    }

    NaiveReading Result()
    {
        if (start is null) return new(Verdict.NotMeasured, null, null, null, 0, 0, 0, null);
        if (stopped is null) NoteBreach(now);
        var face = frozen ?? Face(now);
        var measured = frozen is null ? target is not null : face.UsedOfBudget >= 0;
        var verdict = breached is not null ? Verdict.Breached : !measured ? Verdict.NotMeasured : stopped is null ? Verdict.Running : done ? Verdict.Met : Verdict.NotMeasured;
        return face with { Verdict = verdict, BreachedAt = zero + breached, StoppedAt = zero + stopped, UsedOfBudget = Math.Max(0, face.UsedOfBudget) };
    }

    NaiveReading Face(int until)
    {
        var counts = Counting(until);
        long used = 0, gross = 0;
        for (var t = start!.Value; t < until; t++)
        {
            if (gap[t] || !open[use[t]][t]) continue;
            gross++;
            if (counts[t]) used++;
        }
        return target is { } aim
            ? new(default, zero + DueOf(counts, aim, 100), null, null, used, gross, UsedOf(aim, until), zero + DueOf(counts, aim, 50))
            : new(default, null, null, null, used, gross, -1, null);
    }

    void NoteBreach(int at)
    {
        if (target is { } aim && breached is null && DueOf(Counting(at), aim, 100) is { } due && due < at) breached = due;
    }

    long UsedOf((long Budget, int From, long Carried) aim, int until)
    {
        var counts = Counting(until);
        var used = aim.Carried;
        for (var t = aim.From; t < until; t++) if (counts[t]) used++;
        return used;
    }

    int? DueOf(bool[] counts, (long Budget, int From, long Carried) aim, int share)
    {
        var need = (long)Math.Ceiling(aim.Budget * share / 100m);
        if (need <= aim.Carried) return aim.From;
        var sum = aim.Carried;
        for (var t = aim.From; t < seconds; t++)
            if (counts[t] && ++sum == need) return t + 1;
        return null;
    }

    /// <summary>Which seconds count, as far as is known at <paramref name="until"/>; what follows goes on as it stood, but a pause without a cap is taken to end.</summary>
    bool[] Counting(int until)
    {
        var counts = new bool[seconds];
        var forgiven = new long[4];
        var caps = Enum.GetValues<PauseReason>().Select(Cap).ToArray();
        var tail = stopped == until || until >= seconds ? (byte)0 : waiting[until];
        if (Reasons(tail).Any(r => Cap(r) is null)) tail = 0;
        var ahead = versions.Last(v => v.Use == use[until] && v.Since <= until).Hours;
        for (var t = start ?? 0; t < seconds; t++)
        {
            if (gap[t] && t < until || !(t < until ? open[use[t]] : ahead)[t]) continue;
            var mask = t < until ? waiting[t] : tail;
            var paused = false;
            if (mask != 0)
                foreach (var reason in Reasons(mask))
                {
                    if (caps[(int)reason] is { } cap && forgiven[(int)reason] >= cap) continue;
                    forgiven[(int)reason]++;
                    paused = true;
                }
            counts[t] = !paused;
        }
        return counts;
    }

    long? Cap(PauseReason reason) => agreement.Pauses.FirstOrDefault(p => p.Reason == reason)?.CapSeconds;

    static PauseReason[] Reasons(byte mask) => OfMask[mask];

    static readonly PauseReason[][] OfMask =
        [.. Enumerable.Range(0, 16).Select(mask => Enum.GetValues<PauseReason>().Where(r => (mask & 1 << (int)r) != 0).ToArray())];
}
