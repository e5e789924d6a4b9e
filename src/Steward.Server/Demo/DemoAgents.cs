// What the agents of the sample company keep for their work: views, answers, the time on the road, and a routine that comes round.
using Steward.Desk;
using Steward.Desk.Effort;
using Steward.Desk.Recurring;
using Steward.Desk.Templates;
using Steward.Desk.Views;

namespace Steward.Demo;

sealed class DemoAgents(DemoWorld world, DemoCast cast)
{
    static readonly (string Name, string Text)[] Answers =
    [
        ("请重启后再试", "{报障人}，您好：\n\n请先重启电脑后再试一次。如果还有问题，直接回复本邮件即可，单号 {单号}。\n\n{处理人}"),
        ("已安排上门", "{报障人}，您好：\n\n“{摘要}”已安排工程师上门，预计 {期限} 前解决。上门前会电话联系您。\n\n{处理人}"),
        ("请补充截图", "{报障人}，您好：\n\n为尽快定位，请补充出现问题时的完整截图和发生时间。\n\n单号 {单号} · {处理人}"),
        ("密码重置说明", "{报障人}，您好：\n\n密码已重置，首次登录时请修改。请勿把密码告诉他人，服务台不会向您索要密码。\n\n{处理人}"),
    ];

    public async Task Begin(CancellationToken stop)
    {
        foreach (var (name, text) in Answers) await world.Do<KeepTemplate, TemplateId>(cast.Agent, new(name, text), stop);
        await world.Do<SaveView, SavedViewId>(cast.Agent, new("打印类", "group=open&category=打印&sort=due"), stop);
        await world.Do<SaveView, SavedViewId>(cast.Agent, new("高优先级未解决", "group=open&sort=priority"), stop);
        await world.Do<SaveView, SavedViewId>(cast.OnSiteA, new("驻场待办", $"group=open&team={cast.OnSite}&sort=due", Team: cast.OnSite), stop);
    }

    /// <summary>The way there and back, for one visit in ten.</summary>
    public Task OnTheRoad(Person engineer, TicketId ticket, double draw, CancellationToken stop) =>
        draw is < 0.2 or > 0.3 ? Task.CompletedTask : world.Do<RecordTime, TimeEntryId>(engineer, new(ticket, 10 + (int)(draw * 100) % 20, Text: "往返路途"), stop);

    /// <summary>At the end of the story, so that its first ticket is still to come.</summary>
    public Task Routine(CancellationToken stop)
    {
        var main = cast.Customers[0];
        return world.Do<PlanRecurring, RecurringId>(cast.Agent, new("机房设备月度巡检", main.Services.First(s => s.Name == "桌面与外设支持").Id, main.Contacts.First(c => c.Department == "信息中心").Name, "09:00", Description: "按巡检表逐项检查，结果附在工单上。"), stop);
    }
}
