// A company in the middle of its work: something of everything that a page can show, and an address for every page there is.
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Contracts;
using Steward.Fixtures;
using Steward.Monitoring;
using Steward.Platform.Data;
using Steward.Protocol;
using Xunit;

namespace Steward.Browser;

public sealed partial class FullHouse : IAsyncLifetime
{
    /// <summary>Answers that are no pages: files, feeds, what programs read, and what only leads on.</summary>
    static readonly string[] NoPages =
    [
        "/tickets/export", "/tickets/{ticket:guid}/files/{file:guid}", "/promises/{clause:guid}/evidence.{kind}", "/measures/{measure}/evidence.{kind}", "/reports/{report:guid}/download/{kind}",
        "/contracts/{contract:guid}/calendar.ics", "/audit/export.csv", "/assets/export", "/effort/export", "/scan/{asset:guid}", "/metrics", "/approvals/{approval:guid}", "/suggestions", "/chat/{chat:guid}", "/live", "/wall/{token}/live", "/sheets/{sheet:guid}/paper", "/sheets/{sheet:guid}/paper.pdf", "/sheets/{sheet:guid}/files/{file:guid}", "/releases/{release:guid}/package", Protocol.Wire.WorkPath,
    ];

    /// <summary>Stand before the door; they have a test of their own.</summary>
    static readonly string[] BeforeTheDoor = ["/sign-in", "/sign-in/code", "/setup"];

    /// <summary>Somebody whose sign-in has a second step.</summary>
    public const string TwoSteps = "two-steps";

    readonly Dictionary<string, string> ids = [];
    TestServer? server;

    public TestServer Server => server!;

    /// <summary>Every page route with addresses that show it in its different states.</summary>
    public IReadOnlyList<(string Route, string Address)> Pages { get; private set; } = [];

    public string Ticket => $"/tickets/{ids["ticket"]}";

    public async ValueTask InitializeAsync()
    {
        (server, var company) = await TestServer.WithCompany();
        using var agent = await SignedIn(Role.Agent);
        using var user = await SignedIn(Role.User);
        using var manager = await SignedIn(Role.SvcMgr);
        using var project = await SignedIn(Role.PM);
        async Task<Guid> Report(string summary, string urgency = "BadlyHindered") =>
            (await agent.Do("tickets", new { summary, description = "第一行\n第二行：屏幕提示 0x0000007B", service = company.Service, requester = company.Contact, impact = "Person", urgency, device = "FP-2055", place = "3 楼 A 区" }))["id"]!.GetValue<Guid>();

        var closed = await Report("打印机卡纸，重启三次都一样，领导急着要用");
        server.Time.Advance(TimeSpan.FromMinutes(15));
        await agent.Do($"tickets/{closed}/accept");
        await agent.Do($"tickets/{closed}/pause", new { reason = "PendingUser", text = "等用户带回设备", waitsFor = "员工001", expectedAt = server.Time.GetUtcNow().AddHours(3), proof = "电话 09:30" });
        server.Time.Advance(TimeSpan.FromHours(2));
        await agent.Do($"tickets/{closed}/resume");
        await agent.Do($"tickets/{closed}/resolve", new { solution = "清理进纸轮", cause = "卡纸", device = "FP-2055", minutesSpent = 40 });
        await user.Do($"tickets/{closed}/reopen", new { reason = "又卡纸了" });
        await agent.Do($"tickets/{closed}/resolve", new { solution = "更换进纸轮", cause = "老化", device = "FP-2055", minutesSpent = 15 });
        await user.Do($"tickets/{closed}/confirm");
        // The customer doubts a verdict and the provider agrees; the contract names somebody, and somebody was told.
        using (var head = await SignedIn(Role.CustAdm)) await head.Do($"tickets/{closed}/clocks/Resolution/dispute", new { reason = "第一次解决后又坏了，不应算达成。" });
        await manager.Do($"approvals/{(await manager.Get("approvals"))["items"]![0]!["id"]}/decide", new { agree = true, reason = "属实" });
        await project.Do($"contracts/{company.Contract}/people", new { post = "ServiceManager", staff = company.Second });
        await project.Do($"contracts/{company.Contract}/people", new { post = "CustomerHeadOfIt", contact = company.Vip });
        await Report("没有人接的工单");
        // Three surveys: one to answer, one that was answered badly, one on its ticket's page.
        async Task<string> Asked(string summary, Guid requester)
        {
            var done = (await agent.Do("tickets", new { summary, service = company.Service, requester, impact = "Person", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{done}/accept");
            await agent.Do($"tickets/{done}/resolve", new { solution = "重启", cause = "死机", device = "无", minutesSpent = 5 });
            await agent.Do($"tickets/{done}/confirm");
            var body = await server.As(s => s.GetRequiredService<StewardDb>().Set<Notify.Mail>().Where(m => m.Key.EndsWith("-survey")).OrderByDescending(m => m.Id).Select(m => m.Body).FirstAsync());
            return new Uri(Regex.Match(body, @"https?://\S+/survey/\S+").Value).AbsolutePath;
        }

        ids["token"] = (await Asked("已关闭，尚未评价", company.Vip)).Split('/')[^1];
        using var admin = server.Client();
        await admin.SignIn("admin");
        var third = await admin.Make($"customers/{company.Customer}/contacts", new { name = "员工003", email = "user3@xxqy.example", site = company.Site });
        var judged = await Asked("已关闭，评价很差", third);
        using (var holder = server.Client()) await holder.Do(judged[1..], new { timeliness = 1, skill = 3, attitude = 2, outcome = 4, overall = 2, comment = "等了一上午才有人来，来了又说没有配件。" });
        // Heads of departments were asked about the quarter, one answered badly and one has not; the management is asked later.
        foreach (var of in new[] { "DepartmentHeads", "Management" })
            await manager.Do($"contracts/{company.Contract}/questionnaires/{of}", new { title = "季度服务满意度", titleEn = "How was our service this quarter?", intro = "请代表您的部门回答。", questions = "score | 培训够吗？ | Enough training?\nchoice | 最希望改进什么？ | What first? | 速度 / 沟通 | Speed / Words\ntext | 还有什么？ | What else?" });
        foreach (var contact in new[] { third, company.Vip }) await project.Do($"contracts/{company.Contract}/people", new { post = "DepartmentHead", contact });
        ids["round"] = (await manager.Make($"contracts/{company.Contract}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow(), days = 60 })).ToString();
        var planned = await manager.Make($"contracts/{company.Contract}/survey-rounds/Management", new { sendAt = server.Time.GetUtcNow().AddDays(100) });
        await server.Sweep("survey-rounds");
        var asking = await server.As(s => s.GetRequiredService<StewardDb>().Set<Notify.Mail>().Where(m => m.Template == "questionnaire").OrderBy(m => m.Address).Select(m => m.Body).ToListAsync());
        string[] rounds = [.. asking.Select(body => new Uri(Regex.Match(body, @"https?://\S+/survey/\S+").Value).AbsolutePath)];
        using (var holder = server.Client()) await holder.Do(rounds[0][1..], new { timeliness = 2, skill = 3, attitude = 4, outcome = 4, overall = 2, comment = "太慢", answers = new { q1 = 1, q2 = "速度", q3 = "多来看看" } });
        // Another desk's tickets without dates.
        await server.As(s => s.GetRequiredService<Desk.HistoryImport>().Run(new MemoryStream("Impact,Urgency,CI_Type_aff,SLAFail\n4 Low,3 Medium,computer-Desktop,1\n4 Low,4 Low,application-Citrix,0\n2 High,3 Medium,computer-Desktop,\n"u8.ToArray()), new("XXQY", "XX企业", "Asia/Shanghai"), null, default));
        // 6 April: March is over and can be reported.
        server.Time.Advance(TimeSpan.FromDays(27));
        var report = (await manager.Do("reports", new { contract = company.Contract, period = "2026-03", language = "Zh" }))["id"]!.GetValue<Guid>();
        await manager.Do($"reports/{report}/review");
        await project.Do($"reports/{report}/approve");
        await manager.Do($"reports/{report}/send");
        var draft = (await manager.Do("reports", new { contract = company.Contract, period = "2026-04", language = "En" }))["id"]!.GetValue<Guid>();

        var ticket = await Report("邮箱无法登录，提示密码错误");
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite, assignee = company.Engineer });
        await agent.Do($"tickets/{ticket}/notes", new { text = "已联系用户", @public = true });
        await agent.Do($"tickets/{ticket}/notes", new { text = "怀疑域账号锁定" });
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "不急" });
        await user.Do($"tickets/{ticket}/urge", new { text = "很急" });
        var paused = await Report("会议室投影无信号", "Hindered");
        await agent.Do($"tickets/{paused}/accept");
        await agent.Do($"tickets/{paused}/pause", new { reason = "PendingSupplier", text = "等供应商送线", waitsFor = "供应商甲", expectedAt = server.Time.GetUtcNow().AddHours(30) });
        var resolved = await Report("网线松动");
        await agent.Do($"tickets/{resolved}/accept");
        await agent.Do($"tickets/{resolved}/resolve", new { solution = "重新插接", cause = "网络中断", device = "无", minutesSpent = 5 });
        server.Time.Advance(TimeSpan.FromMinutes(12));
        foreach (var sweep in new[] { "sla-clocks", "news" }) await server.Sweep(sweep);

        using var engineer = await SignedIn(Role.L2);
        var (probe, now) = (Guid.Parse("11111111-2222-7333-8444-555555555555"), server.Time.GetUtcNow());
        Task<Guid> Watched(string name, string kind) => engineer.Make("checks", new { customer = company.Customer, site = company.Site, name, kind, target = "gateway.example", port = 443, url = "https://oa.example/login", contract = company.Contract, probe });
        var (check, quiet) = (await Watched("核心网关", "Tcp"), await Watched("OA 登录页", "Http"));
        server.Time.Advance(TimeSpan.FromHours(2));
        await engineer.Do($"checks/{check}/maintenance", new { from = server.Time.GetUtcNow(), until = server.Time.GetUtcNow().AddHours(1), reason = "更换电源" });
        await engineer.Do($"checks/{check}/exclusions", new { from = now.AddMinutes(30), until = now.AddMinutes(40), reason = "客户机房停电" });
        await server.As(async s =>
        {
            var seen = Enumerable.Range(0, 120).Select(i => new CheckResult(check, now.AddMinutes(i), i is > 20 and < 45 ? Outcome.Down : Outcome.Up, 12.5, i is > 20 and < 45 ? "connection refused" : "", null, false)).ToList();
            await s.GetRequiredService<StewardDb>().Commit(default, [.. await s.Take(company, probe, seen, server.Time.GetUtcNow())]);
        });

        // What fires, what is silenced, what is over, and a silence and a window to see.
        await engineer.Do("silences", new { customer = company.Customer, matchers = "alertname=\"DiskFull\"", reason = "扩容中", until = server.Time.GetUtcNow().AddHours(4) });
        await engineer.Do("maintenance-windows", new { customer = company.Customer, site = company.Site, from = server.Time.GetUtcNow().AddHours(2), until = server.Time.GetUtcNow().AddHours(3), reason = "机房停电演练" });
        foreach (var (name, severity) in new[] { ("HostDown", "critical"), ("DiskFull", "warning"), ("HighLoad", "warning") })
            await server.Raise(Signals.Of(server, company, name, severity) with { Description = "5 分钟内未恢复", Link = "https://prometheus.example/graph", About = name == "HighLoad" ? check : Guid.Empty });
        await server.Pass(40);
        await server.Clear(Signals.Of(server, company, "HighLoad", "warning"));
        var alerts = await server.As(s => s.GetRequiredService<AlertInbox>().Alerts.OrderBy(a => a.Name == "HostDown" ? 0 : 1).ThenBy(a => a.Id).Select(a => a.Id).ToListAsync());
        await engineer.Do($"alerts/{alerts[0]}/acknowledge", new { comment = "在看" });

        foreach (var (name, id) in new[] { ("alert", alerts[0].Value), ("check", check), ("ticket", ticket), ("customer", company.Customer), ("contact", company.Contact), ("contract", company.Contract), ("report", report) }) ids[name] = id.ToString();
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            ids["clause"] = (await db.Set<Clause>().SingleAsync(c => c.Customer == TenantId.From(company.Customer))).Id.ToString();
            ids["account"] = (await db.Set<Account>().SingleAsync(a => a.UserName == Company.UserOf(Role.Agent))).Id.ToString();
        });
        var (enrolled, line) = await Probes.Line.Enrolled(server, company.Site, "总部机房探针");
        line.Dispose();
        var (waiting, _) = await Probes.Line.Add(server, company.Site, "分部探针");
        using var keeper = await SignedIn(Role.CfgMgr);
        var byHand = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "财务部打印机", manufacturer = "HP", model = "M507", place = "3 楼 A 区", owner = company.Contact });
        var asset = Guid.Parse((await Assets.Machines.Take(keeper, Assets.Machines.Notebook(), company.Customer))["asset"]!.ToString());
        var later = Assets.Machines.Notebook(name: "nb-001-neu");
        later["content"]!["softwares"]!.AsArray().RemoveAt(1);
        await Assets.Machines.Take(keeper, later, company.Customer);
        ids["asset"] = asset.ToString();
        await agent.Do($"tickets/{ticket}/assets", new { asset });
        await engineer.Make("checks", new { customer = company.Customer, site = company.Site, name = "笔记本", kind = "Icmp", target = "10.1.2.3", asset });
        var hosting = await project.Make("contracts", new { customer = company.Customer, name = "机房托管合同", firstDay = "2026-01-01", lastDay = "2026-12-31" });
        await project.Make($"contracts/{hosting}/services", new { name = "机房运维", nameEn = "Data centre" });
        await project.Make($"contracts/{hosting}/covers", new { number = "5.1", text = "打印机须监控", textEn = "Printers must be watched", kind = "Printer", mustWatch = true });
        await project.Do($"contracts/{hosting}/sign", new { signedBy = "张三" });
        // Roles handed over now and later, an app that waits for its first code, and somebody whose sign-in has a second step.
        foreach (var (to, from) in new[] { (Role.Agent, 0), (Role.L1, 5) })
            await project.Do("me/deputies", new { deputy = await SecondFactorTests.Account(server, to), roles = new[] { Role.PM }, from = server.Time.GetUtcNow().AddDays(from), until = server.Time.GetUtcNow().AddDays(from + 3), reason = "年休假" });
        using (var waiter = await SignedIn(Role.L3)) await waiter.Do("me/authenticator");
        using var keeperOfAccounts = await SignedIn(Role.SysAdm);
        await keeperOfAccounts.Make("accounts", new { userName = TwoSteps, name = "两步登录者", password = Company.Password, staff = company.Second });
        using var twoSteps = server.Client();
        await twoSteps.SignIn(TwoSteps);
        await App.Enrol(server, twoSteps);
        ids["staff"] = company.Second.ToString();
        // Mails: one that waits, one that became a ticket, and a mailbox.
        await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of(Desk.Mails.Letters.User, "打印机又卡纸了", "三楼的打印机又卡纸了，请派人来看。\n\n> 上次您说换过滚轮，\n> 之后还卡吗？")) });
        ids["mail"] = (await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of("private@example.org", "开不了机", "开不了机，很急。", files: ("屏幕照片.png", [0x89, 0x50, 0x4E, 0x47, 13, 10]))) }))["mail"]!.GetValue<string>();
        ids["discarded"] = (await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of("advert@example.org", "代开发票", "量大从优")) }))["mail"]!.GetValue<string>();
        await agent.Do($"mails/{ids["discarded"]}/discard", new { reason = "垃圾邮件" });
        var chat = await keeperOfAccounts.Make("chats", new { name = "值班群", kind = "DingTalk", webhook = "https://oapi.dingtalk.com/robot/send?access_token=x", token = "app-secret", ticketsFrom = 2, promises = true, majors = true });
        await keeperOfAccounts.Do($"chats/{chat}/try");
        await keeperOfAccounts.Make("mailboxes", new { name = "服务台邮箱", host = "imap.example", userName = "desk@steward.example", secret = Company.Password, forCustomer = company.Customer });
        // How the house words a mail: a version in use, a draft of another for one customer; and the link of an approval's mail.
        await keeperOfAccounts.Do($"mail-wordings/{await keeperOfAccounts.Make("mail-texts/opened", new { title = "{单号} {摘要}", body = "{称呼}，您好" })}/use");
        var draftedText = await keeperOfAccounts.Make("mail-texts/opened", new { title = "{单号}", body = "{摘要}", forCustomer = company.Customer });
        ids["template"] = "opened";
        using var chief = await SignedIn(Role.CustAdm);
        var hook = (await chief.Do("webhooks", new { name = "客户 ERP", url = "https://erp.example/hooks/steward?key=1", kinds = new[] { "ticket.opened", "ticket.accepted", "ticket.resolved", "ticket.closed", "clock.breached", "change.scheduled", "survey.answered" } }))["id"]!.GetValue<Guid>();
        await chief.Do($"webhooks/{hook}/try");
        var halted = (await keeperOfAccounts.Do("webhooks", new { name = "服务商看板", url = "https://board.example/in", kinds = new[] { "alert.raised", "alert.over" }, customer = company.Customer }))["id"]!.GetValue<Guid>();
        await keeperOfAccounts.Do($"webhooks/{halted}/pause");
        ids["webhook"] = hook.ToString();
        // Fields of the house's own: one answered on the ticket, one of an asset.
        foreach (var (record, key, kind) in new[] { ("incident", "room", "Text"), ("incident", "load", "Number"), ("incident", "floor", "Choice"), ("asset", "label", "Text") })
            ids["field"] = (await keeperOfAccounts.Make("fields", new { record, key, kind, label = $"自定义 {key}", labelEn = $"Custom {key}", visible = true, unit = "kW", choices = "一楼\n二楼" })).ToString();
        await agent.Do($"records/incident/{ticket}/fields", new { fields = new { room = "A-101", load = 12.5, floor = "二楼" } });
        var wall = (await manager.Do("displays", new { name = "监控中心东墙" }))["token"]!.GetValue<string>();
        using var causes = await SignedIn(Role.PrbMgr);
        var problem = await engineer.Make("problems", new { summary = "打印机反复卡纸", ticket });
        ids["problem"] = problem.ToString();
        await causes.Do($"problems/{problem}/assign", new { team = company.OnSite, assignee = company.Engineer });
        await causes.Do($"problems/{problem}/diagnose");
        await causes.Do($"problems/{problem}/known-error", new { cause = "进纸轮老化", workaround = "手动进纸", impactMinutes = 90 });
        await causes.Do($"problems/{problem}/decision", new { decision = "Fix", reason = "影响面大" });
        var proposed = await engineer.Make("problems", new { summary = "网络时断时续", customer = company.Customer });
        var complaint = await user.Make("complaints", new { summary = "催了三次没有人来", ticket });
        ids["complaint"] = complaint.ToString();
        await manager.Do($"complaints/{complaint}/acknowledge");
        await manager.Do($"complaints/{complaint}/judge", new { justified = true, reason = "属实" });
        await manager.Do($"complaints/{complaint}/propose", new { proposal = "更换打印机" });
        var settled = await user.Make("complaints", new { summary = "电话占线" });
        var grave = await agent.Make($"tickets/{ticket}/declare-major", new { users = 80 });
        ids["major"] = grave.ToString();
        await manager.Do($"major-incidents/{grave}/appoint", new { commander = company.Engineer, technicalLead = company.Second, scribe = company.Second, communications = company.Engineer });
        await manager.Do($"major-incidents/{grave}/notices", new { text = "正在更换备件" });
        var past = await manager.Make($"tickets/{paused}/declare-major", new { });
        await manager.Do($"major-incidents/{past}/appoint", new { commander = company.Engineer, technicalLead = company.Second, scribe = company.Second, communications = company.Engineer });
        await manager.Do($"major-incidents/{past}/restore", new { text = "已恢复" });
        await manager.Do("announcements", new { title = "周六机房停电", kind = "PlannedOutage", customer = company.Customer });
        // A request that waits for a word, one that is worked on; a draft of the catalogue.
        await manager.Do($"contracts/{company.Contract}/catalogue/standard");
        async Task<Guid> ItemOf(string code) => (await manager.Get($"contracts/{company.Contract}/catalogue"))["items"]!.AsArray().Single(i => i!["code"]!.ToString() == code)!["id"]!.GetValue<Guid>();
        var asked = (await user.Do($"catalogue/{await ItemOf("new-pc")}", new { costCentre = "CC-7", answers = new { user = "员工001", kind = "笔记本", place = "3 楼" } }))["id"]!.GetValue<Guid>();
        var begun = (await user.Do($"catalogue/{await ItemOf("move")}", new { answers = new { from = "301", to = "501" } }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{begun}/assign", new { team = company.OnSite, assignee = company.Engineer });
        var (offered, designed) = (await ItemOf("new-pc"), await manager.Make($"catalogue-items/{await ItemOf("rights")}/revise", new { }));
        ids["item"] = offered.ToString();
        // What is known: published and used, in review, a draft from a ticket, a second version.
        using var librarian = await SignedIn(Role.KnwMgr);
        var article = await Knowledge.ArticleTests.Published(engineer, librarian, "打印机卡纸怎么办", "Public", null, "卡纸 打印机", "打印中途停下");
        await agent.Do($"tickets/{ticket}/articles", new { article });
        await user.Do($"knowledge/{article}/feedback", new { helpful = false, comment = "第二步没有图" });
        await engineer.Do($"knowledge/{article}/revise");
        await engineer.Do($"knowledge/{article}/edit", new { title = "打印机卡纸怎么办", symptom = "打印中途停下", environment = "全部", solution = "1. 取消任务\n2. 打开**后盖**\n```\nnet stop spooler\n```\n- 见 https://example.com", keywords = "卡纸", category = "打印", links = "/catalogue", audience = "Public" });
        await engineer.Do($"knowledge/{article}/submit");
        ids["article"] = article.ToString();
        var written = await agent.Make($"tickets/{ticket}/article", new { });
        var (change, colliding, emergency) = await Desk.ManyChanges.Make(server, company, asset);
        ids["change"] = change.ToString();
        // What agents keep for themselves: a view, templates, a deed done to many, a remark to be split off.
        await agent.Make("views", new { name = "打印类", query = "group=open&category=打印", team = company.OnSite });
        await agent.Make("templates", new { name = "请重启", text = "{报障人}，您好：请重启后再试，单号 {单号}。" });
        var begins = await agent.Make("templates", new { name = "新员工", kind = "Ticket", summary = "为 {requester} 开通账号", text = "到岗日：" });
        ids["run"] = (await agent.Do("tickets/bulk", new { deed = "Link", other = (await agent.Get($"tickets/{paused}"))["ticket"]!["number"]!.ToString(), tickets = new[] { ticket, closed } }))["id"]!.ToString();
        ids["entry"] = (await agent.Get($"tickets/{ticket}"))["story"]!.AsArray().First(e => e!["text"]!.ToString() == "怀疑域账号锁定")!["id"]!.ToString();
        await agent.Do($"tickets/{ticket}/reminders", new { at = server.Time.GetUtcNow().AddHours(3), text = "回电" });
        var spent = await agent.Make($"tickets/{ticket}/time", new { minutes = 25, kind = "OnSite", text = "现场检查" });
        await agent.Do($"tickets/{ticket}/time", new { minutes = 10 });
        await agent.Do($"tickets/{ticket}/time/{spent}/take-back", new { text = "登记错了" });
        await agent.Do($"tickets/{ticket}/watch/start");
        foreach (var phone in new[] { "000-5550-0001", "000-0000-0000" }) await agent.Do("calls", new { phone });
        await agent.Do($"calls/{await agent.Make("calls", new { phone = "000-5550-0002" })}/called", new { text = "已解答" });
        await agent.Make("recurring", new { summary = "机房月度巡检", service = company.Service, who = "user1@xxqy.example", timeOfDay = "09:00", every = "Month", day = 31 });
        var (sheets, releases) = await Desk.FieldWork.Make(server, company, ticket);
        (ids["sheet"], ids["release"]) = (sheets[0].ToString(), releases[0].ToString());
        (ids["kind"], ids["measure"]) = ("resolution", "response-attainment");

        // What the links of mails open: an approval that waits, for a yes and for a no, and one that is over.
        string[] decisions = await server.As(async s =>
        {
            var (links, account, until) = (s.GetRequiredService<Access.Approving.DecisionLinks>(), AccountId.From(await SecondFactorTests.Account(server, Role.SvcMgr)), server.Time.GetUtcNow().AddDays(7));
            var approvals = await s.GetRequiredService<StewardDb>().Set<Platform.Approvals.Approval>().Where(a => a.Kind == "priority" || a.Kind == "verdict").OrderBy(a => a.AskedAt).ToListAsync();
            return approvals.SelectMany(a => new[] { true, false }.Select(agree => $"/decide/{links.Token(new(a.Id, account, agree, until))}")).ToArray();
        });

        string[] Variants(string route) => route switch
        {
            "/" => ["/", "/?view=Portal"],
            "/access/delegations" => ["/access/delegations", "/access/delegations?over=true"],
            "/approvals" => ["/approvals", "/approvals?view=Decided", "/approvals?view=Asked"],
            "/tickets" => ["/tickets?group=all", "/tickets?group=waiting&q=%E6%97%A0%E6%AD%A4", "/tickets?group=overdue"],
            "/tickets/{ticket:guid}" => [$"/tickets/{ticket}", $"/tickets/{paused}", $"/tickets/{resolved}", $"/tickets/{closed}", $"/tickets/{asked}", $"/tickets/{begun}"],
            "/tickets/{ticket:guid}/clocks/{kind}" => [$"/tickets/{closed}/clocks/resolution", $"/tickets/{paused}/clocks/resolution", $"/tickets/{ticket}/clocks/response"],
            "/tickets/new" => ["/tickets/new", "/tickets/new?q=001", $"/tickets/new?requester={company.Contact}", $"/tickets/new?requester={company.Contact}&template={begins}", $"/tickets/new?copy={ticket}"],
            "/board" => ["/board", "/board?hours=24", $"/board?hours=24&give={ticket}", $"/board?team={company.Desk}"],
            "/mail-texts" => ["/mail-texts", $"/mail-texts?customer={company.Customer}&language=En"],
            "/mail-texts/{template}" => ["/mail-texts/opened", $"/mail-texts/opened?customer={company.Customer}&version={draftedText}&ticket=INC-XXQY-20260310-0001"],
            "/decide/{token}" => decisions,
            "/deliveries" => ["/deliveries", "/deliveries?view=Chats", "/deliveries?state=Failed&to=%E6%97%A0%E6%AD%A4"],
            "/templates" => ["/templates", $"/templates?edit={begins}"],
            "/tickets/bulk" => ["/tickets/bulk", .. Enum.GetNames<Desk.Bulk.BulkDeed>().Select(d => $"/tickets/bulk?deed={d}&t={ticket}&t={paused}"), "/tickets/bulk?deed=Note&all=1&group=all"],
            "/mails" => ["/mails", "/mails?view=all"],
            "/mails/{mail:guid}" => [$"/mails/{ids["mail"]}", $"/mails/{ids["discarded"]}"],
            "/complaints" => ["/complaints", "/complaints?group=Late"],
            "/complaints/{complaint:guid}" => [$"/complaints/{complaint}", $"/complaints/{settled}"],
            "/complaints/new" => ["/complaints/new", $"/complaints/new?ticket={ticket}"],
            "/major-incidents" => ["/major-incidents", "/major-incidents?group=ToReview"],
            "/major-incidents/{major:guid}" => [$"/major-incidents/{grave}", $"/major-incidents/{past}"],
            "/catalogue" => ["/catalogue", $"/catalogue?customer={company.Customer}", "/catalogue?q=%E6%97%A0%E6%AD%A4"],
            "/catalogue-items/{item:guid}" => [$"/catalogue-items/{offered}", $"/catalogue-items/{designed}"],
            "/tasks" => ["/tasks", "/tasks?all=true"],
            "/problems" => ["/problems", "/problems?group=Known&q=%E6%97%A0%E6%AD%A4"],
            "/problems/new" => ["/problems/new", $"/problems/new?ticket={paused}"],
            "/problems/{problem:guid}" => [$"/problems/{problem}", $"/problems/{proposed}"],
            "/knowledge" => ["/knowledge", "/knowledge?group=ToReview", "/knowledge?q=%E6%97%A0%E6%AD%A4"],
            "/knowledge/{article:guid}" => [$"/knowledge/{article}", $"/knowledge/{written}"],
            "/knowledge/{article:guid}/edit" => [$"/knowledge/{written}/edit"],
            "/changes" => ["/changes", "/changes?group=Over&q=%E6%97%A0%E6%AD%A4"],
            "/changes/new" => ["/changes/new", $"/changes/new?ticket={paused}", $"/changes/new?problem={proposed}"],
            "/changes/{change:guid}" => [$"/changes/{change}", $"/changes/{colliding}", $"/changes/{emergency}"],
            "/changes/{change:guid}/edit" => [$"/changes/{colliding}/edit"],
            "/changes/calendar" => ["/changes/calendar", "/changes/calendar?month=2026-01-01"],
            "/sheets" => ["/sheets", "/sheets?group=Refused&q=%E6%97%A0%E6%AD%A4&from=2026-03-01"],
            "/sheets/{sheet:guid}" => [.. sheets.Select(s => $"/sheets/{s}")],
            "/releases" => ["/releases", "/releases?group=Over&q=%E6%97%A0%E6%AD%A4"],
            "/releases/{release:guid}" => [.. releases.Select(r => $"/releases/{r}")],
            "/promises" => ["/promises?period=2026-03"],
            "/promises/{clause:guid}/evidence" => [$"/promises/{ids["clause"]}/evidence?period=2026-03", $"/promises/{ids["clause"]}/evidence?period=2026-01"],
            "/measures/{measure}/evidence" => [$"/measures/resolution-attainment/evidence?contract={company.Contract}&period=2026-03", $"/measures/reopen-rate/evidence?contract={company.Contract}&period=2026-03", $"/measures/availability/evidence?contract={company.Contract}&period=2026-04", $"/measures/satisfaction/evidence?contract={company.Contract}&period=2026-03", $"/measures/coverage/evidence?contract={hosting}&period=2026-04"],
            "/reports/{report:guid}" => [$"/reports/{report}?check=true", $"/reports/{draft}"],
            "/reports/records" => [$"/reports/records?contract={company.Contract}&period=2026-03&deed=Created"],
            "/survey/{token}" => [$"/survey/{ids["token"]}", judged, .. rounds],
            "/history/undated" => ["/history/undated", "/history/undated?impact=4%20Low&failed=yes", "/history/undated?type=-"],
            "/surveys/rounds/{round:guid}" => [$"/surveys/rounds/{ids["round"]}", $"/surveys/rounds/{planned}"],
            "/surveys" => ["/surveys?from=2026-03-01", "/surveys?comments=only", "/surveys?from=2026-01-01&to=2026-01-31"],
            "/status" => ["/status", "/status?look=Down", $"/status?asset={byHand}"],
            "/contracts/{contract:guid}/calendar-change" => [$"/contracts/{company.Contract}/calendar-change"],
            "/contracts/{contract:guid}/agreement-change" => [$"/contracts/{company.Contract}/agreement-change"],
            "/contracts/{contract:guid}" => [$"/contracts/{company.Contract}", $"/contracts/{hosting}"],
            "/status/{check:guid}" => [$"/status/{check}", $"/status/{quiet}?month=2026-03"],
            "/alerts" => ["/alerts", "/alerts?view=Covered", "/alerts?view=Over&severity=Info"],
            "/alerts/{alert:guid}" => [.. alerts.Select(a => $"/alerts/{a}")],
            "/silences" => ["/silences", "/silences?expired=true"],
            "/alert-routes" => ["/alert-routes", "/alert-routes?try=severity%3D%22critical%22"],
            "/assets" => ["/assets", "/assets?differs=true", "/assets?q=%E6%97%A0%E6%AD%A4"],
            "/assets/{asset:guid}" => [$"/assets/{asset}", $"/assets/{asset}?view=softwares", $"/assets/{asset}?view=history", $"/assets/{byHand}", $"/assets/{byHand}?view=history"],
            "/probes/{probe:guid}" => [$"/probes/{enrolled}", $"/probes/{waiting}"],
            "/webhooks/{webhook:guid}" => [$"/webhooks/{hook}", $"/webhooks/{hook}?state=GivenUp", $"/webhooks/{halted}"],
            "/fields" => ["/fields", $"/fields?record=asset&customer={company.Customer}"],
            "/wall/{token}" => [$"/wall/{wall}", $"/wall/{wall}?language=En"],
            "/search" => ["/search?q=%E6%89%93%E5%8D%B0%E6%9C%BA", "/search"],
            _ => [Parameter().Replace(route, p => ids[p.Groups[1].Value])],
        };
        Pages = [.. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct()
            .Where(r => !r.StartsWith("/api", StringComparison.Ordinal) && !r.StartsWith("/lib/", StringComparison.Ordinal) && !r.StartsWith("/healthz", StringComparison.Ordinal) && !r.Contains("{**", StringComparison.Ordinal))
            .Except([.. NoPages, .. BeforeTheDoor]).Order(StringComparer.Ordinal)
            .SelectMany(r => Variants(r).Select(a => (r, a)))];
    }

    async Task<Client> SignedIn(Role role)
    {
        var client = server!.Client();
        await client.SignIn(Company.UserOf(role));
        return client;
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")] private static partial Regex Parameter();

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }
}
