// Runs one clock through the facts: start, changes of target, stop, reopening.
namespace Steward.Sla.Clocks;

sealed class Stopwatch
{
    readonly TicketHistory history;
    readonly ClockKind kind;
    readonly List<TargetPeriod> targets = [];
    readonly List<(DateTimeOffset Since, CalendarUse Use)> uses = [];
    readonly List<Interval> gaps = [];
    Priority priority;
    TargetPeriod? target;
    bool started;
    bool over;      // the deed is done or no longer needed, whether the clock ran or not
    bool done;      // it ran and was stopped by the deed
    DateTimeOffset? stoppedAt, breachedAt;
    Verdict? decided;   // what both parties agreed on after a dispute
    (Layout Layout, TargetPeriod? Target, IReadOnlyList<TargetPeriod> Targets)? atStop;

    Stopwatch(TicketHistory history, ClockKind kind) => (this.history, this.kind, priority) = (history, kind, history.Opened.Priority);

    public DateTimeOffset StartedAt { get; private set; }
    public IReadOnlyList<Interval> Gaps => gaps;

    /// <summary>The response clock never pauses (SLA rule 5).</summary>
    public IReadOnlyList<PauseStretch> Pauses => kind == ClockKind.Response ? [] : history.Pauses;

    /// <summary>Instants at which a piece must end because of this clock itself.</summary>
    public IEnumerable<DateTimeOffset> Cuts => uses.Select(u => u.Since).Concat(targets.Select(t => t.CountedFrom)).Concat(gaps.SelectMany(g => new[] { g.From, g.To }));

    /// <summary>The latest word counts: a target from the start overrides what was noted for the time since then.</summary>
    public CalendarUse UseAt(DateTimeOffset at) => uses.Last(u => u.Since <= at).Use;

    /// <summary>The same also where the clock has not started or nothing is promised.</summary>
    public CalendarUse UseAt(DateTimeOffset at, CalendarUse otherwise) => uses.Any(u => u.Since <= at) ? UseAt(at) : otherwise;

    public static Stopwatch Run(TicketHistory history, ClockKind kind)
    {
        var watch = new Stopwatch(history, kind);
        if (watch.Promised() is { From: ClockStart.Opened } promise) watch.Start(history.OpenedAt, promise);
        foreach (var (at, fact) in history.Moments) watch.Take(at, fact);
        return watch;
    }

    /// <summary>The clock at the present moment of the history.</summary>
    public ClockReading Read()
    {
        if (!started) return new(kind) { Phase = ClockPhase.NotStarted };
        if (stoppedAt is null) NoteBreach(history.Now);
        var (layout, shown, shownTargets) = Shown();
        var reading = Face.Of(history, kind, layout, shown) with
        {
            Verdict = decided ?? Judge(shown),
            Computed = decided is { } agreed && agreed != Judge(shown) ? Judge(shown) : null,
            Phase = stoppedAt is not null ? ClockPhase.Stopped : layout.IsPaused ? ClockPhase.Paused : ClockPhase.Running,
            StartedAt = StartedAt,
            StoppedAt = stoppedAt,
            BreachedAt = breachedAt,
            Targets = shownTargets,
        };
        return stoppedAt is null ? Face.WithNextMoment(reading, history, layout) : reading;
    }

    /// <summary>Who is to be told, and when; nobody of a clock that has stopped.</summary>
    public IReadOnlyList<EscalationLevel> Escalation(ClockReading reading) =>
        started && stoppedAt is null && target is { } aim ? [.. Levels.Of(history, reading, LayoutAt(history.Now, stopped: false), aim)] : [];

    public IReadOnlyList<ExplainedSpan> Explain() => started
        ? Spans.Of(Shown().Layout, [.. Shown().Targets.Select(t => t.CountedFrom)])
        : [];

    /// <summary>The due date of a target under a layout: where the budget is used up, or where it began if more than that was carried in.</summary>
    public static DateTimeOffset Due(Layout layout, TargetPeriod target, int sharePercent = 100)
    {
        var amount = (target.BudgetSeconds * sharePercent + 99) / 100;
        return target.CarriedSeconds > 0 && amount <= target.CarriedSeconds
            ? target.CountedFrom
            : layout.Reach(target.CountedFrom, Math.Max(0, amount - target.CarriedSeconds));
    }

    void Take(DateTimeOffset at, ClockFact fact)
    {
        if (fact is ClockFact.VerdictDecided verdict && verdict.Kind == kind) decided = verdict.Verdict;
        else if (fact is ClockFact.PriorityChanged change) Retarget(at, change.To);
        else if (fact is ClockFact.Reopened && kind == ClockKind.Resolution) Reopen(at);
        else if (stoppedAt is not null) return;
        else if (fact is ClockFact.CalledOut && !started && !over && Promised() is { From: ClockStart.CalledOut } promise) Start(at, promise);
        else if (Deeds.Stop(kind, fact)) Stop(at, byDeed: true);
        else if (Deeds.End(fact)) Stop(at, byDeed: false);
    }

    void Start(DateTimeOffset at, Target promise)
    {
        (started, StartedAt) = (true, at);
        uses.Add((at, promise.Calendar));
        Aim(new(at, priority, promise.Seconds, promise.Calendar, at, 0, history.Opened.Item is null ? "SLA.target.first" : "SLA.target.item"));
    }

    void Stop(DateTimeOffset at, bool byDeed)
    {
        over = true;
        if (!started) return;
        done = byDeed;
        NoteBreach(at);
        stoppedAt = at;
        atStop = (LayoutAt(at, stopped: true), target, [.. targets]);
    }

    /// <summary>The time while resolved is left out and the next resolution decides; a breach stays (SLA rule 6).</summary>
    void Reopen(DateTimeOffset at)
    {
        over = false;
        if (stoppedAt is not { } resolved) return;
        gaps.Add(new(resolved, at));
        (stoppedAt, atStop, done) = (null, null, false);
        if (history.Agreement.Reopening.Rule == ReopenRule.Restart && target is not null)
            Aim(target with { Since = at, CountedFrom = at, CarriedSeconds = 0, RuleTextKey = "SLA.target.restart" });
    }

    /// <summary>SLA rule 7. A stopped resolution clock is retargeted too, as it may be reopened; its verdict is not touched.</summary>
    void Retarget(DateTimeOffset at, Priority to)
    {
        var policy = history.Agreement.PriorityChanges;
        var rule = to < priority ? policy.Upgrade : policy.Downgrade;
        priority = to;
        if (over && kind != ClockKind.Resolution) return;
        var promise = Promised();
        if (!started)
        {
            if (!over && promise is { From: ClockStart.Opened }) Start(rule == ChangeRule.FromStart ? history.OpenedAt : at, promise);
            return;
        }
        if (stoppedAt is null) NoteBreach(at);
        if (promise is null) target = null;
        else Change(at, promise, rule);
    }

    void Change(DateTimeOffset at, Target promise, ChangeRule rule)
    {
        var carried = rule == ChangeRule.Proportional && target is { } old
            ? (long)((Int128)UsedOfBudget(LayoutAt(stoppedAt ?? at, stopped: false), old) * promise.Seconds / old.BudgetSeconds)
            : 0;
        uses.Add((rule == ChangeRule.FromStart ? StartedAt : at, promise.Calendar));
        Aim(new(at, priority, promise.Seconds, promise.Calendar, rule == ChangeRule.FromStart ? StartedAt : at, carried, $"SLA.target.{rule}"));
    }

    void Aim(TargetPeriod aim) => targets.Add(target = aim);

    void NoteBreach(DateTimeOffset at)
    {
        if (breachedAt is null && target is not null && Due(LayoutAt(at, stopped: false), target) is var due && due < at) breachedAt = due;
    }

    Verdict Judge(TargetPeriod? shown) =>
        breachedAt is not null ? Verdict.Breached
        : shown is null ? Verdict.NotMeasured
        : stoppedAt is null ? Verdict.Running
        : done ? Verdict.Met : Verdict.NotMeasured;

    /// <summary>What a stopped clock showed when it stopped, or what a running one shows now.</summary>
    (Layout Layout, TargetPeriod? Target, IReadOnlyList<TargetPeriod> Targets) Shown() =>
        atStop ?? (LayoutAt(history.Now, stopped: false), target, [.. targets]);

    Layout LayoutAt(DateTimeOffset at, bool stopped) => Layout.Of(history, this, at, stopped);

    public static long UsedOfBudget(Layout layout, TargetPeriod target) => target.CarriedSeconds + layout.Counted(target.CountedFrom);

    Target? Promised() => history.Opened.Item is not null ? history.Opened.OfItem(kind) : history.Agreement.TargetOf(history.Opened.Mode, priority, kind) is { } promise
        ? kind == ClockKind.Resolution && history.Opened.ResolutionSeconds is { } item ? promise with { Seconds = item } : promise
        : null;
}
