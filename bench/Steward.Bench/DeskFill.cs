// Fills an installation with the past of many customers, as an import brings it in, and measures how long all its open clocks take to be judged anew.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Assets;
using Steward.Commands;
using Steward.Contracts;
using Steward.Desk;
using Steward.People;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Ids;
using Steward.Platform.Search;
using Steward.Platform.Settings;
using Steward.Sla;

namespace Steward.Bench;

static class DeskFill
{
    static readonly string[] Words = "打印机 路由器 交换机 VPN 邮件 磁盘 备份 登录 密码 服务器 延迟 证书 数据库 防火墙 更新 卡纸 蓝屏 无法访问 很慢 报错".Split(' ');
    const int BiggestShare = 5;

    /// <summary>One customer of the many has a fifth of all tickets, the others share the rest alike; the newest tenth of each is open.</summary>
    public static async Task Fill(string data, int tickets, int assets, int customers)
    {
        var folder = new DataFolder(data);
        await using var app = StewardHost.Build(folder, StewardSettings.Load(folder) with { Urls = [] }, Modules.All);
        var watch = Stopwatch.StartNew();
        var rest = (tickets - tickets / BiggestShare) / Math.Max(1, customers - 1);
        for (var c = 0; c < customers; c++)
        {
            var count = c == 0 ? tickets / BiggestShare : rest;
            await Do(app, async services =>
            {
                var done = await services.GetRequiredService<HistoryImport>().Run(new MemoryStream(Log(c, count)), new($"B{c:000}", $"客户{c:000}", "Asia/Shanghai"), null, default);
                if (done.Tickets != count || done.Bad.Count > 0) throw new InvalidOperationException($"{done.Tickets} of {count} tickets went in: {string.Join(' ', done.Bad.Take(3))}");
                await Things(services, done.Customer, $"B{c:000}", c == 0 ? assets / BiggestShare : (assets - assets / BiggestShare) / Math.Max(1, customers - 1));
            });
            if (c % 50 == 0) Console.Error.WriteLine($"{c + 1} of {customers} customers, {watch.Elapsed.TotalSeconds:n0} s");
        }
        await Do(app, async services =>
        {
            var db = services.GetRequiredService<StewardDb>();
            await db.Database.ExecuteSqlRawAsync("analyze");
            Console.WriteLine($"{{\"tickets\":{await db.Set<Ticket>().CountAsync()},\"assets\":{await db.Set<Asset>().CountAsync()},\"customers\":{await db.Set<Customer>().CountAsync()},\"seconds\":{watch.Elapsed.TotalSeconds:0}}}");
        });
    }

    /// <summary>Judges the open clocks of every contract as if its calendar had changed, without writing.</summary>
    public static async Task Judge(string data)
    {
        var folder = new DataFolder(data);
        await using var app = StewardHost.Build(folder, StewardSettings.Load(folder) with { Urls = [] }, Modules.All);
        await Do(app, async services =>
        {
            var (clocks, contracts, now) = (services.GetRequiredService<SlaClocks>(), await services.GetRequiredService<StewardDb>().Set<Contract>().ToListAsync(), DateTimeOffset.UtcNow);
            var open = await clocks.All.CountAsync(c => c.Kind == ClockKind.Resolution && (c.Phase == ClockPhase.Running || c.Phase == ClockPhase.Paused));
            var (watch, moved) = (Stopwatch.StartNew(), 0);
            foreach (var contract in contracts)
            {
                var calendar = (await clocks.Calendar((await clocks.Agreement(new(contract.Agreement, contract.AgreementNumber), default)).Calendars.Business, default)).Definition;
                var closed = CalendarEdit.WithDays(calendar, new(calendar.Ref.Id, calendar.Ref.Version + 1), DateOnly.FromDateTime(now.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime).AddDays(30), [], "bench").Value;
                moved += (await clocks.Preview(contract.Id.Value, CalendarUse.Business, ServiceCalendar.From(closed).Value, now, default)).Count;
            }
            Console.WriteLine($"{{\"open\":{open},\"moved\":{moved},\"seconds\":{watch.Elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)}}}");
        });
    }

    static async Task Do(Microsoft.AspNetCore.Builder.WebApplication app, Func<IServiceProvider, Task> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        Me.ActAsSystem(scope.ServiceProvider, "Bench");
        await work(scope.ServiceProvider);
    }

    /// <summary>A log of updates of one customer over three years, the last updates today.</summary>
    static byte[] Log(int customer, int tickets)
    {
        var dice = new Random(customer);
        var (text, now) = (new StringBuilder("number,incident_state,opened_at,sys_updated_at,sys_updated_by,caller_id,contact_type,category,priority,impact,assignment_group,assigned_to,cmdb_ci,u_symptom\n"), DateTime.UtcNow.AddHours(8));
        for (var i = 0; i < tickets; i++)
        {
            var open = i >= tickets - tickets / 10;
            var opened = open ? now.AddMinutes(-dice.Next(1, 14 * 24 * 60)) : now.AddMinutes(-dice.Next(20 * 24 * 60, 3 * 365 * 24 * 60));
            var (who, group, level) = (dice.Next(40), dice.Next(12), 1 + Math.Min(3, dice.Next(1, 6)));
            var fixedPart = $"用户{customer}-{dice.Next(30)},{(dice.Next(3) == 0 ? "Email" : "Phone")},{Words[dice.Next(Words.Length)]},{level},{level},第{group}组,工程师{who},PC-{dice.Next(400)},{Words[dice.Next(Words.Length)]}{Words[dice.Next(Words.Length)]} {Words[dice.Next(Words.Length)]} {i}";
            void Row(string state, double hours) => text.Append(CultureInfo.InvariantCulture, $"INC{i},{state},{opened:d/M/yyyy HH:mm},{opened.AddHours(hours):d/M/yyyy HH:mm},工程师{who},{fixedPart}\n");
            Row("New", 0);
            if (!open || dice.Next(2) == 0) Row("Active", 0.5);
            if (!open) { Row("Resolved", 1 + dice.Next(60)); Row("Closed", 61 + dice.Next(120)); }
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static async Task Things(IServiceProvider services, TenantId customer, string name, int count)
    {
        var (db, ids, now, dice) = (services.GetRequiredService<StewardDb>(), services.GetRequiredService<IdSource>(), DateTimeOffset.UtcNow, new Random(count));
        foreach (var part in Enumerable.Range(1, count).Chunk(5000))
        {
            var things = part.Select(i => new Asset
            {
                Id = ids.New<AssetId>(now), Customer = customer, Kind = (AssetKind)dice.Next(12), Name = $"PC-{i}", Tag = $"NB-{name}-2026-{i:00000}", Manufacturer = "Lenovo", Model = $"T{dice.Next(14, 17)}", Serial = $"{name}{i:000000}",
                Place = $"{dice.Next(1, 20)} 楼", AddedAt = now.AddMinutes(-i),
            }).ToList();
            await db.CommitBulk(async () =>
            {
                await BulkWriter.Insert(db, things, default);
                return ([], [], [.. things.Select(a => new SearchEntry("Asset", a.Id.Value, a.Customer, $"{a.Tag} {a.Name}", $"{a.Manufacturer} {a.Model} {a.Serial} {a.Place}", $"/assets/{a.Id}", a.AddedAt))]);
            }, default);
        }
    }
}
