// Official lists of days off and make-up workdays in the forms in which they go about: JSON by year, tab-parted, iCalendar.
using System.Globalization;
using System.Text.Json;

namespace Steward.Sla.Checking;

static class OfficialFile
{
    public const string Kind = "official-days";

    /// <summary><c>{ year, days: [{ name, date, isOffDay }] }</c>. A year without days is one whose notice has not come yet.</summary>
    public static CalendarVerdict Year(JsonElement root)
    {
        var year = root.GetProperty("year").GetInt32();
        var (items, days) = (new List<CheckedItem>(), new List<(DateOnly, bool)>());
        foreach (var (i, day) in root.GetProperty("days").EnumerateArray().Index())
            if (day.TryGetProperty("date", out var date) && DateOnly.TryParseExact(date.GetString(), "yyyy-MM-dd", out var at) && day.TryGetProperty("isOffDay", out var off) && off.ValueKind is JsonValueKind.True or JsonValueKind.False) days.Add((at, off.GetBoolean()));
            else items.Add(new($"days[{i}]", false, Why: $"expected date and isOffDay: {day.GetRawText()}"));
        if (days.Count == 0 && items.Count == 0) items.Add(new($"{year}", true, Why: "no notice yet: due dates in this year stay provisional"));
        return Judge([.. items, .. Days(year, days)], [(year, days)]);
    }

    /// <summary>The one year that a notice is about, in either form; null where it holds something wrong, or days of no year or several.</summary>
    public static OfficialYear? Read(string notice)
    {
        var verdict = CalendarCheck.Of(notice, 0);
        if (verdict.Kind != Kind || !verdict.Good || verdict.WorkingDays is not [var year] || verdict.Items.Any(i => i.Expected is null)) return null;
        var days = verdict.Items.Select(i => (Day: DateOnly.ParseExact(i.Item, "yyyy-MM-dd", CultureInfo.InvariantCulture), Off: i.Expected == "off")).ToList();
        return new(year.Year, [.. days.Where(d => d.Off).Select(d => d.Day).Order()], [.. days.Where(d => !d.Off).Select(d => d.Day).Order()]);
    }

    public static CalendarVerdict Table(string text)
    {
        var list = OfficialDays.Parse(new StringReader(text));
        var years = list.Days.GroupBy(d => d.Year).OrderBy(y => y.Key).Select(y => (y.Key, y.Select(d => (d.Day, d.IsOff)).ToList())).ToList();
        if (years.Count == 0) throw new InvalidDataException("The file holds no day.");
        return Judge([.. years.SelectMany(y => Days(y.Key, y.Item2))], years);
    }

    /// <summary>All-day events whose title says that it is a make-up workday (补班) or else a holiday; an event may last several days.</summary>
    public static CalendarVerdict Calendar(string text)
    {
        var days = new List<(DateOnly, bool)>();
        var items = new List<CheckedItem>();
        Dictionary<string, string>? held = null;
        foreach (var line in text.Replace("\r\n", "\n").Replace("\n ", "").Replace("\n\t", "").Split('\n'))
        {
            var colon = line.IndexOf(':');
            if (colon < 0) continue;
            var (name, value) = (line[..colon].Split(';')[0].ToUpperInvariant(), line[(colon + 1)..].Trim());
            if (name == "BEGIN" && value == "VEVENT") held = [];
            else if (name == "END" && value == "VEVENT" && held is not null)
            {
                if (Date(held.GetValueOrDefault("DTSTART")) is not { } from) items.Add(new($"event[{items.Count}]", false, Why: held.GetValueOrDefault("SUMMARY")));
                else
                    for (var (day, to) = (from, Date(held.GetValueOrDefault("DTEND")) ?? from.AddDays(1)); day < to; day = day.AddDays(1)) days.Add((day, !IsMakeUp(held.GetValueOrDefault("SUMMARY", ""))));
                held = null;
            }
            else held?.TryAdd(name, value);
        }
        if (days.Count == 0) throw new InvalidDataException("The calendar holds no all-day event.");
        var years = days.GroupBy(d => d.Item1.Year).OrderBy(y => y.Key).Select(y => (y.Key, y.ToList())).ToList();
        return Judge([.. items, .. years.SelectMany(y => Days(y.Key, y.Item2))], years);
    }

    /// <summary>Each day of a list: within its year (a notice may reach over New Year), and once.</summary>
    public static IEnumerable<CheckedItem> Days(int year, IReadOnlyList<(DateOnly Day, bool Off)> days)
    {
        var seen = new HashSet<DateOnly>();
        foreach (var (day, off) in days)
        {
            var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var fault = !seen.Add(day) ? "stands twice"
                : day.Year != year && !(day.Year == year - 1 && day.Month == 12) && !(day.Year == year + 1 && day.Month == 1) ? $"does not belong to the notice of {year}" : null;
            // Seen once, in 2020, when a holiday was made longer and then cut: harmless, and worth a word.
            var note = fault is null && !off && !weekend ? "a make-up workday that is a workday anyway" : null;
            yield return new(CalendarCheck.Day(day), fault is null, off ? "off" : "workday", Why: fault ?? note);
        }
    }

    static CalendarVerdict Judge(IReadOnlyList<CheckedItem> items, IReadOnlyList<(int Year, List<(DateOnly Day, bool Off)> Days)> years)
    {
        var definition = CalendarPresets.FiveByEight with
        {
            Ref = new("checked", 1), Name = "5×8",
            Official = [.. years.Select(y => new OfficialYear(y.Year, [.. y.Days.Where(d => d.Off).Select(d => d.Day).Distinct().Order()], [.. y.Days.Where(d => !d.Off).Select(d => d.Day).Distinct().Order()]))],
        };
        var calendar = ServiceCalendar.From(definition).Value;
        return new(Kind, items, [.. years.Select(y => CalendarCheck.Count(calendar, y.Year))]);
    }

    // The titles' words for a day that is worked: 补班, 上班.
    static bool IsMakeUp(string title) => title.Contains("\u8865\u73ED", StringComparison.Ordinal) || title.Contains("\u4E0A\u73ED", StringComparison.Ordinal);

    static DateOnly? Date(string? text) => text is { Length: >= 8 } && DateOnly.TryParseExact(text[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
