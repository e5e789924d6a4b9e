// The hours that count for a clock: whether an instant is open, how much service lies between two, and when a budget is used up.
using System.Collections.Concurrent;
using Steward.Sla.Calendars;

namespace Steward.Sla;

/// <summary>
/// One version of a calendar, ready to compute with; immutable and safe to share between threads. All instants are UTC and are cut
/// down to the whole second (SLA rule 10); intervals are half-open. Laws: <c>Elapsed(a,c) = Elapsed(a,b) + Elapsed(b,c)</c>, and
/// <c>Due(a,n)</c> for n &gt; 0 is the least instant t with <c>Elapsed(a,t) ≥ n</c>.
/// </summary>
public sealed class ServiceCalendar
{
    /// <summary>Walking stops here: a budget that is not used up by then never will be.</summary>
    const int FirstYear = 1900, LastYear = 9990;

    readonly ConcurrentDictionary<int, YearPage> pages = new();
    readonly DayPlan plan;
    readonly TimeZoneInfo zone;

    ServiceCalendar(CalendarDefinition definition, TimeZoneInfo zone)
    {
        Definition = definition;
        this.zone = zone;
        plan = new(definition);
        ProvisionalAfter = FindProvisional();
    }

    public CalendarDefinition Definition { get; }

    public CalendarRef Ref => Definition.Ref;

    /// <summary>Due dates from here on may still move, as no official list is loaded for that time (SLA rule 8). Null: never.</summary>
    public DateTimeOffset? ProvisionalAfter { get; }

    /// <summary>The calendar that <paramref name="definition"/> states, or what is wrong with it.</summary>
    public static Result<ServiceCalendar> From(CalendarDefinition definition)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(definition.Zone, out var zone))
            return new BadField(nameof(definition.Zone), "SLA-101", definition.Zone);
        if (Unsound(definition) is { } spans)
            return new BadField(nameof(definition.Week), "SLA-102", string.Join(", ", spans));
        if (definition.Week.Days.All(d => d.Count == 0))
            return new BadField(nameof(definition.Week), "SLA-103");
        if (definition.Exceptions?.GroupBy(e => e.Day).FirstOrDefault(d => d.Count() > 1) is { } twice)
            return new BadField(nameof(definition.Exceptions), "SLA-104", twice.Key);
        return new ServiceCalendar(definition, zone);
    }

    public bool IsOpen(DateTimeOffset at) => Page(Utc(at).Year).NextOpen(Unix(at)) == Unix(at);

    /// <summary>A day with any service hours, by its date in the calendar's zone.</summary>
    public bool IsWorkingDay(DateOnly day) => plan.Hours(day).Count > 0;

    /// <summary>The hours of a local day; none: closed.</summary>
    public IReadOnlyList<DaySpan> HoursOf(DateOnly day) => plan.Hours(day);

    /// <summary>The date that <paramref name="at"/> has in the calendar's zone.</summary>
    public DateOnly LocalDay(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The instant at which a local day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day) => Instant(ZoneOffsets.FirstReaching(zone, Unix(new(day, default, TimeSpan.Zero))));

    /// <summary>Service seconds in [from, to); zero when <paramref name="to"/> is not later.</summary>
    public long Elapsed(DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (Unix(from), Unix(to));
        if (end <= start) return 0;
        var (first, last) = (Page(Utc(from).Year), Page(Utc(to).Year));
        var sum = last.OpenBefore(end) - first.OpenBefore(start);
        for (var year = first.Year; year < last.Year; year++) sum += Page(year).Total;
        return sum;
    }

    /// <summary>
    /// When <paramref name="budget"/> service seconds, counted from <paramref name="from"/>, are used up. A budget that ends exactly with
    /// a segment is due at that end, not at the next start (SLA rule 3). A budget of zero is due at the first open instant at or
    /// after <paramref name="from"/>: "at once" means as soon as somebody serves.
    /// </summary>
    public DateTimeOffset Due(DateTimeOffset from, long budget)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        var page = Page(Utc(from).Year);
        if (budget == 0)
        {
            for (var at = Unix(from); ; page = Next(page))
                if (page.NextOpen(Math.Max(at, page.From)) is { } open) return Instant(open);
        }
        var need = page.OpenBefore(Unix(from)) + budget;
        for (; need > page.Total; page = Next(page)) need -= page.Total;
        return Instant(page.Reach(need));
    }

    /// <summary>The mirror of <see cref="Due"/>: the last instant from which <paramref name="budget"/> service seconds remain before <paramref name="to"/>.</summary>
    public DateTimeOffset Back(DateTimeOffset to, long budget)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        var page = Page(Utc(to).Year);
        if (budget == 0)
        {
            for (var at = Unix(to); ; page = Page(page.Year - 1))
                if (page.LastOpen(Math.Min(at, page.To)) is { } open) return Instant(open);
        }
        var left = page.OpenBefore(Unix(to)) - budget;
        while (left < 0)
        {
            page = Page(page.Year - 1);
            left += page.Total;
        }
        return Instant(page.ReachBack(left));
    }

    /// <summary>The open segments within [from, to), in order, never touching.</summary>
    public IEnumerable<Interval> Segments(DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (Unix(from), Unix(to));
        (long Start, long End)? held = null;
        for (var year = Utc(from).Year; end > start && year <= Utc(to).Year; year++)
            foreach (var segment in Page(year).Segments(start, end))
            {
                if (held is { } before && before.End != segment.Start) yield return new(Instant(before.Start), Instant(before.End));
                held = (held is { } h && h.End == segment.Start ? h.Start : segment.Start, segment.End);
            }
        if (held is { } last) yield return new(Instant(last.Start), Instant(last.End));
    }

    /// <summary>
    /// The same time of day <paramref name="days"/> working days later, or the next opening after it. A start outside service hours counts
    /// from the next opening.
    /// </summary>
    public DateTimeOffset WorkingDaysAfter(DateTimeOffset from, int days) => Due(Shift(Due(from, 0), days), 0);

    /// <summary>The last served moment within <paramref name="days"/> working days after one: the same time of day, closing time included.</summary>
    public DateTimeOffset LastWithin(DateTimeOffset from, int days) => Back(Shift(Back(from, 0), days), 0);

    /// <summary>The mirror of <see cref="WorkingDaysAfter"/>: counts back from the last open instant.</summary>
    public DateTimeOffset WorkingDaysBefore(DateTimeOffset to, int days) => Back(Shift(Back(to, 0), -days), 0);

    /// <summary>The next repetition after <paramref name="now"/> of something due at <paramref name="at"/>: the same time of day on a later working day, or the service nearest to it.</summary>
    public DateTimeOffset DailyAfter(DateTimeOffset at, DateTimeOffset now)
    {
        var timeOfDay = TimeOnly.FromDateTime(Wall(at).DateTime);
        var first = LocalDay(at).AddDays(1);
        for (var day = LocalDay(now) < first ? first : LocalDay(now); ; day = day.AddDays(1))
        {
            if (!IsWorkingDay(day)) continue;
            var same = Instant(ZoneOffsets.FirstReaching(zone, Unix(new(day, timeOfDay, TimeSpan.Zero))));
            var repeat = Back(same, 0) is var before && before >= StartOf(day) ? before : Due(same, 0);
            if (repeat > now) return repeat;
        }
    }

    /// <summary>Whether [from, to] touches a year for which the official list is not loaded (SLA rule 8).</summary>
    public bool IsProvisional(DateTimeOffset from, DateTimeOffset to)
    {
        if (plan.LoadedYears is not { } loaded) return false;
        for (var year = LocalDay(from).Year; year <= LocalDay(to).Year; year++)
            if (!loaded.Contains(year)) return true;
        return false;
    }

    DateTimeOffset Shift(DateTimeOffset at, int days)
    {
        var wall = Wall(at);
        var day = DateOnly.FromDateTime(wall.DateTime);
        for (var left = Math.Abs(days); left > 0;)
            if (IsWorkingDay(day = day.AddDays(Math.Sign(days)))) left--;
        return days == 0 ? at : Instant(ZoneOffsets.FirstReaching(zone, Unix(new(day, TimeOnly.FromDateTime(wall.DateTime), TimeSpan.Zero))));
    }

    DateTimeOffset Wall(DateTimeOffset at) => Instant(Unix(at) + ZoneOffsets.At(zone, Unix(at)));

    DateTimeOffset? FindProvisional()
    {
        if (plan.LoadedYears is not { } loaded) return null;
        if (loaded.Count == 0) return DateTimeOffset.MinValue;
        var year = loaded.Min();
        while (loaded.Contains(year)) year++;
        return StartOf(new(year, 1, 1));
    }

    YearPage Page(int year) => year is >= FirstYear and <= LastYear
        ? pages.TryGetValue(year, out var page) ? page : pages.GetOrAdd(year, y => YearPage.Build(y, plan, zone))
        : throw new ArgumentOutOfRangeException(nameof(year), year, $"Calendar {Ref} is asked about a year that no service reaches.");

    YearPage Next(YearPage page) => Page(page.Year + 1);

    static DateTimeOffset Utc(DateTimeOffset at) => at.ToUniversalTime();

    static long Unix(DateTimeOffset at) => at.ToUnixTimeSeconds();

    static DateTimeOffset Instant(long unix) => DateTimeOffset.FromUnixTimeSeconds(unix);

    static DaySpan[]? Unsound(CalendarDefinition definition) => definition.Week.Days
        .Append(definition.MakeUpHours ?? [])
        .Concat((definition.Exceptions ?? []).Select(e => e.Hours))
        .Select(spans => spans.Order(Comparer<DaySpan>.Create((a, b) => a.Start.CompareTo(b.Start))).ToArray())
        .FirstOrDefault(spans => spans.Any(s => !s.IsSound) || spans.Zip(spans.Skip(1)).Any(pair => pair.Second.Start < pair.First.End));
}
