// Lays out who had a ticket in hand when, and runs the clocks that are chained behind the customer's.
namespace Steward.Sla.Clocks;

sealed class Holders
{
    /// <summary>A stay with a group, [From, To).</summary>
    readonly record struct Stay(DateTimeOffset From, DateTimeOffset To, Guid? Team, SupportLine Line);

    readonly TicketHistory history;
    readonly Stopwatch watch;
    readonly List<Stay> stays = [];
    readonly List<Interval> gaps = [];
    readonly DateTimeOffset end;
    readonly bool over;

    Holders(TicketHistory history, Stopwatch watch)
    {
        (this.history, this.watch) = (history, watch);
        DateTimeOffset? solved = null;
        foreach (var (at, fact) in history.Moments)
            if (fact is ClockFact.Resolved or ClockFact.Closed or ClockFact.Cancelled) solved ??= at;
            else if (fact is ClockFact.Reopened && solved is { } since)
            {
                gaps.Add(new(since, at));
                solved = null;
            }
        (end, over) = (solved ?? history.Now, solved is not null);
        Enter(history.OpenedAt, null, SupportLine.First);
        foreach (var (at, fact) in history.Moments)
            if (fact is ClockFact.Assigned given && at <= end) Enter(at, given.Team, given.Line);
    }

    public static Attribution Of(TicketHistory history, Stopwatch watch)
    {
        var holders = new Holders(history, watch);
        var spans = holders.Spans();
        return new(history.OpenedAt, holders.end, spans, [.. holders.Groups(spans), .. holders.Suppliers()]);
    }

    /// <summary>The steps of the ladder for groups and suppliers that the ticket is with now: each stay and each wait climbs its own.</summary>
    public static IReadOnlyList<EscalationLevel> Levels(TicketHistory history, Stopwatch watch)
    {
        if (history.Agreement.ChainLadder is not { Count: > 0 } ladder || !watch.Runs) return [];
        var holders = new Holders(history, watch);
        if (holders.over) return [];
        return [.. holders.GroupLevels([.. ladder.Where(s => s.Link == ChainLink.Group)]), .. holders.SupplierLevels([.. ladder.Where(s => s.Link == ChainLink.Supplier)])];
    }

    IEnumerable<EscalationLevel> GroupLevels(ChainStep[] ladder)
    {
        if (ladder.Length == 0 || stays[^1] is not { Team: { } team } stay) yield break;
        var priority = PriorityAt(end);
        if (history.Agreement.GroupTargetOf(team, stay.Line, priority) is not { Seconds: var budget }) yield break;
        var own = Spans().FindAll(s => s.Holder == TimeHolder.Group && s.Who == team && s.From >= stay.From);
        var (used, running) = (own.Sum(s => s.Seconds), At(end).Item1 == TimeHolder.Group);
        foreach (var step in ladder)
        {
            var at = Due(own, Part(budget, step), used, running);
            yield return new(EscalationKind.Group, priority, stay.From, step.SharePercent, 0, at ?? end, at <= end, at is null, step.Tell, false, team);
        }
    }

    IEnumerable<EscalationLevel> SupplierLevels(ChainStep[] ladder)
    {
        if (ladder.Length == 0) yield break;
        // Of several waits the first one holds the work up.
        if (history.Pauses.Where(p => p is { IsOpen: true, Reason: PauseReason.PendingSupplier or PauseReason.PendingPart }).MinBy(p => p.From) is not { } wait) yield break;
        var priority = PriorityAt(end);
        if (history.Agreement.SupplierTargetOf(wait.Supplier, priority) is not { } target) yield break;
        var calendar = history.CalendarAt(target.Calendar, wait.From);
        foreach (var step in ladder)
        {
            var at = calendar.Due(wait.From, Part(target.Seconds, step));
            yield return new(EscalationKind.Supplier, priority, wait.From, step.SharePercent, 0, at, at <= end, false, step.Tell, false, wait.Supplier);
        }
    }

    static long Part(long seconds, ChainStep step) => (seconds * step.SharePercent + 99) / 100;

    void Enter(DateTimeOffset from, Guid? team, SupportLine line)
    {
        if (stays.Count > 0 && stays[^1].Team == team) return;
        if (stays.Count > 0) stays[^1] = stays[^1] with { To = from };
        stays.Add(new(from, end, team, line));
    }

    List<HeldSpan> Spans()
    {
        var cuts = history.CalendarChanges.Concat(watch.Cuts).Concat(stays.Select(s => s.From)).Concat(gaps.SelectMany(g => new[] { g.From, g.To })).Concat(history.Pauses.SelectMany(p => new[] { p.From, p.To }))
            .Where(c => c > history.OpenedAt && c < end).Append(history.OpenedAt).Append(end).Distinct().Order().ToList();
        var spans = new List<HeldSpan>();
        foreach (var span in cuts.Zip(cuts.Skip(1)).SelectMany(c => Cut(c.First, c.Second)))
            if (spans.Count > 0 && spans[^1] with { To = span.To } == span with { From = spans[^1].From }) spans[^1] = spans[^1] with { To = span.To };
            else spans.Add(span);
        return spans;
    }

    /// <summary>A stretch in one hand, cut where nobody serves.</summary>
    IEnumerable<HeldSpan> Cut(DateTimeOffset from, DateTimeOffset to)
    {
        var calendar = history.CalendarAt(watch.UseAt(from, CalendarUse.Business), from);
        var (holder, who) = At(from);
        var at = from;
        foreach (var open in calendar.Segments(from, to))
        {
            if (open.From > at) yield return new(at, open.From, TimeHolder.OutsideHours, null, calendar.Ref);
            yield return new(open.From, open.To, holder, who, calendar.Ref);
            at = open.To;
        }
        if (to > at) yield return new(at, to, TimeHolder.OutsideHours, null, calendar.Ref);
    }

    /// <summary>Whoever was waited for first has it. A wait for the provider's own change is the group's time.</summary>
    (TimeHolder, Guid?) At(DateTimeOffset at)
    {
        if (gaps.Exists(g => g.Contains(at))) return (TimeHolder.Confirming, null);
        var waits = history.Pauses.Where(p => p.Reason != PauseReason.PendingChange && p.Covers(at)).OrderBy(p => p.From).ThenBy(p => p.Reason).FirstOrDefault();
        return waits switch
        {
            null => (TimeHolder.Group, stays.FindLast(s => s.From <= at).Team),
            { Reason: PauseReason.PendingUser } => (TimeHolder.Customer, null),
            { Carrier: true } => (TimeHolder.Carrier, waits.Supplier),
            _ => (TimeHolder.Supplier, waits.Supplier),
        };
    }

    IEnumerable<ChainedClock> Groups(List<HeldSpan> spans)
    {
        foreach (var stay in stays.Where(s => s.Team is not null && s.To > s.From))
        {
            var own = spans.Where(s => s.Holder == TimeHolder.Group && s.Who == stay.Team && s.From >= stay.From && s.From < stay.To).ToList();
            var (open, priority) = (stay.To == end && !over, PriorityAt(stay.To));
            var budget = history.Agreement.GroupTargetOf(stay.Team!.Value, stay.Line, priority)?.Seconds;
            var used = own.Sum(s => s.Seconds);
            yield return new(ChainLink.Group, stay.Team, priority, stay.From, open ? null : stay.To, budget, used, Due(own, budget, used, open && At(end).Item1 == TimeHolder.Group), Judge(budget, used, open));
        }
    }

    IEnumerable<ChainedClock> Suppliers()
    {
        foreach (var wait in history.Pauses.Where(p => p.Reason is PauseReason.PendingSupplier or PauseReason.PendingPart && p.From < end).OrderBy(p => p.From))
        {
            var (open, until) = (wait.IsOpen && !over, wait.To < end ? wait.To : end);
            var priority = PriorityAt(until);
            var target = history.Agreement.SupplierTargetOf(wait.Supplier, priority);
            var calendar = history.CalendarAt(target?.Calendar ?? CalendarUse.Business, wait.From);
            var used = calendar.Elapsed(wait.From, until);
            yield return new(ChainLink.Supplier, wait.Supplier, priority, wait.From, open ? null : until, target?.Seconds, used, target is null ? null : calendar.Due(wait.From, target.Seconds), Judge(target?.Seconds, used, open));
        }
    }

    /// <summary>Where the budget was used up, or will be if the group has it and goes on.</summary>
    DateTimeOffset? Due(List<HeldSpan> own, long? budget, long used, bool running)
    {
        if (budget is not { } need) return null;
        if (used < need) return running ? history.CalendarAt(watch.UseAt(end, CalendarUse.Business), end).Due(end, need - used) : null;
        foreach (var span in own)
        {
            if (span.Seconds >= need) return span.From.AddSeconds(need);
            need -= span.Seconds;
        }
        return null;
    }

    static Verdict Judge(long? budget, long used, bool open) => budget is not { } promised ? Verdict.NotMeasured : used > promised ? Verdict.Breached : open ? Verdict.Running : Verdict.Met;

    Priority PriorityAt(DateTimeOffset at) => history.Moments.Where(m => m.At <= at).Select(m => m.Fact).OfType<ClockFact.PriorityChanged>().LastOrDefault()?.To ?? history.Opened.Priority;
}
