// Runs one clock, or one round of the update clock, through the facts: start, changes of target, stop, reopening.
namespace Steward.Sla.Clocks;

sealed class Stopwatch
{
    readonly TicketHistory history;
    readonly ClockKind kind;
    readonly List<TargetPeriod> targets = [];
    readonly List<(DateTimeOffset Since, CalendarUse Use)> uses = [];
    readonly List<Interval> gaps = [];
    readonly DateTimeOffset begins;
    readonly bool byHand;   // dates agreed by hand count
    Agreement agreement;    // the version in force at the fact that is being taken
    Priority priority;
    TargetPeriod? target;
    bool started;
    bool over;      // the deed is done or no longer needed, whether the clock ran or not
    bool done;      // it ran and was stopped by the deed
    DateTimeOffset? stoppedAt, breachedAt;
    Verdict? decided;   // what both parties agreed on after a dispute
    (Layout Layout, TargetPeriod? Target, IReadOnlyList<TargetPeriod> Targets)? atStop;

    public Stopwatch(TicketHistory history, ClockKind kind, DateTimeOffset begins, Priority priority, Agreement agreement, bool byHand = true)
    {
        (this.history, this.kind, this.begins, this.priority, this.agreement, this.byHand) = (history, kind, begins, priority, agreement, byHand);
        if (Promised() is { From: ClockStart.Opened } promise) Start(begins, promise);
    }

    public DateTimeOffset StartedAt { get; private set; }
    public IReadOnlyList<Interval> Gaps => gaps;

    /// <summary>The response clock never pauses (SLA rule 5).</summary>
    public IReadOnlyList<PauseStretch> Pauses => kind switch
    {
        ClockKind.Response => [],
        // Whoever is asked something knows how things stand; while others are waited for they want to hear.
        ClockKind.Update => [.. history.Pauses.Where(p => p.Reason == PauseReason.PendingUser)],
        _ => history.Pauses,
    };

    public Verdict? Decided => decided;
    public bool HasAgreedDate => targets.Exists(t => t.AgreedDue is not null);

    /// <summary>Instants at which a piece must end because of this clock itself.</summary>
    public IEnumerable<DateTimeOffset> Cuts => uses.Select(u => u.Since).Concat(targets.Select(t => t.CountedFrom)).Concat(gaps.SelectMany(g => new[] { g.From, g.To }));

    /// <summary>The latest word counts: a target from the start overrides what was noted for the time since then.</summary>
    public CalendarUse UseAt(DateTimeOffset at) => uses.Last(u => u.Since <= at).Use;

    /// <summary>The same also where the clock has not started or nothing is promised.</summary>
    public CalendarUse UseAt(DateTimeOffset at, CalendarUse otherwise) => uses.Any(u => u.Since <= at) ? UseAt(at) : otherwise;

    public static Stopwatch Run(TicketHistory history, ClockKind kind, bool byHand = true)
    {
        var watch = new Stopwatch(history, kind, history.OpenedAt, history.Opened.Priority, history.OpenedUnder, byHand);
        foreach (var (at, fact) in history.Moments) watch.Take(at, fact);
        return watch;
    }

    /// <summary>The clock at the present moment of the history.</summary>
    public ClockReading Read() => byHand && HasAgreedDate && Run(history, kind, byHand: false).Read() is var alone
        ? Shows() with { Contracted = new(alone.Due, alone.Verdict) } : Shows();

    ClockReading Shows()
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

    public bool Started => started;
    public bool Runs => started && stoppedAt is null;

    public IReadOnlyList<ExplainedSpan> Explain() => started
        ? Spans.Of(Shown().Layout, [.. Shown().Targets.Select(t => t.CountedFrom)])
        : [];

    /// <summary>The due date of a target under a layout: where the budget is used up, or where it began if more than that was carried in.</summary>
    public static DateTimeOffset Due(Layout layout, TargetPeriod target, int sharePercent = 100)
    {
        if (target.AgreedDue is { } agreed) return AgreedShare(layout.Calendar, target, agreed, sharePercent);
        var amount = (target.BudgetSeconds * sharePercent + 99) / 100;
        return target.CarriedSeconds > 0 && amount <= target.CarriedSeconds
            ? target.CountedFrom
            : layout.Reach(target.CountedFrom, Math.Max(0, amount - target.CarriedSeconds));
    }

    /// <summary>Shares of an agreed date are those of the service between the agreement and the date; the date itself may lie outside it.</summary>
    static DateTimeOffset AgreedShare(ServiceCalendar calendar, TargetPeriod target, DateTimeOffset agreed, int sharePercent)
    {
        if (sharePercent >= 100) return agreed;
        var at = calendar.Due(target.CountedFrom, (calendar.Elapsed(target.CountedFrom, agreed) * sharePercent + 99) / 100);
        return at < agreed ? at : agreed;
    }

    public void Take(DateTimeOffset at, ClockFact fact)
    {
        if (fact is ClockFact.VerdictDecided verdict && verdict.Kind == kind) decided = verdict.Verdict;
        else if (fact is ClockFact.AgreementChanged renewed) Renew(at, renewed);
        else if (fact is ClockFact.DateAgreed date && kind == ClockKind.Resolution && byHand) Agree(at, TicketHistory.Cut(date.Due));
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
        Aim(new(at, priority, promise.Seconds, promise.Calendar, at, 0, kind == ClockKind.Update ? "SLA.target.round" : history.Opened.Item is null ? "SLA.target.first" : "SLA.target.item"));
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
        var restart = agreement.Reopening.Rule == ReopenRule.Restart;
        if (target is { AgreedDue: { } date } agreed) Postpone(agreed, resolved, at, date, restart);
        else if (restart && target is not null)
            Aim(target with { Since = at, CountedFrom = at, CarriedSeconds = 0, RuleTextKey = "SLA.target.restart" });
    }

    /// <summary>What was left of an agreed date when it was solved is left again, so that the time while resolved is not held against anybody.</summary>
    void Postpone(TargetPeriod agreed, DateTimeOffset resolved, DateTimeOffset at, DateTimeOffset date, bool restart)
    {
        if (date <= resolved && !restart) return;
        var calendar = history.CalendarAt(UseAt(at), at);
        var left = restart ? agreed.BudgetSeconds : calendar.Elapsed(resolved, date);
        Aim(agreed with { Since = at, CountedFrom = restart ? at : agreed.CountedFrom, RuleTextKey = "SLA.target.agreed-reopened", AgreedDue = calendar.Due(at, left) });
    }

    /// <summary>A date agreed by hand takes the place of the running target.</summary>
    void Agree(DateTimeOffset at, DateTimeOffset due)
    {
        if (target is null || stoppedAt is not null) return;
        NoteBreach(at);
        var service = history.CalendarAt(UseAt(at), at).Elapsed(at, due);
        Aim(new(at, priority, Math.Max(1, service), target.Calendar, at, 0, "SLA.target.agreed", due));
    }

    /// <summary>Another version of the agreement. What it promises alike does not move, and neither does a date that was agreed by hand.</summary>
    void Renew(DateTimeOffset at, ClockFact.AgreementChanged change)
    {
        agreement = history.VersionOf(change.To);
        if (over && kind != ClockKind.Resolution) return;
        var promise = Promised();
        if (!started)
        {
            if (!over && promise is { From: ClockStart.Opened }) Start(change.Rule == ChangeRule.FromStart && kind != ClockKind.Update ? begins : at, promise);
            return;
        }
        if (target is { AgreedDue: not null } || target is { } old && promise is not null && (old.BudgetSeconds, old.Calendar) == (promise.Seconds, promise.Calendar)) return;
        if (stoppedAt is null) NoteBreach(at);
        if (promise is null) target = null;
        else Change(at, promise, change.Rule, $"SLA.target.agreement.{change.Rule}");
    }

    /// <summary>SLA rule 7. A stopped resolution clock is retargeted too, as it may be reopened; its verdict is not touched.</summary>
    void Retarget(DateTimeOffset at, Priority to)
    {
        var policy = agreement.PriorityChanges;
        var (rule, lowered) = (to < priority ? policy.Upgrade : policy.Downgrade, to > priority);
        priority = to;
        if (over && kind != ClockKind.Resolution) return;
        var promise = Promised();
        if (!started)
        {
            if (!over && promise is { From: ClockStart.Opened }) Start(rule == ChangeRule.FromStart && kind != ClockKind.Update ? begins : at, promise);
            return;
        }
        if (stoppedAt is null) NoteBreach(at);
        // What became more urgent is not what the date was agreed for; what became less urgent keeps it.
        if (lowered && target is { AgreedDue: not null } agreed) Aim(agreed with { Since = at, Priority = to, RuleTextKey = "SLA.target.agreed-kept" });
        else if (promise is null) target = null;
        else Change(at, promise, rule, $"SLA.target.{rule}");
    }

    void Change(DateTimeOffset at, Target promise, ChangeRule rule, string text)
    {
        var carried = rule == ChangeRule.Proportional && target is { } old
            ? (long)((Int128)UsedOfBudget(LayoutAt(stoppedAt ?? at, stopped: false), old) * promise.Seconds / old.BudgetSeconds)
            : 0;
        uses.Add((rule == ChangeRule.FromStart ? StartedAt : at, promise.Calendar));
        Aim(new(at, priority, promise.Seconds, promise.Calendar, rule == ChangeRule.FromStart ? StartedAt : at, carried, text));
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

    public static long UsedOfBudget(Layout layout, TargetPeriod target) => target.AgreedDue is not null ? layout.Passed(target.CountedFrom) : target.CarriedSeconds + layout.Counted(target.CountedFrom);

    Target? Promised() => history.Opened.Item is not null ? history.Opened.OfItem(kind) : agreement.TargetOf(history.Opened.Mode, priority, kind) is { } promise
        ? kind == ClockKind.Resolution && history.Opened.ResolutionSeconds is { } item ? promise with { Seconds = item } : promise
        : null;
}
