// Tickets that come round by themselves: the rhythm, one ticket for each occurrence on any number of nodes, and what becomes of missed ones.
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk.Recurring;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Desk;

public sealed class RecurringTests
{
    static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(Every.Day, 0, "09:00", "Asia/Shanghai", "2026-03-10T09:00+08:00", "2026-03-11T09:00+08:00")]
    [InlineData(Every.Day, 0, "09:00", "Asia/Shanghai", "2026-03-10T08:59+08:00", "2026-03-10T09:00+08:00")]
    [InlineData(Every.WorkingDay, 0, "09:00", "Asia/Shanghai", "2026-03-13T10:00+08:00", "2026-03-16T09:00+08:00")]
    [InlineData(Every.Week, 7, "23:30", "Asia/Shanghai", "2026-03-10T09:00+08:00", "2026-03-15T23:30+08:00")]
    [InlineData(Every.Month, 31, "08:00", "Asia/Shanghai", "2026-02-01T00:00+08:00", "2026-02-28T08:00+08:00")]
    [InlineData(Every.Month, 31, "08:00", "Asia/Shanghai", "2026-02-28T08:00+08:00", "2026-03-31T08:00+08:00")]
    // Clocks put forward over the time of day, and put back over it: it comes once.
    [InlineData(Every.Day, 0, "02:30", "Europe/Berlin", "2026-03-28T03:00+01:00", "2026-03-29T03:00+02:00")]
    [InlineData(Every.Day, 0, "02:30", "Europe/Berlin", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00")]
    public void The_next_occurrence_is_on_its_day_at_its_time(Every every, int day, string time, string zone, string after, string next) =>
        Assert.Equal(At(next), new Rhythm(every, day, TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)).Next(At(after), TimeZoneInfo.FindSystemTimeZoneById(zone), d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Each_occurrence_is_one_ticket_and_of_missed_ones_the_newest(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        Assert.Equal((400, "DESK-617"), await agent.Refused("recurring", new { summary = "巡检", service = company.Service, who = "员工001", timeOfDay = "10:00", every = "Week", day = 8 }));
        Assert.Equal(400, (await foreign.Refused("recurring", new { summary = "巡检", service = company.Service, who = "员工001", timeOfDay = "10:00" })).Status);
        var planned = await agent.Make("recurring", new { summary = "每日备份检查", service = company.Service, who = "员工001", timeOfDay = "10:00", every = "Day", team = company.OnSite });
        await server.Sweep("desk-recurring");
        Assert.Empty(await Tickets(agent));

        // Ten o'clock comes, and four nodes look at once.
        server.Time.Advance(TimeSpan.FromMinutes(61));
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.As(s => s.GetServices<ISweep>().Single(x => x.Name == "desk-recurring").RunOnce(server.Time.GetUtcNow(), default))));
        Assert.Equal(1, opened.Sum());
        var ticket = Assert.Single(await Tickets(agent))!;
        Assert.Equal(("每日备份检查", "驻场组", "员工001"), (ticket["summary"]!.ToString(), ticket["team"]!.ToString(), ticket["requester"]!.ToString()));

        // Down for three days: the newest of them becomes a ticket and says that two were left out; the rhythm goes on.
        server.Time.Advance(TimeSpan.FromDays(3));
        await server.Sweep("desk-recurring");
        var tickets = await Tickets(agent);
        Assert.Equal(2, tickets.Count);
        Assert.Contains("2", (await agent.Get($"tickets/{tickets[0]!["id"]}"))["story"]!.AsArray().Single(e => e!["verb"]!.ToString() == "PlanRecurring")!["text"]!.ToString());
        Assert.Equal(TestServer.Start.AddDays(4).AddHours(1), Assert.Single((await agent.Get("recurring"))["rows"]!.AsArray())!["of"]!["nextDuty"]!.GetValue<DateTimeOffset>());
        Assert.Empty((await foreign.Get("recurring"))["rows"]!.AsArray());
        Assert.Equal(404, (await foreign.Refused($"recurring/{planned}/end")).Status);
        await agent.Do($"recurring/{planned}/end");
        server.Time.Advance(TimeSpan.FromDays(2));
        await server.Sweep("desk-recurring");
        Assert.Equal(2, (await Tickets(agent)).Count);
    }

    static async Task<JsonArray> Tickets(Client who) => (await who.Get("tickets?group=all"))["items"]!.AsArray();
}
