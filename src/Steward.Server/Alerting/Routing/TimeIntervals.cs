// Recurring stretches of time by which a route is muted or open, as Alertmanager describes them.
using System.Globalization;

namespace Steward.Alerting.Routing;

/// <summary>Both ends belong to it.</summary>
public readonly record struct Span(int From, int To)
{
    public bool Has(int value) => From <= value && value <= To;
}

/// <summary>
/// Fields are joined by "and", the spans within a field by "or"; an empty field is no condition. Minutes of the day run from 0, their end excluded; days of the month may
/// be counted from its end (-1 is the last).
/// </summary>
public sealed record TimeInterval(
    IReadOnlyList<Span> Minutes, IReadOnlyList<Span> Weekdays, IReadOnlyList<Span> MonthDays, IReadOnlyList<Span> Months, IReadOnlyList<Span> Years, TimeZoneInfo Zone)
{
    public bool Has(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        var minute = local.Hour * 60 + local.Minute;
        var days = DateTime.DaysInMonth(local.Year, local.Month);
        return (Minutes.Count == 0 || Minutes.Any(s => s.From <= minute && minute < s.To))
            && (Weekdays.Count == 0 || Weekdays.Any(s => s.Has((int)local.DayOfWeek)))
            && (MonthDays.Count == 0 || MonthDays.Any(s => new Span(FromEnd(s.From, days), FromEnd(s.To, days)) is var span && span.Has(local.Day)))
            && (Months.Count == 0 || Months.Any(s => s.Has(local.Month)))
            && (Years.Count == 0 || Years.Any(s => s.Has(local.Year)));
    }

    /// <summary>A day beyond a short month's end means its last day.</summary>
    static int FromEnd(int day, int days) => day < 0 ? days + day + 1 : Math.Min(day, days);

    /// <summary>Reads <c>09:00</c> to <c>24:00</c> into minutes; null where it is no time of day.</summary>
    public static int? MinuteOf(string text) =>
        text.Split(':') is [{ Length: 2 } h, { Length: 2 } m] && int.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && int.TryParse(m, NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            && minute < 60 && hour * 60 + minute is var all and <= 24 * 60 ? all : null;

    /// <summary>Reads <c>monday:friday</c>, <c>3</c> or <c>-3:-1</c>; <paramref name="names"/> are the words for numbers that the field allows. Null where it cannot be read.</summary>
    public static Span? SpanOf(string text, IReadOnlyList<string> names, int offset, int least, int most)
    {
        int? One(string word)
        {
            var name = names.ToList().FindIndex(n => n.Equals(word.Trim(), StringComparison.OrdinalIgnoreCase));
            if (name >= 0) return name + offset;
            return int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number != 0 || least == 0) && least <= number && number <= most ? number : null;
        }
        var ends = text.Split(':');
        return ends.Length is 1 or 2 && One(ends[0]) is { } from && One(ends[^1]) is { } to && (from <= to || from > 0 != to > 0) ? new Span(from, to) : null;
    }
}
