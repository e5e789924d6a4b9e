// A new PC in a real browser: asked for on a phone, approved by the customer's administrator, fulfilled by an engineer at a desk, confirmed on the phone.
using Microsoft.Playwright;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class RequestsInTheBrowserTests(Chromium chromium)
{
    [Theory, InlineData(Language.Zh), InlineData(Language.En)]
    public async Task A_new_PC_is_asked_for_on_a_phone_approved_fulfilled_at_a_desk_and_confirmed(Language language)
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using (var manager = server.Client())
        {
            await manager.SignIn(Company.UserOf(Role.SvcMgr));
            await manager.Do($"contracts/{company.Contract}/catalogue/standard");
        }
        var name = language == Language.Zh ? "新装 PC" : "New PC";
        await using var user = await chromium.Open(server, Role.User, language, Screen.Phone);
        await user.Go("/");
        await user.Main.Locator("a[href='/catalogue']").First.ClickAsync();
        await user.Page.WaitForURLAsync("**/catalogue");
        await user.Main.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        // What is missing is said at its field, and what was typed is still there.
        await user.Main.Locator("form.post-form").EvaluateAsync("f => f.noValidate = true");
        await user.Main.Locator("[name='answers.user']").FillAsync("员工001");
        await user.Main.Locator("[name='costCentre']").FillAsync("CC-7");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("Request.Submit"), Exact = true }).ClickAsync();
        await Expect(user.Main.Locator("[name='answers.place']")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(user.Main.Locator("[name='answers.user']")).ToHaveValueAsync("员工001");
        await user.Main.Locator("[name='answers.place']").FillAsync("3 楼 301");
        await user.Main.GetByLabel(language == Language.Zh ? "笔记本" : "Notebook", new() { Exact = true }).CheckAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = user.T("Request.Submit"), Exact = true }).ClickAsync();
        await user.Told("SubmitRequest");
        await user.Sees("REQ-XXQY-20260310-0001");
        await user.Sees(user.Name(TicketState.PendingApproval));
        // Nothing of the page is wider than the phone.
        Assert.True(await user.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"));
        var path = new Uri(user.Page.Url).AbsolutePath;

        await using var administrator = await chromium.Open(server, Role.CustAdm, language);
        await administrator.Go("/approvals");
        await administrator.Main.Locator("a.row-link").First.ClickAsync();
        await administrator.Sees("3 楼 301");
        await administrator.Press("Approval.Agree");
        await administrator.Send();
        await administrator.Told("DecideApproval");

        await using var engineer = await chromium.Open(server, Role.L1, language);
        await engineer.Go("/tasks?all=true");
        await engineer.Main.Locator("a.row-link").First.ClickAsync();
        await engineer.Page.WaitForURLAsync($"**{path}*");
        for (var left = 4; left > 0; left--)
        {
            await engineer.Press("verb.FinishTask");
            await engineer.Field("text").FillAsync("已完成");
            await engineer.Send();
            await engineer.Told("FinishTask");
        }
        await engineer.Press("verb.FulfilRequest");
        await engineer.Field("solution").FillAsync("笔记本已交付");
        await engineer.Field("minutesSpent").FillAsync("40");
        await engineer.Send();
        await engineer.Told("FulfilRequest");

        await user.Go(path);
        await user.Sees(user.T("Request.PleaseConfirm"));
        await user.Sees("笔记本已交付");
        await user.Press("verb.ConfirmTicket");
        await user.Send();
        await user.Told("ConfirmTicket");
        await user.Sees(user.Name(TicketState.Closed));
    }
}
