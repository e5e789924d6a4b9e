// The command palette by keyboard alone: pages and deeds of one's role, records looked at lately, and whatever the search finds.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class PaletteTests(Chromium chromium)
{
    [Theory, InlineData(Screen.Desktop, Language.Zh, "light"), InlineData(Screen.Phone, Language.En, "dark")]
    public async Task Whatever_one_may_do_is_a_few_letters_away(Screen screen, Language language, string theme)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var user = await Signals.In(server, Company.UserOf(Role.User));
        var ticket = (await user.Do("tickets", new { summary = "会议室投影无信号", service = company.Service, requester = company.Contact }))["id"]!.GetValue<Guid>();
        await using var agent = await chromium.Open(server, Role.Agent, language, screen, theme);
        await agent.Go("/help");
        var (keys, dialog) = (agent.Page.Keyboard, agent.Page.Locator("dialog.palette"));
        var box = dialog.GetByRole(AriaRole.Combobox);
        var chosen = dialog.Locator("[role=option][aria-selected=true]");

        await keys.PressAsync("Control+k");
        await Expect(box).ToBeFocusedAsync();
        Assert.Empty(await AccessibilityTests.Findings(agent.Page, "the palette"));
        // What a screen reader is told to read is what is chosen.
        await keys.PressAsync("ArrowDown");
        Assert.Equal(await chosen.GetAttributeAsync("id"), await box.GetAttributeAsync("aria-activedescendant"));

        // Initials for whoever reads Chinese, words for whoever reads English.
        await keys.TypeAsync(language == Language.Zh ? "xjgd" : "new tic");
        await Expect(chosen).ToContainTextAsync(agent.T("Desk.TakeCall"));
        await keys.PressAsync("Enter");
        await agent.Page.WaitForURLAsync("**/tickets/new");

        // What the search finds, and then as something seen lately.
        await keys.PressAsync("Control+k");
        await keys.TypeAsync("投影");
        await Expect(dialog.GetByRole(AriaRole.Option).Filter(new() { HasText = "会议室投影无信号" })).ToBeVisibleAsync();
        while (!(await chosen.InnerTextAsync()).Contains("投影无信号", StringComparison.Ordinal)) await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await agent.Page.WaitForURLAsync($"**/tickets/{ticket}");
        await agent.Go("/help");
        await keys.PressAsync("Control+k");
        await Expect(dialog.GetByRole(AriaRole.Option).First).ToContainTextAsync("会议室投影无信号");

        // Escape goes back to where one was; what is not one's to see is not offered.
        await keys.TypeAsync(agent.T("Accounts.Title"));
        await Expect(dialog.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await keys.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        if (screen == Screen.Phone) return;
        await keys.PressAsync("?");
        await Expect(agent.Page.Locator("dialog[open]")).ToContainTextAsync(agent.T("Script.palette"));
        await keys.PressAsync("Escape");
        await keys.PressAsync("g");
        await keys.PressAsync("t");
        await agent.Page.WaitForURLAsync("**/tickets");
    }

    [Theory, InlineData("我的工单", "wdgd"), InlineData("告警", "gj"), InlineData("P1 工单", "p1gd"), InlineData("New ticket", "newticket")]
    public void Chinese_is_found_by_its_initials(string text, string keys) => Assert.Equal(keys, Pinyin.InitialsOf(text));
}
