// What a service calendar says at the edges: nights, summer time, skipped days, precedence, zero budgets, unknown years.
using System.Diagnostics;
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class CalendarTests
{
    static readonly WeekPattern Nights = WeekPattern.MondayToFriday("22:00-06:00");

    [Fact]
    public void A_span_over_midnight_belongs_to_the_day_it_starts_on_and_a_closure_of_the_next_day_does_not_cut_it()
    {
        var calendar = Calendar("night", "Asia/Shanghai", Nights, [new(new(2026, 3, 11), [], "closed")]);
        Assert.Equal(8 * Hour, calendar.Elapsed(At("2026-03-10 12:00"), At("2026-03-11 12:00")));
        Assert.Equal(0, calendar.Elapsed(At("2026-03-11 12:00"), At("2026-03-12 12:00")));
        Assert.True(calendar.IsOpen(At("2026-03-14 05:59:59")));
        Assert.False(calendar.IsOpen(At("2026-03-14 06:00")));
    }

    [Fact]
    public void Touching_spans_are_one_segment_even_across_midnight_and_the_year()
    {
        var segments = C724.Segments(At("2025-12-30 00:00"), At("2026-01-03 00:00"));
        Assert.Equal([new Interval(At("2025-12-30 00:00"), At("2026-01-03 00:00"))], segments);
    }

    [Fact]
    public void A_day_has_23_or_25_hours_when_the_clock_changes()
    {
        var berlin = ServiceCalendar.From(CalendarPresets.FullTime("b", "Europe/Berlin")).Value;
        Assert.Equal(23 * Hour, berlin.Elapsed(berlin.StartOf(new(2025, 3, 30)), berlin.StartOf(new(2025, 3, 31))));
        Assert.Equal(25 * Hour, berlin.Elapsed(berlin.StartOf(new(2025, 10, 26)), berlin.StartOf(new(2025, 10, 27))));
    }

    [Fact]
    public void A_skipped_hour_holds_no_service_and_a_repeated_one_holds_it_twice()
    {
        var early = Calendar("early", "Europe/Berlin", WeekPattern.EveryDay("02:00-03:00"));
        Assert.Equal(0, early.Elapsed(At("2025-03-30 00:00:00 +01:00"), At("2025-03-30 12:00:00 +02:00")));
        Assert.Equal(2 * Hour, early.Elapsed(At("2025-10-26 00:00:00 +02:00"), At("2025-10-26 12:00:00 +01:00")));
        var split = Calendar("split", "Europe/Berlin", WeekPattern.EveryDay("02:00-02:30"));
        Assert.Equal(2, split.Segments(At("2025-10-26 00:00:00 +02:00"), At("2025-10-26 12:00:00 +01:00")).Count());
    }

    [Fact]
    public void Shanghai_had_summer_time_in_1986()
    {
        var calendar = Calendar("cn", "Asia/Shanghai", WeekPattern.EveryDay("09:00-17:00"));
        Assert.Equal(At("1986-07-01 09:00:00 +09:00"), calendar.Due(At("1986-07-01 00:00"), 0));
        Assert.Equal(At("1996-07-01 09:00:00 +08:00"), calendar.Due(At("1996-07-01 00:00"), 0));
    }

    [Fact]
    public void Apia_had_no_30_December_2011()
    {
        var apia = ServiceCalendar.From(CalendarPresets.FullTime("apia", "Pacific/Apia")).Value;
        Assert.Equal(24 * Hour, apia.Elapsed(apia.StartOf(new(2011, 12, 29)), apia.StartOf(new(2011, 12, 31))));
    }

    [Fact]
    public void The_customers_exception_beats_the_make_up_day_that_beats_the_day_off()
    {
        var calendar = ServiceCalendar.From(CalendarPresets.FiveByEight with
        {
            Ref = new("c", 1),
            Official = [new(2026, [new(2026, 5, 9), new(2026, 5, 5)], [new(2026, 5, 9), new(2026, 5, 10)])],
            MakeUpHours = [DaySpan.Of("10:00-12:00")],
            Exceptions = [new(new(2026, 5, 10), [], "closed"), new(new(2026, 5, 5), [DaySpan.Of("09:00-10:00")], "stocktaking")],
        }).Value;
        long Hours(int day) => calendar.Elapsed(calendar.StartOf(new(2026, 5, day)), calendar.StartOf(new(2026, 5, day + 1))) / Hour;
        Assert.Equal([1, 8, 8, 8, 2, 0], Enumerable.Range(5, 6).Select(Hours));
    }

    [Fact]
    public void A_budget_of_zero_is_due_at_the_next_open_instant()
    {
        Assert.Equal(At("2026-03-12 09:00"), C58.Due(At("2026-03-11 18:00"), 0));
        Assert.Equal(At("2026-03-11 10:00"), C58.Due(At("2026-03-11 10:00"), 0));
    }

    [Fact]
    public void Counting_back_mirrors_counting_forward()
    {
        Assert.Equal(At("2026-03-11 17:00"), C58.Back(At("2026-03-12 18:00"), 9 * Hour));
        Assert.Equal(At("2026-03-12 09:00"), C58.Back(At("2026-03-12 18:00"), 8 * Hour));
    }

    [Fact]
    public void Due_dates_after_the_last_loaded_list_are_provisional()
    {
        Assert.Equal(At("2027-01-01 00:00"), C58.ProvisionalAfter);
        Assert.Null(C724.ProvisionalAfter);
        Assert.False(C58.IsProvisional(At("2026-12-31 09:00"), At("2026-12-31 18:00")));
        Assert.True(C58.IsProvisional(At("2026-12-31 17:00"), At("2027-01-01 10:00")));
        Assert.True(new Story(Bare(8 * Hour), C58).Opened("2026-12-31 17:00").Read("2026-12-31 17:00").Provisional);
    }

    [Fact]
    public void Working_days_keep_the_time_of_day()
    {
        Assert.Equal(At("2026-02-25 15:00"), C58.WorkingDaysAfter(At("2026-02-13 15:00"), 3));
        Assert.Equal(At("2026-02-14 09:00"), C58.WorkingDaysAfter(At("2026-02-13 18:00"), 0));
        Assert.Equal(At("2026-03-11 18:00"), C58.DailyAfter(At("2026-03-09 18:00"), At("2026-03-11 17:59")));
        Assert.Equal(At("2026-03-10 18:00"), C58.DailyAfter(At("2026-03-09 18:00"), At("2026-03-09 18:00")));
    }

    [Fact]
    public void An_office_in_Urumqi_lives_on_the_zone_it_is_given() =>
        Assert.NotEqual(
            Calendar("u", "Asia/Urumqi", Nights).Due(At("2026-03-10 12:00"), 0),
            Calendar("s", "Asia/Shanghai", Nights).Due(At("2026-03-10 12:00"), 0));

    [Theory]
    [InlineData("SLA-101", "Mars/Olympus", "09:00-12:00", "2026-01-01")]
    [InlineData("SLA-102", "Asia/Shanghai", "09:00-12:00,11:00-13:00", "2026-01-01")]
    [InlineData("SLA-103", "Asia/Shanghai", "", "2026-01-01")]
    [InlineData("SLA-104", "Asia/Shanghai", "09:00-12:00", "2026-01-02")]
    public void A_calendar_that_cannot_be_used_is_refused(string code, string zone, string hours, string exception)
    {
        var week = WeekPattern.MondayToFriday(hours.Split(',', StringSplitOptions.RemoveEmptyEntries));
        var refused = ServiceCalendar.From(new(new("x", 1), "x", zone, week, Exceptions:
            [new(DateOnly.Parse(exception, null), [], "a"), new(new(2026, 1, 2), [], "b")]));
        Assert.False(refused.TryGet(out _, out var refusal));
        Assert.Equal(code, refusal.Code);
        Assert.True(Steward.Platform.Text.Texts.Has(code));
    }

    [Fact]
    public void A_hundred_thousand_due_dates_take_less_than_a_second_or_so()
    {
        C58.Due(At("2024-01-01 00:00"), 5000 * Hour);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100_000; i++) C58.Due(At("2024-01-01 00:00").AddSeconds(i * 900L), 40 * Hour + i);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"took {watch.Elapsed}");
    }
}
