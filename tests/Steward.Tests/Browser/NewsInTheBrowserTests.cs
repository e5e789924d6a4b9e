// Somebody chooses on a phone, without script, how they are told; decides by the link of a mail without signing in; and an administrator words a mail, looks at it and puts it in use.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class NewsInTheBrowserTests(Chromium chromium)
{
    [Fact]
    public async Task Chosen_on_a_phone_decided_by_a_link_and_worded_by_the_administrator()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var people = await Cast.Of(server, company);
        await people.Head("员工020", "市场部");
        await using (var user = await chromium.Open(server, Role.User, screen: Screen.Phone, script: false))
        {
            await user.Go("/me/news");
            await user.Main.Locator("[name='ways.own']").SelectOptionAsync("Digest");
            await user.Main.Locator("[name=quietFrom]").FillAsync("22:00");
            await user.Main.Locator("[name=quietUntil]").FillAsync("22:00");
            await user.Main.GetByRole(AriaRole.Button, new() { Name = user.T("verb.SetNews"), Exact = true }).PressAsync("Enter");
            // Refused, the choice stands and the sentence is at its field.
            await user.Sees(user.T("ACC-181"));
            await Expect(user.Main.Locator("[name='ways.own']")).ToHaveValueAsync("Digest");
            await user.Main.Locator("[name=quietUntil]").FillAsync("07:00");
            await user.Main.GetByRole(AriaRole.Button, new() { Name = user.T("verb.SetNews"), Exact = true }).PressAsync("Enter");
            await user.Told("SetNews");
            await Expect(user.Main.Locator("[name='ways.own']")).ToHaveValueAsync("Digest");
            await Expect(user.Main.Locator("[name=quietUntil]")).ToHaveValueAsync("07:00");
            Assert.False(await user.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), "wider than the phone");
        }

        var ticket = await people.Ask("rights", new { system = "财务共享目录", right = "读写", reason = "月末结账" });
        await server.Sweep("approval-mails");
        var mail = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().SingleAsync(m => m.Template == "approval-asked" && m.Address == "员工020@xxqy.example"));
        await using (var head = await chromium.Open(server, screen: Screen.Phone, script: false))
        {
            await head.Go(new Uri(System.Text.RegularExpressions.Regex.Match(mail.Body, @"https?://\S+/decide/\S+").Value).AbsolutePath);
            await head.Sees("员工010");
            await head.Main.GetByRole(AriaRole.Button, new() { Name = head.T("Approval.Agree"), Exact = true }).ClickAsync();
            await head.Sees(head.T("Approving.Over", head.T("ApprovalState.Granted")));
        }
        Assert.Equal(TicketState.Approved, await server.As(async s => (await s.GetRequiredService<StewardDb>().Set<Ticket>().SingleAsync(t => t.Id == TicketId.From(ticket))).State));

        await using var keeper = await chromium.Open(server, Role.SysAdm);
        await keeper.Go("/mail-texts/opened");
        await keeper.Main.Locator("[name=body]").FillAsync("您好\n{密码}");
        await keeper.Main.GetByRole(AriaRole.Button, new() { Name = keeper.T("verb.WriteWording"), Exact = true }).ClickAsync();
        await keeper.Sees("第 2 行的占位符“密码”不存在");
        await keeper.Main.Locator("[name=title]").FillAsync("服务台 {单号}");
        await keeper.Main.Locator("[name=body]").FillAsync("{称呼}，您好");
        await keeper.Main.GetByRole(AriaRole.Button, new() { Name = keeper.T("verb.WriteWording"), Exact = true }).ClickAsync();
        await keeper.Told("WriteWording");
        await keeper.Sees("服务台 ‹单号›");
        await keeper.Press("verb.UseWording");
        await keeper.Told("UseWording");
        await keeper.Sees(keeper.T("Wording.InUse"));
    }
}
