// What in the sample company is more than a ticket: problems behind many of them, two bad mornings with everybody told, and users who complain.
using Microsoft.EntityFrameworkCore;
using Steward.Desk;
using Steward.Desk.Complaints;
using Steward.Desk.Majors;
using Steward.Desk.Problems;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Sla;

namespace Steward.Demo;

sealed class DemoCases(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at, DemoDays days, DemoChanges changes)
{
    DemoCustomer Main => cast.Customers[0];

    public void Plan()
    {
        at(days.Back(30, 10), Printers);
        at(days.Back(12, 14), Reports);
        Erp(days.Back(20, 10.1));
        Mail(days.Back(2, 14.2));
        Complaints();
    }

    /// <summary>Its cause is mended, and now it is watched.</summary>
    async Task Printers(CancellationToken stop)
    {
        if (await Behind("打印", "打印机卡纸", stop) is not { Count: > 0 } tickets) return;
        var problem = await world.Do<OpenProblem, ProblemId>(cast.SecondLine, new("多台打印机反复卡纸", Main.Id, "同型号打印机一个月内多次卡纸，清理后几天又出现。", Tickets: tickets), stop);
        await world.Do<AssignProblem, Done>(cast.SecondLine, new(problem, cast.Second, cast.Expert), stop);
        at(days.Back(29, 9.5), s => world.Do<DiagnoseProblem, Done>(cast.SecondLine, new(problem), s));
        at(days.Back(26, 15), s => world.Do<PublishKnownError, Done>(cast.SecondLine, new(problem, "进纸轮使用超过两年，表面磨损打滑", "从后盖取出卡纸，改用手动进纸器；同一位置一周两次以上直接报驻场", 420), s));
        at(days.Back(25, 10), s => world.Do<ProposeDecision, Done>(cast.SecondLine, new(problem, ProblemDecision.Fix, "批量更换进纸轮，备件每套 80 元，共 6 套"), s));
        at(days.Back(24, 16), s => world.Decide(cast.Manager, problem.Value, true, "同意，安排驻场更换", s));
        at(days.Back(13, 17), s => world.Do<FinishProblem, Done>(cast.SecondLine, new(problem, "6 台打印机的进纸轮已全部更换，打印 500 页无卡纸"), s));
    }

    /// <summary>The cause is known; what becomes of it waits for the service manager.</summary>
    async Task Reports(CancellationToken stop)
    {
        if (await Behind("业务系统", "报表导出报错", stop) is not { Count: > 0 } tickets) return;
        var problem = await world.Do<OpenProblem, ProblemId>(cast.SecondLine, new("月末报表导出报错", Main.Id, "每月最后几天导出报表报错，过了月末自行消失。", Tickets: tickets), stop);
        await world.Do<AssignProblem, Done>(cast.SecondLine, new(problem, cast.Second, cast.Expert), stop);
        at(days.Back(10, 10), s => world.Do<DiagnoseProblem, Done>(cast.SecondLine, new(problem), s));
        at(days.Back(5, 15), s => world.Do<PublishKnownError, Done>(cast.SecondLine, new(problem, "月末并发导出时临时表空间不足", "避开 9 点到 11 点导出，或先按部门分批导出", 180), s));
        at(days.Back(1, 11.5), s => world.Do<ProposeDecision, Done>(cast.SecondLine, new(problem, ProblemDecision.Defer, "厂商下季度版本会改为流式导出，先用变通办法", days.Ahead(40, 18)), s));
    }

    Task<List<TicketId>> Behind(string category, string symptom, CancellationToken stop)
    {
        var since = world.Clock.Now().AddDays(-90);
        return world.Find(db => db.Set<Ticket>().Where(t => t.Customer == Main.Id && t.Category == category && t.Summary.StartsWith(symptom) && t.OpenedAt > since).OrderByDescending(t => t.OpenedAt).Select(t => t.Id).Take(4).ToListAsync(stop));
    }

    /// <summary>A whole morning: called within minutes, told at the promised pace, restored by an emergency change, reviewed and closed.</summary>
    void Erp(DateTimeOffset begin) => at(begin, async stop =>
    {
        var (ticket, major) = await Declare("ERP 系统无法登录，全公司受影响", "ERP 财务系统", "业务系统", Impact.Organisation, 260, stop);
        at(begin.AddMinutes(4.5), s => Notice(major, "ERP 系统暂时无法登录，工程师已定位到数据库，正在处理。下次通报 10:40 前。", s));
        changes.Emergency(begin.AddMinutes(14), ticket, days, 20);
        at(begin.AddMinutes(33), s => Notice(major, "已批准紧急变更，正在为数据库扩容，预计 11 点前恢复。", s));
        at(begin.AddMinutes(50), s => Restore(major, ticket, "ERP 系统已恢复，可以正常登录。给您带来不便，敬请谅解。", "扩容归档空间并清理过期归档", s));
        at(days.Back(17, 14), s => world.Do<ReviewMajor, Done>(cast.SecondLine, new(major, "归档空间写满且没有容量告警", "1. 增加归档空间监控项；2. 每周检查容量；3. 扩容到 400 GB 纳入下月计划"), s));
        at(days.Back(16, 10), s => world.Do<CloseMajor, Done>(cast.Manager, new(major), s));
    });

    /// <summary>Restored, and its review still to be written.</summary>
    void Mail(DateTimeOffset begin) => at(begin, async stop =>
    {
        var (ticket, major) = await Declare("邮件系统收发严重延迟", "电子邮件", "网络", Impact.Department, 90, stop);
        at(begin.AddMinutes(4.5), s => Notice(major, "邮件收发延迟，正在排查出口链路，内部即时通讯不受影响。", s));
        at(begin.AddMinutes(34), s => Notice(major, "确认为运营商链路丢包，正在切换到备用线路。", s));
        at(begin.AddMinutes(48), s => Restore(major, ticket, "已切换到备用线路，邮件恢复正常，积压邮件将在一小时内送达。", "切换到备用运营商线路", s));
    });

    async Task<(TicketId, MajorId)> Declare(string summary, string service, string category, Impact impact, int users, CancellationToken stop)
    {
        var (now, reporter) = (world.Clock.Now(), Main.Contacts[155].Id);
        var ticket = (await world.Do<OpenTicket, OpenedTicket>(cast.Agent, new(summary, Main.Services.First(s => s.Name == service).Id, Main.Id, reporter, Channel: Channel.Phone, Impact: impact, Urgency: Urgency.Stopped, Category: category), stop)).Id;
        await world.Do<AcceptTicket, Done>(cast.Agent, new(ticket), stop);
        await world.Do<AssignTicket, Done>(cast.Agent, new(ticket, cast.Second, cast.Expert), stop);
        await world.Do<StartWork, Done>(cast.SecondLine, new(ticket), stop);
        var major = await world.Do<DeclareMajor, MajorId>(cast.Agent, new(ticket, users, "多个部门同时来电"), stop);
        at(now.AddMinutes(4), s => world.Do<AppointMajor, Done>(cast.Manager, new(major, StaffOf(cast.Manager), cast.Expert, cast.EngineerA, StaffOf(cast.Agent)), s));
        return (ticket, major);
    }

    Task Notice(MajorId major, string text, CancellationToken stop) => world.Do<NoticeMajor, Done>(cast.Manager, new(major, text), stop);

    async Task Restore(MajorId major, TicketId ticket, string text, string solution, CancellationToken stop)
    {
        await world.Do<RestoreMajor, Done>(cast.Manager, new(major, text), stop);
        await world.Do<ResolveTicket, Done>(cast.SecondLine, new(ticket, solution, "系统故障", "", 50), stop);
        at(days.Later(world.Clock.Now(), 2), s => world.Do<ConfirmTicket, Done>(cast.Agent, new(ticket, "各部门确认恢复"), s));
    }

    static StaffId StaffOf(Person who) => who.Account.Staff!.Value;

    void Complaints()
    {
        at(days.Back(22, 10.5), async stop =>
        {
            var complaint = await world.Do<OpenComplaint, ComplaintId>(cast.Agent, new("约好上午上门，下午才来", "打印机坏了影响合同盖章，约好十点上门，等到下午三点才来，也没有人打电话说明。", Main.Id, Main.Contacts[120].Id, ComplaintLevel.Ordinary, Channel.Phone, About: cast.EngineerB), stop);
            at(days.Back(22, 10.8), s => world.Do<AcknowledgeComplaint, Done>(cast.Manager, new(complaint), s));
            at(days.Back(22, 16), s => world.Do<JudgeComplaint, Done>(cast.Manager, new(complaint, true, "排班冲突且未提前告知，属实"), s));
            at(days.Back(22, 16.5), s => world.Do<ProposeSettlement, Done>(cast.Manager, new(complaint, "向用户当面致歉；今后改约必须提前半小时电话告知，列入驻场考核"), s));
            at(days.Back(21, 11), s => world.Do<AcceptSettlement, Done>(cast.HeadOfIt, new(complaint, "接受处理意见"), s));
            at(days.Back(14, 15), s => world.Do<VerifyComplaint, Done>(cast.Manager, new(complaint, "回访：近两周上门都准时，用户满意"), s));
            at(days.Back(14, 15.5), s => world.Do<CloseComplaint, Done>(cast.Manager, new(complaint), s));
        });
        at(days.Back(1, 16.2), async stop =>
        {
            var complaint = await world.Do<OpenComplaint, ComplaintId>(cast.User, new("同一个问题报了三次还没解决", "电脑开机很慢，一个月里报了三次，每次清理完过几天又慢，希望彻底解决。"), stop);
            at(days.Back(1, 16.5), s => world.Do<AcknowledgeComplaint, Done>(cast.Manager, new(complaint), s));
            at(days.Back(1, 17), s => world.Do<NoteComplaint, Done>(cast.Manager, new(complaint, "已请二线工程师核对三次工单记录，明天上午给用户答复"), s));
        });
    }
}
