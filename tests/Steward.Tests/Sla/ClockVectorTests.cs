// The agreed examples T-01 to T-28, each by calendar and by clock.
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class ClockVectorTests
{
    static readonly WeekPattern NineToFive = WeekPattern.MondayToFriday("09:00-17:00");
    static readonly ServiceCalendar NewYork = Calendar("ny", "America/New_York", NineToFive);
    static readonly ServiceCalendar NewYorkAlways = ServiceCalendar.From(CalendarPresets.FullTime("ny-724", "America/New_York")).Value;

    static void Due(ServiceCalendar calendar, string start, double hours, string due)
    {
        var seconds = (long)Math.Round(hours * Hour);
        Assert.Equal(At(due), calendar.Due(At(start), seconds));
        Assert.Equal(seconds, calendar.Elapsed(At(start), At(due)));
        Assert.Equal(At(due), new Story(Bare(seconds), calendar).Opened(start).Read(start).Due);
    }

    [Fact] public void T01_A_make_up_Saturday_counts() => Due(C58, "2026-02-13 17:00", 8, "2026-02-14 17:00");
    [Fact] public void T02_Across_the_Spring_Festival() => Due(C58, "2026-02-14 17:30", 4, "2026-02-24 13:30");
    [Fact] public void T03_A_start_in_the_holiday() => Due(C58, "2026-02-18 10:00", 0.5, "2026-02-24 09:30");
    [Fact] public void T04_The_same_round_the_clock() => Due(C724, "2026-02-18 10:00", 0.5, "2026-02-18 10:30");
    [Fact] public void T05_New_Years_Eve_of_2024_is_a_working_day() => Due(C58, "2024-02-09 17:45", 0.5, "2024-02-18 09:15");
    [Fact] public void T06_National_Day_ends_on_a_make_up_Saturday() => Due(C58, "2025-09-30 17:00", 24, "2025-10-11 17:00");
    [Fact] public void T07_The_leap_day_in_business_hours() => Due(C58, "2024-02-28 17:00", 8, "2024-02-29 17:00");

    [Fact]
    public void T08_The_leap_day_round_the_clock_and_a_year_without_one()
    {
        Due(C724, "2024-02-28 20:00", 48, "2024-03-01 20:00");
        Due(C724, "2026-02-28 20:00", 24, "2026-03-01 20:00");
    }

    [Fact]
    public void T09_A_wait_for_the_user()
    {
        var clock = new Story(Bare(8 * Hour), C58).Opened("2026-03-04 10:00").Paused("2026-03-04 11:00", "2026-03-05 15:00")
            .Resolved("2026-03-06 11:30").Read("2026-03-06 18:00");
        Assert.Equal((At("2026-03-06 14:00"), (long)(6.5 * Hour), Verdict.Met), (clock.Due, clock.UsedSeconds, clock.Verdict));
    }

    [Fact]
    public void T10_A_pause_over_a_weekend_with_an_exact_end_of_segment()
    {
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-03-06 16:00").Paused("2026-03-06 17:00", "2026-03-09 10:00");
        Assert.Equal(At("2026-03-09 18:00"), story.Read("2026-03-09 10:00").Due);
        Assert.Equal(Verdict.Running, story.Read("2026-03-09 18:00").Verdict);
        Assert.Equal(Verdict.Breached, story.Read("2026-03-09 18:00:01").Verdict);
    }

    [Fact]
    public void T11_A_pause_wholly_outside_hours_changes_nothing()
    {
        var story = new Story(Bare(4 * Hour), C58).Opened("2026-03-09 16:00");
        Assert.Equal(At("2026-03-10 11:00"), story.Read("2026-03-09 16:00").Due);
        Assert.Equal(At("2026-03-10 11:00"), story.Paused("2026-03-09 19:00", "2026-03-10 08:00").Read("2026-03-10 08:30").Due);
    }

    [Fact]
    public void T12_Two_waits_for_a_supplier()
    {
        var clock = new Story(Bare(16 * Hour), C58).Opened("2026-03-16 09:00")
            .Paused("2026-03-16 11:00", "2026-03-17 09:30", PauseReason.PendingSupplier)
            .Paused("2026-03-17 16:00", "2026-03-19 13:30", PauseReason.PendingSupplier).Read("2026-03-19 13:30");
        Assert.Equal((At("2026-03-20 14:00"), (long)(7.5 * Hour)), (clock.Due, clock.UsedSeconds));
    }

    [Theory]
    [InlineData(ChangeRule.FromChange, "2026-03-10 18:00")]
    [InlineData(ChangeRule.FromStart, "2026-03-10 14:00")]
    public void T13_An_upgrade_from_P3_to_P1(ChangeRule rule, string due)
    {
        var story = new Story(Bare(16 * Hour, 4 * Hour, upgrade: rule), C58).Opened("2026-03-10 09:00");
        Assert.Equal(At("2026-03-11 18:00"), story.Read("2026-03-10 13:00").Due);
        Assert.Equal(At(due), story.Prioritised("2026-03-10 14:00", Priority.P1).Read("2026-03-10 14:00").Due);
    }

    [Fact]
    public void T14_A_reopened_ticket_goes_on_with_what_it_had_used()
    {
        var story = new Story(Bare(16 * Hour), C58).Opened("2026-03-12 09:00").Resolved("2026-03-12 15:00").Reopened("2026-03-13 10:00");
        var clock = story.Read("2026-03-13 10:00");
        Assert.Equal((At("2026-03-16 14:00"), 5 * Hour, Verdict.Running), (clock.Due, clock.UsedSeconds, clock.Verdict));
        Assert.True(story.ReadAll("2026-03-13 10:00").Reopened);
    }

    [Fact]
    public void T15_A_calendar_that_changes_in_flight_keeps_what_was_consumed()
    {
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-04-03 17:00");
        Assert.Equal(At("2026-04-07 17:00"), story.Read("2026-04-04 09:59").Due);
        Assert.Equal(At("2026-04-04 17:00"), story.Calendar("2026-04-04 10:00", C724).Read("2026-04-04 10:00").Due);
    }

    [Fact]
    public void T16_A_closure_that_is_added_later()
    {
        var closed = ServiceCalendar.From(CalendarPresets.FiveByEight with
        {
            Ref = new("cn-5x8", 2), Exceptions = [new(new(2026, 6, 22), [], "stocktaking")],
        }).Value;
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-06-18 17:00");
        Assert.Equal(At("2026-06-22 17:00"), story.Read("2026-06-18 17:30").Due);
        Assert.Equal(At("2026-06-23 17:00"), story.Calendar("2026-06-20 09:00", closed).Read("2026-06-20 09:00").Due);
    }

    [Fact]
    public void T17_Summer_time_starts_over_a_weekend()
    {
        Due(NewYork, "2026-03-06 16:00:00 -05:00", 4, "2026-03-09 12:00:00 -04:00");
        Assert.Equal(At("2026-03-10 00:00"), At("2026-03-09 12:00:00 -04:00"));
    }

    [Fact]
    public void T18_Elapsed_hours_over_both_changes_of_the_clock()
    {
        Due(NewYorkAlways, "2026-03-07 20:00:00 -05:00", 8, "2026-03-08 05:00:00 -04:00");
        Due(NewYorkAlways, "2026-10-31 20:00:00 -04:00", 8, "2026-11-01 03:00:00 -05:00");
    }

    [Fact]
    public void T19_A_supplier_overseas_in_autumn()
    {
        Due(Calendar("la", "America/Los_Angeles", NineToFive), "2026-10-30 16:00:00 -07:00", 2, "2026-11-02 10:00:00 -08:00");
        Assert.Equal(At("2026-11-03 02:00"), At("2026-11-02 10:00:00 -08:00"));
    }

    [Fact] public void T20_Midnight_at_the_end_of_the_year() => Due(C724, "2025-12-31 23:45", 0.5, "2026-01-01 00:15");
    [Fact] public void T21_The_end_of_the_year_into_a_make_up_Sunday() => Due(C58, "2025-12-31 17:30", 4, "2026-01-04 13:30");

    [Fact]
    public void T22_The_lunch_break_and_the_closing_instant()
    {
        Due(C58, "2026-03-11 12:20", 0.25, "2026-03-11 13:15");
        Due(C58, "2026-09-18 18:00", 0.5, "2026-09-20 09:30");
    }

    [Fact] public void T23_Mid_Autumn() => Due(C58, "2026-09-24 16:30", 16, "2026-09-29 16:30");

    [Fact]
    public void T24_Moments_of_escalation_fall_in_service_time()
    {
        var moments = new Story(Bare(4 * Hour), C58).Opened("2026-02-14 17:30").Read("2026-02-14 17:30").Moments;
        Assert.Equal(
            [(0, At("2026-02-14 17:30")), (50, At("2026-02-24 10:30")), (75, At("2026-02-24 11:30")), (90, At("2026-02-24 13:06")), (100, At("2026-02-24 13:30"))],
            moments.Select(m => (m.SharePercent, m.At)));
    }

    [Fact]
    public void T25_Elapsed_service_time()
    {
        Assert.Equal(27 * Hour, C58.Elapsed(At("2026-04-30 16:00"), At("2026-05-09 10:00")));
        Assert.Equal(210 * Hour, C724.Elapsed(At("2026-04-30 16:00"), At("2026-05-09 10:00")));
    }

    [Fact] public void T26_A_make_up_Saturday_evening() => Due(C58, "2026-10-10 17:40", 0.5, "2026-10-12 09:10");

    [Fact]
    public void T27_Another_pattern() =>
        Due(ServiceCalendar.From(CalendarPresets.FiveByEight with { Ref = new("other", 1), Week = WeekPattern.MondayToFriday("08:30-12:00", "14:00-17:30") }).Value,
            "2026-07-01 16:30", 4, "2026-07-02 11:30");

    [Fact]
    public void T28_Before_and_after_two_holidays()
    {
        Due(C58, "2025-01-26 10:00", 16, "2025-02-05 10:00");
        Due(C58, "2024-09-14 15:00", 8, "2024-09-18 15:00");
    }
}
