// Holds the versions of calendars and agreements that clocks refer to, built once and kept.
using System.Collections.Concurrent;

namespace Steward.Sla;

/// <summary>Versions by their reference. A version never changes, so adding the same one again is harmless.</summary>
public sealed class CalendarShelf
{
    readonly ConcurrentDictionary<CalendarRef, ServiceCalendar> calendars = new();
    readonly ConcurrentDictionary<AgreementRef, Agreement> agreements = new();

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

    public Agreement this[AgreementRef key] => agreements.TryGetValue(key, out var agreement)
        ? agreement
        : throw new KeyNotFoundException($"Agreement {key} is referred to but not on the shelf.");

    public void Add(ServiceCalendar calendar) => calendars.TryAdd(calendar.Ref, calendar);
    public void Add(Agreement agreement) => agreements.TryAdd(agreement.Ref, agreement);

    /// <summary>The same with one more, to try what it would do; this shelf stays as it is.</summary>
    public CalendarShelf With(ServiceCalendar tried) => Copy([tried, .. calendars.Values], agreements.Values);
    public CalendarShelf With(Agreement tried) => Copy(calendars.Values, [tried, .. agreements.Values]);

    static CalendarShelf Copy(IEnumerable<ServiceCalendar> calendars, IEnumerable<Agreement> agreements)
    {
        var copy = new CalendarShelf(calendars);
        foreach (var agreement in agreements) copy.Add(agreement);
        return copy;
    }

    public bool Has(CalendarRef key) => calendars.ContainsKey(key);
    public bool Has(AgreementRef key) => agreements.ContainsKey(key);
}
