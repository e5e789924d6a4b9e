// The satisfaction survey: asked once a ticket, answered once by a link without sign-in, never by whoever did the work, and what is counted of it; on both databases.
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Contracts;
using Steward.Fixtures;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed partial class SurveyTests
{
    static readonly object Pleased = new { timeliness = 5, skill = 5, attitude = 5, outcome = 4, overall = 5, comment = "很快" };

    static object Scores(int overall, string comment = "") => new { timeliness = overall, skill = 4, attitude = 4, outcome = 4, overall, comment };

    static async Task<Client> In(TestServer server, string user)
    {
        var client = server.Client();
        await client.SignIn(user);
        return client;
    }

    /// <summary>Opened, resolved and confirmed by <paramref name="agent"/>, half an hour later than the one before.</summary>
    static async Task<Guid> Closed(TestServer server, Company company, Client agent, Guid? requester = null, Client? resolver = null)
    {
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = requester ?? company.Contact, channel = "Phone", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        server.Time.Advance(TimeSpan.FromMinutes(30));
        await (resolver ?? agent).Do($"tickets/{ticket}/resolve", new { solution = "清理进纸轮", cause = "卡纸", device = "FP-2055", minutesSpent = 10 });
        await agent.Do($"tickets/{ticket}/confirm");
        return ticket;
    }

    static Task<List<Mail>> Invitations(TestServer server) =>
        server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Key.EndsWith("-survey")).OrderBy(m => m.Id).ToListAsync());

    static string Path(Mail mail) => new Uri(Link().Match(mail.Body).Value).AbsolutePath;

    static Task<Survey?> Of(TestServer server, Guid ticket) => server.As(s => s.GetRequiredService<SurveyBook>().All.SingleOrDefaultAsync(x => x.Ticket == TicketId.From(ticket)));

    static async Task<string> Page(Client client, string path) => WebUtility.HtmlDecode(await client.Http.GetStringAsync(path));

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task One_tap_confirms_and_rates(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await In(server, Company.UserOf(Role.Agent));
        using var user = await In(server, Company.UserOf(Role.User));
        async Task<Guid> Resolved()
        {
            var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
            await agent.Do($"tickets/{ticket}/accept");
            server.Time.Advance(TimeSpan.FromMinutes(30));
            await agent.Do($"tickets/{ticket}/resolve", new { solution = "清理进纸轮", cause = "卡纸", device = "FP-2055", minutesSpent = 10 });
            return ticket;
        }
        var (poor, other) = (await Resolved(), await Resolved());
        Assert.Contains("打 2 分（不满意）", await Page(user, "/?view=Portal"));
        await user.Do($"tickets/{poor}/confirm", new { overall = 2 });
        Assert.Equal("Closed", (await user.Get($"tickets/{poor}"))["ticket"]!["state"]!.GetValue<string>());
        // What was not asked was not given: no score of its own, no lowest, and a call as after any low score.
        var survey = (await Of(server, poor))!;
        Assert.Equal((2, 0, 2, AnswerWay.Tap), (survey.Overall, survey.Timeliness, survey.Lowest, survey.Way));
        Assert.NotNull(survey.CallBackDue);
        Assert.Empty(await Invitations(server));
        Assert.DoesNotContain("Survey.Score.0", await Page(user, $"/tickets/{poor}"));

        // Nobody gives somebody else's opinion, and a refused tap closes nothing.
        Assert.Equal(403, (await agent.Refused($"tickets/{other}/confirm", new { overall = 5 })).Status);
        Assert.Equal(400, (await user.Refused($"tickets/{other}/confirm", new { overall = 6 })).Status);
        Assert.Equal("Resolved", (await user.Get($"tickets/{other}"))["ticket"]!["state"]!.GetValue<string>());
        Assert.Null(await Of(server, other));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Solved_once_more_a_ticket_is_confirmed_and_rated_anew_though_it_was_rated_before(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await In(server, Company.UserOf(Role.Agent));
        using var user = await In(server, Company.UserOf(Role.User));
        var ticket = await Closed(server, company, agent);
        await user.Do($"tickets/{ticket}/rate", Scores(2, "没修好"));
        Assert.NotNull((await Of(server, ticket))!.CallBackDue);
        // Taken up and solved again, longer after the first survey than its answer was waited for.
        server.Time.Advance(TimeSpan.FromDays(20));
        await server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).ExecuteUpdateAsync(t => t.SetProperty(r => r.State, TicketState.Resolved).SetProperty(r => r.Reopened, 1)));
        await user.Do($"tickets/{ticket}/confirm", new { overall = 5 });
        Assert.Equal("Closed", (await user.Get($"tickets/{ticket}"))["ticket"]!["state"]!.GetValue<string>());
        var survey = (await Of(server, ticket))!;
        Assert.Equal((5, 5, AnswerWay.Tap, "", null), (survey.Overall, survey.Lowest, survey.Way, survey.Comment, survey.CallBackDue));
        Assert.Equal(server.Time.GetUtcNow(), survey.AnsweredAt);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_link_takes_one_answer_without_sign_in_and_looking_uses_nothing_up(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await In(server, Company.UserOf(Role.Agent));
        var ticket = await Closed(server, company, agent);
        var mail = Assert.Single(await Invitations(server));
        Assert.Equal(("user1@xxqy.example", "[INC-XXQY-20260310-0001] 请为这次服务打分：打印机卡纸"), (mail.Address, mail.Title));
        var path = Path(mail);

        // A scanner of mails looks, twice, and asks for the head alone; then the user does.
        using var scanner = server.Client();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Get, HttpMethod.Head })
            using (await scanner.Http.SendAsync(new(method, path))) { }
        Assert.Null((await Of(server, ticket))!.AnsweredAt);
        using var user = server.Client();
        var html = await user.Http.GetStringAsync(path);
        Assert.Equal(25, RadioButton().Count(html));
        Assert.Contains("INC-XXQY-20260310-0001", html);
        var token = Token().Match(html).Groups[1].Value;
        FormUrlEncodedContent Form(params string[] names) => new(names.Select(n => KeyValuePair.Create(n, "5")).Append(new("comment", "谢谢 <b>师傅</b>")).Append(new("__form", token)));
        using (var incomplete = await user.Http.PostAsync(path, Form("timeliness", "skill", "attitude", "overall")))
        {
            var again = WebUtility.HtmlDecode(await incomplete.Content.ReadAsStringAsync());
            Assert.True(incomplete.StatusCode == HttpStatusCode.BadRequest && again.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal), again);
            Assert.Contains("谢谢 <b>师傅</b>", again);
            Assert.Contains("has-error", again);
        }
        using (var sent = await user.Http.PostAsync(path, Form("timeliness", "skill", "attitude", "outcome", "overall"))) Assert.Equal(path, sent.Headers.Location?.ToString());

        var answered = (await Of(server, ticket))!;
        Assert.Equal((5, 5, "谢谢 <b>师傅</b>", AnswerWay.Link, null), (answered.Outcome, answered.Overall, answered.Comment, answered.Way, answered.CallBackDue));
        Assert.All((await agent.Get("surveys"))["dimensions"]!.AsArray(), d => Assert.Equal("[0,0,0,0,1]", d!["counts"]!.ToJsonString()));
        // The second visit shows what was said and takes nothing more.
        html = await user.Http.GetStringAsync(path);
        Assert.Equal(0, RadioButton().Count(html));
        Assert.Contains("感谢您的评价", WebUtility.HtmlDecode(html));
        Assert.DoesNotContain("<b>师傅</b>", html);
        Assert.Equal((409, "DESK-120"), await user.Refused(path[1..], Scores(1)));
        Assert.Equal(5, (await Of(server, ticket))!.Overall);
        Assert.Contains("谢谢", await Page(agent, $"/tickets/{ticket}"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_link_that_was_altered_opens_nothing_and_an_old_one_takes_nothing(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await In(server, Company.UserOf(Role.Agent));
        var ticket = await Closed(server, company, agent);
        var path = Path(Assert.Single(await Invitations(server)));
        using var somebody = server.Client();
        for (var i = "/survey/".Length; i < path.Length; i += 7)
        {
            var other = path[..i] + (path[i] == 'A' ? 'B' : 'A') + path[(i + 1)..];
            using var answer = await somebody.Http.GetAsync(other);
            // The last character carries bits that no byte holds.
            if (i < path.Length - 1) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        server.Time.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.Equal("false", (await somebody.Get(path[1..]))["expired"]!.ToString());
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("评价期限已过", await Page(somebody, path));
        Assert.Equal((409, "DESK-121"), await somebody.Refused(path[1..], Pleased));
        using var user = await In(server, Company.UserOf(Role.User));
        Assert.Equal((409, "DESK-121"), await user.Refused($"tickets/{ticket}/rate", Pleased));
        Assert.Null((await Of(server, ticket))!.AnsweredAt);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_user_is_asked_once_in_five_days_and_whoever_resolved_the_ticket_never(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await In(server, Company.UserOf(Role.Agent));
        var (first, second) = (await Closed(server, company, agent), await Closed(server, company, agent));
        Assert.NotNull(await Of(server, first));
        Assert.Null(await Of(server, second));
        await Closed(server, company, agent, company.Vip);
        Assert.Equal(2, (await Invitations(server)).Count);
        server.Time.Advance(TimeSpan.FromDays(5));
        Assert.NotNull(await Of(server, await Closed(server, company, agent)));

        // An engineer who is known to the customer as a contact too reports something and mends it.
        using var admin = await In(server, "admin");
        var staff = await admin.Make("staff", new { name = "驻场工程师C", email = "c@provider.example", teams = new[] { company.OnSite } });
        var account = await admin.Make("accounts", new { userName = "engineer-c", name = "驻场工程师C", password = Company.Password, staff });
        await admin.Do($"accounts/{account}/grants", new { role = Role.L1 });
        var contact = await admin.Make($"customers/{company.Customer}/contacts", new { name = "驻场C", email = "c@provider.example", site = company.Site });
        using var engineer = await In(server, "engineer-c");
        Assert.Null(await Of(server, await Closed(server, company, agent, contact, resolver: engineer)));
        Assert.NotNull(await Of(server, await Closed(server, company, agent, contact)));
        // Closed by silence: asked as well.
        var silent = (await agent.Do("tickets", new { summary = "无人确认", service = company.Service, requester = company.Vip, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{silent}/accept");
        await agent.Do($"tickets/{silent}/resolve", new { solution = "重启", cause = "死机", device = "无", minutesSpent = 5 });
        for (var i = 0; i < 10; i++)
        {
            server.Time.Advance(TimeSpan.FromDays(1));
            await Steward.Alerting.Signals.Sweep(server, "desk-closing");
        }
        Assert.NotNull(await Of(server, silent));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_bad_score_is_called_about_within_a_working_day_by_somebody_else(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await In(server, Company.UserOf(Role.Agent));
        using var engineer = await In(server, Company.UserOf(Role.L1));
        using var manager = await In(server, Company.UserOf(Role.SvcMgr));
        // Friday afternoon: the working day ends on Monday.
        server.Time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(6));
        var ticket = await Closed(server, company, agent, resolver: engineer);
        var path = Path(Assert.Single(await Invitations(server)));
        using var user = server.Client();
        await user.Do(path[1..], Scores(2, "等了一个小时"));
        var survey = (await Of(server, ticket))!;
        Assert.Equal(server.Time.GetUtcNow().AddDays(3), survey.CallBackDue);
        Assert.Contains("一个工作日内与您联系", await Page(user, path));

        var listed = (await manager.Get("surveys"))["callBacks"]!.AsArray();
        Assert.Equal(("等了一个小时", 2), (Assert.Single(listed)!["comment"]!.GetValue<string>(), listed[0]!["lowest"]!.GetValue<int>()));
        Assert.Contains($"/surveys/{survey.Id}/call-back", await Page(manager, "/surveys"));
        Assert.Equal((403, "DESK-125"), await engineer.Refused($"surveys/{survey.Id}/call-back", new { text = "已联系" }));
        Assert.Equal((400, "STW-400"), await manager.Refused($"surveys/{survey.Id}/call-back", new { text = "" }));
        server.Time.Advance(TimeSpan.FromDays(3.5));
        Assert.Contains("已超期", await Page(manager, "/surveys"));
        await manager.Do($"surveys/{survey.Id}/call-back", new { text = "已道歉，改派工程师B" });
        Assert.Equal((409, "DESK-124"), await manager.Refused($"surveys/{survey.Id}/call-back", new { text = "再来一次" }));
        Assert.Empty((await manager.Get("surveys"))["callBacks"]!.AsArray());
        var page = await Page(agent, $"/tickets/{ticket}");
        Assert.Contains("已道歉，改派工程师B", page);
        // What was noted of the call is not for the holder of the link.
        Assert.DoesNotContain("已道歉", await Page(user, path));
        Assert.DoesNotContain("已道歉", (await user.Get(path[1..])).ToJsonString());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_requester_rates_on_the_ticket_and_nobody_else_does(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await In(server, Company.UserOf(Role.Agent));
        using var user = await In(server, Company.UserOf(Role.User));
        using var other = await In(server, "other-user");
        var (first, second) = (await Closed(server, company, agent), await Closed(server, company, agent));
        var path = Path(Assert.Single(await Invitations(server)));
        Assert.Equal(25, RadioButton().Count(await user.Http.GetStringAsync($"/tickets/{first}")));
        Assert.Equal(403, (await agent.Refused($"tickets/{first}/rate", Pleased)).Status);
        Assert.Equal((403, "DESK-122"), await agent.Refused(path[1..], Pleased));
        Assert.Equal((403, "DESK-122"), await other.Refused(path[1..], Pleased));
        Assert.Equal(404, (await other.Refused($"tickets/{first}/rate", Pleased)).Status);
        Assert.Equal((400, "STW-400"), await user.Refused($"tickets/{first}/rate", new { timeliness = 6, skill = 1, attitude = 1, outcome = 1, overall = 1 }));
        await user.Do($"tickets/{first}/rate", Pleased);
        Assert.Equal((409, "DESK-120"), await user.Refused($"tickets/{first}/rate", Pleased));
        Assert.Equal((409, "DESK-120"), await user.Refused(path[1..], Pleased));
        Assert.Equal(AnswerWay.Ticket, (await Of(server, first))!.Way);
        Assert.Contains("很快", await Page(user, $"/tickets/{first}"));
        // Not invited so soon again, but welcome to say it.
        await user.Do($"tickets/{second}/rate", Scores(3));
        var figures = await agent.Get("surveys");
        Assert.Equal((2, 2), (figures["asked"]!.GetValue<int>(), figures["overall"]!["answers"]!.GetValue<int>()));
        var open = (await agent.Do("tickets", new { summary = "还没好", service = company.Service, requester = company.Contact }))["id"]!.GetValue<Guid>();
        Assert.Equal((409, "DESK-123"), await user.Refused($"tickets/{open}/rate", Pleased));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Figures_are_the_vector_N04_and_silence_is_no_answer(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await Answers(server, company);
        using var manager = await In(server, Company.UserOf(Role.SvcMgr));
        using var head = await In(server, Company.UserOf(Role.CustAdm));
        using var foreign = await In(server, "other-head");
        server.Time.Advance(TimeSpan.FromDays(10));
        foreach (var reader in new[] { manager, head })
        {
            var seen = await reader.Get("surveys");
            Assert.Equal((180, 100), (seen["asked"]!.GetValue<int>(), seen["overall"]!["answers"]!.GetValue<int>()));
            Assert.Equal((4.35m, 87.00m), (seen["overall"]!["mean"]!.GetValue<decimal>(), seen["overall"]!["index"]!.GetValue<decimal>()));
            Assert.Equal([3, 4, 8, 25, 60], seen["dimensions"]!.AsArray().Single(d => d!["of"]!.GetValue<string>() == "Overall")!["counts"]!.AsArray().Select(c => c!.GetValue<int>()));
            var page = await Page(reader, "/surveys");
            Assert.Contains("55.56%", page);
            Assert.Contains("85.00%", page);
            Assert.Contains("87.00", page);
        }
        Assert.Equal(0, (await foreign.Get("surveys"))["asked"]!.GetValue<int>());

        // As a measure of the contract: the same, with evidence that adds up, and silence counted for nothing until a contract says so.
        async Task<(long, long)> Measured(string measure, string month)
        {
            var list = await manager.Get($"measures/{measure}/evidence?contract={company.Contract}&period={month}");
            var (part, whole) = (0L, 0L);
            for (JsonNode? at = list; ;)
            {
                (part, whole) = (part + at!["records"]!.AsArray().Sum(r => r!["part"]!.GetValue<long>()), whole + at["records"]!.AsArray().Sum(r => r!["whole"]!.GetValue<long>()));
                if (at["next"] is not { } next) break;
                at = await manager.Get($"measures/{measure}/evidence?contract={company.Contract}&period={month}&after={next}");
            }
            var figure = list["figure"]!;
            Assert.Equal((part, whole), (figure["numerator"]!.GetValue<long>(), figure["denominator"]!.GetValue<long>()));
            return (part, whole);
        }

        Assert.Equal((85, 100), await Measured(Measures.Satisfaction, "2026-03"));
        Assert.Equal((85, 100), await Measured(Measures.SatisfactionWithSilence, "2026-03"));
        server.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal((85, 100), await Measured(Measures.Satisfaction, "2026-03"));
        Assert.Equal((165, 180), await Measured(Measures.SatisfactionWithSilence, "2026-03"));
        // The two numbers stand together on the board of a contract whose clause counts silence as good.
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            db.Add(new Clause { Id = ClauseId.From(Guid.CreateVersion7()), Customer = TenantId.From(company.Customer), Contract = ContractId.From(company.Contract), Number = "4.5", Text = "满意度", TextEn = "Satisfaction", Measure = Measures.SatisfactionWithSilence, Target = 90 });
            await db.Commit(default);
        });
        var board = await Page(manager, $"/promises?contract={company.Contract}&period=2026-03");
        Assert.Contains("91.67%", board);
        Assert.Contains("不计未回答 85.00% (85/100)", board);
        Assert.Contains("回收率 55.56% (100/180)", board);
    }

    /// <summary>180 asked at once, of whom 100 answered a day later: 5×60, 4×25, 3×8, 2×4, 1×3.</summary>
    static Task Answers(TestServer server, Company company) => server.As(async s =>
    {
        var (db, now) = (s.GetRequiredService<StewardDb>(), server.Time.GetUtcNow());
        int[] scores = [.. Enumerable.Repeat(5, 60), .. Enumerable.Repeat(4, 25), .. Enumerable.Repeat(3, 8), .. Enumerable.Repeat(2, 4), .. Enumerable.Repeat(1, 3), .. Enumerable.Repeat(0, 80)];
        foreach (var score in scores)
        {
            var ticket = new Ticket { Id = TicketId.From(Guid.CreateVersion7()), Customer = TenantId.From(company.Customer), Number = $"INC-{Guid.NewGuid():N}", Contract = ContractId.From(company.Contract), Summary = "x", Requester = ContactId.From(company.Contact), State = TicketState.Closed, OpenedAt = now, RecordedAt = now };
            db.Add(ticket);
            db.Add(new Survey
            {
                Id = SurveyId.From(Guid.CreateVersion7()), Customer = ticket.Customer, Ticket = ticket.Id, Contract = ticket.Contract, Requester = ticket.Requester.Value, AskedAt = now, ExpiresAt = now.AddDays(14),
                AnsweredAt = score > 0 ? now.AddDays(1) : null, Timeliness = score, Skill = score, Attitude = score, Outcome = score, Overall = score,
            });
        }
        await db.Commit(default);
    });

    [GeneratedRegex(@"https?://\S+/survey/\S+")] private static partial Regex Link();
    [GeneratedRegex("type=\"radio\"")] private static partial Regex RadioButton();
    [GeneratedRegex("name=\"__form\" value=\"([^\"]+)\"")] private static partial Regex Token();
}
