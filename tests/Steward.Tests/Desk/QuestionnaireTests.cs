// Periodic surveys as people meet them: designed, planned, sent once by any node, answered once by a link without sign-in, reminded of, called about, and compared with the round before; on both databases.
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Contracts;
using Steward.Desk.Questionnaires;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Platform.Fields;
using Xunit;

namespace Steward.Desk;

public sealed partial class QuestionnaireTests
{
    const string Questions = "score | 培训够吗？ | Enough training?\n选择 | 最希望改进什么？ | What first? | 速度 / 沟通 | Speed / Words\ntext | 还有什么？ | What else?";

    static object Scores(int overall, int own = 5, string comment = "") => new { timeliness = 4, skill = 4, attitude = 4, outcome = 4, overall, comment, answers = new { q1 = own, q2 = "沟通" } };

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_round_is_sent_once_answered_once_and_compared_with_the_one_before(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var node = server.Node();
        using var manager = await ProblemTests.In(server, Role.SvcMgr);
        using var project = await ProblemTests.In(server, Role.PM);
        using var head = await ProblemTests.In(server, Role.CustAdm);
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var foreign = server.Client();
        await foreign.SignIn("other-head");
        var here = $"contracts/{company.Contract}";
        async Task<int> Both(string sweep = "survey-rounds") => (await Task.WhenAll(server.Sweep(sweep), server.Sweep(sweep, node.Services))).Sum();

        // Designed by whoever works on reports; a line that cannot be read is named.
        Assert.Equal((409, "DESK-640"), await manager.Refused($"{here}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow() }));
        Assert.Equal(403, (await agent.Refused($"{here}/questionnaires/DepartmentHeads", new { title = "x" })).Status);
        Assert.Equal(403, (await head.Refused($"{here}/questionnaires/DepartmentHeads", new { title = "x" })).Status);
        using (var bad = await manager.Try($"{here}/questionnaires/DepartmentHeads", new { title = "季度满意度", questions = "score | 好吗？\n随便写" }))
        {
            Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
            Assert.Contains("第 2 行", await bad.Content.ReadAsStringAsync());
        }
        await manager.Do($"{here}/questionnaires/DepartmentHeads", new { title = "季度服务满意度", titleEn = "How was our service this quarter?", intro = "请代表您的部门回答。", questions = Questions });
        foreach (var contact in new[] { company.Contact, company.Vip }) await project.Do($"{here}/people", new { post = "DepartmentHead", contact });
        Assert.Equal((400, "DESK-642"), await manager.Refused($"{here}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow().AddDays(-1) }));
        Assert.Equal((400, "DESK-642"), await manager.Refused($"{here}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow().AddYears(1) }));
        var round = await manager.Make($"{here}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow().AddDays(3) });
        // Planned again it is moved, not doubled.
        Assert.Equal(round, await manager.Make($"{here}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow().AddDays(1) }));
        Assert.Equal(0, await Both());
        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Both());
        Assert.Equal(0, await Both());
        var mails = await Mails(server, "questionnaire");
        Assert.Equal(["user1@xxqy.example", "vip@example.com"], mails.Select(m => m.Address));
        Assert.All(mails, m => Assert.Equal("季度服务满意度（2026-Q1）", m.Title));
        Assert.Equal((409, "DESK-641"), await manager.Refused($"{here}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow().AddDays(1) }));

        // Without sign-in; looking uses nothing up; what is missing stands at its question and nothing typed is lost.
        var path = Path(mails[0]);
        using var holder = server.Client();
        var html = await holder.Http.GetStringAsync(path);
        Assert.Equal(5 * 5 + 5 + 2, RadioButton().Count(html));
        Assert.All(new[] { "季度服务满意度", "2026-Q1", "请代表您的部门回答。", "培训够吗？", "最希望改进什么？", "还有什么？" }, w => Assert.Contains(w, WebUtility.HtmlDecode(html)));
        var token = Token().Match(html).Groups[1].Value;
        FormUrlEncodedContent Form(params (string, string)[] more) => new([.. new[] { "timeliness", "skill", "attitude", "outcome", "overall" }.Select(n => KeyValuePair.Create(n, "5")), .. more.Select(m => KeyValuePair.Create(m.Item1, m.Item2)), new("__form", token)]);
        using (var incomplete = await holder.Http.PostAsync(path, Form(("answers.q1", "4"), ("answers.q3", "多来看看"))))
        {
            var again = WebUtility.HtmlDecode(await incomplete.Content.ReadAsStringAsync());
            Assert.True(incomplete.StatusCode == HttpStatusCode.BadRequest, again);
            Assert.Contains("has-error", again);
            Assert.Contains("多来看看", again);
        }
        Assert.Equal((403, "DESK-122"), await agent.Refused(path[1..], Scores(5)));
        Assert.Equal((400, "STW-400"), await holder.Refused(path[1..], new { timeliness = 4, skill = 4, attitude = 4, outcome = 4, overall = 4, answers = new { q1 = 6, q2 = "沟通" } }));
        Assert.Equal((400, "STW-400"), await holder.Refused(path[1..], new { timeliness = 4, skill = 4, attitude = 4, outcome = 4, overall = 4, answers = new { q1 = 4, q2 = "沟通", q9 = "x" } }));
        using (var sent = await holder.Http.PostAsync(path, Form(("answers.q1", "4"), ("answers.q2", "速度"), ("answers.q3", "多来看看")))) Assert.Equal(path, sent.Headers.Location?.ToString());
        html = WebUtility.HtmlDecode(await holder.Http.GetStringAsync(path));
        Assert.Contains("感谢您的评价", html);
        Assert.Contains("多来看看", html);
        Assert.Equal((409, "DESK-120"), await holder.Refused(path[1..], Scores(1)));

        // Whoever is silent is reminded half way and two days before the end, once each, and nobody else.
        server.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(1, await Both());
        server.Time.Advance(TimeSpan.FromDays(5));
        Assert.Equal(1, await Both());
        server.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await Both());
        Assert.Equal(["vip@example.com", "vip@example.com"], (await Mails(server, "questionnaire-reminder")).Select(m => m.Address));

        // A single low score of one's own question is a call to make; who said so is for whoever may call.
        using (var other = server.Client()) await other.Do(Path(mails[1])[1..], Scores(4, own: 2, comment: "没人教"));
        var call = Assert.Single((await manager.Get("surveys"))["callBacks"]!.AsArray())!;
        Assert.Equal(("2026-Q1", "员工002", 2), (call["number"]!.ToString(), call["requester"]!.ToString(), call["lowest"]!.GetValue<int>()));
        Assert.Equal("", Assert.Single((await head.Get("surveys"))["callBacks"]!.AsArray())!["requester"]!.ToString());
        Assert.Empty((await foreign.Get("surveys"))["callBacks"]!.AsArray());
        Assert.Equal(403, (await agent.Refused($"surveys/{call["id"]}/call-back", new { text = "已联系" })).Status);
        server.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await Both("late-calls"));
        Assert.Equal(0, await Both("late-calls"));
        await manager.Do($"surveys/{call["id"]}/call-back", new { text = "安排一次培训" });
        Assert.Equal((409, "DESK-124"), await manager.Refused($"surveys/{call["id"]}/call-back", new { text = "x" }));

        // What it said: to the provider with names, to the customer without, to others not at all.
        var view = await manager.Get($"surveys/rounds/{round}");
        Assert.Equal((2, 2), (view["figures"]!["asked"]!.GetValue<int>(), view["people"]!.AsArray().Count));
        Assert.Equal("[0,0,0,1,1]", view["figures"]!["dimensions"]![4]!["counts"]!.ToJsonString());
        Assert.Equal(["[0,1,0,1,0]", "[1,1]", "[]"], view["own"]!.AsArray().Select(o => o!["counts"]!.ToJsonString()));
        Assert.Equal("多来看看", view["own"]![2]!["words"]![0]!.ToString());
        Assert.Empty((await head.Get($"surveys/rounds/{round}"))["people"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/api/v1/surveys/rounds/{round}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/{here}/surveys")).StatusCode);
        // It is no judgement of a ticket, and stands in none of their figures.
        Assert.Equal(0, (await manager.Get("surveys?from=2026-03-01"))["asked"]!.GetValue<int>());
        Assert.Equal(0, (await manager.Get($"measures/satisfaction/evidence?contract={company.Contract}&period=2026-03"))["figure"]!["denominator"]!.GetValue<int>());
        var measured = await head.Get($"measures/{Measures.PeriodicSatisfaction}/evidence?contract={company.Contract}&period=2026-03");
        Assert.Equal(("2", "2", 2), (measured["figure"]!["numerator"]!.ToString(), measured["figure"]!["denominator"]!.ToString(), measured["records"]!.AsArray().Sum(r => r!["part"]!.GetValue<int>())));
        Assert.DoesNotContain(measured["records"]!.AsArray(), r => r!["summary"]!.ToString().Contains("员工", StringComparison.Ordinal));

        // The next round has planned itself, a quarter later, and asks the newest questions; what was sent keeps its own.
        await manager.Do($"{here}/questionnaires/DepartmentHeads", new { title = "第二版", questions = "score | 更好了吗？ | Better?" });
        var group = (await manager.Get($"{here}/surveys"))["groups"]![0]!;
        Assert.Equal(("2026-Q2", "2", "2026-06-11T01:00:00"), (group["next"]!["period"]!.ToString(), group["questions"]!["number"]!.ToString(), group["next"]!["sendAt"]!.ToString()[..19]));
        server.Time.Advance(TimeSpan.FromDays(76));
        Assert.Equal(1, await Both());
        var second = (await Mails(server, "questionnaire")).Where(m => m.Title == "第二版（2026-Q2）").ToList();
        Assert.Equal(2, second.Count);
        using (var other = server.Client()) await other.Do(Path(second[0])[1..], new { timeliness = 5, skill = 5, attitude = 5, outcome = 5, overall = 5, answers = new { q1 = 5 } });
        var next = Guid.Parse((await manager.Get("surveys/rounds"))["rounds"]!.AsArray().Single(r => r!["period"]!.ToString() == "2026-Q2")!["id"]!.ToString());
        view = await manager.Get($"surveys/rounds/{next}");
        Assert.Equal(("2026-Q1", "2"), (view["before"]!["period"]!.ToString(), view["questions"]!["number"]!.ToString()));
        Assert.Equal("1", (await manager.Get($"surveys/rounds/{round}"))["questions"]!["number"]!.ToString());
        var page = WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/surveys/rounds/{next}"));
        Assert.All(new[] { "50.00%", "(1/2)", "上期（2026-Q1）4.50", "+0.50" }, w => Assert.Contains(w, page));
        Assert.DoesNotContain("[Round.", page);
        server.Time.Advance(TimeSpan.FromDays(14));
        Assert.Equal((409, "DESK-121"), await holder.Refused(Path(second[1])[1..], new { timeliness = 5, skill = 5, attitude = 5, outcome = 5, overall = 5, answers = new { q1 = 5 } }));

        // Both stand in the report of the month in which they could be answered.
        var report = (await manager.Do("reports", new { contract = company.Contract, period = "2026-06" }))["id"]!.GetValue<Guid>();
        var line = Assert.Single((await manager.Get($"reports/{report}"))["figures"]!["cases"]!["rounds"]!.AsArray())!;
        Assert.Equal(("2026-Q2", 2, "2026-Q1", "[2,2]"), (line["period"]!.ToString(), line["asked"]!.GetValue<int>(), line["beforePeriod"]!.ToString(), line["before"]!.ToJsonString()));
        var paper = WebUtility.HtmlDecode(await manager.Http.GetStringAsync($"/reports/{report}"));
        Assert.Contains("部门负责人季度调查 2026-Q2", paper);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Heads_are_those_marked_as_such_until_the_contract_names_them_and_an_empty_list_waits(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var manager = await ProblemTests.In(server, Role.SvcMgr);
        using var project = await ProblemTests.In(server, Role.PM);
        using var admin = server.Client();
        await admin.SignIn("admin");
        var here = $"contracts/{company.Contract}";
        foreach (var of in new[] { "DepartmentHeads", "Management" })
        {
            await manager.Do($"{here}/questionnaires/{of}", new { title = "满意度" });
            await manager.Make($"{here}/survey-rounds/{of}", new { sendAt = server.Time.GetUtcNow(), days = 3 });
        }
        await admin.Do($"contacts/{company.Vip}/change", new { name = "员工002", department = "管理层", email = "vip@example.com", head = true });
        Assert.Equal(2, await server.Sweep("survey-rounds"));
        Assert.Equal("vip@example.com", Assert.Single(await Mails(server, "questionnaire")).Address);
        // Nobody stands for the management yet: looked at again tomorrow, and then somebody does.
        server.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await server.Sweep("survey-rounds"));
        await project.Do($"{here}/people", new { post = "Management", contact = company.Contact });
        server.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await server.Sweep("survey-rounds"));
        Assert.Equal(["vip@example.com", "user1@xxqy.example"], (await Mails(server, "questionnaire")).Select(m => m.Address));
        // The year after, the contract is over and nothing is planned.
        Assert.Equal(["2026", "2026-Q1", "2026-Q2"], (await manager.Get("surveys/rounds"))["rounds"]!.AsArray().Select(r => r!["period"]!.ToString()).Order());
    }

    [Fact]
    public void Questions_are_read_line_by_line_and_written_back()
    {
        Assert.True(QuestionLines.Read($"{Questions}\n\n评分｜够快吗？").TryGet(out var form, out _));
        Assert.Equal([FieldKind.Number, FieldKind.Choice, FieldKind.LongText, FieldKind.Number], form.Select(f => f.Kind));
        Assert.Equal(["速度", "沟通"], form[1].Choices!);
        Assert.Equal(["Speed", "Words"], form[1].ChoicesEn!);
        Assert.Equal("够快吗？", form[3].LabelEn);
        Assert.True(QuestionLines.Read(QuestionLines.Write(form)).TryGet(out var again, out _));
        Assert.Equal(QuestionLines.Write(form), QuestionLines.Write(again));
        foreach (var bad in new[] { "score", "score |", "essay | 好吗？", "choice | 哪个？ | Which? | 甲", "choice | 哪个？ | Which? | 甲 / 乙 | A", "choice | 哪个？ | Which? | 甲 / 甲", "score | 好吗？ | Good? | 甲 / 乙" }) Assert.False(QuestionLines.Read(bad).TryGet(out _, out _), bad);
        Assert.False(QuestionLines.Read(string.Join('\n', Enumerable.Repeat("score | 好吗？", QuestionLines.Most + 1))).TryGet(out _, out _));
    }

    [Theory, InlineData(Respondents.DepartmentHeads, "2026-03-31", "2026-Q1"), InlineData(Respondents.DepartmentHeads, "2026-04-01", "2026-Q2"), InlineData(Respondents.DepartmentHeads, "2026-12-31", "2026-Q4"), InlineData(Respondents.Management, "2026-12-31", "2026")]
    public void A_round_is_of_the_quarter_or_year_in_which_it_is_sent(Respondents of, string day, string period) => Assert.Equal(period, SurveyRound.PeriodOf(of, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory, InlineData(14, 0, 7.0), InlineData(14, 1, 12.0), InlineData(14, 2, null), InlineData(3, 0, 1.5), InlineData(3, 1, null)]
    public void Reminders_come_half_way_and_two_days_before_the_end(int days, int before, double? after)
    {
        var sent = TestServer.Start;
        var round = new SurveyRound { Period = "2026-Q1", Days = days, SentAt = sent, ClosesAt = sent.AddDays(days), Reminders = before };
        Assert.Equal(after, (round.NextReminder() - sent)?.TotalDays);
    }

    static Task<List<Mail>> Mails(TestServer server, string template) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Template == template).OrderBy(m => m.WrittenAt).ThenBy(m => m.Address).ToListAsync());

    internal static string Path(Mail mail) => new Uri(Link().Match(mail.Body).Value).AbsolutePath;

    [GeneratedRegex(@"https?://\S+/survey/\S+")] private static partial Regex Link();
    [GeneratedRegex("type=\"radio\"")] private static partial Regex RadioButton();
    [GeneratedRegex("name=\"__form\" value=\"([^\"]+)\"")] private static partial Regex Token();
}
