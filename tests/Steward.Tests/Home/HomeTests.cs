// The homes of the engineer on site and of the administrator: what stands on them, in which order, and whose it is.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Home;

public sealed class HomeTests
{
    [Fact]
    public async Task The_engineer_on_site_sees_own_tickets_by_the_next_deadline_with_the_steps_that_are_next()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var onsite = await Signals.In(server, Company.UserOf(Role.Onsite));
        async Task<Guid> Given(string summary, string urgency, Guid? to)
        {
            var ticket = (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, impact = "Person", urgency, device = "FP-2055", place = "3 楼" }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{ticket}/accept");
            await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = to });
            return ticket;
        }
        var (later, sooner) = (await Given("不急的", "Planned", company.Engineer), await Given("很急的", "BadlyHindered", company.Engineer));
        await Given("别人的", "BadlyHindered", company.Second);
        await server.Raise(Signals.Of(server, company, "SwitchDown") with { Site = company.Site });
        await server.Raise(Signals.Of(server, company, "Elsewhere", host: "other") with { Site = company.Other.Site });
        async Task<List<JsonNode>> Jobs() => [.. (await onsite.Get("home?view=Onsite"))["onsite"]!["jobs"]!.AsArray().Select(j => j!)];

        var jobs = await Jobs();
        Assert.Equal([sooner, later], jobs.Select(j => j["line"]!["id"]!.GetValue<Guid>()));
        Assert.Equal(("员工001", "000-5550-0001", "总部", "3 楼"), (jobs[0].Text("requester"), jobs[0].Text("phone"), jobs[0].Text("site"), jobs[0].Text("place")));
        Assert.Equal("StartWork", jobs[0]["steps"]![0]!.GetValue<string>());
        Assert.Contains("ResolveTicket", jobs[0]["steps"]!.AsArray().Select(s => s!.GetValue<string>()));
        Assert.Equal(["SwitchDown gw-1"], (await onsite.Get("home?view=Onsite"))["onsite"]!["alerts"]!.AsArray().Select(a => a!.Text("summary")));

        await onsite.Do($"tickets/{sooner}/start");
        await onsite.Do($"tickets/{sooner}/pause", new { reason = "PendingUser", text = "等用户", waitsFor = "员工001", expectedAt = server.Time.GetUtcNow().AddHours(3), proof = "电话" });
        // What waits for somebody else stands behind what can be done.
        Assert.Equal([later, sooner], (await Jobs()).Select(j => j["line"]!["id"]!.GetValue<Guid>()));
        Assert.Equal("ResumeTicket", (await Jobs())[1]["steps"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Whoever_judges_mails_is_told_on_their_home_when_some_wait_and_nobody_else_is()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var foreign = await Signals.In(server, "other-agent");
        Assert.DoesNotContain("待判断的邮件", System.Net.WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/?view=Work")));
        await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of("nobody@example.com", "开不了机", "很急")) });
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of("nobody-else@example.com", "代开发票", "量大从优")) });
        var home = (await agent.Get("home?view=Work"))["work"]!;
        Assert.Equal((2, TestServer.Start), (home["mailsWaiting"]!.GetValue<int>(), home["oldestMail"]!.GetValue<DateTimeOffset>()));
        var page = System.Net.WebUtility.HtmlDecode(await agent.Http.GetStringAsync("/?view=Work"));
        Assert.Contains("待判断的邮件", page);
        Assert.Contains("最早 2026-03-10 09:00", page);
        Assert.Equal(0, (await foreign.Get("home?view=Work"))["work"]!["mailsWaiting"]!.GetValue<int>());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_administrator_sees_whether_the_system_is_well_and_no_business_data(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        await agent.Do("tickets", new { summary = "绝密词", service = company.Service, requester = company.Contact });
        using var admin = await Signals.In(server, Company.UserOf(Role.SysAdm));
        async Task<JsonNode> Health()
        {
            await server.Sweep("nodes");
            return (await admin.Get("home"))["system"]!;
        }
        var first = await Health();
        Assert.True(first["backupIsOld"]!.GetValue<bool>() && first["drillIsOld"]!.GetValue<bool>() && first["auditIsOld"]!.GetValue<bool>());
        var node = Assert.Single(first["nodes"]!.AsArray())!;
        Assert.False(node["gone"]!.GetValue<bool>());
        Assert.True(node["diskBytes"]!.GetValue<long>() > 0);
        Assert.NotEqual("", node.Text("version"));
        Assert.DoesNotContain("绝密词", first.ToJsonString());
        Assert.DoesNotContain("XX企业", first.ToJsonString());

        // Backup, drill and verification are other processes: what they note in the data folder is told here.
        UpkeepNotes.Note(server.Folder, n => n with { Backup = server.Time.GetUtcNow(), Drill = server.Time.GetUtcNow() });
        UpkeepNotes.Note(server.Folder, n => n with { Audit = server.Time.GetUtcNow() });
        for (var i = 0; i < 5; i++) await admin.Refused("sign-in", new { userName = Company.UserOf(Role.L1), password = "wrong" });
        var well = await Health();
        Assert.False(well["backupIsOld"]!.GetValue<bool>() || well["drillIsOld"]!.GetValue<bool>() || well["auditIsOld"]!.GetValue<bool>());
        Assert.Equal(1, well["locked"]!.GetValue<int>());
        Assert.True(well["auditLines"]!.GetValue<long>() > 50);

        UpkeepNotes.Note(server.Folder, n => n with { AuditFault = "Edited" });
        server.Time.Advance(TimeSpan.FromDays(3));
        var troubled = await Health();
        Assert.True(troubled["backupIsOld"]!.GetValue<bool>());
        Assert.Equal("Edited", troubled.Text("auditFault"));
        Assert.True(troubled["troubles"]!.GetValue<int>() >= 2);
        // A node that says nothing for two minutes is gone, and said to be.
        server.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.True((await admin.Get("home"))["system"]!["nodes"]![0]!["gone"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Backup_and_verification_leave_their_note_for_the_node()
    {
        var (server, _) = await TestServer.WithCompany();
        var folder = server.Folder;
        await server.CloseAndKeep();
        try
        {
            var backup = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(folder.Path)}.zip");
            Assert.Equal(0, (await ServerProcess.Run("backup", backup, "--drill", "--data", folder.Path)).Exit);
            File.Delete(backup);
            Assert.Equal(0, (await ServerProcess.Run("verify-audit", "--data", folder.Path)).Exit);
            var notes = UpkeepNotes.Of(new DataFolder(folder.Path));
            Assert.True(notes.Backup is not null && notes.Drill is not null && notes.Audit is not null && notes.AuditFault == "");
        }
        finally { Directory.Delete(folder.Path, recursive: true); }
    }
}
