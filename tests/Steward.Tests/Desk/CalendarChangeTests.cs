// A contract's calendar changes while work is under way: first shown, then done; open clocks move and keep what they used, closed ones and other customers do not notice. On both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Sla;
using Xunit;

namespace Steward.Desk;

public sealed class CalendarChangeTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_closure_moves_open_clocks_only_after_it_was_looked_at(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, project) = (await Signals.In(server, Company.UserOf(Role.Agent)), await Signals.In(server, Company.UserOf(Role.PM)));
        var (open, solved, foreign) = (await Report(agent, company.Service, company.Contact), await Report(agent, company.Service, company.Contact), await Report(agent, company.Other.Service, company.Other.Contact));
        await agent.Do($"tickets/{solved}/accept");
        await agent.Do($"tickets/{solved}/resolve", new { solution = "清理", cause = "卡纸", device = "FP-1", minutesSpent = 5 });
        server.Time.Advance(TimeSpan.FromHours(2));

        object Closure(object? more = null) => new { from = "2026-03-11", reason = "客户盘点停业", hours = "", confirmed = more is not null, version = more };
        var shown = await project.Do($"contracts/{company.Contract}/calendar", Closure());
        Assert.False(shown["applied"]!.GetValue<bool>());
        Assert.Equal(["2026-03-11"], shown["days"]!.AsArray().Select(d => d!["day"]!.GetValue<string>()));
        var moved = shown["moved"]!.AsArray().Single(m => m!["clock"]!.GetValue<string>() == "Resolution")!;
        // Sixteen hours from Tuesday morning: Wednesday evening before, Thursday evening after (T-16).
        Assert.Equal((open, Shanghai("2026-03-11T18:00"), Shanghai("2026-03-12T18:00")), (moved["ticket"]!.GetValue<Guid>(), moved["dueBefore"]!.GetValue<DateTimeOffset>(), moved["dueAfter"]!.GetValue<DateTimeOffset>()));
        Assert.Equal(Shanghai("2026-03-11T18:00"), (await Clock(server, open)).Due);

        Assert.Equal((409, "SLA-214"), await project.Refused($"contracts/{company.Contract}/calendar", new { from = "2026-03-11", reason = "客户盘点停业", confirmed = true }));
        Assert.Equal((409, "SLA-216"), await project.Refused($"contracts/{company.Contract}/calendar", Closure(7)));
        Assert.Equal(403, (await agent.Refused($"contracts/{company.Contract}/calendar", Closure(1))).Status);
        var page = WebUtility.HtmlDecode(await project.Http.GetStringAsync($"/contracts/{company.Contract}/calendar-change"));
        Assert.Contains("预览影响", page);
        Assert.True((await project.Do($"contracts/{company.Contract}/calendar", Closure(1)))["applied"]!.GetValue<bool>());

        var clock = await Clock(server, open);
        Assert.Equal((Shanghai("2026-03-12T18:00"), 2 * 3600L), (clock.Due, clock.UsedSeconds));
        Assert.Equal(Shanghai("2026-03-11T18:00"), (await Clock(server, foreign)).Due);
        Assert.Equal(Verdict.Met, (await Clock(server, solved)).Verdict);
        Assert.Equal(1, await server.As(s => s.GetRequiredService<StewardDb>().Set<TicketEntry>().CountAsync(e => e.Verb == "ChangeCalendar")));
        // It is a fact of the clock; what is reported tomorrow knows the closure from the start.
        Assert.Single((await server.As(s => s.GetRequiredService<SlaClocks>().Facts(open, default)))!.Facts.OfType<ClockFact.CalendarChanged>());
        var later = await Report(agent, company.Service, company.Contact);
        Assert.Equal(Shanghai("2026-03-13T11:00"), (await Clock(server, later)).Due);
        Assert.Equal((409, "SLA-217"), await project.Refused($"contracts/{company.Contract}/calendar", Closure(2)));

        // A guarded period (重保): the whole weekend is served.
        shown = await project.Do($"contracts/{company.Contract}/calendar", new { from = "2026-03-14", until = "2026-03-15", hours = "00:00-24:00", reason = "重保" });
        Assert.Equal(2, shown["days"]!.AsArray().Count);
        Assert.Equal(["00:00-24:00"], shown["days"]![0]!["after"]!.AsArray().Select(h => h!.GetValue<string>()));
        Assert.Equal(400, (await project.Refused($"contracts/{company.Contract}/calendar", new { from = "2026-03-14", until = "2026-03-13", reason = "重保" })).Status);
        Assert.Equal(400, (await project.Refused($"contracts/{company.Contract}/calendar", new { from = "2026-03-14", hours = "9 to 5", reason = "重保" })).Status);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_notice_that_comes_makes_due_dates_of_the_next_year_certain(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        // Wednesday, 30 December 2026, 09:00.
        server.Time.Advance(TimeSpan.FromDays(295));
        var (agent, project) = (await Signals.In(server, Company.UserOf(Role.Agent)), await Signals.In(server, Company.UserOf(Role.PM)));
        var ticket = (await agent.Do("tickets", new { summary = "想要第二块屏幕", service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "Planned" }))["id"]!.GetValue<Guid>();
        var before = await Clock(server, ticket);
        // Forty hours, five working days, with New Year's Day taken for an ordinary Friday as long as nothing better is known.
        Assert.Equal((true, Shanghai("2027-01-05T18:00")), (before.Provisional, before.Due));

        var notice = new JsonObject { ["year"] = 2027, ["papers"] = new JsonArray(), ["days"] = new JsonArray(Day("2027-01-01", true), Day("2027-01-02", true), Day("2027-01-03", true), Day("2027-01-09", false)) }.ToJsonString();
        Assert.Equal((400, "SLA-212"), await project.Refused($"contracts/{company.Contract}/calendar", new { notice = notice.Replace("2027-01-09", "2027-01-03") }));
        var shown = await project.Do($"contracts/{company.Contract}/calendar", new { notice });
        Assert.Equal(["2027-01-01", "2027-01-09"], shown["days"]!.AsArray().Select(d => d!["day"]!.GetValue<string>()));
        await project.Do($"contracts/{company.Contract}/calendar", new { notice, confirmed = true, version = shown["calendar"]!["version"]!.GetValue<int>() });
        var after = await Clock(server, ticket);
        Assert.Equal((false, Shanghai("2027-01-06T18:00")), (after.Provisional, after.Due));
        Assert.Contains("2027", WebUtility.HtmlDecode(await project.Http.GetStringAsync($"/contracts/{company.Contract}?view=calendar")));

        static JsonObject Day(string date, bool off) => new() { ["name"] = "元旦", ["date"] = date, ["isOffDay"] = off };
    }

    static DateTimeOffset Shanghai(string local) => DateTimeOffset.Parse(local + ":00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    static async Task<Guid> Report(Client agent, Guid service, Guid contact) =>
        (await agent.Do("tickets", new { summary = "打印机卡纸", service, requester = contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();

    static async Task<ClockRow> Clock(TestServer server, Guid ticket) => (await server.As(s => s.GetRequiredService<SlaClocks>().Clocks([ticket], default))).Single(c => c.Kind == ClockKind.Resolution);
}
