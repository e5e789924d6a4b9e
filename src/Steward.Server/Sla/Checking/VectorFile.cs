// Worked examples for a schedule: is it open then, how much service lies between two instants, where does a budget end.
using System.Globalization;
using System.Text.Json;

namespace Steward.Sla.Checking;

/// <summary>
/// An object with a <c>schedule</c> (hours by weekday, zone, and for single days other hours as shifts, breaks that are cut out, holidays) and lists of cases, which are known by their fields. Objects
/// within it may bring a schedule of their own.
/// </summary>
static class VectorFile
{
    static readonly string[] Week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static CalendarVerdict Check(JsonElement root, int thisYear)
    {
        var (items, days) = (new List<CheckedItem>(), new List<WorkingDays>());
        Walk("", root, null, items, days, thisYear);
        if (items.Count == 0) throw new InvalidDataException("The file holds neither a calendar, nor a list of official days, nor cases to compute.");
        return new("vectors", items, [.. days.DistinctBy(d => (d.Calendar, d.Year))]);
    }

    static void Walk(string path, JsonElement element, ServiceCalendar? around, List<CheckedItem> items, List<WorkingDays> days, int thisYear)
    {
        if (element.ValueKind != JsonValueKind.Object) return;
        var calendar = around;
        if (element.TryGetProperty("schedule", out var schedule))
        {
            var name = path.Length == 0 ? "schedule" : path;
            if (!Read(name, schedule).TryGet(out calendar, out var fault)) items.Add(new($"{name}", false, Why: fault.Sentence));
            else
            {
                items.Add(new(name == "schedule" ? name : $"{name}.schedule", true));
                foreach (var year in Years(element).DefaultIfEmpty(thisYear)) days.Add(CalendarCheck.Count(calendar, year));
            }
        }
        foreach (var part in element.EnumerateObject().Where(p => p.Name != "schedule"))
            if (part.Value.ValueKind == JsonValueKind.Array && calendar is not null)
                items.AddRange(part.Value.EnumerateArray().Select((it, i) => Case($"{Join(path, part.Name)}[{i}]", it, calendar)).OfType<CheckedItem>());
            else Walk(Join(path, part.Name), part.Value, calendar, items, days, thisYear);
    }

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    static CheckedItem? Case(string item, JsonElement it, ServiceCalendar calendar)
    {
        if (it.ValueKind != JsonValueKind.Object) return null;
        try
        {
            var why = it.TryGetProperty("why", out var said) ? said.GetString() : null;
            if (it.TryGetProperty("time", out _)) return Compare(item, it.GetProperty("expected").GetBoolean() ? "open" : "closed", calendar.IsOpen(Instant(it, "time")) ? "open" : "closed", why);
            if (it.TryGetProperty("to", out _) && Seconds(it) is { } seconds) return Compare(item, $"{seconds} s", $"{calendar.Elapsed(Instant(it, "from"), Instant(it, "to"))} s", why);
            if (it.TryGetProperty("amount", out var amount)) return Compare(item, Text(Instant(it, "expected")), Text(Moved(calendar, Instant(it, "from"), amount.GetInt32(), it)), why);
            return null;
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException) { return new(item, false, Why: fault.Message); }
    }

    static CheckedItem Compare(string item, string expected, string got, string? why) => new(item, expected == got, expected, got, why);

    static long? Seconds(JsonElement it) => it.TryGetProperty("expected_seconds", out var s) ? s.GetInt64() : it.TryGetProperty("expected_minutes", out var m) ? 60 * m.GetInt64() : it.TryGetProperty("expected_hours", out var h) ? (long)(3600 * h.GetDecimal()) : null;

    static DateTimeOffset Moved(ServiceCalendar calendar, DateTimeOffset from, int amount, JsonElement it)
    {
        var back = it.TryGetProperty("direction", out var way) && way.GetString() == "before";
        long? seconds = (it.GetProperty("unit").GetString() ?? "").TrimEnd('s') switch { "second" => amount, "minute" => 60L * amount, "hour" => 3600L * amount, "day" => null, var unit => throw new FormatException($"unknown unit {unit}") };
        return seconds is { } budget ? back ? calendar.Back(from, budget) : calendar.Due(from, budget) : back ? calendar.WorkingDaysBefore(from, amount) : calendar.WorkingDaysAfter(from, amount);
    }

    /// <summary>Shifts replace a day's hours, holidays close it, breaks are cut out: all of them are exceptions of a day.</summary>
    internal static Result<ServiceCalendar> Read(string name, JsonElement schedule)
    {
        var hours = schedule.GetProperty("hours");
        IReadOnlyList<DaySpan>[] week = [.. Week.Select(d => hours.TryGetProperty(d, out var spans) ? Spans(spans) : [])];
        var pattern = new WeekPattern(week[0], week[1], week[2], week[3], week[4], week[5], week[6]);
        var days = new Dictionary<DateOnly, IReadOnlyList<DaySpan>>();
        IReadOnlyList<DaySpan> Hours(DateOnly day) => days.TryGetValue(day, out var own) ? own : pattern[day.DayOfWeek];
        foreach (var (day, spans) in Days(schedule, "shifts")) days[day] = spans;
        foreach (var (day, spans) in Days(schedule, "breaks")) days[day] = Without(Hours(day), spans);
        if (schedule.TryGetProperty("holidays", out var holidays)) foreach (var holiday in holidays.EnumerateArray()) days[Date(holiday.GetString())] = [];
        return ServiceCalendar.From(new(new(name, 1), name, schedule.TryGetProperty("time_zone", out var zone) ? zone.GetString() ?? "" : "Etc/UTC", pattern, Exceptions: [.. days.Select(d => new DayException(d.Key, d.Value, name))]));
    }

    static IEnumerable<(DateOnly Day, IReadOnlyList<DaySpan> Spans)> Days(JsonElement schedule, string name) =>
        schedule.TryGetProperty(name, out var days) ? days.EnumerateObject().Select(d => (Date(d.Name), Spans(d.Value))) : [];

    /// <summary>A list of <c>09:00-17:00</c>, or an object of starts and ends.</summary>
    static IReadOnlyList<DaySpan> Spans(JsonElement spans) => spans.ValueKind == JsonValueKind.Object
        ? [.. spans.EnumerateObject().Select(s => DaySpan.Of($"{s.Name}-{s.Value.GetString()}"))]
        : [.. spans.EnumerateArray().Select(s => DaySpan.Of(s.GetString() ?? ""))];

    static IReadOnlyList<DaySpan> Without(IReadOnlyList<DaySpan> hours, IReadOnlyList<DaySpan> breaks) => breaks.Aggregate(hours, (left, pause) =>
        [.. left.SelectMany(s => new[] { s with { End = Math.Min(s.End, pause.Start) }, s with { Start = Math.Max(s.Start, pause.End) } }).Where(s => s.End > s.Start)]);

    /// <summary>The years that the cases beside a schedule speak of.</summary>
    static IEnumerable<int> Years(JsonElement element) => element.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array).SelectMany(p => p.Value.EnumerateArray()).Where(i => i.ValueKind == JsonValueKind.Object)
        .Select(i => i.TryGetProperty("time", out var at) || i.TryGetProperty("from", out at) ? at : default).Where(at => at.ValueKind == JsonValueKind.String)
        .Select(at => DateTimeOffset.TryParse(at.GetString(), CultureInfo.InvariantCulture, out var moment) ? moment.Year : 0).Where(y => y > 0).Distinct().Order();

    static DateOnly Date(string? text) => DateOnly.ParseExact(text ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture);
    static DateTimeOffset Instant(JsonElement it, string name) => DateTimeOffset.Parse(it.GetProperty(name).GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
