// What the tests of this folder share: calendars, instants written as people write them, and tickets told as a story.
using System.Globalization;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

static class Bench
{
    public const long Minute = 60, Hour = 3600;

    public static readonly ServiceCalendar C58 = ServiceCalendar.From(CalendarPresets.FiveByEight).Value;
    public static readonly ServiceCalendar C724 = ServiceCalendar.From(CalendarPresets.SevenByTwentyFour).Value;

    /// <summary>An instant: China's time unless an offset is written.</summary>
    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(
        text.Length > 19 ? text : text + "+08:00", CultureInfo.InvariantCulture).ToUniversalTime();

    public static ServiceCalendar Calendar(string id, string zone, WeekPattern week, IReadOnlyList<DayException>? exceptions = null, int version = 1) =>
        ServiceCalendar.From(new(new(id, version), id, zone, week, Exceptions: exceptions)).Value;

    /// <summary>One target for every priority, all pauses stopping without proof: the bare clock.</summary>
    public static Agreement Bare(long p3, long? p1 = null, ChangeRule upgrade = ChangeRule.FromChange, ChangeRule downgrade = ChangeRule.FromStart) =>
        AgreementPresets.Standard with
        {
            Targets =
            [
                new(ServiceMode.OnSite, Priority.P1, new(10 * Minute), null, null, null, new(p1 ?? p3)),
                new(ServiceMode.OnSite, Priority.P3, new(30 * Minute), null, null, null, new(p3)),
            ],
            Pauses = [.. Enum.GetValues<PauseReason>().Select(r => new PauseRule(r, StopsClocks: true))],
            PriorityChanges = new(upgrade, downgrade),
        };
}

/// <summary>A ticket and its calendars; each sentence adds a fact that was written down as it happened.</summary>
sealed class Story(Agreement agreement, ServiceCalendar business, ServiceCalendar? fullTime = null)
{
    readonly List<ClockFact> facts = [];
    readonly CalendarShelf shelf = new(business, fullTime ?? Bench.C724);

    public IReadOnlyList<ClockFact> Facts => facts;
    public Agreement Agreement => agreement;
    public CalendarShelf Shelf => shelf;

    public Story Opened(string at, Priority priority = Priority.P3, ServiceMode mode = ServiceMode.OnSite) =>
        Add(new Opened(Bench.At(at), Bench.At(at), priority, mode, new(business.Ref, (fullTime ?? Bench.C724).Ref)));

    public Story Accepted(string at) => Add(new Accepted(Bench.At(at), Bench.At(at), "li.lei"));
    public Story AutoReplied(string at) => Add(new AutoReplied(Bench.At(at), Bench.At(at)));
    public Story CalledOut(string at) => Add(new CalledOut(Bench.At(at), Bench.At(at)));
    public Story Arrived(string at) => Add(new ArrivedOnSite(Bench.At(at), Bench.At(at)));
    public Story Workaround(string at) => Add(new WorkaroundGiven(Bench.At(at), Bench.At(at)));
    public Story Paused(string from, string? to = null, PauseReason reason = PauseReason.PendingUser, string? proof = null)
    {
        Add(new Paused(Bench.At(from), Bench.At(from), reason, proof));
        return to is null ? this : Add(new Resumed(Bench.At(to), Bench.At(to), reason));
    }
    public Story Prioritised(string at, Priority to, string? approvedBy = "svc.mgr") => Add(new PriorityChanged(Bench.At(at), Bench.At(at), to, approvedBy));
    public Story Calendar(string at, ServiceCalendar to, CalendarUse use = CalendarUse.Business)
    {
        shelf.Add(to);
        return Add(new CalendarChanged(Bench.At(at), Bench.At(at), use, to.Ref));
    }
    public Story Resolved(string at, bool automatic = false) => Add(new Resolved(Bench.At(at), Bench.At(at), automatic));
    public Story Reopened(string at) => Add(new Reopened(Bench.At(at), Bench.At(at)));
    public Story Closed(string at) => Add(new Closed(Bench.At(at), Bench.At(at)));
    public Story Cancelled(string at) => Add(new Cancelled(Bench.At(at), Bench.At(at), "duplicate"));

    public Story Add(ClockFact fact)
    {
        facts.Add(fact);
        return this;
    }

    public SlaReading ReadAll(string now) => SlaClock.Read(facts, agreement, shelf, Bench.At(now));
    public ClockReading Read(string now, ClockKind kind = ClockKind.Resolution) => ReadAll(now)[kind];
    public Explanation Explain(string now, ClockKind kind = ClockKind.Resolution) => SlaClock.Explain(facts, agreement, shelf, Bench.At(now), kind);
}
