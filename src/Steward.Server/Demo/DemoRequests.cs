// What people of the sample company ask for from its catalogue: some things done, some under way, some waiting for the customer's word.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Desk.Reminders;
using Steward.Desk.Requests;
using Steward.Desk.Tickets;
using Steward.Sla;

namespace Steward.Demo;

sealed class DemoRequests(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at, DemoDays days)
{
    /// <summary>Without a <paramref name="Contact"/> the portal's user asks for themselves. <paramref name="Agreed"/> and <paramref name="Tasks"/>: null as long as nobody has spoken, or taken it on.</summary>
    sealed record Wish(int Before, double Hour, string Item, int? Contact, (string Key, string Value)[] Answers, string Words = "", string CostCentre = "", bool? Agreed = null, string Answer = "", int? Tasks = null, double Pace = 0.75, string Done = "", string Wait = "", string Project = "");

    static readonly Wish[] Wishes =
    [
        new(24, 9.6, "new-pc", 150, [("user", "员工290（新入职）"), ("kind", "笔记本"), ("place", "5F 财务部 5F-12"), ("needed", "d-9"), ("software", "财务系统客户端、WPS Office")], "财务部新增岗位", "CC-500", true, "预算内，同意", 4, 2.5, "笔记本已交付并签收，财务系统可正常登录", Project: "P2026-11"),
        new(17, 10.2, "consumable", 80, [("device", "3F 市场部复合机"), ("colour", "彩色全套")], Tasks: 1, Done: "四色墨粉已更换，打印测试页正常"),
        new(15, 14.5, "account-open", 240, [("user", "员工291（新入职）"), ("accounts", "域账号与邮箱"), ("start", "d-9")], "人力资源部新员工", Agreed: true, Answer: "同意", Tasks: 2, Done: "账号与邮箱已开通，初始密码已当面告知"),
        new(11, 11.1, "rights", 115, [("system", "财务共享目录"), ("right", "读写"), ("reason", "核对付款进度")], Agreed: false, Answer: "采购部只需查看付款台账，请改为申请只读"),
        new(9, 15.3, "move", 255, [("from", "7F 行政部 7F-08"), ("to", "7F 行政部 7F-21"), ("when", "d-8")], Tasks: 3, Done: "电脑、电话已移到 7F-21 并接通"),
        new(6, 9.9, "restore", 205, [("what", "研发共享目录 /项目/接口文档/v3"), ("lost", "d-7"), ("owner", "员工206")], "误删整个目录", Agreed: true, Answer: "同意恢复", Tasks: 2, Done: "已从前一晚的备份恢复，用户核对无误"),
        new(1, 9.1, "new-pc", 210, [("user", "员工292（新入职）"), ("kind", "台式机"), ("place", "6F 研发部 6F-33"), ("needed", "d+4")], "研发部招聘到岗", "CC-600", true, "同意，走研发部费用中心", 1, 1.5, Project: "P2026-14"),
        new(1, 9.3, "software", null, [("software", "Visio 2021"), ("reason", "绘制业务流程图")], "部门流程梳理要用", Agreed: true, Answer: "许可有余量，同意", Tasks: 1, Wait: "用户在外开会，约定回来后安装"),
        new(1, 14.2, "meeting", 270, [("room", "8F 大会议室"), ("day", "d+3"), ("hours", "09:00-12:00"), ("video", "true"), ("people", "30")], "年度供应商评审会", Tasks: 0, Wait: "设备已预查，等会议当天值守"),
        new(1, 13.6, "network-point", 200, [("place", "6F 研发部 测试间"), ("kind", "办公网"), ("count", "4")], "测试间增加设备", Agreed: true, Answer: "同意", Tasks: 0),
        new(1, 10.6, "remote", null, [("reason", "月底在外地参加展会，需要访问 OA"), ("from", "d+2"), ("until", "d+8"), ("own", "false")], "出差一周"),
        new(1, 16.3, "peripheral", 90, [("what", "显示器"), ("count", "2"), ("note", "双屏办公")], "设计岗位需要双屏", "CC-300"),
    ];

    public void Plan()
    {
        foreach (var wish in Wishes) at(days.Back(wish.Before, wish.Hour), stop => Ask(wish, stop));
    }

    async Task Ask(Wish wish, CancellationToken stop)
    {
        var (main, now) = (cast.Customers[0], world.Clock.Now());
        var item = await world.As(null, "Demo", s => s.GetRequiredService<ContractBook>().Items.Where(i => i.Contract == main.Contract && i.Code == wish.Item && i.State == ItemState.Published).Select(i => i.Id).SingleAsync(stop));
        var answers = new JsonObject(wish.Answers.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)days.Said(a.Value))));
        var fields = wish.Project.Length > 0 ? new JsonObject { ["project"] = wish.Project } : null;
        var asked = wish.Contact is { } contact
            ? await world.Do<SubmitRequest, SubmittedRequest>(cast.Agent, new(item, answers, main.Contacts[contact].Id, wish.CostCentre, wish.Words, Channel.Phone, fields), stop)
            : await world.Do<SubmitRequest, SubmittedRequest>(cast.User, new(item, answers, CostCentre: wish.CostCentre, Description: wish.Words), stop);
        if (asked.State != TicketState.PendingApproval) Fulfil(asked.Id, wish, now);
        else if (wish.Agreed is { } agreed)
        {
            var decided = days.Later(now, 1.5);
            at(decided, async s =>
            {
                await world.Decide(cast.HeadOfIt, asked.Id.Value, agreed, wish.Answer, s);
                if (agreed) Fulfil(asked.Id, wish, decided);
            });
        }
    }

    void Fulfil(TicketId ticket, Wish wish, DateTimeOffset from)
    {
        if (wish.Tasks is not { } tasks) return;
        var when = days.Later(from, 0.3);
        at(when, async stop =>
        {
            await world.Do<AcceptTicket, Done>(cast.Agent, new(ticket), stop);
            await world.Do<AssignTicket, Done>(cast.Agent, new(ticket, cast.OnSite, cast.EngineerA), stop);
        });
        for (var i = 0; i < tasks; i++) at(when = days.Later(when, wish.Pace), stop => FinishNext(ticket, stop));
        if (wish.Wait.Length > 0) at(days.Later(when, 0.1), stop => world.Do<PauseTicket, Done>(cast.OnSiteA, new(ticket, PauseReason.PendingUser, wish.Wait, "用户", days.Ahead(3, 18), "电话联系用户，约定时间"), stop));
        if (wish.Done.Length == 0) at(days.Later(when, 0.1), stop => world.Do<RemindMe, ReminderId>(cast.OnSiteA, new(ticket, days.Ahead(1, 9.5), "联系用户确认时间"), stop));
        else
        {
            at(days.Later(when, 0.2), stop => world.Do<FulfilRequest, Done>(cast.OnSiteA, new(ticket, wish.Done, 10), stop));
            at(days.Later(when, 1.5), stop => world.Do<ConfirmTicket, Done>(wish.Contact is null ? cast.User : cast.Agent, new(ticket, "用户确认"), stop));
        }
    }

    async Task FinishNext(TicketId ticket, CancellationToken stop)
    {
        var task = await world.Find(db => db.Set<RequestTask>().AsNoTracking().Where(t => t.Ticket == ticket && t.State == RequestTaskState.Ready).OrderBy(t => t.Step).ThenBy(t => t.Id).FirstAsync(stop));
        await world.Do<FinishTask, Done>(cast.OnSiteA, new(ticket, task.Id, $"{task.Name}：已完成", 25), stop);
    }
}
