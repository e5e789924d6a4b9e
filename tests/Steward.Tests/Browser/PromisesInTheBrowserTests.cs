// Promises made by hand, in a real browser: a manager agrees on a date, a project manager proposes another agreement, the customer approves it.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Text;
using Steward.Sla;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class PromisesInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Screen.Desktop, Language.Zh), InlineData(Screen.Phone, Language.En)]
    public async Task A_date_is_agreed_and_an_agreement_changed(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var api = await Desk.ProblemTests.In(server, Role.Agent);
        var ticket = (await api.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();

        // The agreement in force allows no dates and promises sixteen hours.
        await using var project = await chromium.Open(server, Role.PM, language, screen);
        await project.Go($"/contracts/{company.Contract}?view=levels");
        await project.Main.GetByRole(AriaRole.Link, new() { Name = project.T("Contracts.ChangeAgreement"), Exact = true }).ClickAsync();
        Assert.Empty(await AccessibilityTests.Findings(project.Page, "the form"));
        await project.Main.Locator("[name='targets.OnSite-P3-Resolution']").FillAsync("480");
        await project.Main.Locator("[name='updates.P3']").FillAsync("120");
        await project.Main.Locator("[name=dateRule]").SelectOptionAsync(nameof(AgreedDateRule.ByManager));
        await project.Main.Locator("[name=dateDays]").FillAsync("5");
        await project.Main.Locator("[name=dateTimes]").FillAsync("1");
        await project.Main.GetByLabel(language == Language.Zh ? "网络" : "Network", new() { Exact = true }).First.CheckAsync();
        await project.Main.Locator("[name=reason]").FillAsync("客户要求");
        await project.Main.GetByRole(AriaRole.Button, new() { Name = project.T("AgreementChange.Preview"), Exact = true }).ClickAsync();
        await project.Sees(project.T("AgreementChange.Moved"));
        Assert.Empty(await AccessibilityTests.Findings(project.Page, "what would change"));
        var lines = await project.Rows(project.T("AgreementChange.Changes"));
        Assert.Contains(lines, l => l[0].Contains(project.Name(ClockKind.Resolution), StringComparison.Ordinal) && string.Join(' ', l).Contains("16:00", StringComparison.Ordinal) && string.Join(' ', l).Contains("8:00", StringComparison.Ordinal));
        Assert.Equal(4, lines.Count);
        await project.Main.GetByRole(AriaRole.Button, new() { Name = project.T("AgreementChange.Ask"), Exact = true }).ClickAsync();
        await project.Told("ProposeAgreement");

        await using var head = await chromium.Open(server, Role.CustAdm, language, screen);
        await head.Go($"/contracts/{company.Contract}/agreement-change");
        await head.Press("Approval.Agree");
        await head.Send();
        await head.Told("DecideApproval");

        await using var manager = await chromium.Open(server, Role.SvcMgr, language, screen);
        await manager.Go($"/tickets/{ticket}");
        await manager.Press("verb.AgreeDate");
        await manager.Field("due").FillAsync("2026-03-12T12:00");
        await manager.Field("agreedBy").FillAsync("员工001");
        await manager.Field("reason").FillAsync("用户周四回来");
        await manager.Send();
        await manager.Told("AgreeDate");
        await manager.Sees(manager.T("Date.Agreed"));
        await manager.Sees(manager.T("Date.Contracted"));
        Assert.Empty(await AccessibilityTests.Findings(manager.Page, "the ticket"));
        await manager.Go($"/tickets/{ticket}/clocks/resolution");
        await manager.Sees(manager.T("SLA.target.agreed"));
        await manager.Go($"/tickets/{ticket}/clocks/update");
        await Expect(manager.Main.GetByRole(AriaRole.Table, new() { Name = manager.T("Update.Rounds"), Exact = true })).ToBeVisibleAsync();
        Assert.Empty(await AccessibilityTests.Findings(manager.Page, "the rounds"));
    }
}
