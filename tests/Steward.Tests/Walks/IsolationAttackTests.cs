// Walks every route, verb, file and search as the people of one customer with the ids of another: nothing answers, nothing changes.
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Web;
using Xunit;

namespace Steward.Walks;

public sealed class IsolationAttackTests
{
    /// <summary>Stands in everything that the first customer owns; the name and short name are found nowhere else either.</summary>
    static readonly string[] Marks = ["绝密词", "XX企业", "XXQY"];

    /// <summary>
    /// In an ordinary run every foreign id is tried at every route by every attacker once, on one of the three installations in turn; in the long run everywhere.
    /// </summary>
    /// <param name="firstWall">False: no query is filtered by tenant, and PostgreSQL's row-level security stands alone.</param>
    [Theory, InlineData(Engine.Sqlite, true), InlineData(Engine.Postgres, true), InlineData(Engine.Postgres, false)]
    public async Task No_route_answers_with_or_changes_another_customers_data(Engine engine, bool firstWall)
    {
        var (server, company) = await TestServer.WithCompany(engine, add: firstWall ? null : Platform.TenantWallTests.WithoutFirstWall);
        await using var closing = server;
        var targets = await Prepare(server, company);
        var before = await Rows(server, company.Customer);
        Assert.True(before.Length > 2000);

        var endpoints = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var (attempts, turn, everywhere) = (0, (int)engine + (firstWall ? 0 : 1), Environment.GetEnvironmentVariable("STEWARD_LONG") == "1");
        string[] users = ["other-user", "other-head", "other-agent"];
        foreach (var user in users)
        {
            var seat = Array.IndexOf(users, user) + turn;
            using var attacker = server.Client();
            await attacker.SignIn(user);
            foreach (var endpoint in endpoints.Where(e => !Skipped(e)))
                foreach (var (request, text) in Requests(endpoint, targets))
                {
                    if (!everywhere && seat++ % users.Length != 0) continue;
                    using var answer = await attacker.Http.SendAsync(request);
                    var body = await answer.Content.ReadAsStringAsync();
                    attempts++;
                    Assert.True((int)answer.StatusCode < 500, $"{user}: {text} broke: {body}");
                    Assert.False(Marks.Any(m => body.Contains(m, StringComparison.Ordinal) || WebUtility.HtmlDecode(body).Contains(m, StringComparison.Ordinal)), $"{user}: {text} answered {(int)answer.StatusCode} with another customer's data: {Around(body)}");
                }
        }
        Assert.True(attempts > 300, $"only {attempts} attempts");
        Assert.Equal(before, await Rows(server, company.Customer));
    }

    [Fact]
    public async Task Canary_the_owner_does_see_it()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        await Prepare(server, company);
        using var owner = server.Client();
        await owner.SignIn(Company.UserOf(Role.Agent));
        var seen = false;
        foreach (var path in new[] { "/tickets", "/api/v1/tickets", "/search?q=绝密词" })
        {
            using var answer = await owner.Http.GetAsync(path);
            seen |= WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).Contains("绝密词", StringComparison.Ordinal);
        }
        Assert.True(seen, "the mark is nowhere to be seen, so the attack would prove nothing");
    }

    static async Task<List<Guid>> Prepare(TestServer server, Company company)
    {
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", new { summary = "绝密词 打印机", description = "绝密词", service = company.Service, requester = company.Contact, channel = "Phone", urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/notes", new { text = "绝密词", @public = true });
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "绝密词" });
        using var engineer = server.Client();
        await engineer.SignIn(Company.UserOf(Role.L2));
        var check = await engineer.Make("checks", new { customer = company.Customer, site = company.Site, name = "绝密词 网关", kind = "Tcp", target = "gateway.example", port = 443, contract = company.Contract });
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await engineer.Do($"checks/{check}/exclusions", new { from = TestServer.Start, until = TestServer.Start.AddMinutes(1), reason = "绝密词" });
        var (probe, line) = await Probes.Line.Enrolled(server, company.Site, "绝密词");
        line.Dispose();
        var silence = await engineer.Make("silences", new { customer = company.Customer, matchers = "alertname=\"绝密词\"", reason = "绝密词", until = server.Time.GetUtcNow().AddHours(4) });
        var window = await engineer.Make("maintenance-windows", new { customer = company.Customer, site = company.Site, from = server.Time.GetUtcNow().AddHours(2), until = server.Time.GetUtcNow().AddHours(3), reason = "绝密词" });
        foreach (var name in new[] { "绝密词", "绝密词 另一个" }) await server.Raise(Signals.Of(server, company, name));
        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.SvcMgr));
        var display = (await manager.Do("displays", new { name = "绝密词", customers = new[] { company.Customer } }))["id"]!.GetValue<Guid>();
        using var project = server.Client();
        await project.SignIn(Company.UserOf(Role.PM));
        var person = await project.Make($"contracts/{company.Contract}/people", new { post = "CustomerContact", contact = company.Contact });
        using var keeper = await Assets.Machines.Keeper(server);
        var byHand = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Printer", name = "绝密词 打印机", owner = company.Contact });
        var seen = Guid.Parse((await Assets.Machines.Take(keeper, Assets.Machines.Notebook(name: "绝密词"), company.Customer))["asset"]!.ToString());
        using var causes = server.Client();
        await causes.SignIn(Company.UserOf(Role.PrbMgr));
        var problem = await engineer.Make("problems", new { summary = "绝密词", description = "绝密词", ticket });
        await causes.Do($"problems/{problem}/assign", new { team = company.OnSite });
        await causes.Do($"problems/{problem}/diagnose");
        await causes.Do($"problems/{problem}/known-error", new { cause = "绝密词", workaround = "绝密词", impactMinutes = 5 });
        await causes.Do($"problems/{problem}/decision", new { decision = "Fix", reason = "绝密词" });
        var complaint = await agent.Make("complaints", new { summary = "绝密词", description = "绝密词", ticket });
        var major = await manager.Make($"tickets/{ticket}/declare-major", new { users = 50, reason = "绝密词" });
        await manager.Do($"major-incidents/{major}/appoint", new { commander = company.Engineer, technicalLead = company.Second, scribe = company.Second, communications = company.Engineer });
        await manager.Do($"major-incidents/{major}/notices", new { text = "绝密词" });
        await manager.Do($"contracts/{company.Contract}/catalogue/standard");
        var drafted = await manager.Make($"contracts/{company.Contract}/catalogue", new { service = company.Service, code = "secret", name = "绝密词", nameEn = "绝密词", category = "Software", tasks = new[] { new { step = 1, name = "绝密词", nameEn = "绝密词" } } });
        await manager.Do($"catalogue-items/{drafted}/publish");
        using var asker = server.Client();
        await asker.SignIn(Company.UserOf(Role.User));
        var request = (await asker.Do($"catalogue/{drafted}", new { description = "绝密词" }))["id"]!.GetValue<Guid>();
        var (change, colliding, emergency) = await Desk.ManyChanges.Make(server, company, byHand, "绝密词");
        var (sheets, releases) = await Desk.FieldWork.Make(server, company, ticket, "绝密词");
        var survey = await Closed(server, company, agent);
        await project.Do($"contracts/{company.Contract}/people", new { post = "DepartmentHead", contact = company.Contact });
        await manager.Do($"contracts/{company.Contract}/questionnaires/DepartmentHeads", new { title = "绝密词", questions = "text | 绝密词 | 绝密词" });
        var round = await manager.Make($"contracts/{company.Contract}/survey-rounds/DepartmentHeads", new { sendAt = server.Time.GetUtcNow() });
        await server.Sweep("survey-rounds");
        await server.As(s => s.GetRequiredService<Desk.HistoryImport>().Run(new MemoryStream(Encoding.UTF8.GetBytes("Impact,Urgency,CI_Type_aff,SLAFail\n绝密词,3 Medium,绝密词,1\n")), new("XXQY", "XX企业", "Asia/Shanghai"), null, default));
        using var librarian = server.Client();
        await librarian.SignIn(Company.UserOf(Role.KnwMgr));
        var article = await Knowledge.ArticleTests.Published(agent, librarian, "绝密词", "Public", [company.Customer], "绝密词", "绝密词", "绝密词");
        var inside = await agent.Make($"tickets/{ticket}/article", new { });
        await agent.Do($"tickets/{ticket}/articles", new { article });
        await asker.Do($"knowledge/{article}/solved", new { summary = "绝密词" });
        await asker.Do($"knowledge/{article}/feedback", new { helpful = false, comment = "绝密词" });
        var mails = new List<Guid>();
        foreach (var from in new[] { Desk.Mails.Letters.User, "nobody@example.com" })
            mails.Add((await agent.Do("mails", new { raw = Convert.ToBase64String(Desk.Mails.Letters.Of(from, "绝密词", "绝密词")) }))["mail"]!.GetValue<Guid>());
        using var administrator = server.Client();
        await administrator.SignIn(Company.UserOf(Role.SysAdm));
        mails.Add(await administrator.Make("chats", new { name = "绝密词", kind = "DingTalk", webhook = "https://oapi.dingtalk.com/robot/send?access_token=x", token = "绝密词", forCustomer = company.Customer }));
        mails.Add(await administrator.Make("mailboxes", new { name = "绝密词", host = "imap.example", userName = "绝密词", secret = "绝密词", forCustomer = company.Customer }));
        mails.Add(await administrator.Make("mail-texts/opened", new { title = "绝密词 {单号}", body = "绝密词", forCustomer = company.Customer }));
        mails.Add(await server.As(s => s.GetRequiredService<StewardDb>().Set<Notify.Mail>().Where(m => m.Template == "opened").Select(m => m.Id.Value).FirstAsync()));
        var hook = (await administrator.Do("webhooks", new { name = "绝密词", url = "https://erp.example/hook", kinds = new[] { "ticket.opened", "ticket.noted" }, customer = company.Customer }))["id"]!.GetValue<Guid>();
        mails.AddRange([hook, await administrator.Make($"webhooks/{hook}/try", new { })]);
        // A template is the provider's own; one for this customer alone is not for others to read, nor how a deed on its tickets ended.
        mails.Add(await agent.Make("templates", new { name = "绝密词", text = "绝密词", forCustomer = company.Customer }));
        mails.Add((await agent.Do("tickets/bulk", new { deed = "Note", text = "绝密词", tickets = new[] { ticket } }))["id"]!.GetValue<Guid>());
        mails.Add((await agent.Get($"tickets/{ticket}"))["story"]!.AsArray().First(e => e!["text"]!.ToString() == "绝密词")!["id"]!.GetValue<Guid>());
        mails.Add(await agent.Make($"tickets/{ticket}/time", new { minutes = 25, text = "绝密词" }));
        mails.Add(await agent.Make($"tickets/{ticket}/reminders", new { at = server.Time.GetUtcNow().AddHours(3), text = "绝密词" }));
        var lost = await agent.Make("calls", new { phone = "000-5550-0002" });
        await agent.Do($"calls/{lost}/called", new { text = "绝密词" });
        mails.Add(lost);
        mails.Add(await agent.Make("recurring", new { summary = "绝密词", service = company.Service, who = "user1@xxqy.example", timeOfDay = "09:00" }));
        mails.Add(await administrator.Make("fields", new { record = "incident", key = "secret", kind = "Text", label = "绝密词", labelEn = "绝密词", visible = true, forCustomer = company.Customer }));
        await agent.Do($"records/incident/{ticket}/fields", new { fields = new { secret = "绝密词" } });
        var ids = await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            var found = new List<Guid>([.. mails, .. sheets, .. releases]) { ticket, request, drafted, article, inside, survey, problem, change, colliding, emergency, person, complaint, major, round, check, probe, display, silence, window, byHand, seen, company.Customer, company.Contract, company.Service, company.Contact, company.Site };
            found.AddRange(await db.Set<Desk.RequestTask>().Select(t => t.Id.Value).ToListAsync());
            found.AddRange((await db.Set<Platform.Approvals.Approval>().ToListAsync()).Select(a => a.Id.Value));
            found.AddRange((await db.Set<Desk.ChangeStep>().ToListAsync()).Select(x => x.Id.Value));
            found.AddRange((await db.Set<Desk.ChangeFreeze>().ToListAsync()).Select(x => x.Id.Value));
            found.AddRange((await s.GetRequiredService<AlertInbox>().Alerts.ToListAsync()).Select(a => a.Id.Value));
            found.AddRange(await db.Set<Contracts.Clause>().Where(c => c.Customer == TenantId.From(company.Customer)).Select(c => c.Id).ToListAsync() is { } clauses ? clauses.Select(c => c.Value) : []);
            found.Add((await db.Set<Account>().SingleAsync(a => a.UserName == Company.UserOf(Role.CustAdm))).Id.Value);
            return found;
        });
        return ids;
    }

    /// <summary>A ticket that was closed and judged badly, so that somebody is to be called; answers the survey.</summary>
    static async Task<Guid> Closed(TestServer server, Company company, Client agent)
    {
        var ticket = (await agent.Do("tickets", new { summary = "绝密词 已关闭", service = company.Service, requester = company.Contact, urgency = "BadlyHindered" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "绝密词", cause = "绝密词", device = "绝密词", minutesSpent = 5 });
        await agent.Do($"tickets/{ticket}/confirm");
        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        await user.Do($"tickets/{ticket}/rate", new { timeliness = 1, skill = 1, attitude = 1, outcome = 1, overall = 1, comment = "绝密词" });
        return await server.As(async s => (await s.GetRequiredService<Desk.SurveyBook>().All.SingleAsync(x => x.Ticket == Desk.TicketId.From(ticket))).Id.Value);
    }

    /// <summary>
    /// Signing out or changing one's own account would end the attack, and the log of the framework's own files is nobody's data. A stream never ends; it is attacked in
    /// <see cref="LiveTests"/>.
    /// </summary>
    static bool Skipped(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText is not { } path || path.EndsWith("live", StringComparison.Ordinal) || path.Contains("sign-out") || path.Contains("sign-in") || path.Contains("me/password") || path.Contains("setup")
        || path.Contains("{**") || path.Contains("/lib/") || path.StartsWith("lib/", StringComparison.Ordinal) || path.Contains("scalar");

    static IEnumerable<(HttpRequestMessage Request, string Text)> Requests(RouteEndpoint endpoint, List<Guid> targets)
    {
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET";
        var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        var mark = endpoint.Metadata.GetMetadata<VerbMark>();
        if (method == "POST" && !pattern.StartsWith("/api/", StringComparison.Ordinal)) yield break; // the form twin: same handler, and it wants a token
        foreach (var target in endpoint.RoutePattern.Parameters.Count == 0 && mark is null ? targets.Take(1) : targets)
        {
            var path = endpoint.RoutePattern.Parameters.Aggregate(pattern, (p, parameter) => System.Text.RegularExpressions.Regex.Replace(p, @"\{" + parameter.Name + @"[^}]*\}",
                parameter.Name is "kind" ? "Resolution" : parameter.Name is "for" ? "DepartmentHeads" : parameter.Name is "format" ? "docx" : parameter.Name is "record" ? "incident" : target.ToString()));
            if (method == "GET")
            {
                path += (path.Contains('?') ? "&" : "?") + $"customer={target}&contract={target}&q=绝密&requester={target}&subject={target}&about={target}";
                yield return (new HttpRequestMessage(HttpMethod.Get, path), $"GET {path}");
            }
            else
                yield return (new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(Body(mark, target), options: Json.Options) }, $"{method} {path}");
        }
    }

    /// <summary>A request that is good in form and names the foreign id wherever an id may be named.</summary>
    static Dictionary<string, object?> Body(VerbMark? mark, Guid target)
    {
        var body = new Dictionary<string, object?>();
        foreach (var property in mark?.Ask.GetProperties() ?? [])
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            body[char.ToLowerInvariant(property.Name[0]) + property.Name[1..]] =
                type == typeof(Guid) || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(Platform.Ids.IId<>)) ? target
                : type.IsGenericType && type.GetGenericArguments() is [{ } of] && of.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(Platform.Ids.IId<>)) ? new[] { target }
                : type == typeof(string) ? property.Name.Contains("Email") ? "a@example.com" : property.Name.Contains("Zone") ? "Asia/Shanghai" : "text"
                : type == typeof(bool) ? true : type.IsEnum ? Enum.GetNames(type)[0]
                : type == typeof(DateTimeOffset) ? "2026-03-10T01:00:00Z" : type == typeof(DateOnly) ? "2026-01-01" : type == typeof(int) || type == typeof(decimal) || type == typeof(long) ? 1 : null;
        }
        return body;
    }

    /// <summary>Every row of one customer in every table, as text.</summary>
    static Task<string> Rows(TestServer server, Guid customer) => server.As(async s =>
    {
        var db = s.GetRequiredService<StewardDb>();
        var all = new StringBuilder();
        foreach (var table in db.Model.GetEntityTypes().Where(e => typeof(ITenantRow).IsAssignableFrom(e.ClrType)).Select(e => (Name: e.GetTableName()!, Column: e.ClrType == typeof(People.Customer) ? "id" : "customer")).Distinct().OrderBy(t => t.Name))
        {
            var rows = await db.Rows($"select * from {table.Name} where {table.Column} = @p0", r => string.Join('|', Enumerable.Range(0, r.FieldCount).Select(i => r[i] is byte[] bytes ? Convert.ToHexString(bytes) : r[i].ToString())), default, customer);
            all.Append(table.Name).Append(':').Append(rows.Count).Append(':').AppendJoin('\n', rows.Order()).Append('\n');
        }
        return all.ToString();
    });

    static string Around(string body)
    {
        var at = Marks.Select(m => body.IndexOf(m, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(0).Min();
        return body[Math.Max(0, at - 150)..Math.Min(body.Length, at + 150)];
    }
}
