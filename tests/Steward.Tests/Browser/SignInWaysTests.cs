// The ways in, in a real browser: a code of an app, a passkey of a virtual device, an OpenID provider, and standing in for somebody.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class SignInWaysTests(Chromium chromium)
{
    public static TheoryData<Screen, Language> Seats => WorkInTheBrowserTests.Seats;

    [Theory, MemberData(nameof(Seats))]
    public async Task An_app_is_set_up_from_the_page_asked_for_at_the_door_and_replaced_by_a_recovery_code(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await using var agent = await chromium.Open(server, Role.Agent, language, screen);
        await agent.Go("/me");
        await agent.Main.GetByRole(AriaRole.Link, new() { Name = agent.T("Security.Title"), Exact = true }).ClickAsync();
        await agent.Press("verb.EnrolAuthenticator");
        await Expect(agent.Main.Locator("svg.qr-code")).ToBeVisibleAsync();
        var secret = await agent.Main.Locator(".enrol [data-copy]").GetAttributeAsync("data-copy") ?? "";
        await agent.Main.Locator("[name=code]").FillAsync(App.Code(secret, server.Time.GetUtcNow()));
        await agent.Press("verb.ConfirmAuthenticator");
        await agent.Told("ConfirmAuthenticator");
        var recovery = await agent.Main.Locator(".code-list li").AllInnerTextsAsync();
        Assert.Equal(10, recovery.Count);
        await agent.Go("/me/security");
        await Expect(agent.Main.Locator(".code-list")).ToHaveCountAsync(0);

        foreach (var lost in new[] { false, true })
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            await agent.Context.ClearCookiesAsync();
            if (language == Language.En) await Chromium.Post(agent.Context, "me/looks", new { language = "En" });
            await Password(agent, "/me/security");
            await agent.Sees(agent.T("SecondStep.Title"));
            if (lost)
            {
                await agent.Page.GetByText(agent.T("SecondStep.Lost")).ClickAsync();
                await agent.Page.GetByLabel(agent.T("SecondStep.Recovery")).FillAsync(recovery[0]);
                await agent.Page.GetByRole(AriaRole.Button, new() { Name = agent.T("SecondStep.UseRecovery") }).ClickAsync();
            }
            else
            {
                await agent.Page.Locator("#field-code").FillAsync("000000");
                await agent.Page.GetByRole(AriaRole.Button, new() { Name = agent.T("SecondStep.Submit"), Exact = true }).ClickAsync();
                await agent.Sees(agent.T("ACC-155"));
                await agent.Page.Locator("#field-code").FillAsync(App.Code(secret, server.Time.GetUtcNow()));
                await agent.Page.GetByRole(AriaRole.Button, new() { Name = agent.T("SecondStep.Submit"), Exact = true }).ClickAsync();
            }
            // Where they were going when they were asked who they are.
            await agent.Page.WaitForURLAsync("**/me/security");
            await agent.Sees(agent.T("Security.CodesLeft", lost ? 9 : 10));
        }
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task A_passkey_signs_in_without_a_password_and_no_more_once_it_is_removed(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { SignIn = s.SignIn with { SecondFactor = SecondFactorPolicy.Staff } });
        await using var closing = server;
        await using var agent = await chromium.Open(server, Role.Agent, language, screen, host: "localhost");
        var devices = await Devices(agent);
        var first = await Plugged(devices);
        // Where staff must have a second factor, a passkey is one.
        await agent.Go("/");
        await agent.Page.WaitForURLAsync("**/me/security");
        await agent.Sees(agent.T("Security.MustEnrol"));
        var answers = new List<string>();
        agent.Page.Request += (_, sent) => { if (sent.Url.EndsWith("/sign-in/passkey", StringComparison.Ordinal) && sent.PostData is { } data) answers.Add(data); };
        foreach (var name in new[] { "办公电脑", "第二把" })
        {
            // The first device holds a key for this account already and would answer just that: it lies at home now.
            if (name == "第二把")
            {
                await devices.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = first });
                await Plugged(devices);
            }
            await agent.Main.Locator("form[data-passkey] [name=name]").FillAsync(name);
            await agent.Press("verb.AddPasskey");
            await agent.Told("AddPasskey");
            await Expect(agent.Page.GetByRole(AriaRole.Table, new() { Name = agent.T("Security.Passkeys"), Exact = true })).ToContainTextAsync(name);
        }
        Assert.Equal(2, (await agent.Rows(agent.T("Security.Passkeys"))).Count);
        await agent.Go("/tickets");
        Assert.EndsWith("/tickets", agent.Page.Url);

        await SignedOut(agent, language);
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = agent.T("SignIn.Passkey") }).ClickAsync();
        await agent.Page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
        await agent.Go("/tickets");
        Assert.EndsWith("/tickets", agent.Page.Url);

        // With the password alone nothing opens: the page of the second step asks for the passkey.
        await SignedOut(agent, language);
        await Password(agent, "/tickets", go: false);
        await agent.Sees(agent.T("SecondStep.Title"));
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = agent.T("SignIn.Passkey") }).ClickAsync();
        await agent.Page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));

        // What was sent once cannot be sent again: the challenge is another.
        using var thief = server.Client();
        await thief.Do("sign-in/passkey/options");
        var copied = System.Web.HttpUtility.ParseQueryString(answers[^1])["credential"];
        Assert.Equal((401, "ACC-157"), await thief.Refused("sign-in/passkey", new { credential = copied }));

        await agent.Go("/me/security");
        for (var left = 2; left > 0; left--)
        {
            await agent.Main.Locator("table button[aria-haspopup=dialog]").First.ClickAsync();
            await agent.Send();
            await agent.Told("RemovePasskey");
        }
        await SignedOut(agent, language);
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = agent.T("SignIn.Passkey") }).ClickAsync();
        await agent.Sees(agent.T("ACC-157"));
    }

    [Fact]
    public async Task An_openid_provider_signs_in_and_its_groups_are_the_roles()
    {
        using var provider = new OpenIdServer();
        var roles = new[] { new RoleMapping { Group = "it-desk", Role = "Agent" }, new RoleMapping { Group = "it-leads", Role = "SvcMgr" } };
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { OpenId = provider.Settings(roles) });
        await using var closing = server;
        // Two clocks must agree here: the browser's, which keeps the cookies in between, and ours.
        server.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        provider.Knows(("zhangsan", ["it-desk"]), ("nobody", []), (Company.UserOf(Role.PM), ["it-desk"]));
        await using (var early = await chromium.Open(server, host: "localhost"))
        {
            await early.Go("/sign-in");
            await early.Page.GetByRole(AriaRole.Link, new() { Name = early.T("SignIn.With", "测试登录") }).ClickAsync();
            await early.Sees(early.T("ACC-164", "测试登录")); // it is not there yet
        }
        await provider.Start(server.Address);
        async Task Through(Visitor visitor, string user)
        {
            await visitor.Go("/tickets");
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = visitor.T("SignIn.With", "测试登录") }).ClickAsync();
            await visitor.Page.Locator("[name=login]").FillAsync(user);
            await visitor.Page.Locator("[name=password]").FillAsync("whatever");
            await visitor.Page.Locator("button[type=submit]").ClickAsync();
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        }
        await using (var first = await chromium.Open(server, host: "localhost"))
        {
            await Through(first, "zhangsan");
            await first.Page.WaitForURLAsync("**/tickets");
            await first.Go("/me");
            await first.Sees("zhangsan 本人");
            await Expect(first.Page.GetByRole(AriaRole.Table, new() { Name = first.T("Profile.Roles") })).ToContainTextAsync(first.Name(Role.Agent));
        }
        provider.Knows(("zhangsan", ["it-leads"]), ("nobody", []), (Company.UserOf(Role.PM), ["it-desk"]));
        await using (var second = await chromium.Open(server, host: "localhost"))
        {
            await Through(second, "zhangsan");
            await second.Page.WaitForURLAsync("**/tickets");
            Assert.Equal([second.Name(Role.SvcMgr)], (await Roles(second)));
        }
        foreach (var (user, code) in new[] { ("nobody", "ACC-162"), (Company.UserOf(Role.PM), "ACC-163") })
        {
            await using var refused = await chromium.Open(server, host: "localhost");
            await Through(refused, user);
            await refused.Sees(refused.T(code, user));
        }
    }

    [Theory, MemberData(nameof(Seats))]
    public async Task A_deputy_sees_for_whom_they_act_and_lays_it_down(Screen screen, Language language)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await using var giver = await chromium.Open(server, Role.PM, language, screen);
        await giver.Go("/me/deputies");
        await giver.Press("verb.GiveDelegation");
        await giver.Field("deputy").SelectOptionAsync((await SecondFactorTests.Account(server, Role.Agent)).ToString());
        await giver.Field("until").FillAsync("2026-03-12T18:00");
        await giver.Field("reason").FillAsync("年休假");
        await giver.Send();
        await giver.Told("GiveDelegation");
        await giver.Sees("账号 Agent");

        await using var deputy = await chromium.Open(server, Role.Agent, language, screen);
        await deputy.Go("/me/deputies");
        await deputy.Main.GetByRole(AriaRole.Button, new() { Name = deputy.T("Deputies.Act", "账号 PM") }).ClickAsync();
        await deputy.Told("ActFor");
        await deputy.Sees(deputy.T("Shell.ActingFor", "账号 PM"));
        await deputy.Main.GetByRole(AriaRole.Button, new() { Name = deputy.T("verb.StopActing") }).ClickAsync();
        await deputy.Told("StopActing");
        await Expect(deputy.Main.Locator(".acting-banner")).ToHaveCountAsync(0);
    }

    /// <summary>A device of its own that keeps keys and always finds its owner there, as the developer tools of Chromium offer it.</summary>
    static async Task<string> Plugged(ICDPSession devices) =>
        (await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "usb", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        }))!.Value.GetProperty("authenticatorId").GetString()!;

    static async Task<ICDPSession> Devices(Visitor visitor)
    {
        var tools = await visitor.Context.NewCDPSessionAsync(visitor.Page);
        await tools.SendAsync("WebAuthn.enable");
        return tools;
    }

    static async Task Password(Visitor visitor, string to, bool go = true)
    {
        if (go) await visitor.Go(to);
        await visitor.Page.GetByLabel(visitor.T("SignIn.UserName")).FillAsync(Company.UserOf(Role.Agent));
        await visitor.Page.Locator("input[name=password]").FillAsync(Company.Password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = visitor.T("SignIn.Submit"), Exact = true }).ClickAsync();
    }

    static async Task SignedOut(Visitor visitor, Language language)
    {
        await visitor.Context.ClearCookiesAsync();
        if (language == Language.En) await Chromium.Post(visitor.Context, "me/looks", new { language = "En" });
        await visitor.Go("/sign-in");
    }

    static async Task<IReadOnlyList<string>> Roles(Visitor visitor)
    {
        await visitor.Go("/me");
        return [.. (await visitor.Rows(visitor.T("Profile.Roles"))).Select(r => r[0])];
    }
}
