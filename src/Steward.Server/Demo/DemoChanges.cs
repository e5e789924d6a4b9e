// What the sample company alters on purpose: a run of a model, a switch replaced after a problem, an upgrade that still waits for the board, and a fix in an emergency.
using Microsoft.EntityFrameworkCore;
using Steward.Assets;
using Steward.Desk;
using Steward.Desk.Announcements;
using Steward.Desk.Changes;
using Steward.Desk.Problems;
using Steward.Desk.Tickets;

namespace Steward.Demo;

sealed class DemoChanges(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at, DemoDays days)
{
    DemoCustomer Main => cast.Customers[0];

    public void Plan()
    {
        at(days.Back(16, 14), Standard);
        at(days.Back(14, 10), Switch);
        at(days.Back(4, 11), Upgrade);
    }

    async Task Standard(CancellationToken stop)
    {
        var model = await world.Do<SetChangeModel, ChangeModelId>(cast.ChangeManager, new("接入交换机端口调整", "10 备份配置\n15 调整端口与 VLAN\n15 用户侧测试", "恢复备份的配置", Reason: "按工位调整开通或变更端口", TestResult: "同型号交换机已多次验证", ToNotify: "本楼层联络人"), stop);
        var change = await world.Do<RunModel, ChangeId>(cast.SecondLine, new(model, await Asset("6F 接入交换机", stop), days.Back(15, 19), days.Back(15, 20), cast.EngineerA, Reason: "6F 研发部工位调整，开通 8 个端口"), stop);
        at(days.Back(15, 19.1), s => Work(cast.OnSiteA, change, days.Back(15, 19.7), "8 个端口已开通，用户测试正常", s));
        at(days.Back(14, 9.5), s => world.Do<CloseChange, Done>(cast.ChangeManager, new(change), s));
    }

    /// <summary>The access switch of the third floor fails again and again; its replacement is approved and near.</summary>
    async Task Switch(CancellationToken stop)
    {
        var since = world.Clock.Now().AddDays(-120);
        var behind = await world.Find(db => db.Set<Ticket>().Where(t => t.Customer == Main.Id && t.OpenedAt > since && (t.Summary.Contains("3F 接入交换机") || t.Category == "网络" && t.Summary.Contains("3F") && !t.Summary.Contains("无线"))).OrderByDescending(t => t.OpenedAt).Select(t => t.Id).Take(5).ToListAsync(stop));
        if (behind.Count == 0) return;
        var device = await Asset("3F 接入交换机", stop);
        var problem = await world.Do<OpenProblem, ProblemId>(cast.SecondLine, new("3F 接入交换机间歇性中断", Main.Id, "三楼市场部多次报告断网，监控同时看到接入交换机离线，每次十分钟左右后自行恢复。", Asset: device, Tickets: behind), stop);
        await world.Do<AssignProblem, Done>(cast.SecondLine, new(problem, cast.Second, cast.Expert), stop);
        await world.Do<DiagnoseProblem, Done>(cast.SecondLine, new(problem), stop);
        at(days.Back(12, 16), s => world.Do<PublishKnownError, Done>(cast.SecondLine, new(problem, "电源模块老化，负载升高时输出电压跌落，设备重启", "重新插紧电源模块并重启交换机；急用的用户先连无线网络", 640), s));
        at(days.Back(11, 10), s => world.Do<ProposeDecision, Done>(cast.SecondLine, new(problem, ProblemDecision.Fix, "设备已过保，更换整机比更换电源模块可靠；备件库有同型号"), s));
        at(days.Back(11, 16.5), s => world.Decide(cast.Manager, problem.Value, true, "同意更换，走变更流程", s));
        at(days.Back(9, 10), async s =>
        {
            var change = await world.Do<OpenChange, ChangeId>(cast.SecondLine, new("更换 3F 接入交换机", Main.Id, ChangeKind.Significant, Problem: problem, Asset: device), s);
            await world.Do<PlanChange, Done>(cast.SecondLine, new(change, "更换 3F 接入交换机", ChangeKind.Significant, "电源模块老化，三楼反复断网", 2, 2, "备机已刷同版本系统并导入配置，试运行三天无异常", "",
                "10 备份现有配置\n30 下架旧机、上架新机\n30 恢复配置并接线\n20 逐端口测试", "装回旧交换机，恢复原配置", days.Ahead(3, 20.5), "3F 市场部全体", days.Ahead(3, 19.5), days.Ahead(3, 22), cast.EngineerB), s);
            await world.Do<SubmitChange, Done>(cast.SecondLine, new(change), s);
            await world.Do<LinkChangeTicket, Done>(cast.SecondLine, new(change, await world.Find(db => db.Set<Ticket>().Where(t => t.Id == behind[0]).Select(t => t.Number).SingleAsync(s))), s);
            at(days.Back(8, 9.5), again => Ask(change, again));
            at(days.Back(7, 11), again => world.Decide(cast.ProjectManager, change.Value, true, "安排在下班后，影响可控", again, "Board"));
            at(days.Back(6, 15), again => world.Decide(cast.Security, change.Value, true, "新机已做基线检查", again, "Board"));
            at(days.Back(6, 16), again => world.Decide(cast.ChangeManager, change.Value, true, "同意", again, "Chair"));
            at(days.Back(5, 9.5), again => world.Do<ScheduleChange, Done>(cast.ChangeManager, new(change), again));
        });
        at(days.Back(2, 10), s => world.Do<Announce, Done>(cast.Manager, new("3F 网络维护通知", $"{days.Ahead(3, 19.5).ToOffset(TimeSpan.FromHours(8)):M 月 d 日} 19:30 至 22:00 更换三楼接入交换机，期间三楼有线网络中断，无线网络不受影响。", AnnouncementKind.PlannedOutage, Main.Id, From: days.Ahead(3, 19.5), Until: days.Ahead(3, 22)), s));
    }

    /// <summary>One of the board has spoken; another, and the customer, have not.</summary>
    async Task Upgrade(CancellationToken stop)
    {
        var change = await world.Do<OpenChange, ChangeId>(cast.SecondLine, new("OA 系统升级到 9.2", Main.Id, ChangeKind.Major, Asset: await Asset("OA 应用服务器", stop)), stop);
        await world.Do<PlanChange, Done>(cast.SecondLine, new(change, "OA 系统升级到 9.2", ChangeKind.Major, "修复流程附件漏洞，厂商年底停止支持 9.0", 4, 1, "测试环境升级成功，20 条主要流程回归通过", "",
            "30 全量备份\n20 停止服务\n60 升级程序与数据库\n60 流程回归测试", "从备份恢复 9.0", days.Ahead(8, 21.5), "全体 OA 用户", days.Ahead(8, 19.5), days.Ahead(8, 23.5), cast.EngineerA, SecurityRelevant: true), stop);
        await world.Do<SubmitChange, Done>(cast.SecondLine, new(change), stop);
        at(days.Back(3, 9.5), s => Ask(change, s));
        at(days.Back(2, 14), s => world.Decide(cast.ChangeManager, change.Value, true, "回归记录完整，同意", s, "Chair"));
        at(days.Back(1, 11), s => world.Decide(cast.ProjectManager, change.Value, true, "同意，升级后留人值守一天", s, "Board"));
    }

    /// <summary>What restores the service in a major incident: decided by telephone, papers and review afterwards.</summary>
    public void Emergency(DateTimeOffset begin, TicketId ticket, DemoDays after, int day)
    {
        at(begin, async stop =>
        {
            var change = await world.Do<OpenChange, ChangeId>(cast.SecondLine, new("ERP 数据库紧急扩容归档空间", Main.Id, ChangeKind.Emergency, Ticket: ticket, Asset: await Asset("ERP 数据库服务器", stop)), stop);
            await world.Do<PlanChange, Done>(cast.SecondLine, new(change, "ERP 数据库紧急扩容归档空间", ChangeKind.Emergency, "归档空间写满，数据库停止响应，全公司无法登录 ERP", BackoutPlan: "卸下新卷，恢复原参数", BackoutAt: begin.AddMinutes(40),
                WindowFrom: begin.AddMinutes(5), WindowTo: begin.AddMinutes(65), Implementer: cast.Expert, Ground: EmergencyGround.Ticket), stop);
            await Request(change, cast.ChangeManager, stop);
            at(begin.AddMinutes(3), s => world.Do<RecordPhoneWord, Done>(cast.ChangeManager, new(change, ChangeSeat.Customer, cast.HeadOfIt.Account.Id, world.Clock.Now().AddMinutes(-1), true, "业务已停，同意立即处理"), s));
            at(begin.AddMinutes(4), s => world.Decide(cast.Keeper, change.Value, true, "存储有余量，方案可行", s, "Technical"));
            at(begin.AddMinutes(5), async s =>
            {
                await world.Decide(cast.ChangeManager, change.Value, true, "同意", s, "Chair");
                await world.Do<ScheduleChange, Done>(cast.ChangeManager, new(change), s);
            });
            at(begin.AddMinutes(6), s => world.Do<StartChange, Done>(cast.SecondLine, new(change), s));
            at(begin.AddMinutes(30), s => world.Do<FinishChange, Done>(cast.SecondLine, new(change, "新增 200 GB 归档卷，清理过期归档，数据库恢复响应"), s));
            at(after.Back(day - 1, 10), s => world.Do<CompletePapers, Done>(cast.SecondLine, new(change, 4, 1, "扩容步骤已在测试库复验", "", "10 挂载新卷\n15 调整归档参数并清理", ToNotify: "全体 ERP 用户"), s));
            at(after.Back(day - 3, 15), s => world.Do<ReviewChange, Done>(cast.SecondLine, new(change, "处置正确；归档空间增长没有告警，已加监控项并改为每周检查"), s));
            at(after.Back(day - 4, 10), s => world.Do<CloseChange, Done>(cast.ChangeManager, new(change), s));
        });
    }

    async Task Ask(ChangeId change, CancellationToken stop)
    {
        await world.Do<AssessChange, Done>(cast.ChangeManager, new(change), stop);
        await Request(change, cast.ChangeManager, stop);
    }

    Task<Done> Request(ChangeId change, Person by, CancellationToken stop) => world.Do<Desk.Changes.RequestApproval, Done>(by, new(change), stop);

    async Task Work(Person engineer, ChangeId change, DateTimeOffset end, string result, CancellationToken stop)
    {
        await world.Do<StartChange, Done>(engineer, new(change), stop);
        at(end, async s =>
        {
            foreach (var step in await world.Find(db => db.Set<ChangeStep>().Where(x => x.Change == change).OrderBy(x => x.Position).Select(x => x.Id).ToListAsync(s)))
                await world.Do<MarkStep, Done>(engineer, new(change, step), s);
            await world.Do<FinishChange, Done>(engineer, new(change, result), s);
        });
    }

    Task<AssetId> Asset(string name, CancellationToken stop) => world.As(null, "Demo", s => s.GetRequiredService<AssetBook>().All.Where(a => a.Customer == Main.Id && a.Name == name).Select(a => a.Id).SingleAsync(stop));
}
