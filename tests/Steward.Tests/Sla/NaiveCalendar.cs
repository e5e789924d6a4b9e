// A second, deliberately naive reading of a calendar: looks at one second after the other and asks the wall clock.
namespace Steward.Sla;

/// <summary>Shares no code with the real calendar: only the definition is the same. Knows times after 1970 and zones that change at whole minutes.</summary>
static class NaiveCalendar
{
    /// <summary>For each of <paramref name="count"/> seconds from the UTC second <paramref name="from"/>: is somebody serving?</summary>
    public static bool[] Open(CalendarDefinition calendar, long from, int count)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone);
        var open = new bool[count];
        long offset = 0, today = long.MinValue;
        DaySpan[] hours = [], nightBefore = [];
        for (var i = 0; i < count; i++)
        {
            var t = from + i;
            if (i == 0 || t % 60 == 0) offset = (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(t)).TotalSeconds;
            var day = (t + offset) / 86400;
            var second = t + offset - day * 86400;
            if (day != today)
            {
                today = day;
                hours = [.. Hours(calendar, DayOf(day))];
                nightBefore = [.. Hours(calendar, DayOf(day - 1))];
            }
            foreach (var span in hours) open[i] |= span.Start <= second && second < span.End;
            foreach (var span in nightBefore) open[i] |= span.Start <= second + 86400 && second + 86400 < span.End;
        }
        return open;
    }

    static DateOnly DayOf(long unixDay) => new DateOnly(1970, 1, 1).AddDays((int)unixDay);

    static IReadOnlyList<DaySpan> Hours(CalendarDefinition calendar, DateOnly day)
    {
        foreach (var exception in calendar.Exceptions ?? [])
            if (exception.Day == day) return exception.Hours;
        foreach (var year in calendar.Official ?? [])
            if (year.MakeUp.Contains(day)) return calendar.MakeUpHours ?? calendar.Week.Monday;
        foreach (var year in calendar.Official ?? [])
            if (year.Off.Contains(day)) return [];
        return day.DayOfWeek switch
        {
            DayOfWeek.Saturday => calendar.Week.Saturday,
            DayOfWeek.Sunday => calendar.Week.Sunday,
            DayOfWeek.Monday => calendar.Week.Monday,
            DayOfWeek.Tuesday => calendar.Week.Tuesday,
            DayOfWeek.Wednesday => calendar.Week.Wednesday,
            DayOfWeek.Thursday => calendar.Week.Thursday,
            _ => calendar.Week.Friday,
        };
    }
}
