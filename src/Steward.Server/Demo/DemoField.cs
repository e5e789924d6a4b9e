// What the sample company's engineers do in the field: visits with signed service sheets, and a release that is halted by its stop rule and waits for a word.
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;
using Steward.Assets;
using Steward.Desk;
using Steward.Desk.Changes;
using Steward.Desk.Releases;
using Steward.Desk.Sheets;

namespace Steward.Demo;

sealed class DemoField(DemoWorld world, DemoCast cast, Action<DateTimeOffset, Func<CancellationToken, Task>> at)
{
    /// <summary>Which of the draws of the story become visits with a sheet, and which of these end without a signature.</summary>
    public static bool HasSheet(double draw) => draw is > 0.20 and < 0.245;
    static bool IsRefused(double draw) => draw is > 0.20 and < 0.203;

    /// <summary>The visit begins with its sheet, whose arrival is the ticket's.</summary>
    public Task<SheetId> Come(Person engineer, TicketId ticket, CancellationToken stop) => world.Do<OpenSheet, SheetId>(engineer, new(ticket, Arrived: true), stop);

    public async Task Leave(Person engineer, SheetId sheet, string work, string user, double draw, CancellationToken stop)
    {
        await world.Do<FinishSheet, Done>(engineer, new(sheet, work, SheetResult.Solved, draw > 0.235 ? "配件 1 件" : "", Signature: Ink((int)(draw * 1e6))), stop);
        if (IsRefused(draw)) await world.Do<RefuseSheet, Done>(engineer, new(sheet, "用户认为问题还会再次出现"), stop);
        else await world.Do<SignSheet, Done>(engineer, new(sheet, user, draw < 0.225 ? SheetOpinion.Satisfied : SheetOpinion.Acceptable, Signature: Ink((int)(draw * 1e7))), stop);
    }

    /// <summary>The release of the last days of the year, where there are days enough.</summary>
    public void Plan(DateTimeOffset from, DateTimeOffset asOf)
    {
        if (asOf - from < TimeSpan.FromDays(60)) return;
        var (main, release, hosts) = (cast.Customers[0], default(ReleaseId), new List<AssetId>());
        DateTimeOffset Day(int before, double hour) => main.Hours.StartOf(DateOnly.FromDateTime(asOf.AddDays(-before).UtcDateTime)).AddHours(hour);
        at(Day(14, 10), async stop =>
        {
            release = await world.Do<OpenRelease, ReleaseId>(cast.SecondLine, new("防病毒客户端升级到 8.2", main.Id, "卸载 8.2，从介质库装回 8.1，病毒库在线更新", "修复 8.1 在大文件扫描时占用过高的问题"), stop);
            await world.Do<TargetRelease, Done>(cast.SecondLine, new(release, Kind: AssetKind.Computer), stop);
            await world.Do<BuildRelease, Done>(cast.SecondLine, new(release, "client-8.2.zip", new MemoryStream(Package()), "终端安全客户端", "8.2.0", "厂商下载中心", "350 点，合同 5.3"), stop);
            await world.Do<TestRelease, Done>(cast.SecondLine, new(release, "3 台测试机（Windows 10、11 各型号）：安装、扫描、更新、卸载均正常，CPU 占用下降"), stop);
        });
        at(Day(11, 9.5), async stop =>
        {
            await world.Do<ApproveRelease, Done>(cast.ChangeManager, new(release), stop);
            hosts.AddRange(await world.As(null, "Demo", services => services.GetRequiredService<StewardDb>().Set<ReleaseTarget>().Where(t => t.Release == release)
                .Join(services.GetRequiredService<StewardDb>().Set<Asset>(), t => t.Asset, a => a.Id, (t, a) => a).OrderBy(a => a.Tag).Select(a => a.Id).ToListAsync(stop)));
            var model = await world.Do<SetChangeModel, ChangeModelId>(cast.ChangeManager, new("终端软件升级", "30 分发安装包\n60 安装并核对版本", "按发布的回退方案卸载并装回旧版", Reason: "按批准的发布升级终端软件", TestResult: "见发布的测试记录", ToNotify: "各部门联络人"), stop);
            var change = await world.Do<RunModel, ChangeId>(cast.SecondLine, new(model, hosts[0], Day(10, 10), asOf.AddDays(20), cast.Expert), stop);
            var number = await world.As(null, "Demo", services => services.GetRequiredService<StewardDb>().Set<Change>().Where(c => c.Id == change).Select(c => c.Number).SingleAsync(stop));
            await world.Do<TieRelease, Done>(cast.SecondLine, new(release, number), stop);
            at(Day(10, 10.5), s => world.Do<StartChange, Done>(cast.SecondLine, new(change), s));
        });
        at(Day(10, 11), stop => world.Do<StartPilot, Done>(cast.SecondLine, new(release), stop));
        at(Day(8, 16), async stop => { foreach (var host in await Out(stop)) await Tell(host, HostResult.Succeeded, "", stop); });
        at(Day(5, 10), stop => world.Do<StartWave, Done>(cast.SecondLine, new(release, 20), stop));
        at(Day(3, 15), async stop =>
        {
            foreach (var (host, i) in (await Out(stop)).Take(14).Select((h, i) => (h, i))) await Tell(host, i is 5 or 11 ? HostResult.Failed : HostResult.Succeeded, i is 5 or 11 ? "安装报错 1603，磁盘空间不足" : "", stop);
        });

        // How many hosts a wave has follows from how many computers the company has by that day.
        Task<List<AssetId>> Out(CancellationToken stop) => world.As(null, "Demo", services => services.GetRequiredService<StewardDb>().Set<ReleaseTarget>().Where(t => t.Release == release && t.Wave > 0 && t.Outcome == HostResult.Pending)
            .Join(services.GetRequiredService<StewardDb>().Set<Asset>(), t => t.Asset, a => a.Id, (t, a) => a).OrderBy(a => a.Tag).Select(a => a.Id).ToListAsync(stop));

        Task Tell(AssetId host, HostResult outcome, string note, CancellationToken stop) => world.Do<RecordHost, Done>(cast.SecondLine, new(release, host, outcome, note), stop);
    }

    static byte[] Package()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("readme.txt");
            entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var text = entry.Open();
            text.Write(Encoding.UTF8.GetBytes("示范安装包 8.2.0"));
        }
        return bytes.ToArray();
    }

    /// <summary>A scribble, always the same for the same number.</summary>
    static string Ink(int seed)
    {
        var hand = new Random(seed);
        using var paper = new SKBitmap(720, 260);
        paper.Erase(SKColors.White);
        using (var canvas = new SKCanvas(paper))
        using (var pen = new SKPaint { Color = SKColors.Black, StrokeWidth = 5, IsStroke = true, IsAntialias = true, StrokeCap = SKStrokeCap.Round })
        {
            var (x, y) = (80f, 150f);
            for (var i = 0; i < 14; i++)
            {
                var (nextX, nextY) = (x + hand.Next(-15, 70), 130 + hand.Next(-80, 80));
                canvas.DrawLine(x, y, nextX, nextY, pen);
                (x, y) = (nextX, nextY);
            }
        }
        using var image = SKImage.FromBitmap(paper);
        return "data:image/png;base64," + Convert.ToBase64String(image.Encode(SKEncodedImageFormat.Png, 100).ToArray());
    }
}
