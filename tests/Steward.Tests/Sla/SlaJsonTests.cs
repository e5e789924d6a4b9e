// What is stored as JSON comes back as it was, to the same bytes.
using Xunit;
using static Steward.Sla.Bench;

namespace Steward.Sla;

public sealed class SlaJsonTests
{
    [Fact]
    public void An_agreement_survives_a_round_trip()
    {
        var json = SlaJson.Write(AgreementPresets.Standard);
        var back = SlaJson.Read<Agreement>(json);
        Assert.Equal(json, SlaJson.Write(back));
        Assert.Equal(AgreementPresets.Standard.TargetOf(ServiceMode.OnSite, Priority.P1, ClockKind.Arrival), back.TargetOf(ServiceMode.OnSite, Priority.P1, ClockKind.Arrival));
        Assert.Null(back.Fault());
    }

    [Fact]
    public void A_calendar_survives_a_round_trip_and_its_hours_are_readable()
    {
        var json = SlaJson.Write(CalendarPresets.FiveByEight with { Exceptions = [new(new(2026, 6, 22), [new(79_200, 108_000)], "盘点")] });
        Assert.Contains("\"09:00-12:00\"", json);
        Assert.Contains("\"22:00-06:00\"", json);
        Assert.Contains("盘点", json);
        var back = SlaJson.Read<CalendarDefinition>(json);
        Assert.Equal(json, SlaJson.Write(back));
        Assert.True(ServiceCalendar.From(back).Value.IsOpen(At("2026-06-23 05:59")));
    }

    [Fact]
    public void Every_kind_of_fact_survives_a_round_trip_and_gives_the_same_reading()
    {
        var story = new Story(AgreementPresets.Standard, C58).Opened("2026-03-04 09:00").AutoReplied("2026-03-04 09:00").Accepted("2026-03-04 09:05")
            .CalledOut("2026-03-04 09:06").Arrived("2026-03-04 09:30").Paused("2026-03-04 10:00", "2026-03-04 11:00", proof: "mail 7")
            .Workaround("2026-03-04 11:30").Prioritised("2026-03-04 13:00", Priority.P2).Calendar("2026-03-04 14:00", C724, CalendarUse.FullTime)
            .Resolved("2026-03-04 15:00").Reopened("2026-03-04 16:00").Closed("2026-03-04 17:00").Cancelled("2026-03-04 18:00");
        story.Add(new ClockFact.RemoteStarted(At("2026-03-04 09:20"), At("2026-03-04 09:20")))
            .Add(new ClockFact.Assigned(At("2026-03-04 09:06"), At("2026-03-04 09:06"), Guid.Parse("11111111-2222-7333-8444-555555555555"), SupportLine.Second))
            .Add(new ClockFact.Progressed(At("2026-03-04 09:40"), At("2026-03-04 09:40")))
            .Add(new ClockFact.VerdictDisputed(At("2026-03-04 18:10"), At("2026-03-04 18:10"), ClockKind.Resolution, Verdict.Met, "员工001", "迟了"))
            .Add(new ClockFact.VerdictDecided(At("2026-03-04 18:20"), At("2026-03-04 18:20"), ClockKind.Resolution, Verdict.Breached, "员工001", "svc.mgr", "属实"))
            .Add(new ClockFact.PauseClaimed(At("2026-03-04 13:00"), At("2026-03-04 16:30"), At("2026-03-04 13:30"), PauseReason.PendingUser, 1, "sheet 12"))
            .Add(new ClockFact.DateAgreed(At("2026-03-04 14:30"), At("2026-03-04 14:30"), At("2026-03-06 12:00"), "员工001", "svc.mgr", "等用户"))
            .Add(new ClockFact.Informed(At("2026-03-04 14:40"), At("2026-03-04 14:40"), "li.lei"))
            .Add(new ClockFact.AgreementChanged(At("2026-03-04 14:50"), At("2026-03-04 14:50"), AgreementPresets.WithUpdates.Ref, ChangeRule.FromStart, "svc.mgr"))
            .Add(new ClockFact.PauseClaimDecided(At("2026-03-04 16:40"), At("2026-03-04 16:40"), 1, true, "svc.mgr"));
        story.Shelf.Add(AgreementPresets.WithUpdates);
        Assert.Equal(typeof(ClockFact).GetNestedTypes().Length, story.Facts.Select(f => f.GetType()).Distinct().Count());

        var rows = story.Facts.Select(SlaJson.Write).ToList();
        var back = rows.Select(SlaJson.Read<ClockFact>).ToList();
        Assert.Equal(story.Facts, back);
        Assert.Equal(SlaJson.Write(story.ReadAll("2026-03-05 09:00")), SlaJson.Write(SlaClock.Read(back, story.Agreement, story.Shelf, At("2026-03-05 09:00"))));
    }

    [Fact]
    public void Every_text_that_a_reading_may_name_exists()
    {
        foreach (var type in typeof(SlaClock).Assembly.GetTypes().Where(t => t is { IsEnum: true, Namespace: "Steward.Sla" }))
            foreach (var name in Enum.GetNames(type))
                Assert.True(Steward.Platform.Text.Texts.Has($"{type.Name}.{name}"), $"{type.Name}.{name}");
        foreach (var rule in Enum.GetNames<ChangeRule>()) Assert.True(Steward.Platform.Text.Texts.Has($"SLA.target.{rule}"), rule);
    }
}
