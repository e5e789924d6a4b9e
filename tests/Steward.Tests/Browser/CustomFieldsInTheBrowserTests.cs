// A field of the company's own in a real browser: defined by the administrator, answered by a user on a phone, found by the desk.
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class CustomFieldsInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public async Task A_field_is_defined_answered_on_a_phone_and_found(Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        await using var admin = await chromium.Open(server, Role.SysAdm, language);
        await admin.Go("/fields");
        await admin.Sees(admin.T("Fields.None"));
        await admin.Press("verb.DefineField");
        await admin.Field("record").SelectOptionAsync("incident");
        await admin.Field("key").FillAsync("room");
        await admin.Field("kind").SelectOptionAsync("Choice");
        await admin.Field("label").FillAsync("机房");
        await admin.Field("labelEn").FillAsync("Machine room");
        await admin.Field("choices").FillAsync("东机房");
        await admin.Field("need").SelectOptionAsync("AtIntake");
        await admin.Field("visible").CheckAsync();
        await admin.Send();
        // Refused, the form is as it was.
        await Expect(admin.Dialog.GetByText(admin.T("Catalogue.TwoChoices")).First).ToBeVisibleAsync();
        await Expect(admin.Field("visible")).ToBeCheckedAsync();
        await admin.Field("choices").FillAsync("东机房\n西机房");
        await admin.Field("choicesEn").FillAsync("East room\nWest room");
        await admin.Send();
        await admin.Told("DefineField");
        var (label, east) = language == Language.Zh ? ("机房", "东机房") : ("Machine room", "East room");
        await admin.Sees(label);

        await using var user = await chromium.Open(server, Role.User, language, Screen.Phone);
        await user.Go("/report");
        await user.Main.Locator("[name='summary']").FillAsync("空调不制冷");
        await user.Main.GetByLabel(east, new() { Exact = true }).CheckAsync();
        await user.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = user.T("Desk.SendReport"), Exact = true }).ClickAsync();
        await user.Told("OpenTicket");
        await user.Sees(east);
        Assert.True(await user.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"));

        await using var agent = await chromium.Open(server, Role.Agent, language);
        await agent.Go("/tickets?group=all&fields.room=%E8%A5%BF%E6%9C%BA%E6%88%BF");
        await agent.Sees(agent.T("Desk.NoneFound"));
        await agent.Go("/tickets?group=all&cols=state,fields.room");
        await agent.Main.Locator("[name='fields.room']").SelectOptionAsync("东机房");
        await agent.Main.Locator("form[role=search] button[type=submit]").First.ClickAsync();
        await agent.Page.WaitForURLAsync("**fields.room=*");
        await agent.Sees("空调不制冷");
        await agent.Sees($"{label}: {east}");
        // Answered otherwise on the ticket's page.
        await agent.Main.Locator("a.row-link").First.ClickAsync();
        await agent.Press("verb.SetFields");
        await agent.Dialog.GetByLabel(language == Language.Zh ? "西机房" : "West room", new() { Exact = true }).CheckAsync();
        await agent.Send();
        await agent.Told("SetFields");
        await agent.Sees(language == Language.Zh ? "西机房" : "West room");
    }
}
