// Makes the next version of a calendar: with the official list of another year, or with days on which a customer differs; and says what that changes.
using Steward.Sla.Checking;

namespace Steward.Sla;

/// <summary>A day whose hours differ between two versions; no hours means closed.</summary>
public sealed record DayChange(DateOnly Day, IReadOnlyList<DaySpan> Before, IReadOnlyList<DaySpan> After);

/// <summary>An open clock whose due date moves, or whose verdict changes.</summary>
public sealed record MovedClock(Guid Subject, ClockKind Kind, DateTimeOffset? DueBefore, DateTimeOffset? DueAfter, bool Provisional, Verdict VerdictBefore, Verdict VerdictAfter);

public static class CalendarEdit
{
    const int MostDays = 400;

    /// <summary>The official list of one year, read from a notice as data; an older list of the same year is replaced.</summary>
    public static Result<CalendarDefinition> WithNotice(CalendarDefinition of, CalendarRef next, string notice)
    {
        if (of.Official is null) return new BadField("notice", "SLA-211");
        if (OfficialFile.Read(notice) is not { } year) return new BadField("notice", "SLA-212");
        return of with { Ref = next, Official = [.. of.Official.Where(o => o.Year != year.Year).Append(year).OrderBy(o => o.Year)] };
    }

    /// <summary>Days from first to last, both included, with these hours and no others: none for a closure (客户停业), more for a guarded period (重保).</summary>
    public static Result<CalendarDefinition> WithDays(CalendarDefinition of, CalendarRef next, DateOnly first, DateOnly last, IReadOnlyList<DaySpan> hours, string reason)
    {
        if (last < first || last.DayNumber - first.DayNumber >= MostDays) return new BadField("until", "SLA-213");
        var days = Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).ToHashSet();
        return of with { Ref = next, Exceptions = [.. (of.Exceptions ?? []).Where(e => !days.Contains(e.Day)).Concat(days.Select(d => new DayException(d, hours, reason))).OrderBy(e => e.Day)] };
    }

    /// <summary>The days that differ, from <paramref name="from"/> on for as far as either version knows of anything special.</summary>
    public static IReadOnlyList<DayChange> Diff(ServiceCalendar before, ServiceCalendar after, DateOnly from)
    {
        var last = new[] { before, after }.SelectMany(c => (c.Definition.Official ?? []).SelectMany(o => o.Off.Concat(o.MakeUp)).Concat((c.Definition.Exceptions ?? []).Select(e => e.Day))).DefaultIfEmpty(from).Max();
        return [.. Enumerable.Range(0, Math.Max(0, last.DayNumber - from.DayNumber + 1)).Select(from.AddDays).Where(d => !before.HoursOf(d).SequenceEqual(after.HoursOf(d)))
            .Select(d => new DayChange(d, before.HoursOf(d), after.HoursOf(d)))];
    }
}
