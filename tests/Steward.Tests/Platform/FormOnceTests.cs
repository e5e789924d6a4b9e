// A form that is sent again, by going back in the browser or in the very same moment, does nothing twice and leads to what came of it; on both databases.
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Platform;

public sealed class FormOnceTests
{
    const string SentBefore = "这份表单已经提交过，没有重复提交";

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Sent_again_a_form_leads_to_what_it_made_and_says_so(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var user = await ProblemTests.In(server, Role.User);
        using var agent = await ProblemTests.In(server, Role.Agent);
        var report = await Form.Drawn(user, "/report", "/report");
        var made = await report.Made(("summary", "打印机卡纸"), ("service", $"{company.Service}"), ("urgency", "BadlyHindered"));
        Assert.DoesNotContain(SentBefore, await Page(user, made));
        Assert.Equal(made, await report.Made(("summary", "打印机卡纸"), ("service", $"{company.Service}"), ("urgency", "BadlyHindered")));
        Assert.Contains(SentBefore, await Page(user, made));
        Assert.Equal(1, await Tickets(server));
        // Drawn anew it is another form, and whoever reports the same once more may.
        Assert.NotEqual(made, await (await Form.Drawn(user, "/report", "/report")).Made(("summary", "打印机卡纸"), ("service", $"{company.Service}"), ("urgency", "BadlyHindered")));

        // The forms of other records go by the same rule.
        var intake = await Form.Drawn(agent, $"/tickets/new?requester={company.Contact}", "/tickets");
        (string, string)[] taken = [("requester", $"{company.Contact}"), ("customer", $"{company.Customer}"), ("summary", "无法上网"), ("service", $"{company.Service}"), ("channel", "Phone"), ("impact", "Person"), ("urgency", "Hindered")];
        Assert.Equal(await intake.Made(taken), await intake.Made(taken));
        Assert.Equal(3, await Tickets(server));
        var complaint = await Form.Drawn(user, "/complaints/new", "/complaints");
        Assert.Equal(await complaint.Made(("summary", "没人来")), await complaint.Made(("summary", "没人来")));
        Assert.Single((await user.Get("complaints"))["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Changed_before_it_is_sent_again_it_is_shown_with_the_way_to_what_was_made_and_made_when_it_is_meant(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var user = await ProblemTests.In(server, Role.User);
        var report = await Form.Drawn(user, "/report", "/report");
        (string, string)[] With(string summary) => [("summary", summary), ("service", $"{company.Service}"), ("urgency", "BadlyHindered")];
        var made = await report.Made(With("打印机卡纸"));
        using var refused = await report.Send(With("打印机卡纸，还漏粉"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("这份表单已经提交过一次", page);
        Assert.Contains($"href=\"{made}\"", page);
        Assert.Contains("打印机卡纸，还漏粉", page);
        Assert.Equal(1, await Tickets(server));
        // Sent once more, as the sentence says, it is another one.
        Assert.NotEqual(made, await report.In(page).Made(With("打印机卡纸，还漏粉")));
        Assert.Equal(2, await Tickets(server));

        // Words added to a ticket are done as they come: the same once, others too.
        var note = await Form.Drawn(user, made, $"{made}/notes");
        Assert.Equal(made, await note.Made(("text", "在三楼")));
        Assert.Equal(made, await note.Made(("text", "在三楼")));
        Assert.Equal(made, await note.Made(("text", "在三楼东侧")));
        Assert.Equal(made, await note.Made(("text", "在三楼东侧")));
        Assert.Equal(["在三楼", "在三楼东侧"], (await user.Get($"{made[1..]}"))["story"]!.AsArray().Where(e => e!["kind"]!.ToString() == "Reply").Select(e => e!["text"]!.ToString()).Order());
        // What was refused can be mended in the form that is shown, and is done then.
        var empty = await Form.Drawn(user, made, $"{made}/notes");
        using var bad = await empty.Send(("text", ""));
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(made, await empty.Made(("text", "已经好了")));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Sent_many_times_in_one_moment_it_is_done_once_and_so_is_a_program_s_request_with_one_key(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var user = await ProblemTests.In(server, Role.User);
        var report = await Form.Drawn(user, "/report", "/report");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => report.Send(("summary", "打印机卡纸"), ("service", $"{company.Service}"), ("urgency", "BadlyHindered"))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.StatusCode));
        Assert.Equal(1, await Tickets(server));

        using var agent = await ProblemTests.In(server, Role.Agent);
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => agent.Try("tickets", new { summary = "无法上网", service = company.Service, requester = company.Contact }, key: "one")));
        Assert.All(opened, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(2, await Tickets(server));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Keys_of_forms_are_forgotten_after_a_month_and_those_of_programs_are_not(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var user = await ProblemTests.In(server, Role.User);
        using var agent = await ProblemTests.In(server, Role.Agent);
        (string, string)[] entries = [("summary", "打印机卡纸"), ("service", $"{company.Service}"), ("urgency", "BadlyHindered")];
        var report = await Form.Drawn(user, "/report", "/report");
        var made = await report.Made(entries);
        var body = new { summary = "无法上网", service = company.Service, requester = company.Contact };
        var opened = (await agent.Do("tickets", body, key: "one")).ToJsonString();
        await server.Sweep("form-keys");
        Assert.Equal(made, await report.Made(entries));
        server.Time.Advance(TimeSpan.FromDays(31));
        await server.Sweep("form-keys");
        Assert.NotEqual(made, await report.Made(entries));
        Assert.Equal(opened, (await agent.Do("tickets", body, key: "one")).ToJsonString());
    }

    static Task<int> Tickets(TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().CountAsync());
    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));

    /// <summary>A form as a browser holds it: with the keys that it was drawn with, however often it is sent.</summary>
    sealed record Form(Client Who, string Action, string Antiforgery, string Once)
    {
        public static async Task<Form> Drawn(Client who, string page, string action) => new Form(who, action, "", "").In(await who.Http.GetStringAsync(page));

        public Form In(string html)
        {
            var form = Regex.Match(html, $"<form[^>]*action=\"{Regex.Escape(Action)}\".*?</form>", RegexOptions.Singleline).Value;
            string Value(string name) => Regex.Match(form, $"name=\"{name}\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
            Assert.NotEqual("", Value("__once"));
            return this with { Antiforgery = Value("__form"), Once = Value("__once") };
        }

        public Task<HttpResponseMessage> Send(params (string Name, string Value)[] entries) =>
            Who.Http.PostAsync(Action, new FormUrlEncodedContent([new("__form", Antiforgery), new("__once", Once), .. entries.Select(e => KeyValuePair.Create(e.Name, e.Value))]));

        /// <summary>Where it leads.</summary>
        public async Task<string> Made(params (string Name, string Value)[] entries)
        {
            using var answer = await Send(entries);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{(int)answer.StatusCode} {WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync())}");
            return answer.Headers.Location!.ToString();
        }
    }
}
