// Complaints, major incidents and changes as measures that add up from their records, and as chapters of a month's report; on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Documents;
using Xunit;

namespace Steward.Reports;

public sealed class CaseChapterTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task They_are_measured_by_their_records_and_the_frozen_report_keeps_its_bytes(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        var manager = board.Manager;
        using var project = await Board.In(server, Role.PM);
        using var agent = await Board.In(server, Role.Agent);
        using var user = await Board.In(server, Role.User);
        // A minor change for 10 to 13 o'clock.
        var change = await board.Assessed("Minor", 1, 4);
        await board.Chair.Do($"changes/{change}/request-approval");
        await board.Agree(manager, change, "Manager");
        await board.Chair.Do($"changes/{change}/schedule");
        foreach (var summary in new[] { "打印机卡纸", "鼠标失灵", "投影无信号" }) await Ticket(agent, company, summary, "Person", "Hindered");

        // Of two complaints one is settled at once; the other, about a colleague, is taken on eleven minutes late.
        var kept = await user.Make("complaints", new { summary = "催了三次没有人来" });
        await manager.Do($"complaints/{kept}/acknowledge");
        await manager.Do($"complaints/{kept}/judge", new { justified = true, reason = "属实" });
        await manager.Do($"complaints/{kept}/propose", new { proposal = "今天换新" });
        await user.Do($"complaints/{kept}/accept");
        var late = await agent.Make("complaints", new { summary = "工程师态度恶劣", customer = company.Customer, about = company.Second, anonymous = true });
        server.Time.Advance(TimeSpan.FromMinutes(41));
        await manager.Do($"complaints/{late}/acknowledge");

        // Told after four minutes, then five minutes late, then restored before the next notice was due and before the ticket was.
        var core = await Ticket(agent, company, "核心交换机宕机", "Organisation", "Stopped");
        var major = await agent.Make($"tickets/{core}/declare-major", new { });
        server.Time.Advance(TimeSpan.FromMinutes(4));
        await manager.Do($"major-incidents/{major}/appoint", new { commander = company.Engineer, technicalLead = company.Second, scribe = company.Second, communications = company.Engineer });
        await agent.Do($"major-incidents/{major}/notices", new { text = "正在更换电源模块" });
        server.Time.Advance(TimeSpan.FromMinutes(35));
        await agent.Do($"major-incidents/{major}/notices", new { text = "正在启动" });
        server.Time.Advance(TimeSpan.FromMinutes(10));
        await manager.Do($"major-incidents/{major}/restore", new { text = "网络已恢复" });
        await agent.Do($"major-incidents/{major}/notices", new { text = "继续观察" });

        // One change is finished and reviewed, an emergency too, and one failed.
        await board.Doer.Do($"changes/{change}/start");
        foreach (var step in (await board.Doer.Get($"changes/{change}"))["steps"]!.AsArray()) await board.Doer.Do($"changes/{change}/steps/{step!["id"]}/done");
        await board.Doer.Do($"changes/{change}/finish", new { result = "版本已更新" });
        await board.Author.Do($"changes/{change}/review", new { review = "达到目的" });
        await Ended(server, company, ChangeKind.Emergency, ChangeState.Implemented, "CHG-XXQY-20260310-0002", "");
        await Ended(server, company, ChangeKind.Significant, ChangeState.Failed, "CHG-XXQY-20260310-0003", "备份损坏");

        (string Measure, int Part, int Whole, string[] Verdicts)[] expected =
        [
            (Measures.ComplaintHandling, 1, 2, ["Kept", "OpenPastDue"]), (Measures.ComplaintRate, 2, 4, ["Opened", "Opened", "Opened", "Complained", "Complained", "Opened"]),
            (Measures.MajorNotices, 2, 3, ["Kept", "Missed", "Kept"]), (Measures.MajorRestore, 1, 1, ["Kept"]),
            (Measures.ChangeSuccess, 2, 3, ["Succeeded", "Succeeded", "Failed"]), (Measures.EmergencyShare, 1, 3, ["Planned", "Emergency", "Planned"]),
        ];
        foreach (var (measure, part, whole, verdicts) in expected)
        {
            var list = await manager.Get($"measures/{measure}/evidence?contract={company.Contract}&period=2026-03");
            var records = list["records"]!.AsArray();
            Assert.Equal((measure, part, whole), (measure, list["figure"]!["numerator"]!.GetValue<int>(), list["figure"]!["denominator"]!.GetValue<int>()));
            Assert.Equal((measure, part, whole), (measure, records.Sum(r => r!["part"]!.GetValue<int>()), records.Sum(r => r!["whole"]!.GetValue<int>())));
            Assert.Equal(verdicts, records.Select(r => r!["verdict"]!.ToString()));
            var missed = (await manager.Get($"measures/{measure}/evidence?contract={company.Contract}&period=2026-03&missed=true"))["records"]!.AsArray();
            Assert.Equal(verdicts.Where(v => v is "OpenPastDue" or "Missed" or "Complained" or "Failed" or "Emergency"), missed.Select(r => r!["verdict"]!.ToString()));
            var page = WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/measures/{measure}/evidence?contract={company.Contract}&period=2026-03"));
            Assert.DoesNotContain("[measure.", page);
            Assert.All(records.Select(r => r!["href"]?.ToString()).OfType<string>(), href => Assert.Contains(href, page));
            Assert.Contains("分子", await manager.Http.GetStringAsync($"/measures/{measure}/evidence.csv?contract={company.Contract}&period=2026-03"));
        }

        // Gone on with after any record of one moment, the list is the same.
        var rate = $"measures/{Measures.ComplaintRate}/evidence?contract={company.Contract}&period=2026-03&after=";
        async Task<List<string>> From(string after) => [.. (await manager.Get(rate + after))["records"]!.AsArray().Select(r => r!["number"]!.ToString())];
        var all = await From("");
        foreach (var shown in Enumerable.Range(1, 5)) Assert.Equal(all.Skip(shown), await From($"{TestServer.Start.ToUnixTimeMilliseconds()}-{shown}"));

        // Whom a complaint is about reads that there is one and not what it says; who reads no complaints learns it of none.
        using var accused = server.Client();
        using (var admin = server.Client())
        {
            await admin.SignIn("admin");
            var account = await admin.Make("accounts", new { userName = "manager-b", name = "服务经理B", password = Company.Password, staff = company.Second });
            await admin.Do($"accounts/{account}/grants", new { role = Role.SvcMgr });
        }
        await accused.SignIn("manager-b");
        async Task<string> Said(Client reader) => (await reader.Get($"measures/{Measures.ComplaintHandling}/evidence?contract={company.Contract}&period=2026-03")).ToJsonString(Plain);
        Assert.Contains("工程师态度恶劣", await Said(manager));
        Assert.DoesNotContain("工程师态度恶劣", await Said(accused));
        Assert.Contains("催了三次没有人来", await Said(accused));
        Assert.DoesNotContain("催了三次没有人来", await Said(board.Doer));
        Assert.Contains("CMP-XXQY-20260310-0002", await Said(board.Doer));

        server.Time.Advance(TimeSpan.FromDays(25));
        var report = (await manager.Do("reports", new { contract = company.Contract, period = "2026-03" }))["id"]!.GetValue<Guid>();
        var cases = (await manager.Get($"reports/{report}"))["figures"]!["cases"]!;
        Assert.Equal("[1,2]", cases["complaints"]!["handled"]!.ToJsonString());
        Assert.Equal([("催了三次没有人来", true), ("", null)], cases["complaints"]!["lines"]!.AsArray().Select(c => (c!.Text("summary"), c!["justified"]?.GetValue<bool>())));
        Assert.Equal((49 * 60, 3, 1), (cases["majors"]!["meanRestoreSeconds"]!.GetValue<int>(), cases["majors"]!["lines"]![0]!["notices"]!.GetValue<int>(), cases["majors"]!["lines"]![0]!["late"]!.GetValue<int>()));
        Assert.Equal(["Minor", "Significant", "Emergency"], cases["changes"]!["kinds"]!.AsArray().Select(k => k!.Text("kind")));
        Assert.Equal("备份损坏", Assert.Single(cases["changes"]!["faults"]!.AsArray())!.Text("result"));
        var english = (await manager.Do("reports", new { contract = company.Contract, period = "2026-03", language = "En" }))["id"]!.GetValue<Guid>();
        foreach (var (id, words) in new[] { (report, new[] { "重大事件", "变更与发布", "满意度与投诉", "CHG-XXQY-20260310-0003", "备份损坏", "CMP-XXQY-20260310-0002", "裁定前不公开" }), (english, ["Major incidents", "Changes and releases", "Satisfaction and complaints", "Complaints handled in time", "Not shown before it is judged"]) })
        {
            var page = WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/reports/{id}"));
            Assert.All(words, w => Assert.Contains(w, page));
            Assert.DoesNotContain("工程师态度恶劣", page);
            Assert.DoesNotContain("[Reports.", page);
        }

        await manager.Do($"reports/{report}/review");
        await project.Do($"reports/{report}/approve");
        var (word, excel) = (await Bytes("docx"), await Bytes("xlsx"));
        Assert.Equal("", OpenedFiles.WordErrors(word));
        Assert.Equal("", OpenedFiles.ExcelErrors(excel));
        // It had not stayed settled after all: the report stays, and the difference is told beside it.
        await manager.Do($"complaints/{kept}/return", new { reason = "又坏了" });
        Assert.Equal(word, await Bytes("docx"));
        Assert.Equal(excel, await Bytes("xlsx"));
        var difference = (await manager.Get($"reports/{report}/differences"))!.AsArray().Single(d => d!.Text("textKey") == "measure.complaint-handling")!;
        Assert.Equal(("50.00% (1/2)", "0.00% (0/2)"), (difference.Text("frozen"), difference.Text("now")));

        Task<byte[]> Bytes(string kind) => manager.Http.GetByteArrayAsync($"/reports/{report}/download/{kind}");
    }

    [Fact]
    public void Figures_of_form_2_are_read_as_they_were()
    {
        var body = (CountMonthTests.Empty() with { Form = 2 }).Write();
        Assert.DoesNotContain("cases", body);
        Assert.Equal(body, Monthly.MonthlyFigures.Read(body).Write());
    }

    [Fact]
    public void Notices_are_promised_five_minutes_after_the_declaration_and_then_at_the_pace()
    {
        var at = TestServer.Start;
        var major = new MajorIncident { Summary = "x", OpenedAt = at, NoticeMinutes = 30 };
        CaseEntry Line(string verb, int minute) => new() { By = "x", Verb = verb, OccurredAt = at.AddMinutes(minute) };
        Assert.Equal([(5, null)], Minutes(major.Promised([Line("DeclareMajor", 0)])));
        Assert.Equal([(5, 5), (35, 36), (66, 50)], Minutes(major.Promised([Line("DeclareMajor", 0), Line("NoticeMajor", 5), Line("NoteMajor", 20), Line("NoticeMajor", 36), Line("RestoreMajor", 50), Line("NoticeMajor", 60)])));
        // Come back, it is promised anew; one that is exactly in time is in time.
        Assert.Equal([(5, 4), (105, null)], Minutes(major.Promised([Line("RestoreMajor", 4), Line("WorsenMajor", 100)])));
        Assert.False(new PromisedNotice(at, at).Late(at));
        Assert.False(new PromisedNotice(at, null).Late(at));
        Assert.True(new PromisedNotice(at, null).Late(at.AddSeconds(1)));

        (int, int?)[] Minutes(IEnumerable<PromisedNotice> notices) => [.. notices.Select(n => ((int)(n.Due - at).TotalMinutes, n.At is { } given ? (int?)(given - at).TotalMinutes : null))];
    }

    [Fact]
    public void A_complaint_is_judged_where_its_first_deadline_passed_or_when_it_was_settled()
    {
        var at = TestServer.Start;
        Complaint Of(int? acknowledged = null, int? replied = null, int? settled = null) => new()
        {
            Summary = "x", OpenedAt = at, AcknowledgeDue = at.AddMinutes(30), ReplyDue = at.AddMinutes(60), SettleDue = at.AddMinutes(90),
            AcknowledgedAt = At(acknowledged), RepliedAt = At(replied), SettledAt = At(settled),
        };
        DateTimeOffset? At(int? minute) => minute is { } m ? at.AddMinutes(m) : null;
        (int, bool?) Judged(Complaint complaint, int now) => complaint.Handled(at.AddMinutes(now)) is var (when, kept) ? ((int)(when - at).TotalMinutes, kept) : default;
        Assert.Equal((30, null), Judged(Of(), 30));
        Assert.Equal((30, false), Judged(Of(), 31));
        Assert.Equal((30, false), Judged(Of(31, 40, 50), 200));
        Assert.Equal((60, null), Judged(Of(30), 60));
        Assert.Equal((60, false), Judged(Of(10, 61, 80), 200));
        Assert.Equal((90, null), Judged(Of(10, 60), 70));
        Assert.Equal((90, false), Judged(Of(10, 60, 91), 200));
        Assert.Equal((90, true), Judged(Of(30, 60, 90), 200));
    }

    static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static async Task<Guid> Ticket(Client agent, Company company, string summary, string impact, string urgency) =>
        (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone", impact, urgency }))["id"]!.GetValue<Guid>();

    /// <summary>A change on which work has just ended so.</summary>
    static Task Ended(TestServer server, Company company, ChangeKind kind, ChangeState end, string number, string result) => server.As(async s =>
    {
        var (db, now) = (s.GetRequiredService<StewardDb>(), server.Time.GetUtcNow());
        var change = new Change { Id = ChangeId.From(Guid.CreateVersion7(now)), Customer = TenantId.From(company.Customer), Number = number, Kind = kind, Summary = "更换备份磁带机", State = end == ChangeState.Failed ? ChangeState.Pir : end, OpenedAt = now, StartedAt = now, WorkEndedAt = now, Result = result };
        db.Add(change);
        db.Add(new CaseEntry { Id = EntryId.From(Guid.CreateVersion7(now)), Case = change.Id.Value, Customer = change.Customer, OccurredAt = now, RecordedAt = now, By = "x", Verb = end == ChangeState.Failed ? "FailChange" : "FinishChange", From = nameof(ChangeState.Implementing), To = end.ToString() });
        await db.Commit(default);
    });
}
