// Pages that keep themselves up to date while somebody works in them: nothing typed, opened, focused or scrolled to is lost.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class LivePagesTests(Chromium chromium)
{
    [Theory, InlineData(Screen.Desktop, Language.Zh), InlineData(Screen.Phone, Language.En)]
    public async Task What_others_do_to_a_ticket_appears_while_one_writes_in_it(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var other = await Signals.In(server, Company.UserOf(Role.L2));
        var ticket = await Reported(server, company);
        await using var agent = await chromium.Open(server, Role.Agent, language, screen);
        await agent.Go($"/tickets/{ticket}");
        var note = agent.Main.Locator("textarea[name=text]").Filter(new() { Visible = true }).First;
        await note.FillAsync("写到一半");
        await note.EvaluateAsync("e => e.setSelectionRange(2, 2)");
        await note.EvaluateAsync("e => scrollTo({ top: e.getBoundingClientRect().top + scrollY - 200, behavior: 'instant' })");
        var top = await agent.Page.EvaluateAsync<double>("() => document.activeElement.getBoundingClientRect().top");

        await other.Do($"tickets/{ticket}/notes", new { text = "机房已断电" });
        await agent.Sees("机房已断电");
        await Expect(note).ToBeFocusedAsync();
        await Expect(note).ToHaveValueAsync("写到一半");
        Assert.Equal(2, await note.EvaluateAsync<int>("e => e.selectionStart"));
        Assert.InRange(await agent.Page.EvaluateAsync<double>("() => document.activeElement.getBoundingClientRect().top"), top - 2, top + 2);

        // What is typed can still be sent: the form is the one that the page came with.
        await other.Do($"tickets/{ticket}/accept");
        await agent.Sees(agent.Name(Desk.TicketState.Accepted));
        await agent.Main.Locator("form:has(textarea[name=text]) button[type=submit]").Filter(new() { Visible = true }).First.ClickAsync();
        await agent.Told("AddNote");
        await agent.Sees("写到一半");
    }

    [Theory, InlineData(Screen.Desktop, Language.En), InlineData(Screen.Phone, Language.Zh)]
    public async Task An_open_dialog_stays_open_and_what_was_in_it_is_sent(Screen screen, Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var other = await Signals.In(server, Company.UserOf(Role.L2));
        var ticket = await Reported(server, company);
        await other.Do($"tickets/{ticket}/accept");
        await using var agent = await chromium.Open(server, Role.Agent, language, screen);
        await agent.Go($"/tickets/{ticket}");
        await agent.Press("verb.ResolveTicket");
        await agent.Field("solution").FillAsync("清理进纸轮");
        await other.Do($"tickets/{ticket}/notes", new { text = "用户在电话上" });
        await Expect(agent.Main.GetByText("用户在电话上")).ToHaveCountAsync(1);
        await Expect(agent.Dialog).ToHaveCountAsync(1);
        await Expect(agent.Field("solution")).ToHaveValueAsync("清理进纸轮");
        await Expect(agent.Field("solution")).ToBeFocusedAsync();
        await agent.Field("cause").FillAsync("硬件故障");
        await agent.Field("device").FillAsync("FP-2055");
        await agent.Field("minutesSpent").FillAsync("25");
        await agent.Send();
        await agent.Told("ResolveTicket");
    }

    [Fact]
    public async Task A_list_takes_in_what_is_new_and_the_row_in_hand_stays_in_hand()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var first = await Reported(server, company, "第一张");
        await using var agent = await chromium.Open(server, Role.Agent);
        await agent.Go("/tickets");
        await agent.Page.Keyboard.PressAsync("j");
        var row = agent.Main.Locator($"a.row-link[href='/tickets/{first}']");
        await Expect(row).ToBeFocusedAsync();
        await Reported(server, company, "第二张");
        await agent.Sees("第二张");
        await Expect(row).ToBeFocusedAsync();
        // A filter that somebody is filling in waits to be sent.
        await agent.Main.Locator("form input[type=search], form input[name=q]").First.FillAsync("打印");
        await Reported(server, company, "第三张");
        await agent.Sees("第三张");
        await Expect(agent.Main.Locator("form input[type=search], form input[name=q]").First).ToHaveValueAsync("打印");
    }

    [Fact]
    public async Task A_click_lands_though_the_row_changes_between_press_and_release()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var other = await Signals.In(server, Company.UserOf(Role.L2));
        var ticket = await Reported(server, company);
        await using var agent = await chromium.Open(server, Role.Agent);
        await agent.Go("/tickets");
        await agent.Main.Locator($"a.row-link[href='/tickets/{ticket}']").HoverAsync();
        await agent.Page.Mouse.DownAsync();
        await agent.Page.RunAndWaitForResponseAsync(() => other.Do($"tickets/{ticket}/accept"), answer => answer.Request.Headers.ContainsKey("steward-background"));
        await agent.Page.Mouse.UpAsync();
        await agent.Page.WaitForURLAsync($"**/tickets/{ticket}");
    }

    [Theory, InlineData(Language.Zh, "light"), InlineData(Language.En, "dark")]
    public async Task A_ticket_given_to_one_and_an_alert_that_calls_are_said_quietly_on_any_page(Language language, string theme)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var desk = await Signals.In(server, Company.UserOf(Role.Agent));
        var ticket = await Reported(server, company);
        await using var engineer = await chromium.Open(server, Role.Onsite, language, theme: theme);
        await engineer.Go("/help");
        await desk.Do($"tickets/{ticket}/accept");
        await desk.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        var said = engineer.Page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Link, new() { Name = engineer.T("Desk.Given"), Exact = true });
        await Expect(said).ToHaveAttributeAsync("href", $"/tickets/{ticket}");
        await server.Raise(Signals.Of(server, company, "HostDown", host: "a"));
        await Expect(engineer.Page.GetByText(engineer.T("Alerting.Calling"))).ToBeVisibleAsync();
        await server.Raise(Signals.Of(server, company, "HostDown", host: "b"));
        await Expect(engineer.Page.GetByText(engineer.T("Alerting.Calling.Many", 2))).ToBeVisibleAsync();
        Assert.Empty(await AccessibilityTests.Findings(engineer.Page, "notices"));
        await said.ClickAsync();
        await engineer.Page.WaitForURLAsync($"**/tickets/{ticket}");
    }

    [Fact]
    public async Task The_list_of_alerts_shows_a_new_one_and_then_its_end()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        await using var engineer = await chromium.Open(server, Role.L2);
        await engineer.Go("/alerts");
        await engineer.Sees(engineer.T("Alerting.None.Open"));
        await server.Raise(Signals.Of(server, company, "HostDown"));
        await engineer.Sees("HostDown gw-1");
        await server.Clear(Signals.Of(server, company, "HostDown"));
        await engineer.Sees(engineer.T("Alerting.None.Open"));
    }

    static async Task<Guid> Reported(TestServer server, Company company, string summary = "打印机卡纸")
    {
        using var user = await Signals.In(server, Company.UserOf(Role.User));
        return (await user.Do("tickets", new { summary, service = company.Service, requester = company.Contact }))["id"]!.GetValue<Guid>();
    }
}
