// The sample company is watched: a probe at its site, checks with results all year, outages with their alerts and tickets, announced work, a cut line.
using Microsoft.EntityFrameworkCore;
using Steward.Alerting;
using Steward.Alerting.Silences;
using Steward.Assets;
using Steward.Desk;
using Steward.Desk.Tickets;
using Steward.Monitoring;
using Steward.Monitoring.Checks;
using Steward.Probes;
using Steward.Probes.Fleet;
using Steward.Probes.Link;
using Steward.Protocol;

namespace Steward.Demo;

/// <summary>Results go through the intake of probes at the moments of the story; all that follows, alerts and tickets and ledger, follows by itself.</summary>
sealed class DemoWatch(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at)
{
    sealed record Outage(string Target, DateTimeOffset From, DateTimeOffset To, string Solution, bool Acknowledged = true, bool FalseAlarm = false);
    sealed record Watched(DemoTarget Target, CheckId Check, DateTimeOffset From);

    readonly List<Watched> checks = [];
    readonly List<Outage> outages = [];
    (DateTimeOffset From, DateTimeOffset To) cut;
    ProbeId probe;
    long sequence;
    DateTimeOffset sent;

    DemoCustomer Customer => cast.Customers[0];

    public void Plan(DateTimeOffset from, DateTimeOffset asOf)
    {
        var year = from.AddDays(1).Year;
        DateTimeOffset Local(int month, int day, int hour, int minute) => new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();
        var begin = Customer.Hours.Due(from.AddDays(1), 4 * 3600);
        at(begin, SetUp);
        foreach (var later in DemoSite.Targets.Where(t => t.From is not null)) at(Local(later.From!.Value.Month, later.From.Value.Day, 10, 30), stop => Add(later, stop));
        outages.AddRange(new (string Target, DateTimeOffset From, int Minutes, string Solution, bool Known, bool False)[]
        {
            ("3F 接入交换机", Local(1, 14, 10, 20), 12, "交换机供电模块松动，重新插紧", true, false), ("邮件服务 SMTP", Local(2, 25, 9, 5), 26, "邮件队列积压，清理后重启服务", true, false),
            ("ERP 数据库", Local(3, 12, 14, 40), 35, "归档日志写满，扩容并清理", true, false), ("OA 登录页", Local(4, 15, 16, 0), 240, "变更失败导致无法登录，回退到变更前版本", true, false),
            ("ERP 数据库", Local(5, 19, 8, 50), 18, "监听进程异常退出，重启并打补丁", true, false), ("6F 接入交换机", Local(6, 23, 15, 10), 9, "", false, true),
            ("虚拟化主机 1", Local(7, 22, 11, 25), 47, "机房空调故障引起过热关机，恢复空调后重启", true, false), ("核心交换机", Local(8, 12, 2, 10), 31, "升级补丁后自动重启，核对配置", true, false),
            ("OA 登录页", Local(9, 20, 9, 30), 22, "证书链缺失，补全后恢复", true, false), ("3F 接入交换机", Local(10, 16, 15, 30), 14, "环路引起广播风暴，查出并断开", false, false),
            ("邮件服务 SMTP", Local(11, 5, 10, 15), 20, "对端黑名单导致连接被拒，申诉解除", true, false), ("OA 登录页", Local(12, 8, 14, 5), 16, "应用内存溢出，重启并调大内存", true, false),
        }.Select(o => new Outage(o.Target, o.From, o.From.AddMinutes(o.Minutes), o.Solution, o.Known, o.False)).Where(o => o.From > begin.AddDays(1) && o.To < asOf.AddHours(-2)));
        // One is open when the story reaches the present: nobody has taken it up yet.
        if (asOf > begin.AddDays(3)) outages.Add(new("3F 接入交换机", asOf.AddMinutes(-40), DateTimeOffset.MaxValue, "", Acknowledged: false));
        cut = (Local(6, 10, 7, 30), Local(6, 10, 11, 0));
        foreach (var (month, day) in new[] { (3, 6), (6, 5), (9, 4) }) Maintain(Local(month, day, 20, 0), begin, asOf);
        foreach (var outage in outages)
        {
            at(outage.From.AddSeconds(3), stop => Down(outage, stop));
            if (outage.To < asOf) at(outage.To.AddSeconds(1), stop => Heard(world.Clock.Now(), stop));
        }
        for (var night = begin.AddHours(12); night < asOf; night = night.AddHours(12)) at(night, stop => Send(world.Clock.Now(), stop));
        at(asOf, stop => Send(asOf, stop));
    }

    /// <summary>The keeper of the register adds a probe, which enrols as it would at the site; an engineer says what it looks at.</summary>
    async Task SetUp(CancellationToken stop)
    {
        var token = await world.Do<AddProbe, EnrolmentToken>(cast.Keeper, new(Customer.Site, "总部机房探针", 3600), stop);
        await world.Do<Enrol, Enrolled>(null, new(token.Token, DemoSite.Machine, "0.2.0", world.Clock.Now(), 0), stop);
        (probe, sent) = (token.Probe, world.Clock.Now());
        foreach (var target in DemoSite.Targets.Where(t => t.From is null)) await Add(target, stop);
    }

    async Task Add(DemoTarget target, CancellationToken stop)
    {
        AssetId? asset = target.Asset is null ? null : await world.As(null, "Assets", async s => (AssetId?)(await s.GetRequiredService<AssetBook>().All.SingleAsync(a => a.Customer == Customer.Id && a.Name == target.Asset, stop)).Id);
        var check = await world.Do<AddCheck, CheckId>(cast.SecondLine, new(Customer.Id, Customer.Site, target.Name, target.Kind, target.Target, target.Port, target.Url, VerifyCertificate: target.Kind == CheckKind.Http, Contract: Customer.Contract,
            Service: target.Service is null ? null : Customer.Services.First(s => s.Name == target.Service).Id, Probe: probe.Value, IntervalSeconds: DemoSite.IntervalSeconds, Asset: asset), stop);
        checks.Add(new(target, check, world.Clock.Now()));
    }

    /// <summary>An evening's work on the OA, announced two days ahead among the alerts: it is away for an hour, and nobody is called.</summary>
    void Maintain(DateTimeOffset begins, DateTimeOffset after, DateTimeOffset asOf)
    {
        var announced = begins.AddDays(-2).AddHours(-6);
        if (announced < after.AddDays(1) || begins.AddHours(3) > asOf) return;
        at(announced, async stop =>
        {
            await world.Do<EnterWindow, WindowId>(cast.SecondLine, new(Customer.Id, begins, begins.AddHours(2), "OA 系统季度升级", Customer.Site.Value, "check=\"OA 登录页\""), stop);
            await world.Hear(stop);
        });
        outages.Add(new("OA 登录页", begins.AddMinutes(20), begins.AddMinutes(80), ""));
    }

    /// <summary>Everything that was seen since the last batch, up to a moment of the story.</summary>
    async Task Send(DateTimeOffset until, CancellationToken stop)
    {
        var results = new List<CheckResult>();
        foreach (var (target, check, from) in checks)
        {
            void See(DateTimeOffset when, bool confirming = false)
            {
                if (when <= sent || when > until || when < from || when >= cut.From && when < cut.To) return;
                var down = outages.Exists(o => o.Target == target.Name && o.From <= when && when < o.To);
                results.Add(new(check.Value, when, down ? Outcome.Down : Outcome.Up, down ? 3000 : DemoSite.Milliseconds(check.Value, when, target.Ms), down ? "timed out" : "", target.Kind == CheckKind.Http && !down ? new(from.Year + 1, 3, 1, 0, 0, 0, TimeSpan.Zero) : null, confirming));
            }

            foreach (var slot in DemoSite.Slots(check.Value, sent, until)) See(slot);
            foreach (var outage in outages.Where(o => o.Target == target.Name))
            {
                See(outage.From);
                See(outage.From.AddSeconds(1), confirming: true);
                See(outage.From.AddSeconds(2), confirming: true);
                See(outage.To);
            }
        }
        sent = until;
        foreach (var part in results.OrderBy(r => r.At).ThenBy(r => checks.FindIndex(c => c.Check.Value == r.Check)).Chunk(Batch.MostResults))
            await world.Do<HandBatch, Taken>(null, new(probe, new(sequence += part.Length, until, part), "0.2.0"), stop);
    }

    async Task Heard(DateTimeOffset now, CancellationToken stop)
    {
        await Send(now, stop);
        await world.Hear(stop);
    }

    /// <summary>The outage is certain: alert and ticket are there, and people do their part.</summary>
    async Task Down(Outage outage, CancellationToken stop)
    {
        await Heard(world.Clock.Now(), stop);
        var check = checks.Find(c => c.Target.Name == outage.Target)!.Check.Value;
        var alert = await world.As(null, "Alerts", s => s.GetRequiredService<AlertInbox>().Alerts.FirstOrDefaultAsync(a => a.About == check && a.State == AlertState.Firing, stop));
        // In announced work there is an alert and no ticket; the last outage waits for whoever looks at the demo.
        if (alert?.Ticket is not { } id || outage.To == DateTimeOffset.MaxValue) return;
        var ticket = TicketId.From(id);
        if (outage.Acknowledged) at(outage.From.AddMinutes(4), s => world.Do<AcknowledgeAlert, Done>(cast.SecondLine, new(alert.Id, "在查"), s));
        at(outage.From.AddMinutes(6), s => world.Do<AcceptTicket, Done>(cast.Agent, new(ticket), s));
        if (outage.FalseAlarm)
        {
            at(outage.To.AddMinutes(10), s => world.Do<CancelTicket, Done>(cast.Agent, new(ticket, CancelReason.FalseAlarm, "施工断电测试，设备正常"), s));
            return;
        }
        at(outage.From.AddMinutes(7), s => world.Do<AssignTicket, Done>(cast.Agent, new(ticket, cast.Second, cast.Expert), s));
        at(outage.From.AddMinutes(8), s => world.Do<StartWork, Done>(cast.SecondLine, new(ticket), s));
        at(outage.To.AddMinutes(15), s => world.Do<ResolveTicket, Done>(cast.SecondLine, new(ticket, outage.Solution, "系统故障", outage.Target, (int)(outage.To - outage.From).TotalMinutes + 15), s));
        at(outage.To.AddMinutes(90), s => world.Do<ConfirmTicket, Done>(cast.Agent, new(ticket, "监控已恢复，用户确认可用"), s));
    }
}
