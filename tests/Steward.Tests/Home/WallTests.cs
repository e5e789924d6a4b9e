// The wall: what a display's token opens and what it does not, what it shows of whose, and how it ends.
using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Monitoring;
using Steward.Platform.Data;
using Steward.Platform.Text;
using Steward.Protocol;
using Xunit;

namespace Steward.Home;

public sealed class WallTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_wall_shows_what_its_display_may_see_and_nothing_of_others(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        using var otherAgent = await Signals.In(server, "other-agent");
        await Report(agent, company.Service, company.Contact, "核心业务全部中断");
        await Report(otherAgent, company.Other.Service, company.Other.Contact, "绝密词 中断");
        await server.Raise(Signals.Of(server, company, "GatewayDown"));
        var (seen, foreign) = (await Wall(server, await Made(manager, new { name = "监控中心", customers = new[] { company.Customer } })), await Wall(server, await Made(manager, new { name = "YY 大屏", customers = new[] { company.Other.Customer } })));
        Assert.Contains("监控中心", seen);
        Assert.Contains("核心业务全部中断", seen);
        Assert.Contains("GatewayDown gw-1", seen);
        Assert.Contains("XX企业", seen);
        Assert.DoesNotContain("绝密词", seen);
        Assert.DoesNotContain("YY公司", seen);
        Assert.Contains("绝密词 中断", foreign);
        Assert.DoesNotContain("XX企业", foreign);
        Assert.DoesNotContain("GatewayDown", foreign);
        var all = await Wall(server, await Made(manager, new { name = "全部" }));
        Assert.Contains("绝密词 中断", all);
        Assert.Contains("核心业务全部中断", all);
    }

    [Fact]
    public async Task A_wall_of_one_site_shows_that_site_and_says_when_it_is_blind()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var engineer = await Signals.In(server, Company.UserOf(Role.L2));
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        var branch = await manager.Make($"customers/{company.Customer}/sites", new { name = "分部" });
        var (probe, now) = (Guid.Parse("11111111-2222-7333-8444-555555555555"), server.Time.GetUtcNow());
        async Task<Guid> Watched(Guid site, string name) => await engineer.Make("checks", new { customer = company.Customer, site, name, kind = "Tcp", target = "gateway.example", port = 443, probe });
        var here = await Watched(company.Site, "总部网关");
        await Watched(branch, "分部网关");
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await server.As(async s => await s.GetRequiredService<StewardDb>().Commit(default, [.. await s.Take(company, probe, [.. Enumerable.Range(0, 6).Select(i => new CheckResult(here, now.AddSeconds(i * 10), Outcome.Up, 2, "", null, false))], server.Time.GetUtcNow())]));
        await server.Raise(Signals.Of(server, company, "AtHeadquarters") with { Site = company.Site });
        await server.Raise(Signals.Of(server, company, "AtTheBranch", site: "分部") with { Site = branch });
        server.Time.Advance(TimeSpan.FromMinutes(20));
        await server.Sweep("monitoring-blind");
        var wall = await Wall(server, await Made(manager, new { name = "分部墙", sites = new[] { branch } }));
        Assert.Contains("XX企业 · 分部", wall);
        Assert.DoesNotContain("XX企业 · 总部", wall);
        Assert.Contains("AtTheBranch", wall);
        Assert.DoesNotContain("AtHeadquarters", wall);
        Assert.Contains(Texts.In(Language.Zh, "Wall.AllBlind"), wall);
    }

    [Fact]
    public async Task The_token_opens_the_wall_and_its_stream_and_nothing_else()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        var token = await Made(manager, new { name = "墙" });
        await Wall(server, token);
        var closed = 0;
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null or Needs.Anyone) continue;
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET";
            var path = "/" + System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), @"\{[^}]*\}", company.Customer.ToString());
            foreach (var dress in new Action<HttpRequestMessage>[]
            {
                r => r.Headers.Authorization = new("Bearer", token), r => r.Headers.Authorization = new("Bearer", $"stw_{token}"), r => r.Headers.Add("Cookie", $"steward-session={token}"),
                r => r.RequestUri = new(path + $"?token={token}", UriKind.Relative),
            })
            {
                using var client = server.Client();
                using var request = new HttpRequestMessage(new(method), path);
                dress(request);
                using var answer = await client.Http.SendAsync(request);
                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound or HttpStatusCode.UnsupportedMediaType, $"{method} {path}: {(int)answer.StatusCode}");
                closed++;
            }
        }
        Assert.True(closed > 400, $"only {closed} tried");
        using var visitor = server.Client();
        using var post = await visitor.Http.PostAsync($"/wall/{token}", null);
        Assert.True(post.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.Unauthorized, $"{post.StatusCode}");
        // Somebody who is signed in at that browser lends it nothing, and a stranger's token is no token.
        foreach (var wrong in new[] { "x", token[..^1] + (token[^1] == '0' ? '1' : '0'), Guid.Empty.ToString("N") + token[32..] })
            using (var answer = await manager.Http.GetAsync($"/wall/{wrong}")) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_display_is_kept_as_a_hash_seen_when_it_looks_and_over_when_revoked_or_out_of_date()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var manager = await Signals.In(server, Company.UserOf(Role.SvcMgr));
        using var screen = server.Client();
        var (first, second) = (await Made(manager, new { name = "东墙" }), await Made(manager, new { name = "西墙", until = server.Time.GetUtcNow().AddDays(1) }));
        await Wall(server, first);
        var rows = await server.As(async s => await s.GetRequiredService<StewardDb>().Rows("select * from access_display", r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r[i] is byte[] bytes ? Convert.ToHexString(bytes) : r[i].ToString())), default));
        Assert.Equal(2, rows.Count);
        Assert.DoesNotContain(rows, r => r.Contains(first.Split('_')[1], StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(first.Split('_')[1], await Signals.Page(manager, "/displays"));
        var listed = (await manager.Get("displays"))["rows"]!.AsArray();
        Assert.NotNull(listed.Single(r => r!["name"]!.GetValue<string>() == "东墙")!["lastSeenAt"]);

        using var ear = await Listener.At(screen, $"/wall/{first}/live");
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        await Report(agent, company.Service, company.Contact, "核心业务中断");
        Assert.Equal("changed", (await ear.Next()).Event);
        var id = listed.Single(r => r!["name"]!.GetValue<string>() == "东墙")!["id"]!.GetValue<Guid>();
        await manager.Do($"displays/{id}/revoke");
        await ear.HasEnded(server);
        using (var dark = await screen.Http.GetAsync($"/wall/{first}")) Assert.Equal(HttpStatusCode.NotFound, dark.StatusCode);
        await Wall(server, second);
        server.Time.Advance(TimeSpan.FromDays(1));
        using (var over = await screen.Http.GetAsync($"/wall/{second}")) Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
    }

    [Fact]
    public async Task Only_who_sees_all_that_a_display_shows_may_make_it_or_take_it_away()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = await Signals.In(server, Company.UserOf(Role.SysAdm));
        using var foreign = await Signals.In(server, "other-agent");
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var whole = (await admin.Do("displays", new { name = "全部" }))["id"]!.GetValue<Guid>();
        Assert.Equal(403, (await agent.Refused("displays", new { name = "x" })).Status);
        Assert.Equal(403, (await foreign.Refused("displays", new { name = "x" })).Status);
        Assert.Equal(404, (await foreign.Refused("displays", new { name = "x", customers = new[] { company.Customer } })).Status);
        Assert.Equal(404, (await foreign.Refused("displays", new { name = "x", sites = new[] { company.Site } })).Status);
        Assert.Equal(404, (await foreign.Refused($"displays/{whole}/revoke")).Status);
        Assert.Empty((await foreign.Get("displays"))["rows"]!.AsArray());
        await foreign.Do("displays", new { name = "自己的", customers = new[] { company.Other.Customer } });
        Assert.Single((await foreign.Get("displays"))["rows"]!.AsArray());
        Assert.Equal(2, (await admin.Get("displays"))["rows"]!.AsArray().Count);
        Assert.Equal("ACC-190", (await admin.Refused("displays", new { name = "x", customers = new[] { company.Other.Customer }, sites = new[] { company.Site } })).Code);
        Assert.Equal("ACC-191", (await admin.Refused("displays", new { name = "x", until = server.Time.GetUtcNow().AddDays(400) })).Code);
    }

    static async Task Report(Client agent, Guid service, Guid requester, string summary) =>
        await agent.Do("tickets", new { summary, service, requester, impact = "Organisation", urgency = "Stopped" });

    static async Task<string> Made(Client manager, object ask) => (await manager.Do("displays", ask))["token"]!.GetValue<string>();

    static async Task<string> Wall(TestServer server, string token)
    {
        using var screen = server.Client();
        return await Signals.Page(screen, $"/wall/{token}");
    }
}
