// What a month's report says of assets, availability, alerts and satisfaction: counted to the second from real checks, alerts and answers, on screen, in Word and in Excel.
using System.Net;
using System.Text.Json.Nodes;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Monitoring;
using Steward.Platform.Data;
using Steward.Platform.Documents;
using Steward.Protocol;
using Xunit;

namespace Steward.Reports;

public sealed class SeenChapterTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_chapters_count_what_happened_and_the_frozen_report_keeps_its_bytes(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await WatchTests.In(server, Company.UserOf(Role.L2));
        using var agent = await WatchTests.In(server, Company.UserOf(Role.Agent));
        using var user = await WatchTests.In(server, Company.UserOf(Role.User));
        using var manager = await WatchTests.In(server, Company.UserOf(Role.SvcMgr));
        using var project = await WatchTests.In(server, Company.UserOf(Role.PM));
        using var keeper = await Steward.Assets.Machines.Keeper(server);
        foreach (var name in new[] { "打印机一", "打印机二" }) await keeper.Make("assets", new { customer = company.Customer, kind = "Printer", name });
        var check = await engineer.Make("checks", new { customer = company.Customer, site = company.Site, name = "核心网关", kind = "Tcp", target = "gateway.example", port = 443, contract = company.Contract, service = company.Service, probe = Guid.Parse("11111111-2222-7333-8444-555555555555"), intervalSeconds = 10, timeoutMs = 1000 });
        server.Time.Advance(TimeSpan.FromSeconds(60));
        // Up for 20 s, down for 20 s, up for 10 s and then 30 s until silence is certain: seen 50 s in all.
        await WatchTests.Hear(server, company, check, (0, Outcome.Up), (10, Outcome.Up), (20, Outcome.Down), (21, Outcome.Down), (22, Outcome.Down), (30, Outcome.Down), (40, Outcome.Up), (50, Outcome.Up));
        await server.Sweep("news");
        var ticket = Assert.Single(await server.Tickets());
        var alert = Assert.Single(await engineer.Listed());
        Assert.Equal("Over", alert.Text("state"));
        // A second alert is acknowledged after 90 s; its ticket is a false alarm.
        await server.Raise(Signals.Of(server, company, "DiskFull", "warning"));
        server.Time.Advance(TimeSpan.FromSeconds(90));
        var second = (await engineer.Listed()).Single(a => a.Text("state") == "Firing");
        await engineer.Do($"alerts/{second.Text("id")}/acknowledge", new { comment = "在看" });
        var noise = (await server.Tickets()).Single(t => t.Id != ticket.Id);
        await agent.Do($"tickets/{noise.Id}/cancel", new { reason = "FalseAlarm", text = "阈值有误" });
        // One judged well, one badly.
        foreach (var (requester, score) in new[] { (company.Contact, 5), (company.Contact, 1) })
        {
            var done = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{done}/accept");
            await agent.Do($"tickets/{done}/resolve", new { solution = "清理", cause = "卡纸", device = "无", minutesSpent = 5 });
            await agent.Do($"tickets/{done}/confirm");
            await user.Do($"tickets/{done}/rate", new { timeliness = score, skill = 4, attitude = 4, outcome = 4, overall = score, comment = score == 1 ? "等了两天" : "" });
        }
        server.Time.Advance(TimeSpan.FromDays(25));
        await server.Sweep("monitoring-blind");

        var report = (await manager.Do("reports", new { contract = company.Contract, period = "2026-03" }))["id"]!.GetValue<Guid>();
        var seen = (await manager.Get($"reports/{report}"))["figures"]!["seen"]!;
        var line = Assert.Single(seen["checks"]!.AsArray())!;
        Assert.Equal(("核心网关", "桌面支持", 30, 20, 1), (line.Text("name"), line.Text("service"), line["up"]!.GetValue<int>(), line["down"]!.GetValue<int>(), line["outages"]!.GetValue<int>()));
        // All seconds of March are of one kind or another.
        Assert.Equal(31 * 86400, new[] { "up", "down", "maintenance", "blind", "excluded" }.Sum(k => line[k]!.GetValue<int>()));
        var outage = Assert.Single(seen["outages"]!.AsArray())!;
        Assert.Equal((20, ticket.Number, "2026-03-10T01:00:20"), (outage["seconds"]!.GetValue<int>(), outage.Text("number"), outage.Text("from")[..19]));
        var (grave, lesser) = (seen["alerts"]![0]!, seen["alerts"]![1]!);
        Assert.Equal(("Critical", 1, 1, 0, 0), (grave.Text("severity"), grave["alerts"]!.GetValue<int>(), grave["tickets"]!.GetValue<int>(), grave["acknowledged"]!.GetValue<int>(), grave["false"]!.GetValue<int>()));
        Assert.Equal(("Warning", 1, 1, 1, 90, 1), (lesser.Text("severity"), lesser["alerts"]!.GetValue<int>(), lesser["tickets"]!.GetValue<int>(), lesser["acknowledged"]!.GetValue<int>(), lesser["meanAckSeconds"]!.GetValue<int>(), lesser["false"]!.GetValue<int>()));
        Assert.Equal(("Printer", 2, 2), (seen["assets"]![0]!.Text("kind"), seen["assets"]![0]!["inUse"]!.GetValue<int>(), seen["assets"]![0]!["added"]!.GetValue<int>()));
        Assert.Equal([1, 0, 0, 0, 1], seen["surveys"]!["scores"]![4]!.AsArray().Select(n => n!.GetValue<int>()));
        Assert.Equal("等了两天", Assert.Single(seen["surveys"]!["low"]!.AsArray())!.Text("comment"));

        foreach (var (id, words) in new[] { (report, new[] { "可用性与容量", "监控与告警", "资产与配置", "满意度与投诉", "60.00", "等了两天" }), ((await manager.Do("reports", new { contract = company.Contract, period = "2026-03", language = "En" }))["id"]!.GetValue<Guid>(), ["Availability and capacity", "Monitoring and alerts", "Assets and configuration", "False alarms"]) })
        {
            var page = WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/reports/{id}"));
            Assert.All(words, w => Assert.Contains(w, page));
            Assert.DoesNotContain("[Reports.", page);
        }

        await manager.Do($"reports/{report}/review");
        await project.Do($"reports/{report}/approve");
        var (word, excel) = (await Bytes("docx"), await Bytes("xlsx"));
        Assert.Equal("", OpenedFiles.WordErrors(word));
        Assert.Equal("", OpenedFiles.ExcelErrors(excel));
        using (var document = WordprocessingDocument.Open(new MemoryStream(word), false))
        {
            Assert.Contains("等了两天", document.MainDocumentPart!.Document!.InnerText);
            Assert.Contains("核心网关", document.MainDocumentPart.Document.InnerText);
        }
        // Whatever is found out later: the report stays, byte for byte, and the difference is told beside it.
        await engineer.Do($"checks/{check}/exclusions", new { from = TestServer.Start.AddSeconds(20), until = TestServer.Start.AddSeconds(30), reason = "客户机房停电" });
        var asked = (await manager.Get("approvals"))["items"]!.AsArray().First(a => a!.Text("kind") == "exclusion")!;
        await manager.Do($"approvals/{asked.Text("id")}/decide", new { agree = true, reason = "已核实" });
        Assert.Equal(word, await Bytes("docx"));
        Assert.Equal(excel, await Bytes("xlsx"));
        var difference = (await manager.Get($"reports/{report}/differences"))!.AsArray().Single(d => d!.Text("textKey") == "measure.availability")!;
        Assert.Equal(("60.00% (30/50)", "75.00% (30/40)"), (difference.Text("frozen"), difference.Text("now")));

        Task<byte[]> Bytes(string kind) => manager.Http.GetByteArrayAsync($"/reports/{report}/download/{kind}");
    }

    [Fact]
    public void Figures_of_form_1_are_read_as_they_were()
    {
        var figures = CountMonthTests.Empty() with { Form = 1 };
        var body = figures.Write();
        Assert.DoesNotContain("seen", body);
        Assert.Equal(body, Monthly.MonthlyFigures.Read(body).Write());
    }
}
