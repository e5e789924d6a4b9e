// When something comes round: every day, every working day, on a day of the week or of the month, at a time of day on site; pure.
namespace Steward.Desk.Recurring;

public enum Every { Day, WorkingDay, Week, Month }

/// <param name="Day">Of the week from 1, Monday, to 7; of the month from 1 to 31, where a shorter month has it on its last day; nothing for the rest.</param>
public sealed record Rhythm(Every Every, int Day, TimeOnly At)
{
    public bool IsSound => Every switch { Every.Week => Day is >= 1 and <= 7, Every.Month => Day is >= 1 and <= 31, _ => true };

    /// <summary>The first occurrence after an instant.</summary>
    public DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone, Func<DateOnly, bool> isWorkingDay)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime);
        // A year without a working day is a fault of the calendar, not of the rhythm.
        for (var tried = 0; tried < 800; tried++, day = day.AddDays(1))
            if (Falls(day, isWorkingDay) && Instant(day, zone) is var at && at > after) return at;
        throw new InvalidOperationException("No day of two years fits the rhythm.");
    }

    /// <summary>All occurrences within [from, until], the earliest first.</summary>
    public IEnumerable<DateTimeOffset> Within(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone, Func<DateOnly, bool> isWorkingDay)
    {
        for (var at = Next(from.AddMilliseconds(-1), zone, isWorkingDay); at <= until; at = Next(at, zone, isWorkingDay)) yield return at;
    }

    bool Falls(DateOnly day, Func<DateOnly, bool> isWorkingDay) => Every switch
    {
        Every.Day => true,
        Every.WorkingDay => isWorkingDay(day),
        Every.Week => ((int)day.DayOfWeek + 6) % 7 + 1 == Day,
        Every.Month => day.Day == Math.Min(Day, DateTime.DaysInMonth(day.Year, day.Month)),
    };

    /// <summary>Where clocks are put forward over that time of day, it falls when they go on; where they are put back, it falls the first time.</summary>
    DateTimeOffset Instant(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(At);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
