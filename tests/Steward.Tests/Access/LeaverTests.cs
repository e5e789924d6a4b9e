// Somebody leaves: every way in, every role and every delegation ends in the same moment, and the open work is listed.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Access;

public sealed class LeaverTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Everything_ends_in_the_moment_in_which_somebody_is_marked_as_gone(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.SvcMgr));
        using var admin = server.Client();
        await admin.SignIn("admin");
        var leaver = await admin.Make("accounts", new { userName = "leaver", name = "要离开的人", password = Company.Password, staff = company.Second });
        await admin.Do($"accounts/{leaver}/grants", new { role = Role.PM });
        using var own = server.Client();
        await own.SignIn("leaver");
        var token = (await own.Do("me/tokens", new { name = "script" }))["token"]!.GetValue<string>();
        using var script = server.Client();
        script.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        await App.Enrol(server, own);
        var until = server.Time.GetUtcNow().AddDays(9);
        var given = await own.Make("me/deputies", new { deputy = await SecondFactorTests.Account(server, Role.Agent), roles = new[] { Role.PM }, until });
        var held = await manager.Make("me/deputies", new { deputy = leaver, roles = new[] { Role.SvcMgr }, until });
        using var deputy = server.Client();
        await deputy.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await deputy.Do("tickets", new { summary = "会议室投影", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        await deputy.Do($"tickets/{ticket}/accept");
        await deputy.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Second });
        await deputy.Do($"delegations/{given}/act");
        var contract = new { customer = company.Customer };
        foreach (var way in new[] { own, script, deputy }) Assert.Equal(400, (await way.Refused("contracts", contract)).Status);

        await manager.Do($"staff/{company.Second}/active", new { active = false });

        Assert.Equal(401, (await own.Refused("contracts", contract)).Status);
        Assert.Equal(401, (await script.Refused("contracts", contract)).Status);
        Assert.Equal(403, (await deputy.Refused("contracts", contract)).Status);
        using var again = server.Client();
        Assert.Equal((401, "ACC-101"), await again.Refused("sign-in", new { userName = "leaver", password = Company.Password }));
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            var (id, now) = (AccountId.From(leaver), server.Time.GetUtcNow());
            Assert.False(await db.Set<Authenticator>().AnyAsync(a => a.Account == id));
            Assert.False(await db.Set<RecoveryCode>().AnyAsync(c => c.Account == id));
            Assert.False(await db.Set<Grant>().AnyAsync(g => g.Account == id && (g.Until == null || g.Until > now)));
            Assert.True(await db.Set<Delegation>().AllAsync(d => d.EndedAt != null));
            Assert.Equal(2, await db.Set<Delegation>().CountAsync(d => d.Giver == id || d.Deputy == id));
            // One commit: every line of it was recorded at the same instant by the same verb.
            Assert.Single(await db.Rows("select distinct recorded_at from platform_audit where verb = 'SetStaffActive'", r => r[0].ToString()!, default));
        });
        var page = await manager.Http.GetStringAsync($"/staff/{company.Second}/leaver");
        Assert.Contains("会议室投影", System.Net.WebUtility.HtmlDecode(page));
        // Coming back opens nothing by itself.
        await manager.Do($"staff/{company.Second}/active", new { active = true });
        Assert.Equal((401, "ACC-101"), await again.Refused("sign-in", new { userName = "leaver", password = Company.Password }));
    }

    [Fact]
    public async Task A_contact_who_leaves_is_shut_out_and_only_their_own_side_may_say_so()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        using var stranger = server.Client();
        await stranger.SignIn("other-head");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await stranger.Http.GetAsync($"/contacts/{company.Contact}/leaver")).StatusCode);
        using var head = server.Client();
        await head.SignIn("admin");
        Assert.True((await head.Http.GetAsync($"/contacts/{company.Contact}/leaver")).IsSuccessStatusCode);
        Assert.Equal(400, (await user.Refused("tickets")).Status);
        await head.Do($"contacts/{company.Contact}/active", new { active = false });
        Assert.Equal(401, (await user.Refused("tickets")).Status);
    }
}
