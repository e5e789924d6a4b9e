// A service calendar as people read one: months of days, what is off, what is made up, and how many working days that leaves.
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Contracts.Pages;

public enum DayKind { Working, Closed, Holiday, MakeUp, Special }

public sealed record DayCell(DateOnly Day, DayKind Kind, string? Name);
public sealed record MonthView(int Month, int WorkingDays, IReadOnlyList<DayCell> Days);
public sealed record YearView(int Year, int WorkingDays, bool Provisional, IReadOnlyList<MonthView> Months);
public sealed record WeekRow(string Days, string Hours);
public sealed record CalendarView(string Name, string Zone, CalendarRef Ref, IReadOnlyList<WeekRow> Week, IReadOnlyList<YearView> Years)
{
    public static CalendarView Of(ServiceCalendar calendar, bool years) => new(
        calendar.Definition.Name, calendar.Definition.Zone, calendar.Ref, Hours(calendar.Definition.Week),
        years && calendar.Definition.Official is { Count: > 0 } official ? [.. official.Select(o => o.Year).Where(y => y >= 2024).Distinct().Order().Select(y => Year(calendar, y))] : []);

    static YearView Year(ServiceCalendar calendar, int year)
    {
        var definition = calendar.Definition;
        var off = definition.Official!.SelectMany(o => o.Off).ToHashSet();
        var makeUp = definition.Official!.SelectMany(o => o.MakeUp).ToHashSet();
        var special = (definition.Exceptions ?? []).ToDictionary(e => e.Day, e => e.Reason);
        var months = Enumerable.Range(1, 12).Select(month =>
        {
            var days = Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Select(d => new DateOnly(year, month, d)).Select(day => new DayCell(day,
                special.ContainsKey(day) ? DayKind.Special : makeUp.Contains(day) ? DayKind.MakeUp : off.Contains(day) ? DayKind.Holiday : calendar.IsWorkingDay(day) ? DayKind.Working : DayKind.Closed,
                special.GetValueOrDefault(day) ?? NameOf(day))).ToList();
            return new MonthView(month, days.Count(d => calendar.IsWorkingDay(d.Day)), days);
        }).ToList();
        return new(year, months.Sum(m => m.WorkingDays), definition.Official!.All(o => o.Year != year), months);
    }

    internal static string? NameOf(DateOnly day) => OfficialDays.China.Days.FirstOrDefault(d => d.Day == day)?.NameIn(Texts.Current);

    /// <summary>Neighbouring days with the same hours become one row: 周一至周五 09:00-12:00, 13:00-18:00.</summary>
    static List<WeekRow> Hours(WeekPattern week)
    {
        var days = new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday }
            .Select(d => (Day: d, Hours: week[d].Count == 0 ? Texts.T("Calendar.Closed") : string.Join(", ", week[d]))).ToList();
        var rows = new List<WeekRow>();
        for (var i = 0; i < days.Count;)
        {
            var last = i;
            while (last + 1 < days.Count && days[last + 1].Hours == days[i].Hours) last++;
            var (from, to) = (Texts.T($"Day.{days[i].Day}"), Texts.T($"Day.{days[last].Day}"));
            rows.Add(new(last == i ? from : Texts.T("Calendar.DayToDay", from, to), days[i].Hours));
            i = last + 1;
        }
        return rows;
    }
}
