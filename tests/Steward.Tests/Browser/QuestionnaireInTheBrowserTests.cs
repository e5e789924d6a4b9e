// A questionnaire from its design to the answer: the service manager designs and plans it on a desktop, the head of a department answers on a phone, in English and without script.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Platform.Text;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Steward.Browser;

[Collection(InTheBrowser.Name)]
public sealed class QuestionnaireInTheBrowserTests(Chromium chromium)
{
    [Fact]
    public async Task Designed_and_planned_on_a_desktop_and_answered_on_a_phone_without_sign_in_or_script()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using (var project = await ProblemTests.In(server, Role.PM)) await project.Do($"contracts/{company.Contract}/people", new { post = "DepartmentHead", contact = company.Vip });
        await using var manager = await chromium.Open(server, Role.SvcMgr);
        await manager.Go($"/contracts/{company.Contract}/surveys");
        var heads = manager.Main.Locator(".card").Filter(new() { HasText = manager.Name(Respondents.DepartmentHeads) }).First;
        await heads.GetByText(manager.T("verb.DesignQuestionnaire"), new() { Exact = true }).First.ClickAsync();
        await manager.Field("title").FillAsync("季度服务满意度");
        await manager.Field("titleEn").FillAsync("How was our service this quarter?");
        await manager.Field("questions").FillAsync("score | 培训够吗？ | Enough training?\n不知道");
        await manager.Send();
        // What cannot be read is named by its line, and nothing typed is lost.
        await Expect(manager.Dialog).ToContainTextAsync(manager.T("Round.BadLine", 2, "不知道"));
        await Expect(manager.Field("title")).ToHaveValueAsync("季度服务满意度");
        await manager.Field("questions").FillAsync("score | 培训够吗？ | Enough training?\nchoice | 最希望改进什么？ | What first? | 速度 / 沟通 | Speed / Words\ntext | 还有什么？ | What else?");
        await manager.Send();
        await manager.Told("DesignQuestionnaire");
        await heads.GetByText(manager.T("verb.PlanRound"), new() { Exact = true }).First.ClickAsync();
        await manager.Field("sendAt").FillAsync("2026-03-10T09:30");
        await manager.Send();
        await manager.Told("PlanRound");
        await manager.Sees("2026-Q1");

        server.Time.Advance(TimeSpan.FromMinutes(30));
        await server.Sweep("survey-rounds");
        var mail = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().SingleAsync(m => m.Template == "questionnaire"));
        await using (var head = await chromium.Open(server, null, Language.En, Screen.Phone, script: false))
        {
            await head.Go(QuestionnaireTests.Path(mail));
            await Expect(head.Main.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("How was our service this quarter?");
            foreach (var dimension in Enum.GetValues<Dimension>())
                await head.Main.GetByRole(AriaRole.Group, new() { Name = head.T($"Round.Ask.{dimension}") }).Locator("input[value='4']").CheckAsync();
            await head.Main.GetByRole(AriaRole.Group, new() { Name = "Enough training?" }).Locator("input[value='2']").CheckAsync();
            await head.Main.GetByLabel("Speed").CheckAsync();
            await head.Main.Locator("[name='answers.q3']").FillAsync("Come by more often");
            Assert.False(await head.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), "wider than the phone");
            await head.Main.GetByRole(AriaRole.Button, new() { Name = head.T("Survey.Send"), Exact = true }).PressAsync("Enter");
            await head.Sees(head.T("Survey.Thanks"));
            await head.Sees(head.T("Survey.WeCall"));
            await head.Sees("Come by more often");
        }

        await manager.Go("/surveys/rounds");
        await manager.Main.GetByRole(AriaRole.Link, new() { Name = "2026-Q1", Exact = true }).ClickAsync();
        await manager.Sees("员工002");
        await manager.Sees("Come by more often");
        await manager.Main.GetByRole(AriaRole.Link, new() { Name = manager.T("Round.ToCall") }).ClickAsync();
        await manager.Press("verb.RecordCallBack");
        await manager.Field("text").FillAsync("安排一次培训");
        await manager.Send();
        await manager.Told("RecordCallBack");
    }
}
