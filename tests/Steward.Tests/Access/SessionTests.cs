// Ways in and how they end: passwords, lockout, idleness, disabling, tokens.
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Access;

public sealed class SessionTests
{
    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_while()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var client = server.Client();
        for (var i = 0; i < 5; i++) Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = Company.UserOf(Role.Agent), password = "wrong" }));
        Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = Company.UserOf(Role.Agent), password = Company.Password }));
        server.Time.Advance(TimeSpan.FromMinutes(16));
        await client.SignIn(Company.UserOf(Role.Agent));
    }

    [Fact]
    public async Task A_change_of_the_account_is_seen_at_once_however_many_requests_read_it_at_that_moment()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var client = server.Client();
        await client.SignIn(Company.UserOf(Role.Agent));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await client.Http.GetStringAsync("/me");
        })).ToList();
        for (var i = 0; i < 60; i++)
        {
            var (language, word) = i % 2 == 0 ? ("En", "lang=\"en") : ("Zh", "lang=\"zh");
            await client.Do("me/looks", new { language });
            Assert.Contains(word, await client.Http.GetStringAsync("/me"));
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task An_idle_session_ends_and_a_used_one_goes_on()
    {
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { SignIn = new() { IdleMinutes = 60, LongestHours = 12 } });
        await using var closing = server;
        using var client = server.Client();
        await client.SignIn(Company.UserOf(Role.Agent));
        for (var i = 0; i < 3; i++)
        {
            server.Time.Advance(TimeSpan.FromMinutes(45));
            await client.Do("me/looks", new { theme = "dark" });
            Assert.Equal(400, (await client.Refused("tickets")).Status);
        }
        server.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(401, (await client.Refused("tickets")).Status);
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions_and_tokens_at_once()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var token = (await agent.Do("me/tokens", new { name = "script" }))["token"]!.GetValue<string>();
        using var script = server.Client();
        script.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(400, (await script.Refused("tickets")).Status);
        var id = await server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().Where(a => a.UserName == Company.UserOf(Role.Agent)).Select(a => a.Id).SingleAsync());
        using var admin = server.Client();
        await admin.SignIn(Company.UserOf(Role.SysAdm));
        await admin.Do($"accounts/{id}/disable");
        Assert.Equal(401, (await agent.Refused("tickets")).Status);
        Assert.Equal(401, (await script.Refused("tickets")).Status);
    }

    [Fact]
    public async Task A_token_does_only_what_its_scopes_name()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var made = await agent.Do("me/tokens", new { name = "reader", scopes = new[] { "Incident:Read" } });
        using var script = server.Client();
        script.Http.DefaultRequestHeaders.Authorization = new("Bearer", made["token"]!.GetValue<string>());
        Assert.Equal(403, (await script.Refused("tickets", new { summary = "x", service = company.Service, requester = company.Contact })).Status);
        await agent.Do($"me/tokens/{made["id"]}/revoke");
        server.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(401, (await script.Refused("tickets")).Status);
        Assert.Equal((400, "ACC-140"), await agent.Refused("me/tokens", new { name = "odd", scopes = new[] { "Everything" } }));
    }

    [Fact]
    public async Task A_whole_area_of_rights_is_chosen_at_once_to_read_or_to_change()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        async Task<Client> Script(object areas)
        {
            var script = server.Client();
            script.Http.DefaultRequestHeaders.Authorization = new("Bearer", (await agent.Do("me/tokens", new { name = "desk", areas }))["token"]!.GetValue<string>());
            return script;
        }
        var ask = new { summary = "x", service = company.Service, requester = company.Contact };
        using var reader = await Script(new { Desk = "Read", Infrastructure = "" });
        await reader.Get("tickets");
        Assert.Equal(403, (await reader.Refused("tickets", ask)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Http.GetAsync("/api/v1/assets")).StatusCode);
        using var writer = await Script(new { Desk = "Write" });
        await writer.Do("tickets", ask);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.Http.GetAsync("/api/v1/assets")).StatusCode);
        // An area that is none, and one in which the caller has no right: such a token would have no scope, which means all.
        Assert.Equal((400, "ACC-140"), await agent.Refused("me/tokens", new { name = "odd", areas = new { Everything = "Read" } }));
        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        Assert.Equal((400, "ACC-140"), await user.Refused("me/tokens", new { name = "odd", areas = new { System = "Write" } }));
        // The page offers areas, single rights by area, and says in few words what a token may.
        var page = WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/me"));
        Assert.Contains("工单、问题、变更、投诉", page);
        Assert.Contains("读写（含审批）", page);
        Assert.Contains("工单 CRWX", page);
    }

    [Theory]
    [InlineData("short", "ACC-110")]
    [InlineData("my-somebody-pass", "ACC-111")]
    [InlineData("1234567890", "ACC-112")]
    public async Task A_weak_password_is_refused_with_the_reason(string password, string code)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = server.Client();
        await admin.SignIn(Company.UserOf(Role.SysAdm));
        using var answer = await admin.Try("accounts", new { userName = "somebody", name = "某人", password });
        Assert.Contains(Steward.Platform.Text.Texts.In(Steward.Platform.Text.Language.Zh, code, 10), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_new_account_begins_in_the_language_of_whoever_adds_it()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = server.Client();
        await admin.SignIn(Company.UserOf(Role.SysAdm));
        await admin.Do("me/looks", new { language = "En" });
        var account = await admin.Make("accounts", new { userName = "somebody", name = "Somebody", password = Company.Password });
        Assert.Equal("En", (await admin.Get($"accounts/{account}"))["language"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_first_run_set_up_happens_once()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var stranger = server.Client();
        Assert.Equal((404, "ACC-120"), await stranger.Refused("setup", new { company = "x", name = "x", userName = "intruder", password = Company.Password, passwordAgain = Company.Password }));
    }
}
