// Holds the calendar versions that clocks refer to, built once and kept.
using System.Collections.Concurrent;

namespace Steward.Sla;

/// <summary>Calendar versions by their reference. A version never changes, so adding the same one again is harmless.</summary>
public sealed class CalendarShelf
{
    readonly ConcurrentDictionary<CalendarRef, ServiceCalendar> calendars = new();

    public CalendarShelf(params IEnumerable<ServiceCalendar> calendars)
    {
        foreach (var calendar in calendars) Add(calendar);
    }

    /// <summary>5×8 and 7×24 as shipped.</summary>
    public static CalendarShelf Presets() =>
        new(ServiceCalendar.From(CalendarPresets.FiveByEight).Value, ServiceCalendar.From(CalendarPresets.SevenByTwentyFour).Value);

    public ServiceCalendar this[CalendarRef key] => calendars.TryGetValue(key, out var calendar)
        ? calendar
        : throw new KeyNotFoundException($"Calendar {key} is referred to but not on the shelf.");

    public void Add(ServiceCalendar calendar) => calendars.TryAdd(calendar.Ref, calendar);

    /// <summary>The same with one more, to try what it would do; this shelf stays as it is.</summary>
    public CalendarShelf With(ServiceCalendar tried) => new([tried, .. calendars.Values]);

    public bool Has(CalendarRef key) => calendars.ContainsKey(key);
}
