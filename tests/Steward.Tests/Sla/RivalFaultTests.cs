// Faults found in other service desks' clocks, each as a case that must not come back here.
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class RivalFaultTests
{
    // A pause kept as a number of seconds under one calendar and taken off under another.
    [Fact]
    public void A_pause_is_an_interval_that_is_read_again_under_the_calendar_of_a_target_from_the_start()
    {
        var agreement = Bare(16 * Hour, upgrade: ChangeRule.FromStart) with
        {
            Targets =
            [
                new(ServiceMode.OnSite, Priority.P1, null, null, null, null, new(24 * Hour, CalendarUse.FullTime)),
                new(ServiceMode.OnSite, Priority.P3, null, null, null, null, new(16 * Hour)),
            ],
        };
        var story = new Story(agreement, C58).Opened("2026-03-11 09:00").Paused("2026-03-11 17:00", "2026-03-12 10:00").Prioritised("2026-03-12 10:00", Priority.P1);
        // 8 h counted before the pause round the clock, none of the 17 h in it, so 16 h remain.
        Assert.Equal((At("2026-03-13 02:00"), 17 * Hour), (story.Read("2026-03-12 10:00").Due, story.Read("2026-03-12 10:00").GrossSeconds - story.Read("2026-03-12 10:00").UsedSeconds));
    }

    // Editing a calendar recomputed nothing, so two equal tickets differed until one of them paused.
    [Fact]
    public void Two_equal_tickets_agree_after_a_calendar_change_whether_or_not_one_paused()
    {
        Story Told() => new Story(Bare(8 * Hour), C58).Opened("2026-04-03 17:00");
        var plain = Told().Calendar("2026-04-04 10:00", C724).Read("2026-04-04 12:00").Due;
        var touched = Told().Calendar("2026-04-04 10:00", C724).Paused("2026-04-04 11:00", "2026-04-04 11:00").Read("2026-04-04 12:00").Due;
        Assert.Equal(plain, touched);
    }

    // Stepping days by 86,400 seconds counted one autumn day twice and never saw one in spring.
    [Theory]
    [InlineData("2025-03-28 09:00:00 +01:00", "2025-04-01 17:00:00 +02:00")]
    [InlineData("2025-10-24 09:00:00 +02:00", "2025-10-28 17:00:00 +01:00")]
    public void No_day_is_counted_twice_or_skipped_when_the_clock_changes_in_Paris(string from, string to) =>
        Assert.Equal(5 * 8 * Hour, Calendar("paris", "Europe/Paris", WeekPattern.EveryDay("09:00-17:00")).Elapsed(At(from), At(to)));

    // A yearly holiday compared as month-day text never matched across New Year.
    [Fact]
    public void A_holiday_across_New_Year_closes_every_one_of_its_days()
    {
        DayException[] holiday = [.. Enumerable.Range(0, 3).Select(i => new DayException(new DateOnly(2025, 12, 31).AddDays(i), [], "closed"))];
        Assert.Equal(At("2026-01-05 09:00"), Calendar("c", "Asia/Shanghai", WeekPattern.MondayToFriday("09:00-17:00"), holiday).Due(At("2025-12-30 17:00"), 0));
    }

    // In day mode a ticket opened at 03:00 fell due at 03:00.
    [Fact]
    public void A_due_date_never_falls_outside_service_hours() =>
        Assert.Equal(At("2026-03-12 18:00"), new Story(AgreementPresets.Standard, C58).Opened("2026-03-11 03:00").Read("2026-03-11 03:00").Due);

    // While pending the stored date did not move, so waiting tickets looked overdue.
    [Fact]
    public void A_waiting_ticket_is_not_overdue()
    {
        var clock = new Story(Bare(8 * Hour), C58).Opened("2026-03-04 10:00").Paused("2026-03-04 11:00").Read("2026-03-20 10:00");
        Assert.Equal((Verdict.Running, ClockPhase.Paused, true), (clock.Verdict, clock.Phase, clock.DueIsProjected));
        Assert.Null(clock.NextMoment);
    }

    // Breaks cut to hours and minutes lost seconds or doubled them.
    [Fact]
    public void Seconds_of_a_pause_are_kept() =>
        Assert.Equal(At("2026-03-04 18:00:59").AddHours(-8), new Story(Bare(Hour), C58).Opened("2026-03-04 09:00").Paused("2026-03-04 09:10:30", "2026-03-04 09:11:29").Read("2026-03-04 09:30").Due);

    // The first close was kept for ever, so a reopened ticket had no solution clock.
    [Fact]
    public void A_reopened_ticket_has_a_running_clock_and_is_judged_again()
    {
        var story = new Story(Bare(4 * Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 10:00").Reopened("2026-03-11 11:00");
        Assert.Equal(Verdict.Running, story.Read("2026-03-11 12:00").Verdict);
        Assert.Equal(Verdict.Breached, story.Read("2026-03-12 12:00").Verdict);
    }

    // No make-up days.
    [Fact]
    public void A_make_up_Sunday_is_a_Monday() => Assert.Equal(8 * Hour, C58.Elapsed(At("2026-01-04 00:00"), At("2026-01-05 00:00")));

    // A raise whose new target was already used up kept the old deadline, or none while pending: the breach was hidden.
    [Theory]
    [InlineData(ChangeRule.FromStart)]
    [InlineData(ChangeRule.Proportional)]
    public void A_raise_never_hides_its_own_breach(ChangeRule rule)
    {
        var story = new Story(Bare(8 * Hour, Hour, upgrade: rule), C58).Opened("2026-03-11 09:00").Paused("2026-03-11 12:00").Prioritised("2026-03-11 14:00", Priority.P1);
        var waiting = story.Read("2026-03-11 15:00");
        if (rule == ChangeRule.FromStart) Assert.Equal((Verdict.Breached, At("2026-03-11 10:00")), (waiting.Verdict, waiting.BreachedAt));
        else Assert.Equal((Verdict.Running, 1350), (waiting.Verdict, waiting.UsedOfBudgetSeconds));
        story.Add(new ClockFact.Resumed(At("2026-03-11 15:00"), At("2026-03-11 15:00")));
        Assert.Equal(Verdict.Breached, story.Read("2026-03-11 17:00").Verdict);
    }

    // Reopening restarted the full period, closing cleared the overdue mark.
    [Fact]
    public void Closing_clears_no_breach_and_reopening_gives_no_new_period()
    {
        Assert.Equal(Verdict.Breached, new Story(Bare(Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 11:00").Closed("2026-03-11 12:00").Read("2026-04-01 09:00").Verdict);
        var story = new Story(Bare(4 * Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 12:00").Reopened("2026-03-11 14:00");
        Assert.Equal(At("2026-03-11 15:00"), story.Read("2026-03-11 14:00").Due);
    }

    // Today's priority and calendar were applied to the whole past.
    [Fact]
    public void The_past_is_judged_by_what_held_then()
    {
        var story = new Story(Bare(16 * Hour, Hour), C58).Opened("2026-03-11 09:00");
        var before = story.Read("2026-03-11 12:00");
        story.Prioritised("2026-03-11 14:00", Priority.P1).Calendar("2026-03-11 15:00", C724);
        Assert.Equal(SlaJson.Write(before), SlaJson.Write(story.Read("2026-03-11 12:00")));
    }

    // One span a weekday: no lunch break.
    [Fact]
    public void Lunch_is_not_service_time() => Assert.Equal(0, C58.Elapsed(At("2026-03-11 12:00"), At("2026-03-11 13:00")));

    // The first change of state was taken for the response.
    [Fact]
    public void A_pause_or_a_priority_change_is_no_response() =>
        Assert.Equal(Verdict.Running, new Story(Bare(8 * Hour), C58).Opened("2026-03-11 09:00").Paused("2026-03-11 09:05").Prioritised("2026-03-11 09:06", Priority.P1)
            .Read("2026-03-11 09:07", ClockKind.Response).Verdict);

    // A priority change forgave the time that was not settled yet.
    [Fact]
    public void A_priority_change_forgives_no_time()
    {
        var story = new Story(Bare(16 * Hour, 8 * Hour, upgrade: ChangeRule.FromStart), C58).Opened("2026-03-11 09:00").Prioritised("2026-03-11 12:00", Priority.P1);
        Assert.Equal((3 * Hour, At("2026-03-11 18:00")), (story.Read("2026-03-11 12:00").UsedSeconds, story.Read("2026-03-11 12:00").Due));
    }

    // The same call set paused clocks running.
    [Fact]
    public void A_priority_change_does_not_end_a_pause()
    {
        var story = new Story(Bare(16 * Hour, 8 * Hour), C58).Opened("2026-03-11 09:00").Paused("2026-03-11 10:00").Prioritised("2026-03-11 11:00", Priority.P1);
        Assert.Equal((ClockPhase.Paused, Hour), (story.Read("2026-03-11 17:00").Phase, story.Read("2026-03-11 17:00").UsedSeconds));
    }

    // Ending a paused ticket counted the pause.
    [Fact]
    public void Resolving_a_waiting_ticket_does_not_count_the_wait()
    {
        var clock = new Story(Bare(2 * Hour), C58).Opened("2026-03-11 09:00").Paused("2026-03-11 10:00").Resolved("2026-03-12 17:00").Read("2026-03-13 09:00");
        Assert.Equal((Hour, Verdict.Met), (clock.UsedSeconds, clock.Verdict));
    }

    // Naive local time.
    [Fact]
    public void The_offset_in_which_an_instant_is_written_does_not_matter()
    {
        var at = At("2026-03-11 09:00");
        Assert.Equal(C58.Due(at, Hour), C58.Due(at.ToOffset(TimeSpan.FromHours(-5)), Hour));
        var newYear = At("2026-01-01 07:30");
        Assert.Equal(C724.Elapsed(newYear, newYear.AddHours(2)), C724.Elapsed(newYear.ToOffset(TimeSpan.FromHours(8)), newYear.AddHours(2).ToOffset(TimeSpan.FromHours(-8))));
    }
}
