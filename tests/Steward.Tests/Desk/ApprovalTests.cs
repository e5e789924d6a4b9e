// Approvals as people meet them: asked for on a ticket or by a report, found in one list, decided once, on both databases.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Fixtures;
using Steward.Platform.Approvals;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Steward.Sla;
using Xunit;

namespace Steward.Desk;

public sealed class ApprovalTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_lower_priority_waits_for_the_service_manager_and_is_decided_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)));
        var ticket = await Ticket(agent, company);
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "不急" });
        Assert.Equal(Priority.P3, await PriorityOf(server, ticket));
        Assert.Empty(Items(await agent.Get("approvals")));
        var asked = Assert.Single(Items(await manager.Get("approvals")));
        Assert.Equal(("priority", $"/tickets/{ticket}", "P3 → P4", "不急", true), (Text(asked, "kind"), Text(asked, "href"), Text(asked, "words"), Text(asked, "reason"), asked["mayDecide"]!.GetValue<bool>()));
        Assert.Contains("不急", await Page(manager, $"/tickets/{ticket}"));

        var id = Text(asked, "id");
        Assert.Equal((400, "APR-104"), await manager.Refused($"approvals/{id}/decide", new { agree = false }));
        await manager.Do($"approvals/{id}/decide", new { agree = true, reason = "同意降级" });
        Assert.Equal(Priority.P4, await PriorityOf(server, ticket));
        Assert.Equal((409, "APR-101"), await manager.Refused($"approvals/{id}/decide", new { agree = false, reason = "后悔了" }));
        Assert.Empty(Items(await manager.Get("approvals")));
        var decided = Assert.Single(Items(await manager.Get("approvals?view=Decided")));
        Assert.Equal(("Granted", "同意降级", "账号 SvcMgr"), (Text(decided, "state"), Text(decided, "answer"), Text(decided, "decidedBy")));
        Assert.Equal("Granted", Text(Assert.Single(Items(await agent.Get("approvals?view=Asked"))), "state"));

        // One commit: the word, the end of the approval, the ticket and its story stand in the audit under one trace.
        var lines = await server.As(s => s.GetRequiredService<StewardDb>().Set<AuditRow>().Where(r => r.Verb == "DecideApproval").ToListAsync());
        Assert.Single(lines.Select(l => l.Trace).Distinct());
        Assert.Equal(["desk_ticket", "desk_ticket_entry", "platform_approval", "platform_approval_vote"], lines.Select(l => l.Subject).Distinct().Order());
        Assert.Contains("Granted", lines.Single(l => l.Subject == "platform_approval").Change);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_claimed_pause_counts_once_agreed_and_never_when_refused_or_withdrawn(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)));
        var ticket = await Ticket(agent, company);
        await agent.Do($"tickets/{ticket}/accept");
        server.Time.Advance(TimeSpan.FromHours(2));
        async Task Claim(Client who, int fromMinute) => await who.Do($"tickets/{ticket}/pause-claims", new { reason = "PendingUser", from = TestServer.Start.AddMinutes(fromMinute), until = TestServer.Start.AddMinutes(fromMinute + 20), proof = "电话记录" });
        async Task<long> Used() => (await server.As(s => s.GetRequiredService<SlaClocks>().Clocks([ticket], default))).Single(c => c.Kind == ClockKind.Resolution).UsedSeconds;
        await Claim(agent, 0);
        await Claim(agent, 20);
        await Claim(agent, 40);
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "重启", cause = "软件", device = "PC-1", minutesSpent = 5 });
        Assert.Equal(7200, await Used());
        var claims = Items(await manager.Get("approvals"));
        Assert.Equal(3, claims.Count);
        await manager.Do($"approvals/{Text(claims[0], "id")}/decide", new { agree = true });
        Assert.Equal(6000, await Used());
        await manager.Do($"approvals/{Text(claims[1], "id")}/decide", new { agree = false, reason = "没有证据" });
        Assert.Equal((404, "STW-404"), await manager.Refused($"approvals/{Text(claims[2], "id")}/withdraw"));
        await agent.Do($"approvals/{Text(claims[2], "id")}/withdraw");
        Assert.Equal((409, "APR-101"), await agent.Refused($"approvals/{Text(claims[2], "id")}/withdraw"));
        Assert.Equal(6000, await Used());
        Assert.Empty(Items(await manager.Get("approvals")));
    }

    [Fact]
    public async Task Nobody_decides_their_own_question_however_much_they_may()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        var (agent, manager, other) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)), await Hire(server, company, "manager-2", new { role = "SvcMgr" }));
        var ticket = await Ticket(agent, company);
        server.Time.Advance(TimeSpan.FromHours(1));
        await manager.Do($"tickets/{ticket}/pause-claims", new { reason = "PendingUser", from = TestServer.Start, until = TestServer.Start.AddMinutes(20), proof = "邮件" });
        Assert.Empty(Items(await manager.Get("approvals")));
        var id = Text(Assert.Single(Items(await other.Get("approvals"))), "id");
        Assert.Equal((409, "APR-102"), await manager.Refused($"approvals/{id}/decide", new { agree = true }));
        await other.Do($"approvals/{id}/decide", new { agree = true });
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Two_who_decide_at_the_same_moment_have_one_effect(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager, other) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)), await Hire(server, company, "manager-2", new { role = "SvcMgr" }));
        for (var round = 0; round < 6; round++)
        {
            var ticket = await Ticket(agent, company);
            await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "不急" });
            var id = Text(Assert.Single(Items(await manager.Get("approvals"))), "id");
            var answers = await Task.WhenAll(manager.Try($"approvals/{id}/decide", new { agree = true }), other.Try($"approvals/{id}/decide", new { agree = false, reason = "不行" }),
                manager.Try($"approvals/{id}/decide", new { agree = true }), other.Try($"approvals/{id}/decide", new { agree = false, reason = "不行" }));
            Assert.Single(answers, a => a.IsSuccessStatusCode);
            Assert.All(answers.Where(a => !a.IsSuccessStatusCode), a => Assert.Equal(HttpStatusCode.Conflict, a.StatusCode));
            var granted = answers[0].IsSuccessStatusCode || answers[2].IsSuccessStatusCode;
            Assert.Equal(granted ? Priority.P4 : Priority.P3, await PriorityOf(server, ticket));
            var approval = ApprovalId.From(Guid.Parse(id));
            var (words, state, lines) = await server.As(async s =>
            {
                var db = s.GetRequiredService<StewardDb>();
                return (await db.Set<ApprovalVote>().CountAsync(v => v.Approval == approval), (await db.Set<Approval>().SingleAsync(a => a.Id == approval)).State,
                    await db.Set<TicketEntry>().CountAsync(e => e.Ticket == TicketId.From(ticket) && e.Verb == nameof(ChangePriority)));
            });
            Assert.Equal((1, granted ? ApprovalState.Granted : ApprovalState.Refused, 2), (words, state, lines));
        }
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Only_those_who_may_approve_there_see_and_decide(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await In(server, Company.UserOf(Role.Agent));
        var ticket = await Ticket(agent, company);
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "不急" });
        var id = await server.As(async s => (await s.GetRequiredService<StewardDb>().Set<Approval>().SingleAsync()).Id.Value);
        var users = Enum.GetValues<Role>().Where(r => r is not Role.SvcMgr).Select(Company.UserOf).Concat(["other-agent", "other-head", "other-user"]);
        foreach (var user in users)
        {
            using var client = await In(server, user);
            Assert.Empty(Items(await client.Get("approvals")));
            // Who asked knows that it is there, and is told why not; to the others it is not.
            Assert.Equal(user == Company.UserOf(Role.Agent) ? 409 : 404, (await client.Refused($"approvals/{id}/decide", new { agree = true })).Status);
            if (user != Company.UserOf(Role.Agent)) Assert.Equal(404, (await client.Refused($"approvals/{id}/withdraw")).Status);
            if (user.StartsWith("other", StringComparison.Ordinal)) Assert.NotEqual($"/tickets/{ticket}", (await client.Http.GetAsync($"/approvals/{id}")).Headers.Location?.ToString());
        }
        Assert.Equal(Priority.P3, await PriorityOf(server, ticket));

        // A manager of one group decides about that group's tickets only, and the approval goes where its ticket goes.
        using var ofGroup = await Hire(server, company, "group-manager", new { role = "SvcMgr", customer = company.Customer, team = company.OnSite });
        Assert.Empty(Items(await ofGroup.Get("approvals")));
        Assert.Equal((404, "STW-404"), await ofGroup.Refused($"approvals/{id}/decide", new { agree = true }));
        await agent.Do($"tickets/{ticket}/assign", new { team = company.OnSite });
        Assert.Single(Items(await ofGroup.Get("approvals")));

        // A token sees no further than its scopes.
        using var manager = await In(server, Company.UserOf(Role.SvcMgr));
        var token = (await manager.Do("me/tokens", new { name = "reports", scopes = new[] { "Report:Approve" } }))["token"]!.GetValue<string>();
        using var program = server.Client();
        program.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Empty(Items(await program.Get("approvals")));
        Assert.Equal((404, "STW-404"), await program.Refused($"approvals/{id}/decide", new { agree = true }));
        await ofGroup.Do($"approvals/{id}/decide", new { agree = true });
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_nobody_decides_in_time_expires_once_however_many_sweep(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)));
        var ticket = await Ticket(agent, company);
        var id = await Ask(server, ticket, until: TestServer.Start.AddHours(1));
        server.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await Sweep(server));
        Assert.Single(Items(await manager.Get("approvals")));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        // Too late from that moment on, whether the sweep has come by or not.
        Assert.Empty(Items(await manager.Get("approvals")));
        Assert.Equal((409, "APR-101"), await manager.Refused($"approvals/{id}/decide", new { agree = true }));
        Assert.Equal(1, (await Task.WhenAll(Sweep(server), Sweep(server), Sweep(server))).Sum());
        Assert.Equal(0, await Sweep(server));
        Assert.Equal("Expired", Text(Assert.Single(Items(await manager.Get("approvals?view=Decided"))), "state"));
        var story = await server.As(s => s.GetRequiredService<StewardDb>().Set<TicketEntry>().Where(e => e.Ticket == TicketId.From(ticket) && e.Verb == nameof(ChangePriority)).ToListAsync());
        Assert.Equal("system", Assert.Single(story).By);
        Assert.Equal(Priority.P3, await PriorityOf(server, ticket));
        Assert.Equal(1, await server.As(s => s.GetRequiredService<StewardDb>().Set<AuditRow>().CountAsync(r => r.Subject == "platform_approval" && r.Change.Contains("Expired"))));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Where_two_must_agree_one_word_is_not_enough_and_nobody_speaks_twice(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager, other) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)), await Hire(server, company, "manager-2", new { role = "SvcMgr" }));
        var ticket = await Ticket(agent, company);
        var id = await Ask(server, ticket, needed: 2, deciders: 3);
        await manager.Do($"approvals/{id}/decide", new { agree = true });
        Assert.Equal(Priority.P3, await PriorityOf(server, ticket));
        Assert.Empty(Items(await manager.Get("approvals")));
        Assert.Equal((409, "APR-103"), await manager.Refused($"approvals/{id}/decide", new { agree = true }));
        var waiting = Assert.Single(Items(await other.Get("approvals")));
        Assert.Equal("账号 SvcMgr", Text(Assert.Single(waiting["said"]!.AsArray())!, "by"));
        await other.Do($"approvals/{id}/decide", new { agree = true });
        Assert.Equal(Priority.P4, await PriorityOf(server, ticket));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_new_question_replaces_the_one_that_waits_and_events_overtake_it(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)));
        var ticket = await Ticket(agent, company);
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Hindered", reason = "一" });
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "二" });
        Assert.Equal("二", Text(Assert.Single(Items(await manager.Get("approvals"))), "reason"));
        // The manager's own judgement needs no approval and leaves none to give.
        await manager.Do($"tickets/{ticket}/priority", new { impact = "Group", urgency = "Stopped", reason = "全组停工" });
        Assert.Empty(Items(await manager.Get("approvals")));
        await agent.Do($"tickets/{ticket}/priority", new { impact = "Person", urgency = "Planned", reason = "三" });
        await agent.Do($"tickets/{ticket}/accept");
        await agent.Do($"tickets/{ticket}/resolve", new { solution = "重启", cause = "软件", device = "PC-1", minutesSpent = 5 });
        Assert.Empty(Items(await manager.Get("approvals")));
        Assert.Equal(["Withdrawn", "Withdrawn", "Withdrawn"], Items(await agent.Get("approvals?view=Asked")).Select(i => Text(i, "state")));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_list_is_read_part_by_part_and_shows_each_question_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, manager) = (await In(server, Company.UserOf(Role.Agent)), await In(server, Company.UserOf(Role.SvcMgr)));
        var ticket = await Ticket(agent, company);
        for (var i = 0; i < 120; i++)
        {
            await Ask(server, ticket, key: $"{i}");
            // Many of one moment: the id orders them.
            if (i % 40 == 0) server.Time.Advance(TimeSpan.FromSeconds(1));
        }
        var keys = new List<string>();
        JsonNode part;
        for (string? after = null; ; after = Text(part, "next"))
        {
            part = await manager.Get("approvals" + (after is null ? "" : $"?after={after}"));
            Assert.Equal(120, part["total"]!.GetValue<int>());
            keys.AddRange(Items(part).Select(i => Text(i, "id")));
            if (part["next"] is null) break;
        }
        Assert.Equal((120, 120, 20), (keys.Count, keys.Distinct().Count(), Items(part).Count));
        var before = await manager.Get($"approvals?before={Text(part, "previous")}");
        Assert.Equal(keys[50..100], Items(before).Select(i => Text(i, "id")));
        Assert.Contains(Text(before, "next"), await Page(manager, $"/approvals?before={Text(part, "previous")}"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_report_waits_in_the_same_list_and_is_decided_on_its_own_page(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (author, approver, head) = (await In(server, Company.UserOf(Role.SvcMgr)), await In(server, Company.UserOf(Role.PM)), await In(server, Company.UserOf(Role.CustAdm)));
        var report = (await author.Do("reports", new { contract = company.Contract, period = "2026-02" }))["id"]!.GetValue<Guid>();
        await author.Do($"reports/{report}/review");
        // Its author sees no work in it, the customer sees nothing of it yet.
        Assert.Empty(Items(await author.Get("approvals")));
        Assert.Empty(Items(await head.Get("approvals")));
        var waiting = Assert.Single(Items(await approver.Get("approvals")));
        Assert.Equal(("report", $"/reports/{report}", true), (Text(waiting, "kind"), Text(waiting, "href"), waiting["onItsOwnPage"]!.GetValue<bool>()));
        Assert.Equal((409, "APR-105"), await approver.Refused($"approvals/{Text(waiting, "id")}/decide", new { agree = true }));
        await approver.Do($"reports/{report}/return", new { reason = "数字不对" });
        Assert.Equal("Refused", Text(Assert.Single(Items(await approver.Get("approvals?view=Decided"))), "state"));
        await author.Do($"reports/{report}/review");
        await approver.Do($"reports/{report}/approve");
        Assert.Empty(Items(await approver.Get("approvals")));
        await approver.Do($"reports/{report}/send");
        Assert.Equal(("report-answer", $"/reports/{report}"), (Text(Assert.Single(Items(await head.Get("approvals"))), "kind"), Text(Items(await head.Get("approvals"))[0], "href")));
        await head.Do($"reports/{report}/accept");
        Assert.Empty(Items(await head.Get("approvals")));
        Assert.Equal("Granted", Text(Assert.Single(Items(await head.Get("approvals?view=Decided"))), "state"));
    }

    /// <summary>Asks for P4 in the name of the system, in ways that no verb of the desk offers yet.</summary>
    static Task<Guid> Ask(TestServer server, Guid ticket, DateTimeOffset? until = null, int needed = 1, int deciders = 1, string key = "") => server.As(async s =>
    {
        var db = s.GetRequiredService<StewardDb>();
        var row = await db.Set<Ticket>().SingleAsync(t => t.Id == TicketId.From(ticket));
        var question = row.Asks(PriorityApproval.Kind, new LowerPriority(row.Priority, Priority.P4, Impact.Person, Urgency.Planned), "不急", key) with { ExpiresAt = until, Needed = needed, Deciders = deciders };
        var asked = await s.GetRequiredService<ApprovalDesk>().Ask(question, default);
        await db.Commit(default);
        return asked.Id.Value;
    });

    /// <summary>As on a server: the sweeps of the platform run without a person.</summary>
    static async Task<int> Sweep(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        (scope.ServiceProvider.GetRequiredService<Work>().Scope, scope.ServiceProvider.GetRequiredService<Work>().Verb) = (TenantScope.Everyone, "ApprovalSweep");
        return await scope.ServiceProvider.GetServices<ISweep>().Single(x => x.Name == "approvals").RunOnce(server.Time.GetUtcNow(), default);
    }

    static async Task<Client> In(TestServer server, string user)
    {
        var client = server.Client();
        await client.SignIn(user);
        return client;
    }

    /// <summary>An account of its own with one grant.</summary>
    static async Task<Client> Hire(TestServer server, Company company, string user, object grant)
    {
        using var admin = await In(server, "admin");
        var account = await admin.Make("accounts", new { userName = user, name = user, password = Company.Password, staff = company.Second });
        await admin.Do($"accounts/{account}/grants", grant);
        return await In(server, user);
    }

    static async Task<Guid> Ticket(Client agent, Company company) => (await agent.Do("tickets", new
    {
        summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered",
    }))["id"]!.GetValue<Guid>();

    static Task<Priority> PriorityOf(TestServer server, Guid ticket) =>
        server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().Where(t => t.Id == TicketId.From(ticket)).Select(t => t.Priority).SingleAsync());

    static List<JsonNode> Items(JsonNode list) => [.. list["items"]!.AsArray().Select(i => i!)];
    static string Text(JsonNode item, string field) => item[field]!.GetValue<string>();

    static async Task<string> Page(Client client, string path) => WebUtility.HtmlDecode(await client.Http.GetStringAsync(path));
}
