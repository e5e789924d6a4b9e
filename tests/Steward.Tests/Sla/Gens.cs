// Random calendars, agreements and tickets, crowded around the places where clocks go wrong.
using CsCheck;
using static Steward.Sla.ClockFact;

namespace Steward.Sla;

/// <summary>A random ticket with all that its clock needs; the walk covers <see cref="Seconds"/> from the opening.</summary>
sealed record Case(CalendarDefinition[] Calendars, Agreement Agreement, ClockFact[] Facts, int Now, int Seconds, Agreement? Next = null)
{
    public DateTimeOffset Start => Facts[0].OccurredAt;
    public CalendarShelf Shelf
    {
        get
        {
            var shelf = new CalendarShelf(Calendars.Select(c => ServiceCalendar.From(c).Value));
            if (Next is not null) shelf.Add(Next);
            return shelf;
        }
    }

    public SlaReading Read(DateTimeOffset? now = null, IEnumerable<ClockFact>? facts = null) => SlaClock.Read(facts ?? Facts, Agreement, Shelf, now ?? Start.AddSeconds(Now));
}

static class Gens
{
    public const int Day = 86_400;
    const int Walk = Day * 2, Life = Day * 5 / 4;

    public static Gen<T> Pick<T>(IReadOnlyList<T> of) => Gen.Int[0, of.Count - 1].Select(i => of[i]);

    /// <summary>Zones with the dates near which their clocks did something odd.</summary>
    static readonly (string Zone, string[] Near)[] Zones =
    [
        ("Asia/Shanghai", ["2026-02-14", "2026-10-10", "2024-02-09", "1986-05-04", "1991-09-15", "2025-12-31"]),
        ("America/New_York", ["2026-03-08", "2026-11-01"]),
        ("Europe/Berlin", ["2025-03-30", "2025-10-26"]),
        ("Australia/Lord_Howe", ["2026-04-05", "2026-10-04"]),
        ("America/Havana", ["2026-03-08", "2026-11-01"]),
        ("America/St_Johns", ["2006-10-29", "2026-03-08"]),
        ("Africa/Casablanca", ["2026-02-15", "2026-03-22"]),
        ("Asia/Beirut", ["2026-03-29", "2026-10-25"]),
        ("America/Sao_Paulo", ["2018-11-04", "2019-02-17"]),
        ("Pacific/Apia", ["2011-12-30", "2012-04-01"]),
        ("Asia/Kathmandu", ["2026-01-01"]),
        ("Etc/UTC", ["2024-02-29"]),
    ];

    static readonly Gen<(string Zone, DateOnly Day)> Places =
        from zone in Pick(Zones)
        from near in Pick(zone.Near)
        from shift in Gen.Int[-3, 2]
        select (zone.Zone, DateOnly.ParseExact(near, "yyyy-MM-dd").AddDays(shift));

    /// <summary>Up to three spans that do not overlap, some to midnight and some beyond, mostly on quarters of an hour.</summary>
    static readonly Gen<DaySpan[]> Hours =
        from marks in Gen.OneOf(Gen.Int[0, 95].Select(q => q * 900), Gen.Int[0, Day - 1]).Array[2, 6]
        from end in Gen.Int[0, 3]
        let sorted = marks.Distinct().Order().ToArray()
        let spans = sorted.Chunk(2).Where(p => p.Length == 2).Select(p => new DaySpan(p[0], p[1])).ToArray()
        select spans.Length == 0 ? [new(9 * 3600, 17 * 3600)]
            : end == 0 ? [.. spans[..^1], spans[^1] with { End = Day }]
            : end == 1 ? [.. spans[..^1], spans[^1] with { End = Math.Min(spans[^1].Start + Day, Day + spans[^1].End % 30_000 + 1) }]
            : spans;

    static readonly Gen<WeekPattern> Weeks =
        from kind in Gen.Int[0, 3]
        from a in Hours
        from b in Hours
        from c in Gen.Bool
        select kind switch
        {
            0 => new WeekPattern(a, a, a, a, a, [], []),
            1 => new WeekPattern(a, b, a, b, a, b, c ? a : []),
            2 => WeekPattern.EveryDay("00:00-24:00"),
            _ => new WeekPattern(a, a, b, b, a, a, b),
        };

    public static Gen<CalendarDefinition> Calendar(string zone, DateOnly near, CalendarRef key) =>
        from week in Weeks
        from official in Gen.Bool
        from makeUp in Gen.Bool
        from hours in Hours
        from exceptionDays in Gen.Int[-1, 2].Array[0, 2]
        from closed in Gen.Bool
        select new CalendarDefinition(key, "random", zone, week,
            official ? OfficialDays.China.Years : null, makeUp ? hours : null,
            [.. exceptionDays.Distinct().Select(d => new DayException(near.AddDays(d), closed ? [] : hours, "random"))]);

    public static readonly Gen<(CalendarDefinition Calendar, DateTimeOffset Start)> CalendarAndStart =
        from place in Places
        from calendar in Calendar(place.Zone, place.Day, new("random", 1))
        from second in Gen.Int[0, Day - 1]
        select (calendar, new DateTimeOffset(place.Day, default, TimeSpan.Zero).AddSeconds(second));

    static readonly Gen<Target> Targets =
        from seconds in Gen.OneOf(Gen.Int[1, 48].Select(q => q * 900), Gen.Int[1, 40_000])
        from use in Gen.Enum<CalendarUse>()
        select new Target(seconds, use);

    static readonly Gen<Agreement> Agreements =
        from targets in Targets.Array[16]
        from none in Gen.Bool.Array[8]
        from stops in Gen.Bool.Array[4]
        from proof in Gen.Bool.Array[4]
        from cap in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 20_000]).Array[4]
        from upgrade in Gen.Enum<ChangeRule>()
        from downgrade in Gen.Enum<ChangeRule>()
        from reopen in Gen.Enum<ReopenRule>()
        select AgreementPresets.Standard with
        {
            Targets = [.. Enum.GetValues<Priority>().Select((p, i) => new TargetSet(ServiceMode.OnSite, p, targets[4 * i], null,
                none[i] ? null : targets[4 * i + 1], none[4 + i] ? null : targets[4 * i + 2], targets[4 * i + 3]))],
            Pauses = [.. Enum.GetValues<PauseReason>().Select((r, i) => new PauseRule(r, stops[i] || i == 0, proof[i] && i > 1, cap[i] < 0 ? null : cap[i]))],
            PriorityChanges = new(upgrade, downgrade),
            Reopening = new(reopen, 5),
        };

    /// <summary>Mostly quarters of an hour, so that facts meet segment ends and each other.</summary>
    static readonly Gen<int> Times = Gen.OneOf(Gen.Int[0, Life / 900].Select(q => q * 900), Gen.Int[0, Life]);

    static Gen<ClockFact> Fact(DateTimeOffset start, CalendarRef[] calendars) =>
        from second in Times
        from later in Times
        from kind in Gen.Int[0, 17]
        from reason in Gen.Enum<PauseReason>()
        from priority in Gen.Enum<Priority>()
        from use in Gen.Enum<CalendarUse>()
        from calendar in Pick(calendars)
        from yes in Gen.Bool
        let at = start.AddSeconds(second)
        let then = start.AddSeconds(later)
        select (ClockFact)(kind switch
        {
            0 => new AutoReplied(at, at),
            1 => new Accepted(at, at, "a"),
            2 => new ArrivedOnSite(at, at),
            3 => new WorkaroundGiven(at, at),
            4 or 5 or 6 => new Paused(at, at, reason, yes ? "mail 7" : null),
            7 or 8 => new Resumed(at, at, yes ? reason : null),
            // A claim speaks of time past: it is written down no sooner than its pause ended.
            9 => at < then ? new PauseClaimed(at, then, then, reason, 1, "sheet 12") : new PauseClaimed(then, at, at, reason, 1, "sheet 12"),
            10 => new PauseClaimDecided(at, at, 1, yes, "m"),
            11 => new PriorityChanged(at, at, priority, yes ? "m" : null),
            12 => new CalendarChanged(at, yes ? then : at, use, calendar),
            13 => new Resolved(at, at, yes),
            14 => new Reopened(at, at),
            15 => new Assigned(at, at, yes ? Guid.Empty : new Guid(1, 0, 0, new byte[8]), (SupportLine)(second % 3 + 1)),
            16 => new Progressed(at, at),
            _ => yes ? new Cancelled(at, at, "c") : second % 2 == 0 ? new Closed(at, at) : new Reopened(at, at),
        });

    public static readonly Gen<Case> Cases =
        from place in Places
        from calendars in Gen.Select(Calendar(place.Zone, place.Day, new("a", 1)), Calendar(place.Zone, place.Day, new("b", 1)), Calendar(place.Zone, place.Day, new("c", 1)))
        from agreement in Agreements
        from second in Gen.OneOf(Gen.Int[0, 95].Select(q => q * 900), Gen.Int[0, Day - 1])
        from priority in Gen.Enum<Priority>()
        let start = new DateTimeOffset(place.Day, default, TimeSpan.Zero).AddSeconds(second)
        from facts in Fact(start, [new("a", 1), new("b", 1), new("c", 1)]).Array[0, 10]
        from now in Times
        select new Case([calendars.Item1, calendars.Item2, calendars.Item3], agreement,
            [new Opened(start, start, priority, ServiceMode.OnSite, new(new("a", 1), new("b", 1))), .. facts.OrderBy(f => f.EffectiveAt).ThenBy(f => f.RecordedAt)],
            now, Walk);

    /// <summary>The same with everything that people agree on by hand: dates, words to the requester, another version of the agreement, ladders for groups and suppliers, work that goes on at once.</summary>
    public static readonly Gen<Case> ByHand =
        from ticket in Cases
        from more in Agreed(ticket.Start).Array[1, 5]
        from minutes in Gen.Int[5, 400].Array[4]
        from atOnce in Gen.Bool
        select ticket with
        {
            Agreement = ticket.Agreement with
            {
                Updates = [.. Enum.GetValues<Priority>().Where((_, i) => minutes[i] > 40).Select((p, i) => new UpdateRule(p, minutes[i] * 60L, (CalendarUse)(minutes[i] % 2)))],
                AgreedDates = new(AgreedDateRule.ByAgent),
                ChainLadder = [new(ChainLink.Group, 75, []), new(ChainLink.Group, 100, []), new(ChainLink.Supplier, 50, []), new(ChainLink.Supplier, 100, [])],
                AtOnce = atOnce ? ["网络", "Network"] : null,
            },
            Next = ticket.Agreement with { Ref = new("next", 1), Targets = [.. ticket.Agreement.Targets.Select(t => t with { Priority = 5 - t.Priority })], Updates = [new(Priority.P2, 3_600)], AgreedDates = new(AgreedDateRule.ByManager) },
            Facts = [((Opened)ticket.Facts[0]) with { Category = "network" }, .. ticket.Facts.Skip(1).Concat(more).OrderBy(f => f.EffectiveAt).ThenBy(f => f.RecordedAt)],
        };

    static Gen<ClockFact> Agreed(DateTimeOffset start) =>
        from second in Times
        from later in Gen.Int[-3_600, 2 * Day]
        from kind in Gen.Int[0, 5]
        from rule in Gen.Enum<ChangeRule>()
        let at = start.AddSeconds(second)
        select (ClockFact)(kind switch
        {
            0 or 1 => new DateAgreed(at, at, at.AddSeconds(later), "c", "p", "r"),
            2 => new AgreementChanged(at, at, new("next", 1), rule),
            _ => new Informed(at, at, "a"),
        });
}
