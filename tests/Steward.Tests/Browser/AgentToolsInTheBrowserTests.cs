// An agent's tools in a real browser: rows ticked by key and done to at once, a view kept and counted in the navigation, an answer inserted by key, a colleague called by name.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class AgentToolsInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Screen.Desktop, Language.Zh), InlineData(Screen.Phone, Language.En)]
    public async Task Many_tickets_at_once_a_view_an_answer_and_a_colleague(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var api = await Desk.ProblemTests.In(server, Role.Agent);
        foreach (var summary in new[] { "打印机卡纸", "打印机缺墨", "打印机离线" })
            await api.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone", category = "打印" });
        await api.Do("templates", new { name = "请重启", text = "{报障人}，您好：请重启后再试。" });
        await using var agent = await chromium.Open(server, Role.Agent, language, screen);

        await agent.Go("/tickets?group=open&category=打印");
        var picks = agent.Main.Locator("[data-pick]");
        await Expect(picks).ToHaveCountAsync(3);
        if (screen == Screen.Desktop)
        {
            foreach (var key in new[] { "j", "x", "j", "x" }) await agent.Page.Keyboard.PressAsync(key);
            await Expect(agent.Main.Locator("[data-pick]:checked")).ToHaveCountAsync(2);
        }
        else
        {
            await picks.Nth(0).CheckAsync();
            await picks.Nth(1).CheckAsync();
        }
        await agent.Main.Locator("#bulk-deed").SelectOptionAsync("Note");
        await agent.Main.GetByRole(AriaRole.Button, new() { Name = agent.T("Bulk.Selected"), Exact = true }).ClickAsync();
        await agent.Sees(agent.T("Bulk.Chosen", 2));
        await agent.Main.Locator("textarea[name=text]").FillAsync("供应商明天到场");
        await agent.Main.GetByRole(AriaRole.Button, new() { Name = agent.T("Bulk.Do", 2), Exact = true }).ClickAsync();
        await agent.Sees(agent.T("Bulk.AllDone", 2, 0));

        // Kept under a name, it stands in the navigation with its count and opens first.
        await agent.Go("/tickets?group=open&category=打印");
        await agent.Press("verb.SaveView");
        await agent.Field("name").FillAsync("打印类");
        await agent.Field("first").CheckAsync();
        await agent.Send();
        await agent.Told("SaveView");
        await agent.Go("/tickets");
        await Expect(agent.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("view="));
        if (screen == Screen.Desktop) await Expect(agent.Page.Locator("[data-nav-more]")).ToContainTextAsync("打印类3");

        // An answer comes into the form by key, is read there and sent.
        await agent.Main.Locator(".row-link").First.ClickAsync();
        await agent.Page.WaitForURLAsync("**/tickets/*-*");
        if (screen == Screen.Desktop) await agent.Page.Keyboard.PressAsync("i");
        else await agent.Main.Locator("[data-key=i]").ClickAsync();
        await agent.Sees("员工001，您好：请重启后再试。");
        await agent.Main.GetByRole(AriaRole.Link, new() { Name = "请重启" }).ClickAsync();
        var note = agent.Main.Locator("textarea[name=text]").Filter(new() { Visible = true }).First;
        await Expect(note).ToHaveValueAsync("员工001，您好：请重启后再试。");
        await Expect(note).ToBeFocusedAsync();

        // @ offers colleagues; the arrow and Enter write the name.
        await note.FillAsync("");
        await note.PressSequentiallyAsync("@L2");
        await Expect(agent.Main.GetByRole(AriaRole.Option, new() { Name = "账号 L2" })).ToBeVisibleAsync();
        await agent.Page.Keyboard.PressAsync("Enter");
        await Expect(note).ToHaveValueAsync("@账号 L2 ");
    }
}
