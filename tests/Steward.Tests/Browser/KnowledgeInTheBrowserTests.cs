// A user on a phone finds the answer while typing, by the keyboard alone, and needs no ticket; the desk sees it beside the call and on the ticket.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Fixtures;
using Steward.Knowledge;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class KnowledgeInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public async Task The_answer_is_found_while_typing_and_used_where_it_helps(Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using (var writer = server.Client())
        using (var keeper = server.Client())
        {
            await writer.SignIn(Company.UserOf(Role.L1));
            await keeper.SignIn(Company.UserOf(Role.KnwMgr));
            await ArticleTests.Published(writer, keeper, "打印机卡纸怎么办", "Public", null, "卡纸 打印机");
        }

        await using var user = await chromium.Open(server, Role.User, language, Screen.Phone);
        await user.Go("/report");
        var offered = user.Main.Locator(".suggestion > summary");
        await Expect(offered).ToHaveCountAsync(0);
        await user.Main.Locator("[name=summary]").PressSequentiallyAsync("dyj");
        await Expect(offered).ToHaveTextAsync("打印机卡纸怎么办");
        Assert.True(await user.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"));
        foreach (var key in new[] { "Tab", "Enter" }) await user.Page.Keyboard.PressAsync(key);
        await user.Sees("打开前盖");
        foreach (var key in new[] { "Tab", "Enter" }) await user.Page.Keyboard.PressAsync(key);
        await user.Told("SolvedByArticle");
        Assert.Equal("/", new Uri(user.Page.Url).AbsolutePath);

        await using var agent = await chromium.Open(server, Role.Agent, language);
        await agent.Go($"/tickets/new?requester={company.Contact}");
        await agent.Main.Locator("[name=summary]").PressSequentiallyAsync("打印机又卡纸");
        await Expect(agent.Main.Locator(".suggestion > summary")).ToHaveTextAsync("打印机卡纸怎么办");
        // Enter in the field sends the call, not a suggestion.
        await agent.Page.Keyboard.PressAsync("Enter");
        await agent.Told("OpenTicket");
        await agent.Main.Locator("#articles .suggestion > summary").ClickAsync();
        await agent.Main.Locator("#articles").GetByRole(AriaRole.Button, new() { Name = agent.T("verb.UseArticle"), Exact = true }).ClickAsync();
        await agent.Told("UseArticle");
        await Expect(agent.Main.Locator("#articles > .card-body > p a")).ToHaveTextAsync("KB-0001 打印机卡纸怎么办");
    }
}
