// What the sample company and its main customer agreed on later in the year: another version of the agreement, fields of their own, and a questionnaire each quarter.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access.CustomFields;
using Steward.Assets;
using Steward.Contracts;
using Steward.Contracts.Agreements;
using Steward.Desk;
using Steward.Desk.Agreements;
using Steward.Desk.Announcements;
using Steward.Desk.Questionnaires;
using Steward.Desk.Surveys;
using Steward.Notify;
using Steward.Platform.Fields;
using Steward.Sla;

namespace Steward.Demo;

sealed class DemoPromises(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at, DemoDays days)
{
    bool asksFields;

    DemoCustomer Main => cast.Customers[0];

    public void Plan(DateTimeOffset from)
    {
        at(days.Back(42, 9.2), Fields);
        at(days.Back(28, 10), NewAgreement);
        at(days.Back(5, 10), stop => world.Do<Announce, Done>(cast.Manager, new("月末结账期间的服务安排", "每月最后三个工作日财务部结账，现场增派一名工程师，热线 7×24 小时不变。", Customer: Main.Id, Until: days.Ahead(20, 18)), stop));
        // Two rounds a quarter apart where the year is long enough, so that one stands beside the other.
        var first = days.AsOf - from > TimeSpan.FromDays(180) ? days.Back(75, 9) : days.Back(10, 9);
        at(first, Questions);
        for (var sent = first; sent < days.AsOf; sent = sent.AddMonths(3)) at(sent.AddMinutes(5), Round);
    }

    /// <summary>What the desk writes down with a ticket, from the day on which it was asked to.</summary>
    public JsonObject? FieldsOf(DemoCustomer customer, DemoContact contact, string category) =>
        !asksFields || customer != Main ? null : category is "硬件" or "打印" ? new JsonObject { ["floor"] = contact.Floor, ["costCentre"] = $"CC-{contact.Floor[0]}00" } : new JsonObject { ["floor"] = contact.Floor };

    async Task Fields(CancellationToken stop)
    {
        await world.Do<DefineField, FieldId>(cast.Admin, new("incident", "floor", FieldKind.Choice, "楼层", "Floor", Main.Id, Visible: true, Place: 1, Choices: "1F\n2F\n3F\n4F\n5F\n6F\n7F\n8F"), stop);
        await world.Do<DefineField, FieldId>(cast.Admin, new("incident", "costCentre", FieldKind.Text, "费用中心", "Cost centre", Main.Id, Place: 2, Hint: "更换配件或耗材时填写", HintEn: "Where parts or supplies are used", Most: 20), stop);
        await world.Do<DefineField, FieldId>(cast.Admin, new("request", "project", FieldKind.Text, "项目编号", "Project number", Main.Id, Visible: true, Most: 20), stop);
        await world.Do<DefineField, FieldId>(cast.Admin, new("asset", "warrantyUntil", FieldKind.Date, "保修到期", "Warranty until", Main.Id), stop);
        foreach (var (name, until) in new[] { ("OA 应用服务器", "2027-05-31"), ("ERP 数据库服务器", "2027-05-31"), ("核心交换机", "2028-03-15"), ("3F 接入交换机", "2025-12-31"), ("UPS 主机", "2026-12-20") })
        {
            var asset = await world.As(null, "Demo", s => s.GetRequiredService<AssetBook>().All.Where(a => a.Customer == Main.Id && a.Name == name).Select(a => a.Id).SingleAsync(stop));
            await world.Do<SetFields, Done>(cast.Keeper, new("asset", asset.Value, new JsonObject { ["warrantyUntil"] = until }), stop);
        }
        asksFields = true;
    }

    /// <summary>As the newest standard agreement has it: words to the requester at a steady pace, dates agreed by hand, a ladder for groups and suppliers. Looked at first, then asked; the customer agrees the next day.</summary>
    async Task NewAgreement(CancellationToken stop)
    {
        var newest = AgreementPresets.WithUpdates;
        var ask = new ProposeAgreement(Main.Contract, "季度会议商定：处理中的工单按固定间隔告知用户进展", Updates: newest.Updates!.ToDictionary(u => $"{u.Priority}", u => $"{u.Seconds / 60}"),
            UpdateCalendars: newest.Updates!.ToDictionary(u => $"{u.Priority}", u => $"{u.Calendar}"), Chain: newest.ChainLadder!.ToDictionary(c => $"{c.Link}-{c.SharePercent}", c => string.Join(',', c.Tell)), DateRule: newest.AgreedDates!.Rule);
        var shown = await world.Do<ProposeAgreement, AgreementOutcome>(cast.Manager, ask, stop);
        await world.Do<ProposeAgreement, AgreementOutcome>(cast.Manager, ask with { Confirmed = true, Version = shown.Agreement.Number }, stop);
        at(days.Back(27, 11), s => world.Decide(cast.HeadOfIt, Main.Contract.Value, true, "同意，自即日起执行", s));
    }

    async Task Questions(CancellationToken stop)
    {
        await world.Do<DesignQuestionnaire, QuestionnaireId>(cast.Manager, new(Main.Contract, Respondents.DepartmentHeads, "季度服务满意度调查", "How was our service this quarter?", "请代表您的部门，就本季度的运维服务作答，约两分钟。", "Please answer for your department; it takes two minutes.",
            "score | 培训和使用指导够吗？ | Is there enough training?\nchoice | 下季度最希望改进什么？ | What should improve first? | 响应速度 / 沟通 / 培训 / 备件 | Speed / Words / Training / Spares\ntext | 还有什么建议？ | Anything else?"), stop);
        foreach (var department in new[] { "客户服务部", "市场部", "采购部", "财务部", "研发部", "人力资源部" })
            await world.Do<NamePerson, ContractPersonId>(cast.ProjectManager, new(Main.Contract, ContractPost.DepartmentHead, Contact: Main.Contacts.First(c => c.Department == department).Id), stop);
        await world.Do<PlanRound, RoundId>(cast.Manager, new(Main.Contract, Respondents.DepartmentHeads, world.Clock.Now().AddMinutes(1)), stop);
    }

    static readonly (int Overall, int Training, string First, string Words)[] Answers =
        [(4, 3, "响应速度", "高峰时电话要等一会儿"), (5, 4, "培训", ""), (4, 4, "沟通", "上门前能提前打个电话就好"), (5, 5, "备件", ""), (5, 4, "培训", "新系统上线前安排一次培训"), (2, 3, "响应速度", "打印机反复坏，影响盖章")];

    int rounds;

    /// <summary>Sent; all but one answer within days, and whoever is dissatisfied is called.</summary>
    async Task Round(CancellationToken stop)
    {
        await world.Sweep("survey-rounds", stop);
        var later = rounds++;
        var asked = await world.As(null, "Demo", async s =>
        {
            var found = await s.GetRequiredService<SurveyBook>().OfRounds.Where(x => x.AnsweredAt == null).OrderByDescending(x => x.Id).Select(x => x.Id).Take(6).ToListAsync(stop);
            var tokens = new List<(SurveyId Survey, string Token)>();
            foreach (var survey in found) tokens.Add((survey, DemoSurveys.TokenIn((await s.GetRequiredService<Mailroom>().About(survey.Value, stop))[0].Body)));
            return tokens;
        });
        foreach (var ((survey, token), i) in asked.Take(5 + later % 2).Select((a, i) => (a, i)))
        {
            var (overall, training, first, words) = Answers[(i + later) % Answers.Length];
            at(days.Later(world.Clock.Now(), 5 + 7 * i), async s =>
            {
                await world.Do<AnswerSurvey, Done>(null, new(token, overall, Math.Min(5, overall + 1), 5, overall, overall, words, new JsonObject { ["q1"] = training, ["q2"] = first, ["q3"] = words }), s);
                if (overall <= 2) at(days.Later(world.Clock.Now(), 4), again => world.Do<RecordCallBack, Done>(cast.Manager, new(survey, "已与部门负责人沟通，打印机进纸轮列入批量更换"), again));
            });
        }
    }
}
