// The second factor: asked for at sign-in, no code twice, recovery codes, the lock, the reset, and a policy that demands it.
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Access;

/// <summary>An authenticator app written from RFC 6238 alone, so that it agrees with the server only if both are right.</summary>
public static class App
{
    public static string Code(string secret, DateTimeOffset at)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
        var mac = HMACSHA1.HashData(key, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[19] & 15)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Sets the app up for whoever is signed in; answers the secret and the recovery codes. The code that confirmed is used up.</summary>
    public static async Task<(string Secret, string[] Recovery)> Enrol(TestServer server, Client client)
    {
        var secret = (await client.Do("me/authenticator"))["secret"]!.GetValue<string>();
        var made = await client.Do("me/authenticator/confirm", new { code = Code(secret, server.Time.GetUtcNow()) });
        server.Time.Advance(TimeSpan.FromSeconds(30));
        return (secret, [.. made["codes"]!.AsArray().Select(c => c!.GetValue<string>())]);
    }
}

public sealed class SecondFactorTests
{
    public static TheoryData<Engine> Engines => TestServer.Engines;

    static readonly object Agent = new { userName = Company.UserOf(Role.Agent), password = Company.Password };

    [Theory, MemberData(nameof(Engines))]
    public async Task A_code_of_the_app_is_asked_for_at_sign_in_and_none_counts_twice(Engine engine)
    {
        var (server, _) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var own = await SignedIn(server, Role.Agent);
        var secret = (await own.Do("me/authenticator"))["secret"]!.GetValue<string>();
        Assert.Equal(400, (await own.Refused("me/authenticator/confirm", new { code = Other(App.Code(secret, server.Time.GetUtcNow())) })).Status);
        using (var early = server.Client()) await early.Do("sign-in", Agent); // not confirmed, not asked for
        var confirming = App.Code(secret, server.Time.GetUtcNow());
        Assert.Equal(10, (await own.Do("me/authenticator/confirm", new { code = confirming }))["codes"]!.AsArray().Count);
        Assert.Equal((409, "ACC-152"), await own.Refused("me/authenticator"));

        using var browser = server.Client();
        Assert.Equal((401, "ACC-150"), await browser.Refused("sign-in", Agent));
        Assert.Equal(401, (await browser.Refused("tickets")).Status);
        Assert.Equal((401, "ACC-155"), await browser.Refused("sign-in/code", new { code = confirming }));
        server.Time.Advance(TimeSpan.FromSeconds(30));
        var code = App.Code(secret, server.Time.GetUtcNow());
        await browser.Do("sign-in/code", new { code });
        Assert.Equal(400, (await browser.Refused("tickets")).Status);

        using var second = server.Client();
        Assert.Equal((401, "ACC-150"), await second.Refused("sign-in", Agent));
        Assert.Equal((401, "ACC-155"), await second.Refused("sign-in/code", new { code }));
        // The code of the step before is older than the one taken, and so used up with it.
        server.Time.Advance(TimeSpan.FromSeconds(60));
        await second.Do("sign-in/code", new { code = App.Code(secret, server.Time.GetUtcNow()) });
        using var third = server.Client();
        Assert.Equal((401, "ACC-150"), await third.Refused("sign-in", Agent));
        Assert.Equal((401, "ACC-155"), await third.Refused("sign-in/code", new { code = App.Code(secret, server.Time.GetUtcNow().AddSeconds(-30)) }));

        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            var row = await db.Set<Authenticator>().SingleAsync();
            Assert.StartsWith("v1.", row.Sealed);
            Assert.Empty(await db.Rows("select change from platform_audit where change like @p0", r => r.GetString(0), default, $"%{secret}%"));
        });
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Of_eight_browsers_that_send_the_same_code_at_once_one_enters(Engine engine)
    {
        var (server, _) = await TestServer.WithCompany(engine, s => s with { SignIn = s.SignIn with { LockAfterFailures = 100 } });
        await using var closing = server;
        using var own = await SignedIn(server, Role.Agent);
        var (secret, _) = await App.Enrol(server, own);
        var browsers = Enumerable.Range(0, 8).Select(_ => server.Client()).ToList();
        foreach (var browser in browsers) Assert.Equal((401, "ACC-150"), await browser.Refused("sign-in", Agent));
        var code = App.Code(secret, server.Time.GetUtcNow());
        var answers = await Task.WhenAll(browsers.Select(b => b.Try("sign-in/code", new { code })));
        Assert.Single(answers, a => a.IsSuccessStatusCode);
        var inside = 0;
        foreach (var browser in browsers) inside += (await browser.Refused("tickets")).Status == 400 ? 1 : 0;
        Assert.Equal(1, inside);
        browsers.ForEach(b => b.Dispose());
    }

    [Fact]
    public async Task A_recovery_code_opens_once_and_new_ones_make_the_old_void()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var own = await SignedIn(server, Role.Agent);
        var (secret, recovery) = await App.Enrol(server, own);
        Assert.Equal(10, recovery.Distinct().Count());
        using var lost = server.Client();
        Assert.Equal((401, "ACC-150"), await lost.Refused("sign-in", Agent));
        await lost.Do("sign-in/code", new { code = recovery[3].ToUpperInvariant().Replace("-", " ") });
        Assert.Equal(9, (await lost.Get("me/security"))["factors"]!["recoveryLeft"]!.GetValue<int>());
        using var again = server.Client();
        Assert.Equal((401, "ACC-150"), await again.Refused("sign-in", Agent));
        Assert.Equal((401, "ACC-155"), await again.Refused("sign-in/code", new { code = recovery[3] }));
        var fresh = (await own.Do("me/authenticator/recovery-codes", new { code = App.Code(secret, server.Time.GetUtcNow()) }))["codes"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        Assert.Equal((401, "ACC-155"), await again.Refused("sign-in/code", new { code = recovery[4] }));
        await again.Do("sign-in/code", new { code = fresh[0] });
        await server.As(async s => Assert.Empty(await s.GetRequiredService<StewardDb>().Rows("select change from platform_audit where change like @p0", r => r.GetString(0), default, $"%{fresh[1]}%")));
        await again.Do("me/authenticator/remove", new { code = fresh[1] });
        using var plain = server.Client();
        await plain.Do("sign-in", Agent);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_knowing_the_password_forgives_none()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var own = await SignedIn(server, Role.Agent);
        var (secret, recovery) = await App.Enrol(server, own);
        using var thief = server.Client();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((401, "ACC-150"), await thief.Refused("sign-in", Agent));
            Assert.Equal((401, "ACC-155"), await thief.Refused("sign-in/code", new { code = Other(App.Code(secret, server.Time.GetUtcNow())) }));
        }
        Assert.Equal((401, "ACC-155"), await thief.Refused("sign-in/code", new { code = App.Code(secret, server.Time.GetUtcNow()) }));
        Assert.Equal((401, "ACC-155"), await thief.Refused("sign-in/code", new { code = recovery[0] }));
        Assert.Equal((401, "ACC-101"), await thief.Refused("sign-in", Agent));
        server.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal((401, "ACC-150"), await thief.Refused("sign-in", Agent));
        await thief.Do("sign-in/code", new { code = App.Code(secret, server.Time.GetUtcNow()) });
    }

    [Fact]
    public async Task The_first_step_waits_five_minutes_and_a_new_password_ends_it()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var own = await SignedIn(server, Role.Agent);
        var (secret, _) = await App.Enrol(server, own);
        using var slow = server.Client();
        Assert.Equal((401, "ACC-151"), await slow.Refused("sign-in/code", new { code = App.Code(secret, server.Time.GetUtcNow()) }));
        Assert.Equal((401, "ACC-150"), await slow.Refused("sign-in", Agent));
        server.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal((401, "ACC-151"), await slow.Refused("sign-in/code", new { code = App.Code(secret, server.Time.GetUtcNow()) }));
        Assert.Equal((401, "ACC-150"), await slow.Refused("sign-in", Agent));
        await own.Do("me/password", new { oldPassword = Company.Password, newPassword = "Another-Sentence-8", newPasswordAgain = "Another-Sentence-8" });
        Assert.Equal((401, "ACC-151"), await slow.Refused("sign-in/code", new { code = App.Code(secret, server.Time.GetUtcNow()) }));
        Assert.Equal(400, (await own.Refused("tickets")).Status);
    }

    [Fact]
    public async Task An_administrator_resets_what_somebody_lost_and_not_their_own()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var own = await SignedIn(server, Role.Agent);
        await App.Enrol(server, own);
        var (agent, keeper) = (await Account(server, Role.Agent), await Account(server, Role.SysAdm));
        using var manager = await SignedIn(server, Role.SvcMgr);
        Assert.Equal(403, (await manager.Refused($"accounts/{agent}/factors/reset")).Status);
        using var admin = await SignedIn(server, Role.SysAdm);
        Assert.Equal((409, "ACC-116"), await admin.Refused($"accounts/{keeper}/factors/reset"));
        await admin.Do($"accounts/{agent}/factors/reset");
        Assert.Equal(401, (await own.Refused("tickets")).Status);
        using var plain = server.Client();
        await plain.Do("sign-in", Agent);
        var lines = await server.As(s => s.GetRequiredService<StewardDb>().Rows("select actor_name, subject from platform_audit where verb = 'ResetFactors' order by sequence", r => $"{r.GetString(0)} {r.GetString(1)}", default));
        Assert.Contains("账号 SysAdm access_authenticator", lines);
        Assert.Equal(10, lines.Count(l => l == "账号 SysAdm access_recovery_code"));
    }

    [Fact]
    public async Task Where_staff_must_have_one_nothing_opens_before_it_is_set_up()
    {
        var (server, company) = await TestServer.WithCompany(adjust: s => s with { SignIn = s.SignIn with { SecondFactor = SecondFactorPolicy.Staff } });
        await using var closing = server;
        using var agent = await SignedIn(server, Role.Agent);
        var ticket = new { summary = "键盘失灵", service = company.Service, requester = company.Contact, channel = "Phone" };
        Assert.Equal((403, "ACC-156"), await agent.Refused("tickets", ticket));
        Assert.Equal((403, "ACC-156"), await agent.Refused("me/tokens", new { name = "a way around" }));
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Http.GetAsync("/api/v1/tickets")).StatusCode);
        using (var page = await agent.Http.GetAsync("/tickets"))
            Assert.Equal((HttpStatusCode.Redirect, "/me/security"), (page.StatusCode, page.Headers.Location?.ToString()));
        Assert.True((await agent.Http.GetAsync("/me/security")).IsSuccessStatusCode);
        await App.Enrol(server, agent);
        await agent.Do("tickets", ticket);
        // A customer's people are not staff.
        using var user = await SignedIn(server, Role.User);
        await user.Do("tickets", new { summary = "打印机卡纸", service = company.Service });
    }

    static async Task<Client> SignedIn(TestServer server, Role role)
    {
        var client = server.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }

    internal static Task<Guid> Account(TestServer server, Role role) => server.As(async s => (await s.GetRequiredService<StewardDb>().Set<Account>().SingleAsync(a => a.UserName == Company.UserOf(role))).Id.Value);

    /// <summary>Not the code of this moment.</summary>
    static string Other(string code) => ((int.Parse(code, CultureInfo.InvariantCulture) + 500_000) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
}
