// Lets the demo year happen: incidents arrive by the volumes and peaks of the trade and are worked on by the ordinary verbs.
using Steward.Desk;
using Steward.Desk.Tickets;
using Steward.Platform.Approvals;
using Steward.Reports.Filing;
using Steward.Sla;

namespace Steward.Demo;

/// <summary>One deed of the story, to be done at its moment; deeds of one moment keep their order.</summary>
sealed record Deed(DateTimeOffset At, Func<CancellationToken, Task> Act);

sealed class DemoYear(DemoWorld world, DemoCast cast)
{
    DemoKnowledge? knowledge;
    DemoPromises? promises;
    readonly PriorityQueue<Deed, (DateTimeOffset, int)> deeds = new();
    readonly DemoAgents agents = new(world, cast);
    int order;
    DemoField? visits;
    DemoField Visits => visits ??= new(world, cast, At);

    static readonly (string Category, int Share, string Service, string[] Symptoms, string[] Solutions)[] Kinds =
    [
        ("打印", 24, "打印服务", ["打印机卡纸", "打印颜色偏淡", "无法连接打印机", "打印队列卡住", "打印机报缺墨"], ["清理进纸通道", "更换硒鼓", "重新安装打印驱动", "清空打印队列并重启服务"]),
        ("操作系统", 15, "桌面与外设支持", ["电脑开机很慢", "系统蓝屏", "系统更新后无法进入桌面", "磁盘空间不足"], ["清理启动项", "回滚更新", "修复系统文件", "清理临时文件"]),
        ("办公软件", 14, "桌面与外设支持", ["文档打不开", "表格宏无法运行", "输入法异常", "PDF 无法打印"], ["修复办公软件", "启用受信任位置", "重装输入法", "更换阅读器"]),
        ("网络", 12, "网络接入", ["无法上网", "无线网络经常断", "访问内网系统很慢", "网线接口松动"], ["更换网线", "重新获取地址", "调整无线信道", "更换信息点模块"]),
        ("账号权限", 10, "账号与权限", ["密码过期无法登录", "共享目录没有权限", "OA 账号被锁定"], ["重置密码", "按审批开通权限", "解锁账号"]),
        ("硬件", 12, "桌面与外设支持", ["显示器不亮", "键盘失灵", "电脑无法开机", "风扇噪音大"], ["更换显示器电源线", "更换键盘", "更换电源", "清灰并更换风扇"]),
        ("病毒安全", 3, "终端安全", ["提示发现病毒", "防病毒软件未更新", "收到可疑邮件"], ["隔离并全盘查杀", "更新病毒库", "确认为钓鱼邮件并处置"]),
        ("业务系统", 8, "OA 系统", ["OA 流程提交失败", "OA 附件无法上传", "报表导出报错"], ["重启应用服务", "清理浏览器缓存", "修正报表参数"]),
        ("其他", 2, "桌面与外设支持", ["会议室投影无信号", "电话无拨号音"], ["更换转接线", "更换话机线"]),
    ];

    /// <summary>The year from its first day up to <paramref name="asOf"/>; tells each finished month.</summary>
    public async Task Happen(DateTimeOffset from, DateTimeOffset asOf, Action<int, int>? progress, Func<DateOnly, Task>? monthDone, CancellationToken stop)
    {
        await agents.Begin(stop);
        foreach (var customer in cast.Customers) Arrivals(customer, from, asOf);
        Story(from);
        Reports(from, asOf);
        foreach (var customer in cast.Customers)
            foreach (var (at, act) in new DemoAssets(world, cast.Keeper).Deeds(customer, from))
                if (at <= asOf) At(at, act);
        new DemoWatch(world, cast, At).Plan(from, asOf);
        (knowledge = new(world, cast, At)).Plan(from, asOf);
        Visits.Plan(from, asOf);
        if (asOf - from > TimeSpan.FromDays(90)) Cases(from, asOf);
        Days(from, asOf);
        var (done, total) = (0, deeds.Count);
        var month = FirstMonth(from);
        while (deeds.TryDequeue(out var deed, out _) && deed.At <= asOf)
        {
            var local = DateOnly.FromDateTime(deed.At.ToOffset(TimeSpan.FromHours(8)).DateTime);
            while (local >= month.AddMonths(1))
            {
                if (monthDone is not null) await monthDone(month);
                month = month.AddMonths(1);
            }
            world.Clock.MoveTo(deed.At);
            await deed.Act(stop);
            progress?.Invoke(++done, Math.Max(total, done + deeds.Count));
        }
        world.Clock.MoveTo(asOf);
        await agents.Routine(stop);
    }

    /// <summary>What needs weeks before it: all of it lies in the last two months of the story, and some of it is still open at the end.</summary>
    void Cases(DateTimeOffset from, DateTimeOffset asOf)
    {
        var days = new DemoDays(cast.Customers[0].Hours, asOf);
        (promises = new(world, cast, At, days)).Plan(from);
        var changes = new DemoChanges(world, cast, At, days);
        changes.Plan();
        new DemoCases(world, cast, At, days, changes).Plan();
        new DemoRequests(world, cast, At, days).Plan();
    }

    static DateOnly FirstMonth(DateTimeOffset from) => DateOnly.FromDateTime(from.ToOffset(TimeSpan.FromHours(8)).DateTime);

    void At(DateTimeOffset at, Func<CancellationToken, Task> act) => deeds.Enqueue(new(at, act), (at, order++));

    /// <summary>Every morning and evening the timed duties run, as they would on a server, and users find what was mailed to them.</summary>
    void Days(DateTimeOffset from, DateTimeOffset asOf)
    {
        var surveys = new DemoSurveys(world, cast, At);
        for (var day = from.Date.AddDays(0); day < asOf.Date.AddDays(1); day = day.AddDays(1))
            foreach (var hour in new[] { 1, 10 })
                At(new DateTimeOffset(day, TimeSpan.Zero).AddHours(hour), async stop =>
                {
                    await world.Sweep(stop);
                    await surveys.LookAround(stop);
                });
    }

    void Arrivals(DemoCustomer customer, DateTimeOffset from, DateTimeOffset asOf)
    {
        for (var month = FirstMonth(from); month < DateOnly.FromDateTime(asOf.UtcDateTime); month = month.AddMonths(1))
        {
            var days = Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month)).Select(month.AddDays).Where(customer.Hours.IsWorkingDay).ToList();
            var weights = days.Select((d, i) => (d.DayOfWeek == DayOfWeek.Monday ? 1.3 : 1.0) * (i > 0 && d.DayNumber - days[i - 1].DayNumber > 4 || i == 0 && d.Day > 5 ? 1.8 : 1.0)).ToArray();
            var count = customer.IncidentsAMonth + world.Dice.Next(-customer.IncidentsAMonth / 8, customer.IncidentsAMonth / 8 + 1);
            for (var i = 0; i < count; i++)
            {
                var day = days[Pick(weights)];
                // Peaks at nine and two o'clock: two of three arrive in an hour's bell around them.
                var hour = world.Dice.Next(3) switch { 0 => 9.4 + Bell() * 0.5, 1 => 14.4 + Bell() * 0.6, _ => 9 + world.Dice.NextDouble() * 8.8 };
                Incident(customer, customer.Hours.StartOf(day).AddHours(Math.Clamp(hour, 9.02, 17.9)));
            }
        }
    }

    /// <summary>On the third working day the service manager reports on the month before; the project manager approves, the customer accepts.</summary>
    void Reports(DateTimeOffset from, DateTimeOffset asOf)
    {
        var main = cast.Customers[0];
        for (var month = FirstMonth(from); month.AddMonths(1) < DateOnly.FromDateTime(asOf.UtcDateTime); month = month.AddMonths(1))
        {
            var (period, due) = (month, month.AddMonths(1));
            for (var working = main.Hours.IsWorkingDay(due) ? 1 : 0; working < 3; working += main.Hours.IsWorkingDay(due) ? 1 : 0) due = due.AddDays(1);
            var at = main.Hours.StartOf(due).AddHours(10);
            At(at, async stop =>
            {
                var drafted = await world.Do<DraftReport, DraftedReport>(cast.Manager, new(main.Contract, $"{period:yyyy-MM}"), stop);
                await world.Do<WriteReport, Done>(cast.Manager, new(drafted.Id, "本月服务总体平稳，工单按约定时间响应与解决。未达标的工单已逐一复盘，原因与措施见附表。", "继续做好日常支持，重点跟进打印类重复故障。"), stop);
                await world.Do<ReviewReport, Done>(cast.Manager, new(drafted.Id), stop);
                await world.Do<ApproveReport, Done>(cast.ProjectManager, new(drafted.Id), stop);
                await world.Do<SendReport, Done>(cast.ProjectManager, new(drafted.Id), stop);
                // The latest one still lies on the customer's desk.
                if (period.AddMonths(2) < DateOnly.FromDateTime(asOf.UtcDateTime)) At(at.AddDays(2), s => world.Do<AcceptReport, Done>(cast.HeadOfIt, new(drafted.Id), s));
            });
        }
    }

    /// <summary>What happened in the demo year besides the everyday.</summary>
    void Story(DateTimeOffset from)
    {
        var main = cast.Customers[0];
        DateTimeOffset Local(int month, int day, int hour, int minute) => new(FirstMonth(from).Year, month, day, hour, minute, 0, TimeSpan.FromHours(8));
        Incident(main, Local(3, 18, 10, 5).ToUniversalTime(), "病毒安全", "一台电脑文件被加密，疑似勒索软件", Impact.Group, Urgency.Stopped);
        Incident(main, Local(4, 15, 16, 0).ToUniversalTime(), "业务系统", "OA 系统全员无法访问", Impact.Organisation, Urgency.Stopped, workSeconds: 2 * 3600);
        Incident(main, Local(7, 22, 11, 20).ToUniversalTime(), "其他", "机房空调告警，温度升高", Impact.Department, Urgency.Stopped);
        for (var i = 0; i < 4; i++) Incident(main, Local(9, 20, 9 + i, 15).ToUniversalTime());
    }

    void Incident(DemoCustomer customer, DateTimeOffset at, string? category = null, string? summary = null, Impact? impact = null, Urgency? urgency = null, double? workSeconds = null)
    {
        var kind = category is null ? Kinds[Pick([.. Kinds.Select(k => (double)k.Share)])] : Kinds.First(k => k.Category == category);
        var contact = customer.Contacts[world.Dice.Next(customer.Contacts.Count)];
        var (drawnImpact, drawnUrgency) = Severity();
        var byPhone = world.Dice.NextDouble() < 0.7 || customer.ShortName != "XXQY";
        var service = customer.Services.First(s => s.Name == kind.Service).Id;
        var ask = new OpenTicket(summary ?? $"{kind.Symptoms[world.Dice.Next(kind.Symptoms.Length)]}（{contact.Floor} {contact.Department}）", service, customer.Id, contact.Id,
            Channel: byPhone ? Channel.Phone : Channel.WalkUp, Impact: impact ?? drawnImpact, Urgency: urgency ?? drawnUrgency, Category: kind.Category, Device: $"PC-{world.Dice.Next(1, 301):000}");
        var plan = new Plan(customer, kind.Solutions[world.Dice.Next(kind.Solutions.Length)], kind.Category,
            Response: Lognormal(7, 0.6) * 60, Work: workSeconds ?? Lognormal(28, 0.8) * 60, Draw: world.Dice.NextDouble(), Reopens: world.Dice.NextDouble() < 0.025, Confirms: world.Dice.NextDouble() < 0.6,
            Engineer: world.Dice.Next(2), Wait: Lognormal(150, 0.5) * 60, User: contact.Name);
        At(at.AddSeconds(world.Dice.Next(60)), async stop =>
        {
            var opened = await world.Do<OpenTicket, OpenedTicket>(cast.Agent, ask with { Fields = promises?.FieldsOf(customer, contact, kind.Category) }, stop);
            Work(opened, plan);
        });
    }

    sealed record Plan(DemoCustomer Customer, string Solution, string Cause, double Response, double Work, double Draw, bool Reopens, bool Confirms, int Engineer, double Wait, string User);

    /// <summary>Accept, assign, start, arrive, perhaps wait for somebody, resolve, confirm: each planned in the customer's service time.</summary>
    void Work(OpenedTicket ticket, Plan plan)
    {
        var (engineer, staff) = plan.Engineer == 0 ? (cast.OnSiteA, cast.EngineerA) : (cast.OnSiteB, cast.EngineerB);
        var hours = plan.Customer.Hours;
        // Urgent tickets are taken up at once; a few ordinary ones are left lying too long.
        var patience = ticket.Priority switch { Priority.P1 => 0.25, Priority.P2 => 0.6, _ => plan.Draw > 0.97 ? 6.0 : 1.0 };
        var accepted = hours.Due(world.Clock.Now(), (long)Math.Max(30, plan.Response * patience));
        At(accepted, async stop =>
        {
            await world.Do<AcceptTicket, Done>(cast.Agent, new(ticket.Id), stop);
            await world.Do<AssignTicket, Done>(cast.Agent, new(ticket.Id, cast.OnSite, staff), stop);
        });
        // What can wait lies in the queue for a while: the desk of a busy house is never empty.
        var started = hours.Due(accepted, 120 + (ticket.Priority == Priority.P4 ? (long)(plan.Wait * 0.7) : 0));
        At(started, stop => world.Do<StartWork, Done>(engineer, new(ticket.Id), stop));
        var arrived = hours.Due(started, (long)(60 + plan.Response * 0.3));
        var (visit, sheet) = (plan.Customer == cast.Customers[0] && DemoField.HasSheet(plan.Draw), default(SheetId));
        At(arrived, async stop =>
        {
            if (visit) sheet = await Visits.Come(engineer, ticket.Id, stop);
            else await world.Do<ArriveOnSite, Done>(engineer, new(ticket.Id), stop);
        });
        var ready = hours.Due(arrived, 300);
        if (plan.Draw is < 0.12 or > 0.95 and < 0.99)
        {
            var reason = plan.Draw < 0.12 ? PauseReason.PendingUser : PauseReason.PendingSupplier;
            At(ready, stop => world.Do<PauseTicket, Done>(engineer, new(ticket.Id, reason, reason == PauseReason.PendingUser ? "等用户空出电脑" : "等供应商送配件",
                reason == PauseReason.PendingUser ? "用户" : "HX 原厂保修", world.Clock.Now().AddDays(1), reason == PauseReason.PendingUser ? "电话联系用户，约定时间" : ""), stop));
            ready = hours.Due(ready, (long)plan.Wait);
            At(ready, stop => world.Do<ResumeTicket, Done>(engineer, new(ticket.Id), stop));
        }
        if (plan.Draw is > 0.40 and < 0.43 && ticket.Priority == Priority.P3)
        {
            At(ready, stop => world.Do<ChangePriority, Done>(engineer, new(ticket.Id, Impact.Person, Urgency.Hindered, "用户表示不急，可以先用备用设备"), stop));
            ready = hours.Due(ready, 1200);
            At(ready, stop => Decide(ticket, stop));
        }
        var resolved = hours.Due(ready, (long)Math.Max(120, plan.Work));
        if (plan.Draw is > 0.60 and < 0.65)
        {
            var (until, claimed) = (resolved, hours.Due(resolved, 900));
            At(claimed, stop => world.Do<ClaimPause, Done>(engineer, new(ticket.Id, PauseReason.PendingUser, arrived, until, "用户开会，当时忘记挂起；有会议通知"), stop));
            At(Friday(claimed), stop => Decide(ticket, stop));
        }
        if (visit) At(resolved, stop => Visits.Leave(engineer, sheet, plan.Solution, plan.User, plan.Draw, stop));
        At(resolved, async stop =>
        {
            await agents.OnTheRoad(engineer, ticket.Id, plan.Draw, stop);
            await Resolve(engineer, ticket, plan, stop);
        });
        if (plan.Reopens)
        {
            var again = hours.Due(resolved, 3 * 3600);
            At(again, stop => world.Do<ReopenTicket, Done>(cast.Agent, new(ticket.Id, "用户反映问题再次出现"), stop));
            resolved = hours.Due(again, (long)Math.Max(300, plan.Work));
            At(resolved, stop => Resolve(engineer, ticket, plan, stop));
        }
        if (plan.Confirms) At(hours.Due(resolved, 1800 + (long)(plan.Draw * 7200)), stop => world.Do<ConfirmTicket, Done>(cast.Agent, new(ticket.Id, "电话回访，用户确认已恢复"), stop));
    }

    /// <summary>The service manager agrees to what waits about a ticket.</summary>
    async Task Decide(OpenedTicket ticket, CancellationToken stop)
    {
        foreach (var asked in await world.As(null, "Approvals", services => services.GetRequiredService<ApprovalDesk>().On(ticket.Id.Value, stop)))
            await world.Do<DecideApproval, Done>(cast.Manager, new(asked.Id, true, "已核实"), stop);
    }

    /// <summary>The service manager clears the desk on Fridays at half past four: what was asked since then still waits.</summary>
    static DateTimeOffset Friday(DateTimeOffset after)
    {
        var friday = new DateTimeOffset(after.ToOffset(TimeSpan.FromHours(8)).Date, TimeSpan.FromHours(8)).AddHours(16.5);
        while (friday.DayOfWeek != DayOfWeek.Friday || friday <= after) friday = friday.AddDays(1);
        return friday.ToUniversalTime();
    }

    async Task Resolve(Person engineer, OpenedTicket ticket, Plan plan, CancellationToken stop)
    {
        await knowledge!.Solved(engineer, ticket.Id, plan.Cause, stop);
        await world.Do<ResolveTicket, Done>(engineer, new(ticket.Id, plan.Solution, plan.Cause, "", (int)Math.Clamp(plan.Work / 60, 3, 480)), stop);
    }

    /// <summary>P1 0.5 %, P2 6 %, P3 58 %, P4 35.5 % under the standard matrix.</summary>
    (Impact, Urgency) Severity() => world.Dice.NextDouble() switch
    {
        < 0.005 => (Impact.Department, Urgency.Stopped),
        < 0.065 => (Impact.Group, Urgency.Stopped),
        < 0.645 => (Impact.Person, Urgency.BadlyHindered),
        _ => (Impact.Person, Urgency.Hindered),
    };

    int Pick(double[] weights)
    {
        var at = world.Dice.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
            if ((at -= weights[i]) < 0) return i;
        return weights.Length - 1;
    }

    double Bell() => world.Dice.NextDouble() + world.Dice.NextDouble() + world.Dice.NextDouble() - 1.5;

    double Lognormal(double median, double sigma)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - world.Dice.NextDouble())) * Math.Cos(2 * Math.PI * world.Dice.NextDouble());
        return median * Math.Exp(sigma * normal);
    }
}
