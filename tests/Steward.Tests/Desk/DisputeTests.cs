// A customer who doubts a verdict: within the agreed days, once, decided by the other side, the computed verdict kept and the measures going by what was agreed.
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Contracts;
using Steward.Fixtures;
using Steward.Fulfilment;
using Steward.Platform.Data;
using Steward.Sla;
using Xunit;

namespace Steward.Desk;

public sealed class DisputeTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_verdict_is_changed_by_both_parties_and_what_was_computed_stays(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, head, user, manager) = (await Signals.In(server, Company.UserOf(Role.Agent)), await Signals.In(server, Company.UserOf(Role.CustAdm)), await Signals.In(server, Company.UserOf(Role.User)), await Signals.In(server, Company.UserOf(Role.SvcMgr)));
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        server.Time.Advance(TimeSpan.FromMinutes(20));
        await agent.Do($"tickets/{ticket}/accept");
        Assert.Equal((409, "DESK-401"), await head.Refused($"tickets/{ticket}/clocks/Response/dispute", new { reason = "没人接电话" }));
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "清理", cause = "卡纸", device = "FP-1", minutesSpent = 5 });
        await user.Do($"tickets/{ticket}/confirm");

        // Only somebody who speaks for the customer; not the provider, not the user, nobody from elsewhere.
        Assert.Equal(403, (await agent.Refused($"tickets/{ticket}/clocks/Response/dispute", new { reason = "?" })).Status);
        Assert.Equal(403, (await user.Refused($"tickets/{ticket}/clocks/Response/dispute", new { reason = "?" })).Status);
        Assert.Contains("提出异议", WebUtility.HtmlDecode(await head.Http.GetStringAsync($"/tickets/{ticket}/clocks/response")));
        await head.Do($"tickets/{ticket}/clocks/Response/dispute", new { reason = "接单的人一小时后才回电" });
        Assert.Equal((409, "DESK-403"), await head.Refused($"tickets/{ticket}/clocks/Response/dispute", new { reason = "再说一次" }));
        // Until somebody decides, the computed verdict holds.
        Assert.Equal(Verdict.Met, await VerdictOf(server, ticket, ClockKind.Response));
        var asked = Assert.Single((await manager.Get("approvals"))["items"]!.AsArray())!;
        Assert.Equal(("verdict", "响应 达成 → 违约"), (asked["kind"]!.GetValue<string>(), asked["words"]!.GetValue<string>()));
        await manager.Do($"approvals/{asked["id"]}/decide", new { agree = true, reason = "通话记录属实" });

        Assert.Equal(Verdict.Breached, await VerdictOf(server, ticket, ClockKind.Response));
        var clock = await head.Get($"tickets/{ticket}/clocks/Response");
        Assert.Equal(("Breached", "Met"), (clock["reading"]!["verdict"]!.GetValue<string>(), clock["reading"]!["computed"]!.GetValue<string>()));
        var page = WebUtility.HtmlDecode(await head.Http.GetStringAsync($"/tickets/{ticket}/clocks/response"));
        foreach (var seen in new[] { "按事实计算：达成；双方同意：违约", "通话记录属实", "接单的人一小时后才回电", "账号 SvcMgr" }) Assert.Contains(seen, page);
        // What is reported goes by what was agreed.
        var figure = await server.As(async s => (await s.GetServices<IMeasure>().Single(m => m.Name == Measures.ResponseAttainment).Compute(
            await s.GetRequiredService<ContractBook>().All.SingleAsync(c => c.Id == ContractId.From(company.Contract)), [new(TestServer.Start.AddDays(-9), TestServer.Start.AddDays(20))], server.Time.GetUtcNow(), default))[0]);
        Assert.Equal(new Ratio(0, 1), figure.Ratio);

        // The other clock is upheld: its verdict stays, and the page says who said so.
        await head.Do($"tickets/{ticket}/clocks/Resolution/dispute", new { reason = "又坏了" });
        await manager.Do($"approvals/{(await manager.Get("approvals"))["items"]![0]!["id"]}/decide", new { agree = false, reason = "当时已恢复" });
        Assert.Equal(Verdict.Met, await VerdictOf(server, ticket, ClockKind.Resolution));
        Assert.Contains("维持原结论", WebUtility.HtmlDecode(await head.Http.GetStringAsync($"/tickets/{ticket}/clocks/resolution")));
    }

    [Fact]
    public async Task After_five_working_days_a_verdict_stands()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var (agent, head, user) = (await Signals.In(server, Company.UserOf(Role.Agent)), await Signals.In(server, Company.UserOf(Role.CustAdm)), await Signals.In(server, Company.UserOf(Role.User)));
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "清理", cause = "卡纸", device = "FP-1", minutesSpent = 5 });
        await user.Do($"tickets/{ticket}/confirm");
        // Tuesday, 09:00; five working days later is the next Tuesday, 09:00.
        server.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.Equal((409, "DESK-402"), await head.Refused($"tickets/{ticket}/clocks/Response/dispute", new { reason = "太晚" }));
        Assert.DoesNotContain("提出异议", WebUtility.HtmlDecode(await head.Http.GetStringAsync($"/tickets/{ticket}/clocks/response")));
    }

    static async Task<Verdict> VerdictOf(TestServer server, Guid ticket, ClockKind kind) =>
        (await server.As(s => s.GetRequiredService<SlaClocks>().Clocks([ticket], default))).Single(c => c.Kind == kind).Verdict;
}
