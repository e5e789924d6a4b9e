// Calls that nobody answered: called back within a quarter of an hour, by those who may see whose they are; on both databases.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class LostCallTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_lost_call_waits_to_be_called_back_and_counts_whether_that_was_in_time(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        // The number of one contact tells who it was; one that two share, or nobody has, does not.
        var known = await agent.Make("calls", new { phone = "000-5550-0002", ringSeconds = 25 });
        var unknown = await agent.Make("calls", new { phone = "000-9999" });
        Assert.Equal(400, (await agent.Refused("calls", new { phone = "1", occurredAt = server.Time.GetUtcNow().AddMinutes(1) })).Status);
        var list = await agent.Get("calls");
        Assert.Equal([("员工002", "XX企业"), (null, null)], list["waiting"]!.AsArray().Select(c => (c!["contact"]?.ToString(), c["customer"]?.ToString())));
        Assert.Equal(TestServer.Start.AddMinutes(15), list["waiting"]![0]!["call"]!["due"]!.GetValue<DateTimeOffset>());
        Assert.Empty((await foreign.Get("calls"))["waiting"]!.AsArray());
        Assert.Equal(404, (await foreign.Refused($"calls/{known}/called", new { text = "x" })).Status);

        server.Time.Advance(TimeSpan.FromMinutes(15));
        await agent.Do($"calls/{known}/called", new { text = "已报障，开单处理" });
        Assert.Equal((409, "DESK-619"), await agent.Refused($"calls/{known}/called", new { text = "x" }));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await agent.Do($"calls/{unknown}/called", new { text = "打错了" });
        list = await agent.Get("calls");
        Assert.Empty(list["waiting"]!.AsArray());
        Assert.Equal((2, 1), (list["called"]!.GetValue<int>(), list["inTime"]!.GetValue<int>()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_is_late_is_told_once_on_two_nodes_to_whoever_leads_the_desk(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var node = server.Node();
        using var admin = server.Client();
        await admin.SignIn("admin");
        var lead = await admin.Make("staff", new { name = "服务台主管", email = "lead@steward.example", teams = new[] { company.Desk } });
        await admin.Do($"teams/{company.Desk}/change", new { name = "服务台", line = 1, lead });
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var user = await ProblemTests.In(server, Role.User);
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        var known = await agent.Make("calls", new { phone = "000-5550-0002" });
        // Written down by somebody who works for one customer only: of nobody's, and still it is kept and told of.
        var unknown = await foreign.Make("calls", new { phone = "000-9999" });
        var answered = await agent.Make("calls", new { phone = "000-1111" });
        await agent.Do($"calls/{answered}/called", new { text = "打错了" });
        Assert.Equal(0, await Both());
        server.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(2, await Both());
        Assert.Equal(0, await Both());
        var mails = await Mails("call-late");
        Assert.Equal(["lead@steward.example", "lead@steward.example"], mails.Select(m => m.Address));
        Assert.Equal(["[000-5550-0002] 未接来电过期未回：员工002", "[000-9999] 未接来电过期未回：未知号码"], mails.Select(m => m.Title).Order());
        Assert.Contains("2026-03-10 09:15", mails[0].Body);
        Assert.Equal([(Guid?)company.Customer, Guid.Empty], mails.OrderBy(m => m.Title).Select(m => (Guid?)m.Customer.Value));
        // The log of what went out shows it to who works for all, and to nobody of one customer.
        Assert.Contains("000-9999", (await agent.Get("deliveries")).ToJsonString());
        Assert.DoesNotContain("000-9999", (await foreign.Get("deliveries")).ToJsonString());

        // Somebody was dissatisfied and nobody called within the working day.
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "清理", cause = "卡纸", device = "无", minutesSpent = 5 });
        await agent.Do($"tickets/{ticket}/confirm");
        await user.Do($"tickets/{ticket}/rate", new { timeliness = 1, skill = 4, attitude = 4, outcome = 4, overall = 2 });
        Assert.Equal(0, await Both());
        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Both());
        Assert.Equal(0, await Both());
        Assert.Equal("[INC-XXQY-20260310-0001] 不满意用户过期未回访：员工001", Assert.Single(await Mails("survey-call-late")).Title);

        async Task<int> Both() => (await Task.WhenAll(server.Sweep("late-calls"), server.Sweep("late-calls", node.Services))).Sum();
        Task<List<Mail>> Mails(string template) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Template == template).OrderBy(m => m.Id).ToListAsync());
    }
}
