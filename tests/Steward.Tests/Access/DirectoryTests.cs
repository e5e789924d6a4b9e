// Signing in by the company's directory, a real OpenLDAP: groups become roles, leavers are shut out, and while it is away local accounts go on.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access.Sources;
using Steward.Fixtures;
using Steward.People;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Access;

public sealed class DirectoryTests
{
    static readonly RoleMapping[] Roles = [new() { Group = "it-desk", Role = "Agent" }, new() { Group = $"cn=it-leads,{Slapd.Groups}", Role = "SvcMgr", Customer = "XXQY" }];

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_account_is_made_at_the_first_sign_in_and_its_roles_follow_the_groups_at_each(Engine engine)
    {
        using var directory = new Slapd();
        var (server, company) = await TestServer.WithCompany(engine, s => s with { Directory = directory.Settings(Roles) });
        await using var closing = server;
        directory.Person("zhangsan", "张三", "zhangsan@example.com", "it-desk");
        directory.Person("nobody", "无组者");
        using var admin = server.Client();
        await admin.SignIn("admin");
        var staff = await admin.Make("staff", new { name = "张三", email = "zhangsan@example.com" });
        using var client = server.Client();
        Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = "zhangsan", password = "wrong" }));
        // A bind without a password would succeed and prove nothing.
        Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = "zhangsan", password = "" }));
        await client.SignIn("ZhangSan", Slapd.Password);
        var ticket = new { summary = "键盘失灵", service = company.Service, requester = company.Contact, channel = "Phone" };
        await client.Do("tickets", ticket);
        var account = await Account(server, "zhangsan");
        Assert.Equal((AccountSource.Directory, "张三", StaffId.From(staff), ""), (account.Source!.Value, account.Name, account.Staff!.Value, account.PasswordHash));
        Assert.Equal(["Agent everywhere"], await Granted(server, account));

        // Another group beside it, then only that one. What a hand has granted stays.
        await admin.Do($"accounts/{account.Id}/grants", new { role = "KnwMgr" });
        directory.Join("zhangsan", "it-leads");
        directory.LeaveGroup("zhangsan", "it-desk");
        await client.SignIn("zhangsan", Slapd.Password);
        Assert.Equal(["KnwMgr everywhere", "SvcMgr at one"], await Granted(server, account));
        Assert.Equal(403, (await client.Refused("tickets", ticket)).Status);
        directory.LeaveGroup("zhangsan", "it-leads");
        await client.SignIn("zhangsan", Slapd.Password);
        Assert.Equal(["KnwMgr everywhere"], await Granted(server, account));

        // Known there but of no group that means anything here: no account is made.
        Assert.Equal((403, "ACC-162"), await client.Refused("sign-in", new { userName = "nobody", password = Slapd.Password }));
        Assert.False(await server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().AnyAsync(a => a.UserName == "nobody")));
        // Its password is not ours to change.
        Assert.Equal((409, "ACC-161"), await admin.Refused($"accounts/{account.Id}/password", new { newPassword = "Another-Sentence-8" }));
    }

    [Fact]
    public async Task A_name_is_only_a_name_whatever_it_is_made_of()
    {
        using var directory = new Slapd();
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { Directory = directory.Settings(Roles) });
        await using var closing = server;
        directory.Person("zhangsan", "张三", groups: "it-desk");
        directory.Person(Company.UserOf(Role.Agent), "冒名者", groups: "it-leads");
        using var client = server.Client();
        foreach (var name in new[] { "*", "zhang*", "zhangsan)(uid=*", "*)(objectClass=*", "zhangsan\\2a", "zhangsan\0" })
            Assert.Equal(401, (await client.Refused("sign-in", new { userName = name, password = Slapd.Password })).Status);
        // A name that has a password here is never asked of the directory.
        Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = Company.UserOf(Role.Agent), password = Slapd.Password }));
        Assert.Equal("(uid=a\\2a\\28b\\29\\5c\\00)", LdapDirectory.Filled("(uid={0})", "a*(b)\\\0"));
        for (var i = 0; i < 5; i++) Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = "zhangsan", password = "wrong" }));
        await client.SignIn("zhangsan", Slapd.Password); // no account yet, so nothing to lock: that is the directory's own affair
        for (var i = 0; i < 5; i++) Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = "zhangsan", password = "wrong" }));
        Assert.Equal((401, "ACC-101"), await client.Refused("sign-in", new { userName = "zhangsan", password = Slapd.Password }));
    }

    [Fact]
    public async Task While_the_directory_is_away_its_people_are_told_and_local_accounts_go_on()
    {
        using var directory = new Slapd();
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { Directory = directory.Settings(Roles) });
        await using var closing = server;
        directory.Person("zhangsan", "张三", groups: "it-desk");
        using var client = server.Client();
        await client.SignIn("zhangsan", Slapd.Password);
        directory.Stop();
        Assert.Equal((503, "ACC-160"), await client.Refused("sign-in", new { userName = "zhangsan", password = Slapd.Password }));
        Assert.Equal(400, (await client.Refused("tickets")).Status);
        using var local = server.Client();
        await local.SignIn(Company.UserOf(Role.Agent));
        await Assert.ThrowsAsync<DirectoryAwayException>(() => Sweep(server));
        Assert.False((await Account(server, "zhangsan")).Disabled);
        directory.Start();
        await client.SignIn("zhangsan", Slapd.Password);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Whoever_is_gone_or_disabled_there_cannot_sign_in_and_loses_everything_with_the_next_sweep(Engine engine)
    {
        using var directory = new Slapd();
        var (server, _) = await TestServer.WithCompany(engine, s => s with { Directory = directory.Settings(Roles) });
        await using var closing = server;
        foreach (var user in new[] { "stays", "disabled", "gone" }) directory.Person(user, user, groups: "it-desk");
        var clients = new Dictionary<string, (Client Browser, Client Script)>();
        foreach (var user in new[] { "stays", "disabled", "gone" })
        {
            var (browser, script) = (server.Client(), server.Client());
            await browser.SignIn(user, Slapd.Password);
            script.Http.DefaultRequestHeaders.Authorization = new("Bearer", (await browser.Do("me/tokens", new { name = "script" }))["token"]!.GetValue<string>());
            clients[user] = (browser, script);
        }
        directory.Disable("disabled");
        directory.Remove("gone");
        foreach (var user in new[] { "disabled", "gone" })
        {
            using var late = server.Client();
            Assert.Equal((401, "ACC-101"), await late.Refused("sign-in", new { userName = user, password = Slapd.Password }));
        }
        await Sweep(server);
        foreach (var (user, (browser, script)) in clients)
        {
            var expected = user == "stays" ? 400 : 401;
            Assert.Equal((user, expected, expected), (user, (await browser.Refused("tickets")).Status, (await script.Refused("tickets")).Status));
            browser.Dispose();
            script.Dispose();
        }
        // A directory that knows nobody any more is a mistake, not a day on which everybody left.
        directory.Person("fourth", "fourth", groups: "it-desk");
        directory.Person("fifth", "fifth", groups: "it-desk");
        using var more = server.Client();
        await more.SignIn("fourth", Slapd.Password);
        await more.SignIn("fifth", Slapd.Password);
        foreach (var user in new[] { "stays", "fourth", "fifth" }) directory.Remove(user);
        await Sweep(server);
        Assert.False((await Account(server, "fifth")).Disabled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_line_is_encrypted_and_a_certificate_that_nobody_vouches_for_is_refused(bool startTls)
    {
        using var directory = new Slapd();
        directory.Person("zhangsan", "张三", groups: "it-desk");
        var data = Directory.CreateTempSubdirectory("steward-ldaps").FullName;
        var settings = directory.Settings(Roles) with { StartTls = startTls, Url = startTls ? $"ldap://127.0.0.1:{directory.Port}" : $"ldaps://127.0.0.1:{directory.TlsPort}" };
        File.WriteAllText(Path.Combine(data, "steward.json"), new StewardSettings { Directory = settings }.Write());
        try
        {
            foreach (var (vouched, expected) in new[] { (true, 200), (false, 503) })
            {
                await using var server = await ServerProcess.Start(data, with: vouched ? [("LDAPTLS_CACERT", directory.Certificate)] : []);
                using var client = new Client(server.Address);
                using var answer = await client.Try("sign-in", new { userName = "zhangsan", password = Slapd.Password });
                Assert.Equal((vouched, expected), (vouched, (int)answer.StatusCode));
            }
        }
        finally { Directory.Delete(data, recursive: true); }
    }

    static Task Sweep(TestServer server) => server.As(async s =>
    {
        await s.GetServices<ISweep>().Single(x => x.Name == "directory-leavers").RunOnce(server.Time.GetUtcNow(), default);
    });

    static Task<Account> Account(TestServer server, string user) => server.As(s => s.GetRequiredService<StewardDb>().Set<Account>().AsNoTracking().SingleAsync(a => a.UserName == user));

    static Task<List<string>> Granted(TestServer server, Account account) => server.As(async s =>
    {
        var now = server.Time.GetUtcNow();
        var grants = await s.GetRequiredService<StewardDb>().Set<Grant>().AsNoTracking().Where(g => g.Account == account.Id && (g.Until == null || g.Until > now)).ToListAsync();
        return grants.Select(g => $"{g.Role} {(g.Customer is null ? "everywhere" : "at one")}").Order().ToList();
    });
}
