// The clock rules one by one, where the agreed examples do not reach.
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class ClockRuleTests
{
    static readonly Agreement Standard = AgreementPresets.Standard;

    static Story Opened(Priority priority = Priority.P3) => new Story(Standard, C58).Opened("2026-03-11 09:00", priority);

    [Fact]
    public void Finishing_at_the_due_second_is_in_time_and_one_second_later_is_not()
    {
        Assert.Equal(Verdict.Met, Opened().Resolved("2026-03-12 18:00").Read("2026-03-13 09:00").Verdict);
        Assert.Equal(Verdict.Breached, Opened().Resolved("2026-03-12 18:00:01").Read("2026-03-13 09:00").Verdict);
    }

    [Fact]
    public void An_automatic_mail_never_stops_the_response_clock()
    {
        Assert.Equal(Verdict.Running, Opened().AutoReplied("2026-03-11 09:00").Read("2026-03-11 09:20", ClockKind.Response).Verdict);
        Assert.Equal(Verdict.Met, Opened().AutoReplied("2026-03-11 09:00").Accepted("2026-03-11 09:30").Read("2026-03-11 09:40", ClockKind.Response).Verdict);
    }

    [Fact]
    public void Who_solves_at_once_has_responded_but_what_came_back_by_itself_was_answered_by_nobody()
    {
        Assert.Equal(Verdict.Met, Opened().Resolved("2026-03-11 09:05").Read("2026-03-11 10:00", ClockKind.Response).Verdict);
        Assert.Equal(Verdict.NotMeasured, Opened().Resolved("2026-03-11 09:05", automatic: true).Read("2026-03-11 10:00", ClockKind.Response).Verdict);
        Assert.Equal(Verdict.Breached, Opened().Resolved("2026-03-11 09:45", automatic: true).Read("2026-03-11 10:00", ClockKind.Response).Verdict);
    }

    [Fact]
    public void The_response_clock_never_pauses()
    {
        var story = Opened().Paused("2026-03-11 09:05", proof: "mail 7");
        Assert.Equal(At("2026-03-11 09:30"), story.Read("2026-03-11 12:00", ClockKind.Response).Due);
        Assert.Equal(Verdict.Breached, story.Read("2026-03-11 12:00", ClockKind.Response).Verdict);
    }

    [Fact]
    public void Nobody_has_to_come_to_a_fault_that_is_solved_in_time()
    {
        Assert.Equal(Verdict.NotMeasured, Opened().Resolved("2026-03-11 09:30").Read("2026-03-12 09:00", ClockKind.Arrival).Verdict);
        Assert.Equal(Verdict.Breached, Opened().Resolved("2026-03-11 10:30").Read("2026-03-12 09:00", ClockKind.Arrival).Verdict);
    }

    [Fact]
    public void A_pause_without_proof_is_on_record_and_counts()
    {
        var clock = Opened().Paused("2026-03-11 10:00", "2026-03-11 12:00");
        Assert.Equal(3 * Hour, clock.Read("2026-03-11 12:00").UsedSeconds);
        Assert.Contains(clock.Explain("2026-03-11 12:00").Spans, s => s is { Kind: SpanKind.Counted, Reason: PauseReason.PendingUser });
        Assert.Equal(Hour, Opened().Paused("2026-03-11 10:00", "2026-03-11 12:00", proof: "mail 7").Read("2026-03-11 12:00").UsedSeconds);
    }

    [Fact]
    public void Waiting_for_a_supplier_stops_only_if_the_contract_says_so_and_gross_and_net_are_shown()
    {
        Assert.Equal(3 * Hour, Opened().Paused("2026-03-11 10:00", "2026-03-11 12:00", PauseReason.PendingSupplier).Read("2026-03-11 12:00").UsedSeconds);
        var agreed = new Story(Bare(16 * Hour), C58).Opened("2026-03-11 09:00").Paused("2026-03-11 10:00", "2026-03-11 12:00", PauseReason.PendingSupplier);
        Assert.Equal((Hour, 3 * Hour), (agreed.Read("2026-03-11 12:00").UsedSeconds, agreed.Read("2026-03-11 12:00").GrossSeconds));
    }

    [Fact]
    public void Overlapping_pauses_are_one()
    {
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-03-11 09:00").Paused("2026-03-11 10:00", "2026-03-11 14:00")
            .Paused("2026-03-11 11:00", "2026-03-11 15:00", PauseReason.PendingPart);
        Assert.Equal((4 * Hour, At("2026-03-12 14:00")), (story.Read("2026-03-11 18:00").UsedSeconds, story.Read("2026-03-11 15:00").Due!.Value));
    }

    [Fact]
    public void A_cap_limits_what_a_reason_forgives_however_the_pause_is_cut_up()
    {
        var capped = Bare(8 * Hour) with { Pauses = [new(PauseReason.PendingUser, true, CapSeconds: 2 * Hour)] };
        var whole = new Story(capped, C58).Opened("2026-03-11 09:00").Paused("2026-03-11 09:00");
        var cut = new Story(capped, C58).Opened("2026-03-11 09:00").Paused("2026-03-11 09:00", "2026-03-11 10:00").Paused("2026-03-11 10:00");
        Assert.Equal(At("2026-03-12 11:00"), whole.Read("2026-03-11 09:30").Due);
        Assert.False(whole.Read("2026-03-11 09:30").DueIsProjected);
        Assert.Equal(ClockPhase.Paused, whole.Read("2026-03-11 09:30").Phase);
        Assert.Equal(ClockPhase.Running, whole.Read("2026-03-11 11:30").Phase);
        Assert.Equal(whole.Read("2026-03-11 17:00").UsedSeconds, cut.Read("2026-03-11 17:00").UsedSeconds);
    }

    [Fact]
    public void A_pause_entered_afterwards_counts_once_it_is_approved()
    {
        var story = new Story(Bare(2 * Hour), C58).Opened("2026-03-11 09:00")
            .Add(new ClockFact.PauseClaimed(At("2026-03-11 10:00"), At("2026-03-11 14:00"), At("2026-03-11 12:00"), PauseReason.PendingUser, 1));
        Assert.Equal(Verdict.Breached, story.Read("2026-03-11 13:30").Verdict);
        Assert.Equal("SLA.ignored.claim-unapproved", story.ReadAll("2026-03-11 13:30").Ignored.Single().TextKey);
        story.Add(new ClockFact.PauseClaimDecided(At("2026-03-11 14:30"), At("2026-03-11 14:30"), 1, true, "svc.mgr")).Resolved("2026-03-11 14:00");
        Assert.Equal((Verdict.Met, 2 * Hour), (story.Read("2026-03-11 15:00").Verdict, story.Read("2026-03-11 15:00").UsedSeconds));
        Assert.Contains(story.Explain("2026-03-11 15:00").Spans, s => s.TextKey == "SLA.span.claimed");
    }

    [Fact]
    public void Reminders_go_to_the_one_waited_for_after_one_two_and_three_working_days()
    {
        var reading = Opened().Paused("2026-03-12 15:00", proof: "mail 7").ReadAll("2026-03-13 16:00");
        Assert.Equal([(At("2026-03-13 15:00"), true), (At("2026-03-16 15:00"), false), (At("2026-03-17 15:00"), false)], reading.Reminders.Select(r => (r.At, r.Reached)));
        Assert.Equal(At("2026-03-16 15:00"), reading[ClockKind.Resolution].NextMoment is null ? reading.NextMoment : null);
    }

    [Fact]
    public void A_breach_survives_reopening_a_better_resolution_and_a_downgrade()
    {
        var late = new Story(Bare(16 * Hour, 4 * Hour), C58).Opened("2026-03-11 09:00", Priority.P1).Resolved("2026-03-11 16:00");
        var breachedAt = late.Read("2026-03-11 17:00").BreachedAt;
        Assert.Equal(At("2026-03-11 14:00"), breachedAt);
        var again = late.Reopened("2026-03-11 16:30").Prioritised("2026-03-11 16:40", Priority.P3).Resolved("2026-03-11 16:50").Read("2026-03-12 09:00");
        Assert.Equal((Verdict.Breached, breachedAt), (again.Verdict, again.BreachedAt));
    }

    [Fact]
    public void After_reopening_the_last_resolution_decides()
    {
        var story = new Story(Bare(4 * Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 10:00").Reopened("2026-03-11 14:00");
        Assert.Equal(Verdict.Breached, story.Resolved("2026-03-12 09:30").Read("2026-03-12 10:00").Verdict);
    }

    [Fact]
    public void Reopening_is_possible_for_five_working_days()
    {
        var story = new Story(Bare(16 * Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 15:00").Reopened("2026-03-18 15:00");
        Assert.Equal(Verdict.Running, story.Read("2026-03-18 15:00").Verdict);
        var late = new Story(Bare(16 * Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 15:00").Reopened("2026-03-18 15:00:01").ReadAll("2026-03-19 09:00");
        Assert.Equal((Verdict.Met, "SLA.ignored.reopened-too-late"), (late[ClockKind.Resolution].Verdict, late.Ignored.Single().TextKey));
    }

    [Fact]
    public void A_contract_may_start_afresh_after_reopening()
    {
        var story = new Story(Bare(4 * Hour) with { Reopening = new(ReopenRule.Restart, 5) }, C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 12:00").Reopened("2026-03-11 14:00");
        Assert.Equal((At("2026-03-11 18:00"), 3 * Hour, 0), (story.Read("2026-03-11 14:00").Due, story.Read("2026-03-11 14:00").UsedSeconds, story.Read("2026-03-11 14:00").UsedOfBudgetSeconds));
    }

    [Fact]
    public void A_downgrade_needs_approval_and_counts_from_the_start()
    {
        var story = new Story(Bare(16 * Hour, 4 * Hour), C58).Opened("2026-03-11 09:00", Priority.P1).Prioritised("2026-03-11 10:00", Priority.P3, approvedBy: null);
        Assert.Equal(At("2026-03-11 14:00"), story.Read("2026-03-11 10:30").Due);
        Assert.Equal(At("2026-03-12 18:00"), story.Prioritised("2026-03-11 11:00", Priority.P3).Read("2026-03-11 11:30").Due);
    }

    [Fact]
    public void A_proportional_change_keeps_the_share_that_is_used()
    {
        var story = new Story(Bare(16 * Hour, 4 * Hour, upgrade: ChangeRule.Proportional), C58).Opened("2026-03-11 09:00").Prioritised("2026-03-11 18:00", Priority.P1);
        var clock = story.Read("2026-03-12 09:00");
        Assert.Equal((At("2026-03-12 11:00"), 2 * Hour), (clock.Due, clock.UsedOfBudgetSeconds));
        Assert.True(story.Explain("2026-03-12 10:00").AddsUp);
    }

    [Fact]
    public void A_calendar_that_changes_after_the_verdict_changes_nothing()
    {
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-03-11 09:00").Resolved("2026-03-11 17:00");
        var before = SlaJson.Write(story.Read("2026-03-12 09:00"));
        story.Shelf.Add(C724);
        story.Add(new ClockFact.CalendarChanged(At("2026-03-11 10:00"), At("2026-03-12 08:00"), CalendarUse.Business, C724.Ref));
        Assert.Equal(before, SlaJson.Write(story.Read("2026-03-12 09:00")));
    }

    [Fact]
    public void The_next_years_list_is_taken_in_by_open_clocks()
    {
        var loaded = ServiceCalendar.From(CalendarPresets.FiveByEight with { Ref = new("cn-5x8", 2), Official = [.. OfficialDays.China.Years, new(2027, [new(2027, 1, 1)], [])] }).Value;
        var story = new Story(Bare(8 * Hour), C58).Opened("2026-12-31 17:00");
        Assert.Equal((At("2027-01-01 17:00"), true), (story.Read("2026-12-31 17:10").Due, story.Read("2026-12-31 17:10").Provisional));
        story.Calendar("2026-12-31 17:20", loaded);
        Assert.Equal((At("2027-01-04 17:00"), false), (story.Read("2026-12-31 17:20").Due, story.Read("2026-12-31 17:20").Provisional));
    }

    [Fact]
    public void A_cancelled_ticket_is_excluded_and_a_breach_stays_visible()
    {
        var reading = Opened().Cancelled("2026-03-11 09:40").ReadAll("2026-03-12 09:00");
        Assert.True(reading.Excluded);
        Assert.Equal((Verdict.Breached, Verdict.NotMeasured), (reading[ClockKind.Response].Verdict, reading[ClockKind.Resolution].Verdict));
    }

    [Fact]
    public void Remote_service_runs_round_the_clock_and_a_call_out_starts_the_arrival_clock()
    {
        var story = new Story(Standard, C58).Opened("2026-02-18 02:00", Priority.P1, ServiceMode.FullTimeRemote);
        Assert.Equal((At("2026-02-18 02:10"), At("2026-02-18 10:00")), (story.Read("2026-02-18 02:00", ClockKind.Response).Due, story.Read("2026-02-18 02:00").Due));
        Assert.Equal(ClockPhase.NotStarted, story.Read("2026-02-18 02:30", ClockKind.Arrival).Phase);
        Assert.Equal(At("2026-02-18 05:00"), story.CalledOut("2026-02-18 03:00").Read("2026-02-18 03:00", ClockKind.Arrival).Due);
        Assert.Equal(Verdict.Met, story.Arrived("2026-02-18 04:59").Read("2026-02-18 06:00", ClockKind.Arrival).Verdict);
    }

    [Fact]
    public void A_catalogue_item_brings_its_own_time()
    {
        var at = At("2026-03-11 09:00");
        var reading = SlaClock.Read([new ClockFact.Opened(at, at, Priority.P4, ResolutionSeconds: 4 * Hour)], Standard, CalendarShelf.Presets(), at);
        Assert.Equal(At("2026-03-11 14:00"), reading[ClockKind.Resolution].Due);
    }

    [Fact]
    public void The_ladder_tells_the_right_people_and_goes_on_daily_until_solved()
    {
        var clock = Opened(Priority.P1).Read("2026-03-11 12:00");
        Assert.Equal([EscalationRole.ProjectManager, EscalationRole.ProviderDirector], clock.Moments.Single(m => m.SharePercent == 75).Tell);
        Assert.Equal((At("2026-03-11 13:36"), At("2026-03-11 14:00")), (clock.NextMoment, clock.Due));
        Assert.Equal(At("2026-03-11 14:00:01"), Opened(Priority.P1).Read("2026-03-11 14:00").NextMoment);
        Assert.Equal(At("2026-03-12 14:00"), Opened(Priority.P1).Read("2026-03-11 15:00").NextMoment);
        Assert.Null(Opened(Priority.P1).Resolved("2026-03-11 15:00").Read("2026-03-11 16:00").NextMoment);
    }

    [Fact]
    public void A_paper_sheet_typed_in_later_counts_at_its_own_time_and_what_was_known_before_can_still_be_read()
    {
        var story = Opened().Add(new ClockFact.Accepted(At("2026-03-11 09:10"), At("2026-03-11 14:00"), "paper 12"));
        Assert.Equal(Verdict.Met, story.Read("2026-03-11 15:00", ClockKind.Response).Verdict);
        var then = SlaClock.Read(story.Facts.KnownAt(At("2026-03-11 13:00")), Standard, story.Shelf, At("2026-03-11 13:00"));
        Assert.Equal(Verdict.Breached, then[ClockKind.Response].Verdict);
    }

    [Fact]
    public void The_customer_can_add_the_explanation_up()
    {
        var told = new Story(Bare(8 * Hour), C58).Opened("2026-03-04 10:00").Paused("2026-03-04 11:00", "2026-03-05 15:00").Resolved("2026-03-06 11:30").Explain("2026-03-06 18:00");
        Assert.Equal(
            ["Counted 3600", "Paused 3600", "Closed 3600", "Paused 18000", "Closed 54000", "Paused 10800", "Closed 3600", "Paused 7200", "Counted 10800", "Closed 54000", "Counted 9000"],
            told.Spans.Select(s => $"{s.Kind} {s.Seconds}"));
        Assert.True(told.AddsUp);
        Assert.Equal(23_400, told.Sum(SpanKind.Counted));
        Assert.All(told.Spans, s => Assert.DoesNotContain("[", s.Sentence));
    }

    [Fact]
    public void An_unsound_agreement_says_what_is_wrong()
    {
        Assert.Null(Standard.Fault());
        Assert.Equal("SLA-203", (Standard with { Targets = [Standard.Targets[0] with { Response = new(0) }] }).Fault()?.Code);
        Assert.Equal("SLA-202", (Standard with { Targets = [Standard.Targets[0], Standard.Targets[0]] }).Fault()?.Code);
        Assert.Equal("SLA-201", (Standard with { Matrix = new([]) }).Fault()?.Code);
        Assert.Equal(Priority.P2, Standard.Matrix[Impact.Group, Urgency.Stopped]);
        Assert.Equal(600, Standard.FunctionalAfter(Priority.P1, SupportLine.First));
    }
}
