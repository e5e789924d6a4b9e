// Dated delegation (授权代理): within its days and within what the giver may, both names in the record, and three powers that stay apart.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Access;

public sealed class DelegationTests
{
    public static TheoryData<Engine> Engines => TestServer.Engines;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_deputy_approves_within_the_days_and_the_record_shows_both_names(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        server.Time.Advance(TimeSpan.FromDays(27)); // 6 April: March is over
        using var manager = await SignedIn(server, Role.SvcMgr);
        using var giver = await SignedIn(server, Role.PM);
        using var deputy = await SignedIn(server, Role.Agent);
        async Task<Guid> Report(string period)
        {
            var report = (await manager.Do("reports", new { contract = company.Contract, period, language = "Zh" }))["id"]!.GetValue<Guid>();
            await manager.Do($"reports/{report}/review");
            return report;
        }
        var report = await Report("2026-03");
        var now = server.Time.GetUtcNow();
        var given = await giver.Make("me/deputies", new { deputy = await SecondFactorTests.Account(server, Role.Agent), roles = new[] { Role.PM }, from = now.AddDays(1), until = now.AddDays(3), reason = "年休假" });

        Assert.Equal(403, (await deputy.Refused($"reports/{report}/approve")).Status);
        Assert.Equal((409, "ACC-175"), await deputy.Refused($"delegations/{given}/act"));
        server.Time.Advance(TimeSpan.FromDays(1));
        // It is there, and changes nothing until it is taken up.
        Assert.Equal(403, (await deputy.Refused($"reports/{report}/approve")).Status);
        await deputy.Do($"delegations/{given}/act");
        Assert.Equal(1, (await deputy.Get("approvals"))["total"]!.GetValue<int>());
        await deputy.Do($"reports/{report}/approve");
        Assert.Equal(["账号 Agent|账号 PM"], await server.As(s => s.GetRequiredService<StewardDb>().Rows("select distinct actor_name, on_behalf_of from platform_audit where verb = 'ApproveReport'", r => $"{r.GetString(0)}|{r.GetString(1)}", default)));
        Assert.Equal("账号 Agent（代账号 PM）", (await giver.Get($"reports/{report}"))["approver"]!.GetValue<string>());
        // The giver's roles are there instead of one's own, not beside them.
        Assert.Equal(403, (await deputy.Refused("tickets", new { summary = "x", service = company.Service, requester = company.Contact, channel = "Phone" })).Status);
        await deputy.Do("me/acting/stop");
        await deputy.Do("tickets", new { summary = "键盘失灵", service = company.Service, requester = company.Contact, channel = "Phone" });

        // Over is over by the date: no sweep runs in this test.
        await deputy.Do($"delegations/{given}/act");
        server.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(403, (await deputy.Refused($"contracts/{company.Contract}/sign", new { signedBy = "x" })).Status);
        Assert.Equal((409, "ACC-175"), await deputy.Refused($"delegations/{given}/act"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Ended_early_it_ends_in_the_middle_of_the_work(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var giver = await SignedIn(server, Role.PM);
        using var deputy = await SignedIn(server, Role.Agent);
        async Task<Guid> Given() => await giver.Make("me/deputies", new { deputy = await SecondFactorTests.Account(server, Role.Agent), roles = new[] { Role.PM }, until = server.Time.GetUtcNow().AddDays(30) });
        async Task<int> Contract() => (await deputy.Refused("contracts", new { customer = company.Customer })).Status;

        var given = await Given();
        await deputy.Do($"delegations/{given}/act");
        Assert.Equal(400, await Contract());
        using var stranger = await SignedIn(server, Role.L1);
        Assert.Equal(404, (await stranger.Refused($"delegations/{given}/end")).Status);
        Assert.Equal(404, (await stranger.Refused($"delegations/{given}/act")).Status);
        await giver.Do($"delegations/{given}/end");
        Assert.Equal(403, await Contract());

        // By whoever keeps the grants, and by a giver who has lost what was given.
        given = await Given();
        await deputy.Do($"delegations/{given}/act");
        Assert.Equal(400, await Contract());
        using var security = await SignedIn(server, Role.SecEng);
        Assert.Contains((await security.Get("access/delegations"))["rows"]!.AsArray(), d => d!["giverName"]!.GetValue<string>() == "账号 PM" && d["deputyName"]!.GetValue<string>() == "账号 Agent");
        var grant = await server.As(async s => await s.GetRequiredService<StewardDb>().Set<Grant>().SingleAsync(g => g.Role == Role.PM && s.GetRequiredService<StewardDb>().Set<Account>().Any(a => a.Id == g.Account && a.UserName == Company.UserOf(Role.PM))));
        await security.Do($"grants/{grant.Id.Value}/revoke");
        Assert.Equal(403, await Contract());
        await security.Do($"delegations/{given}/end");
        Assert.Equal((409, "ACC-175"), await deputy.Refused($"delegations/{given}/act"));
    }

    [Fact]
    public async Task What_one_may_not_do_to_ones_own_ones_deputy_may_not_either()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        server.Time.Advance(TimeSpan.FromDays(27));
        using var author = await SignedIn(server, Role.SvcMgr);
        using var deputy = await SignedIn(server, Role.Agent);
        var report = (await author.Do("reports", new { contract = company.Contract, period = "2026-03", language = "Zh" }))["id"]!.GetValue<Guid>();
        await author.Do($"reports/{report}/review");
        Assert.Equal((409, "REP-104"), await author.Refused($"reports/{report}/approve"));
        await deputy.Do($"delegations/{await Give(server, author, Role.Agent, Role.SvcMgr)}/act");
        Assert.Equal((409, "REP-104"), await deputy.Refused($"reports/{report}/approve"));
        Assert.Equal(0, (await deputy.Get("approvals"))["total"]!.GetValue<int>());
        Assert.Equal((409, "ACC-173"), await deputy.Refused("me/deputies", new { deputy = await SecondFactorTests.Account(server, Role.L1), roles = new[] { Role.SvcMgr }, until = server.Time.GetUtcNow().AddDays(1) }));

        using var security = await SignedIn(server, Role.SecEng);
        using var standIn = await SignedIn(server, Role.L2);
        await standIn.Do($"delegations/{await Give(server, security, Role.L2, Role.SecEng)}/act");
        Assert.Equal((409, "ACC-116"), await standIn.Refused($"accounts/{await SecondFactorTests.Account(server, Role.SecEng)}/grants", new { role = "PM" }));
        Assert.Equal((409, "ACC-116"), await standIn.Refused($"accounts/{await SecondFactorTests.Account(server, Role.L2)}/grants", new { role = "PM" }));
        await standIn.Do($"accounts/{await SecondFactorTests.Account(server, Role.L3)}/grants", new { role = "PM" });
    }

    [Fact]
    public async Task One_gives_what_one_holds_to_ones_own_side_and_the_three_powers_stay_apart()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        async Task<(int, string)> No(Role by, Role to, Role role, int days = 1)
        {
            using var client = await SignedIn(server, by);
            using var answer = await client.Try("me/deputies", new { deputy = await SecondFactorTests.Account(server, to), roles = new[] { role }, until = server.Time.GetUtcNow().AddDays(days) });
            var said = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync() is { Length: > 0 } text && text.StartsWith('{') ? text : "{}");
            return ((int)answer.StatusCode, said!["code"]?.GetValue<string>() ?? "");
        }
        Assert.Equal((400, "ACC-170"), await No(Role.Agent, Role.L1, Role.PM));
        Assert.Equal(400, (await No(Role.PM, Role.Agent, Role.PM, days: -1)).Item1);
        Assert.Equal((400, "ACC-171"), await No(Role.PM, Role.CustAdm, Role.PM));
        Assert.Equal((400, "ACC-171"), await No(Role.CustAdm, Role.PM, Role.CustAdm));
        Assert.Equal((400, "ACC-172"), await No(Role.SecEng, Role.SysAdm, Role.SecEng));
        Assert.Equal((400, "ACC-172"), await No(Role.SysAdm, Role.Auditor, Role.SysAdm));
        Assert.Equal(403, (await No(Role.User, Role.CustAdm, Role.User)).Item1);
        Assert.Equal(403, (await No(Role.Auditor, Role.L1, Role.Auditor)).Item1);
        // The other customer's head is of a customer too, but of another.
        using var head = await SignedIn(server, Role.CustAdm);
        var foreign = await server.As(async s => (await s.GetRequiredService<StewardDb>().Set<Account>().SingleAsync(a => a.UserName == "other-head")).Id.Value);
        Assert.Equal((400, "ACC-171"), await head.Refused("me/deputies", new { deputy = foreign, roles = new[] { Role.CustAdm }, until = server.Time.GetUtcNow().AddDays(1) }));
        await Give(server, head, Role.User, Role.CustAdm);
    }

    static async Task<Guid> Give(TestServer server, Client giver, Role to, Role role) =>
        await giver.Make("me/deputies", new { deputy = await SecondFactorTests.Account(server, to), roles = new[] { role }, until = server.Time.GetUtcNow().AddDays(2) });

    static async Task<Client> SignedIn(TestServer server, Role role)
    {
        var client = server.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }
}
