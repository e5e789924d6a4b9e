// Worked examples of histories with pending states: how much was worked between two minutes, where a span of work ends, which pauses there were.
using System.Globalization;
using System.Text.Json;

namespace Steward.Sla.Checking;

/// <summary>
/// Minutes count from the creation; states named in <c>paused_states</c> stop the clock. For what was worked, <c>closed</c> ends it; for where a span ends, work goes on after it.
/// </summary>
static class PauseFile
{
    public static readonly string[] Parts = ["working_minutes", "destination_minutes", "pause_segments"];

    static readonly DateTimeOffset Zero = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);
    static readonly CalendarDefinition Always = CalendarPresets.FullTime("always", "Etc/UTC");
    static readonly CalendarShelf Shelf = new(ServiceCalendar.From(Always).Value);

    static Agreement Agreed(long seconds) => AgreementPresets.Standard with
    {
        Calendars = new(Always.Ref, Always.Ref), Pauses = [new(PauseReason.PendingUser, StopsClocks: true)],
        Targets = [new(ServiceMode.OnSite, Priority.P3, null, null, null, null, new(Math.Max(1, seconds)))],
    };

    public static CalendarVerdict Check(JsonElement root)
    {
        HashSet<string> paused = root.TryGetProperty("paused_states", out var names) ? [.. names.EnumerateArray().Select(n => n.GetString() ?? "")] : ["pending close", "pending reminder"];
        var history = root.TryGetProperty("history_minutes_from_creation", out var told) ? [.. told.EnumerateArray().Select(h => (At: h.GetProperty("at").GetInt32(), State: h.GetProperty("state").GetString() ?? ""))] : new List<(int At, string State)>();
        var items = new List<CheckedItem>();
        foreach (var (i, it) in List(root, Parts[0]))
            items.Add(Compare($"{Parts[0]}[{i}]", $"{Whole(it, "expected")} min", $"{Worked(history, paused, Whole(it, "from"), Whole(it, "to")) / 60} min"));
        foreach (var (i, it) in List(root, Parts[1]))
            items.Add(Compare($"{Parts[1]}[{i}]", $"minute {Whole(it, "expected")}", $"minute {Destination(history, paused, Whole(it, "start"), Whole(it, "span"))}"));
        foreach (var (i, it) in List(root, Parts[2])) items.Add(Segments($"{Parts[2]}[{i}]", it, paused));
        return new("pauses", items, []);
    }

    static List<ClockFact> Facts(IEnumerable<(int At, string State)> history, HashSet<string> paused, int from, bool close)
    {
        List<ClockFact> facts = [new ClockFact.Opened(Minute(from), Minute(from), Priority.P3)];
        var waiting = false;
        foreach (var (at, state) in history.OrderBy(h => h.At))
        {
            var moment = Minute(Math.Max(at, from));
            if (waiting && !paused.Contains(state)) facts.Add(new ClockFact.Resumed(moment, moment));
            if (!waiting && paused.Contains(state)) facts.Add(new ClockFact.Paused(moment, moment, PauseReason.PendingUser));
            if (close && state == "closed") facts.Add(new ClockFact.Resolved(moment, moment));
            waiting = paused.Contains(state);
        }
        return facts;
    }

    static long Worked(List<(int At, string State)> history, HashSet<string> paused, int from, int to)
    {
        var window = new Interval(Minute(from), Minute(to));
        return SlaClock.Explain(Facts(history, paused, 0, close: true), Agreed(60), Shelf, Minute(Math.Max(to, 0)), ClockKind.Resolution).Spans
            .Where(s => s.Kind == SpanKind.Counted).Sum(s => new Interval(s.From, s.To).Clip(window).Seconds);
    }

    static long Destination(List<(int At, string State)> history, HashSet<string> paused, int start, int span)
    {
        var known = history.Count == 0 ? start : Math.Max(start, history.Max(h => h.At));
        // What was over before the start falls upon it and lasts no time.
        var facts = Facts(history, paused, start, close: false);
        var due = SlaClock.Read(facts, Agreed(60L * span), Shelf, Minute(known))[ClockKind.Resolution].Due!.Value;
        return (long)(due - Zero).TotalMinutes;
    }

    /// <summary>Their days end at midnight and ours do not, so pieces that touch are joined before they are compared.</summary>
    static CheckedItem Segments(string item, JsonElement it, HashSet<string> paused)
    {
        var history = it.GetProperty("history").EnumerateArray().Select(h => (At: Clock(h.GetProperty("at").GetString() ?? ""), State: h.GetProperty("state").GetString() ?? "")).ToList();
        var first = history.Min(h => h.At);
        var spans = SlaClock.Explain(Facts(history, paused, first, close: true), Agreed(60), Shelf, Minute(history.Max(h => h.At)), ClockKind.Resolution).Spans.Where(s => s.Kind == SpanKind.Paused);
        var got = Interval.Merge(spans.Select(s => new Interval(s.From, s.To)));
        var expected = new List<Interval>();
        foreach (var span in (it.TryGetProperty("expected", out var plain) ? plain : it.GetProperty("expected_by_day")).EnumerateArray().SelectMany(s => s.EnumerateObject()))
        {
            var (from, to) = (Clock(span.Name), Clock(span.Value.GetString() ?? ""));
            // A list by day goes on at midnight with the next day.
            var shift = expected.Count > 0 && Minute(from) < expected[^1].To ? 1440 : 0;
            expected.Add(new(Minute(from + shift), Minute(to + shift)));
        }
        return Compare(item, Text(Interval.Merge(expected)), Text(got));
    }

    static IEnumerable<(int Index, JsonElement Item)> List(JsonElement root, string name) => root.TryGetProperty(name, out var list) ? list.EnumerateArray().Index() : [];
    static int Whole(JsonElement it, string name) => it.GetProperty(name).GetInt32();
    static DateTimeOffset Minute(int minutes) => Zero.AddMinutes(minutes);

    /// <summary>Minutes of a wall clock such as <c>12:15</c>, <c>24:00</c> or <c>next day 00:45</c>.</summary>
    static int Clock(string text)
    {
        var next = text.StartsWith("next day ", StringComparison.Ordinal);
        var cells = (next ? text[9..] : text).Split(':');
        return int.Parse(cells[0], CultureInfo.InvariantCulture) * 60 + int.Parse(cells[1], CultureInfo.InvariantCulture) + (next ? 1440 : 0);
    }

    static CheckedItem Compare(string item, string expected, string got) => new(item, expected == got, expected, got);
    static string Text(IEnumerable<Interval> spans) => string.Join(", ", spans.Select(s => $"{(s.From - Zero).TotalMinutes:0}-{(s.To - Zero).TotalMinutes:0}"));
}
