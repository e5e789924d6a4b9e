// Examples that other projects' makers wrote down for the same arithmetic.
using System.Globalization;
using System.Text.Json;
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class RecordedVectorTests
{
    static JsonElement Business => TestData.Json("business-hours", "biz_vectors.json");
    static JsonElement Pauses => TestData.Json("business-hours", "zammad_pause_vectors.json");

    [Fact]
    public void Open_or_not_with_shifts_breaks_and_holidays()
    {
        var active = Business.GetProperty("active");
        var calendar = Read(active.GetProperty("schedule"));
        foreach (var it in active.GetProperty("cases").EnumerateArray())
            Assert.True(calendar.IsOpen(Instant(it, "time")) == it.GetProperty("expected").GetBoolean(), it.GetRawText());
    }

    [Fact]
    public void Service_seconds_between_two_instants()
    {
        var calendar = Read(Business.GetProperty("schedule"));
        foreach (var it in Business.GetProperty("duration_within").EnumerateArray())
            Assert.Equal(it.GetProperty("expected_seconds").GetInt64(), calendar.Elapsed(Instant(it, "from"), Instant(it, "to")));
    }

    [Fact]
    public void Budgets_counted_forward_and_back()
    {
        var calendar = Read(Business.GetProperty("schedule"));
        foreach (var it in Business.GetProperty("for_duration").EnumerateArray())
        {
            var (from, amount, after) = (Instant(it, "from"), it.GetProperty("amount").GetInt32(), it.GetProperty("direction").GetString() == "after");
            var seconds = it.GetProperty("unit").GetString() switch { "second" => amount, "minute" => 60L * amount, "hour" => 3600L * amount, _ => -1 };
            var found = seconds < 0
                ? after ? calendar.WorkingDaysAfter(from, amount) : calendar.WorkingDaysBefore(from, amount)
                : after ? calendar.Due(from, seconds) : calendar.Back(from, seconds);
            Assert.True(Instant(it, "expected") == found, $"{it.GetRawText()} gave {found:u}");
        }
    }

    /// <summary>Opened at minute 0, waiting from 90, closed at 120.</summary>
    [Fact]
    public void Working_minutes_around_a_pending_state()
    {
        foreach (var it in Pauses.GetProperty("working_minutes").EnumerateArray())
        {
            var (from, to) = (it.GetProperty("from").GetInt32(), it.GetProperty("to").GetInt32());
            var used = Told(Math.Max(0, from)).Read(Minutes(to)).UsedSeconds;
            Assert.True(it.GetProperty("expected").GetInt32() * 60 == used, it.GetRawText());
        }
    }

    [Fact]
    public void The_destination_after_a_pending_state()
    {
        foreach (var it in Pauses.GetProperty("destination_minutes").EnumerateArray())
        {
            var (start, span) = (it.GetProperty("start").GetInt32(), it.GetProperty("span").GetInt32());
            var due = Told(start, span, close: false).Read(Minutes(Math.Max(start, 120))).Due;
            Assert.True(At(Minutes(it.GetProperty("expected").GetInt32())) == due, it.GetRawText());
        }
    }

    [Fact]
    public void Pause_segments_are_rebuilt_from_history()
    {
        foreach (var it in Pauses.GetProperty("pause_segments").EnumerateArray())
        {
            var story = new Story(Bare(8 * Hour), C724).Opened("2026-03-04 00:00");
            foreach (var change in it.GetProperty("history").EnumerateArray())
                story = change.GetProperty("state").GetString() switch
                {
                    "closed" => story.Resolved(Clock(change.GetProperty("at").GetString()!)),
                    "open" => story.Add(new ClockFact.Resumed(At(Clock(change.GetProperty("at").GetString()!)), At(Clock(change.GetProperty("at").GetString()!)))),
                    _ => story.Paused(Clock(change.GetProperty("at").GetString()!)),
                };
            // Their days end at midnight and ours do not, so pieces that touch are joined before comparing.
            var expected = (it.TryGetProperty("expected", out var plain) ? plain : it.GetProperty("expected_by_day")).EnumerateArray()
                .SelectMany(s => s.EnumerateObject()).Select((s, i) => new Interval(At(Clock(s.Name)), At(Clock(s.Value.GetString()!))))
                .Select(s => s.From < At("2026-03-04 12:00") ? new Interval(s.From.AddDays(1), s.To.AddDays(1)) : s);
            Assert.Equal(Interval.Merge(expected), story.Explain("2026-03-06 00:00").Spans.Where(s => s.Kind == SpanKind.Paused).Select(s => new Interval(s.From, s.To)));
        }
    }

    static Story Told(int start, int span = 600, bool close = true)
    {
        var story = new Story(Bare(span * 60), C724).Opened(Minutes(start));
        if (start < 120) story.Paused(Minutes(Math.Max(start, 90)), Minutes(120));
        return close && start <= 120 ? story.Resolved(Minutes(120)) : story;
    }

    static string Minutes(int minutes) => At("2026-03-04 00:00").AddMinutes(minutes).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);

    static string Clock(string text) => text switch
    {
        "24:00" => "2026-03-05 00:00",
        _ when text.StartsWith("next day ", StringComparison.Ordinal) => $"2026-03-05 {text[9..]}",
        _ => $"2026-03-04 {text}",
    };

    static DateTimeOffset Instant(JsonElement it, string name) => DateTimeOffset.Parse(it.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    /// <summary>Their shifts replace a day's hours, holidays close it, breaks are cut out: all are exceptions of a day here.</summary>
    static ServiceCalendar Read(JsonElement schedule)
    {
        var week = schedule.GetProperty("hours");
        DaySpan[] Spans(JsonElement list) => [.. list.EnumerateArray().Select(s => DaySpan.Of(s.GetString()!))];
        var pattern = new WeekPattern(Spans(week.GetProperty("mon")), Spans(week.GetProperty("tue")), Spans(week.GetProperty("wed")), Spans(week.GetProperty("thu")),
            Spans(week.GetProperty("fri")), Spans(week.GetProperty("sat")), Spans(week.GetProperty("sun")));
        var days = new Dictionary<DateOnly, IReadOnlyList<DaySpan>>();
        IReadOnlyList<DaySpan> Hours(DateOnly day) => days.TryGetValue(day, out var hours) ? hours : pattern[day.DayOfWeek];
        foreach (var shift in Days(schedule, "shifts")) days[shift.Day] = Spans(shift.Value);
        foreach (var pause in Days(schedule, "breaks")) days[pause.Day] = Without(Hours(pause.Day), Spans(pause.Value));
        if (schedule.TryGetProperty("holidays", out var holidays))
            foreach (var holiday in holidays.EnumerateArray()) days[DateOnly.Parse(holiday.GetString()!, CultureInfo.InvariantCulture)] = [];
        return Calendar("theirs", schedule.GetProperty("time_zone").GetString()!, pattern, [.. days.Select(d => new DayException(d.Key, d.Value, "recorded"))]);
    }

    static IEnumerable<(DateOnly Day, JsonElement Value)> Days(JsonElement schedule, string name) =>
        schedule.TryGetProperty(name, out var days) ? days.EnumerateObject().Select(d => (DateOnly.Parse(d.Name, CultureInfo.InvariantCulture), d.Value)) : [];

    static IReadOnlyList<DaySpan> Without(IReadOnlyList<DaySpan> hours, DaySpan[] breaks) => breaks.Aggregate(hours, (left, pause) =>
        [.. left.SelectMany(s => new[] { s with { End = Math.Min(s.End, pause.Start) }, s with { Start = Math.Max(s.Start, pause.End) } }).Where(s => s.End > s.Start)]);
}
