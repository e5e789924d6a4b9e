// The engineer on site with a phone in one hand, and the administrator's look at the system's health.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class HomesInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Screen.Phone, Language.Zh, "light"), InlineData(Screen.Desktop, Language.En, "dark")]
    public async Task On_site_a_ticket_goes_from_given_to_resolved_without_leaving_the_home(Screen screen, Language language, string theme)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", new { summary = "会议室投影无信号", service = company.Service, requester = company.Contact, impact = "Person", urgency = "BadlyHindered", place = "3 楼 A 区" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        await using var engineer = await chromium.Open(server, Role.Onsite, language, screen, theme);
        await engineer.Go("/");
        // It appears by itself as soon as it is given.
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        var job = engineer.Main.Locator(".job").Filter(new() { HasText = "会议室投影无信号" });
        await Expect(job).ToBeVisibleAsync();
        await Expect(job.GetByRole(AriaRole.Link, new() { Name = engineer.T("Onsite.CallWho", "员工001") })).ToHaveAttributeAsync("href", "tel:000-5550-0001");
        Assert.Empty(await AccessibilityTests.Findings(engineer.Page, "on site"));
        await job.GetByRole(AriaRole.Button, new() { Name = engineer.T("verb.StartWork") }).ClickAsync();
        await engineer.Told("StartWork");
        await Expect(engineer.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("view=Onsite$"));
        if (screen == Screen.Phone)
            foreach (var button in await job.Locator(".job-deeds > * .btn, .job-deeds > .btn").AllAsync())
                if (await button.IsVisibleAsync()) Assert.True((await button.BoundingBoxAsync())!.Height >= 44, "too small for a thumb");
        await job.GetByRole(AriaRole.Button, new() { Name = engineer.T("verb.ResolveTicket") }).ClickAsync();
        await engineer.Field("solution").FillAsync("更换视频线");
        await engineer.Field("cause").FillAsync("老化");
        await engineer.Field("device").FillAsync("TY-301");
        await engineer.Field("minutesSpent").FillAsync("15");
        await engineer.Send();
        await engineer.Told("ResolveTicket");
        await engineer.Sees(engineer.T("Onsite.Nothing"));
    }

    [Theory, InlineData(Screen.Desktop, Language.Zh, "light"), InlineData(Screen.Phone, Language.En, "dark")]
    public async Task The_administrator_sees_what_wants_attention_and_what_to_do(Screen screen, Language language, string theme)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await server.Sweep("nodes");
        await using var admin = await chromium.Open(server, Role.SysAdm, language, screen, theme);
        await admin.Go("/");
        await admin.Sees(admin.T("System.BackupOld"));
        await admin.Sees(admin.T("System.LicenceFree"));
        await admin.Sees(admin.T("System.NodeRuns"));
        Assert.Empty(await AccessibilityTests.Findings(admin.Page, "system health"));
    }
}
