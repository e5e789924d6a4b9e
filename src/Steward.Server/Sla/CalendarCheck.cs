// Judges a calendar file item by item: a service calendar, an official list of days off, or worked examples that a calendar must give.
using System.Globalization;
using System.Text.Json;
using Steward.Sla.Checking;

namespace Steward.Sla;

/// <summary>One thing that was looked at: where it stands in the file, whether it is right, what was expected and what came out.</summary>
public sealed record CheckedItem(string Item, bool Good, string? Expected = null, string? Got = null, string? Why = null);

/// <summary>Working days of each month, January first.</summary>
public sealed record WorkingDays(string Calendar, string Zone, int Year, IReadOnlyList<int> Months)
{
    public int Total => Months.Sum();
}

/// <summary>What was found in a file. <paramref name="Kind"/>: calendar, official-days, vectors, pauses or unreadable.</summary>
public sealed record CalendarVerdict(string Kind, IReadOnlyList<CheckedItem> Items, IReadOnlyList<WorkingDays> WorkingDays)
{
    public bool Good => Kind != Unreadable && Items.All(i => i.Good);
    public const string Unreadable = "unreadable";
}

public static class CalendarCheck
{
    /// <summary>
    /// Knows Steward's own calendars (as <c>/api/v1</c> and the agreements write them), official lists (JSON by year, tab-parted, iCalendar) and vectors: schedules with cases to compute, and
    /// histories with pauses. <paramref name="thisYear"/> is counted where the file names no year.
    /// </summary>
    public static CalendarVerdict Of(string text, int thisYear)
    {
        text = text.TrimStart('\uFEFF');
        try
        {
            if (text.TrimStart().StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase)) return OfficialFile.Calendar(text);
            if (!text.TrimStart().StartsWith('{') && !text.TrimStart().StartsWith('[')) return OfficialFile.Table(text);
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("days", out var days) && days.ValueKind == JsonValueKind.Array) return OfficialFile.Year(root);
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("week", out _)) return Calendar(text, thisYear);
            if (root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(p => PauseFile.Parts.Contains(p.Name))) return PauseFile.Check(root);
            return VectorFile.Check(root, thisYear);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException or FormatException or OverflowException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return new(CalendarVerdict.Unreadable, [new("file", false, Why: fault.Message)], []);
        }
    }

    static CalendarVerdict Calendar(string text, int thisYear)
    {
        var definition = SlaJson.Read<CalendarDefinition>(text);
        if (!ServiceCalendar.From(definition).TryGet(out var calendar, out var fault)) return new("calendar", [new("calendar", false, Why: fault.Sentence)], []);
        var years = definition.Official is { Count: > 0 } official ? official.Select(o => o.Year).Distinct().Order() : Enumerable.Repeat(thisYear, 1);
        return new("calendar",
        [
            new("calendar", true), .. (definition.Official ?? []).SelectMany(o => OfficialFile.Days(o.Year, [.. o.Off.Select(d => (d, true)), .. o.MakeUp.Select(d => (d, false))])),
            .. (definition.Exceptions ?? []).Select(e => new CheckedItem(Day(e.Day), true, Why: e.Reason)),
        ], [.. years.Select(y => Count(calendar, y))]);
    }

    internal static WorkingDays Count(ServiceCalendar calendar, int year) => new(calendar.Definition.Name, calendar.Definition.Zone, year,
        [.. Enumerable.Range(1, 12).Select(m => Enumerable.Range(1, DateTime.DaysInMonth(year, m)).Count(d => calendar.IsWorkingDay(new(year, m, d))))]);

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
