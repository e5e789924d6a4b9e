// Webhooks from end to end on both databases: a receiver that checks signatures, and is away for days.
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Outlets.Hooks;
using Steward.Platform.Data;
using Steward.Platform.Secrets;
using Xunit;

namespace Steward.Outlets;

public sealed class WebhookTests
{
    static readonly string[] Tickets = ["ticket.opened", "ticket.accepted", "ticket.resolved", "ticket.closed"];

    static Task<(TestServer, Company)> Server(Engine engine) => TestServer.WithCompany(engine, s => s with { WebhookHosts = ["127.0.0.1"] });

    static async Task<Guid> Open(Client agent, Company company, string summary = "打印机卡纸") =>
        (await agent.Do("tickets", new { summary, service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();

    static async Task<Guid> Made(Client keeper, Receiver receiver, object kinds, Guid? customer = null)
    {
        var made = await keeper.Do("webhooks", new { name = "客户 ERP", url = receiver.Address, kinds, customer });
        receiver.Key = made["secret"]!.ToString();
        return made["id"]!.GetValue<Guid>();
    }

    static async Task Deliver(TestServer server)
    {
        while (await server.Sweep("webhook-record") > 0) { }
        while (await server.Sweep("webhook-out") > 0) { }
    }

    static async Task<List<string>> States(Client keeper, Guid hook) => [.. (await keeper.Get($"webhooks/{hook}"))["deliveries"]!["items"]!.AsArray().Select(d => d!["state"]!.ToString())];

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_customers_events_arrive_signed_and_no_other_customers(Engine engine)
    {
        var (server, company) = await Server(engine);
        await using var closing = server;
        await using var receiver = await Receiver.Start(server.Time.GetUtcNow);
        using var head = await ProblemTests.In(server, Role.CustAdm);
        using var agent = await ProblemTests.In(server, Role.Agent);
        Assert.Equal((400, "OUT-101"), await head.Refused("webhooks", new { name = "x", url = "http://erp.example/hook", kinds = Tickets }));
        Assert.Equal((400, "OUT-101"), await head.Refused("webhooks", new { name = "x", url = "https://192.168.0.7/hook", kinds = Tickets }));
        Assert.Equal((400, "OUT-102"), await head.Refused("webhooks", new { name = "x", url = "https://erp.example/hook", kinds = new[] { "ticket.eaten" } }));
        // What is for the provider only is not offered to a customer.
        Assert.Equal((400, "OUT-102"), await head.Refused("webhooks", new { name = "x", url = "https://erp.example/hook", kinds = new[] { "ticket.noted" } }));
        Assert.Equal((400, "OUT-103"), await head.Refused("webhooks", new { name = "x", url = "https://erp.example/hook" }));
        Assert.Equal(404, (await head.Refused("webhooks", new { name = "x", url = "https://erp.example/hook", kinds = Tickets, customer = company.Other.Customer })).Status);
        Assert.Equal(403, (await agent.Refused("webhooks", new { name = "x", url = "https://erp.example/hook", kinds = Tickets, customer = company.Customer })).Status);

        await Open(agent, company, "之前的事");
        var hook = await Made(head, receiver, Tickets);
        using var admin = await ProblemTests.In(server, Role.SysAdm);
        var ticket = await Open(agent, company);
        using (var foreign = server.Client())
        {
            await foreign.SignIn("other-agent");
            await foreign.Do("tickets", new { summary = "别家的事", service = company.Other.Service, requester = company.Other.Contact, channel = "Phone" });
        }
        await agent.Do($"tickets/{ticket}/notes", new { text = "内部备注" });
        await agent.Do($"tickets/{ticket}/accept");
        await Deliver(server);
        await Deliver(server);
        Assert.Equal(["ticket.opened", "ticket.accepted"], receiver.Heard.Select(h => h.Type));
        Assert.Equal((2, 0), (receiver.Calls, receiver.Forged));
        var first = receiver.Heard.First();
        Assert.Equal((ticket.ToString(), company.Customer.ToString(), first.Id), (first.Body["subject"]!.ToString(), first.Body["customer"]!.ToString(), first.Body["id"]!.ToString()));
        Assert.EndsWith($"/api/v1/tickets/{ticket}", first.Body["api"]!.ToString());

        // Neither key nor the whole address come out again, nor stand in the database.
        var page = await head.Http.GetStringAsync($"/webhooks/{hook}");
        Assert.DoesNotContain(receiver.Key, page);
        Assert.DoesNotContain("of-the-receiver", page + await head.Http.GetStringAsync("/webhooks"));
        var row = await server.As(s => s.GetRequiredService<StewardDb>().Set<Webhook>().AsNoTracking().SingleAsync());
        Assert.DoesNotContain("of-the-receiver", row.Url);
        Assert.DoesNotContain(receiver.Key["whsec_".Length..], row.SigningKey);

        // After a rotation both keys are good, then the new one alone.
        var old = receiver.Key;
        var fresh = (await head.Do($"webhooks/{hook}/key", new { overlapHours = 24 }))["secret"]!.ToString();
        await head.Do($"webhooks/{hook}/try");
        await Deliver(server);
        Assert.Equal(("webhook.test", 2), (receiver.Heard.Last().Type, receiver.Heard.Last().Signatures.Split(' ').Length));
        receiver.Key = fresh;
        await head.Do($"webhooks/{hook}/try");
        await Deliver(server);
        Assert.Equal((4, 0), (receiver.Heard.Count, receiver.Forged));
        server.Time.Advance(TimeSpan.FromHours(25));
        await head.Do($"webhooks/{hook}/try");
        await Deliver(server);
        Assert.Single(receiver.Heard.Last().Signatures.Split(' '));
        receiver.Key = old;
        await head.Do($"webhooks/{hook}/try");
        await Deliver(server);
        Assert.Equal((5, 1), (receiver.Heard.Count, receiver.Forged));
        Assert.Contains("HTTP 401", await head.Http.GetStringAsync($"/webhooks/{hook}"));

        // What the provider keeps for this customer is not the customer's to see.
        var others = (await admin.Do("webhooks", new { name = "服务商看板", url = "https://board.example/hook", kinds = new[] { "ticket.noted" }, customer = company.Customer }))["id"]!.GetValue<Guid>();
        Assert.DoesNotContain("服务商看板", WebUtility.HtmlDecode(await head.Http.GetStringAsync("/webhooks")));
        Assert.Equal(404, (await head.Refused($"webhooks/{others}/try")).Status);
        await head.Do($"webhooks/{hook}/remove");
        Assert.Equal(0, await server.As(s => s.GetRequiredService<StewardDb>().Set<Delivery>().CountAsync()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Reports_and_articles_are_told_to_whom_they_are_for(Engine engine)
    {
        var (server, company) = await Server(engine);
        await using var closing = server;
        await using var receiver = await Receiver.Start(server.Time.GetUtcNow);
        await using var board = await Receiver.Start(server.Time.GetUtcNow);
        using var head = await ProblemTests.In(server, Role.CustAdm);
        using var admin = await ProblemTests.In(server, Role.SysAdm);
        using var manager = await ProblemTests.In(server, Role.SvcMgr);
        using var project = await ProblemTests.In(server, Role.PM);
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var librarian = await ProblemTests.In(server, Role.KnwMgr);
        using var foreign = server.Client();
        await foreign.SignIn("other-head");
        string[] all = ["report.finished", "report.approved", "report.sent", "report.accepted", "report.disputed", "article.published", "article.published_internally"];
        Assert.Equal((400, "OUT-102"), await head.Refused("webhooks", new { name = "x", url = receiver.Address, kinds = all }));
        await Made(head, receiver, all.Where(k => k is not ("report.finished" or "report.approved" or "article.published_internally")).ToList());
        await Made(admin, board, all, company.Customer);

        server.Time.Advance(TimeSpan.FromDays(27));
        var report = (await manager.Do("reports", new { contract = company.Contract, period = "2026-03", language = "Zh" }))["id"]!.GetValue<Guid>();
        await manager.Do($"reports/{report}/review");
        await project.Do($"reports/{report}/approve");
        await manager.Do($"reports/{report}/send");
        await head.Do($"reports/{report}/accept");
        var ours = await Knowledge.ArticleTests.Published(agent, librarian, "给这家的", "Public", [company.Customer]);
        await Knowledge.ArticleTests.Published(agent, librarian, "给别家的", "Public", [company.Other.Customer]);
        var everybody = await Knowledge.ArticleTests.Published(agent, librarian, "给所有人的", "Public", null);
        var inside = await Knowledge.ArticleTests.Published(agent, librarian, "内部的", "Internal", null);
        await Deliver(server);
        await Deliver(server);
        Assert.Equal(["article.published", "article.published", "report.accepted", "report.sent"], receiver.Heard.Select(h => h.Type).Order());
        Assert.Equal([ours.ToString(), everybody.ToString()], receiver.Heard.Where(h => h.Type == "article.published").Select(h => h.Body["subject"]!.ToString()).Order());
        Assert.Equal(["article.published", "article.published", "article.published_internally", "report.accepted", "report.approved", "report.finished", "report.sent"], board.Heard.Select(h => h.Type).Order());
        Assert.Equal(inside.ToString(), board.Heard.Single(h => h.Type == "article.published_internally").Body["subject"]!.ToString());
        Assert.DoesNotContain("给别家的", string.Concat(board.Heard.Select(h => h.Body.ToJsonString(Platform.Web.Json.Options))));
        Assert.EndsWith($"/api/v1/reports/{report}", receiver.Heard.First(h => h.Type == "report.sent").Body["api"]!.ToString());

        // The feed tells the same, to each what they may read.
        async Task<List<string>> Feed(Client who) => [.. (await who.Get("events?limit=500"))["events"]!.AsArray().Select(e => e!["type"]!.ToString()).Where(t => t.StartsWith("report.", StringComparison.Ordinal) || t.StartsWith("article.", StringComparison.Ordinal)).Order()];
        Assert.Equal(["article.published", "article.published", "report.accepted", "report.sent"], await Feed(head));
        Assert.Equal(["article.published", "article.published"], await Feed(foreign));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_fails_is_tried_again_for_a_day_and_what_fails_for_days_is_halted_and_its_keeper_told(Engine engine)
    {
        var (server, company) = await Server(engine);
        await using var closing = server;
        await using var receiver = await Receiver.Start(server.Time.GetUtcNow);
        using var head = await ProblemTests.In(server, Role.CustAdm);
        using var agent = await ProblemTests.In(server, Role.Agent);
        var hook = await Made(head, receiver, Tickets);
        Task<List<string>> Mails() => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().Where(m => m.Key.StartsWith("webhook-")).OrderBy(m => m.Id).Select(m => m.Key).ToListAsync());

        receiver.Answers = 500;
        await Open(agent, company);
        var begun = server.Time.GetUtcNow();
        await Deliver(server);
        Assert.Equal(1, receiver.Calls);
        foreach (var wait in Waits.Table)
        {
            var calls = receiver.Calls;
            server.Time.Advance(wait - TimeSpan.FromSeconds(1));
            await Deliver(server);
            Assert.Equal(calls, receiver.Calls);
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await Deliver(server);
            Assert.Equal(calls + 1, receiver.Calls);
        }
        Assert.Equal(["GivenUp"], await States(head, hook));
        var log = (await head.Get($"webhooks/{hook}"))["deliveries"]!["items"]![0]!["tries"]!.AsArray();
        Assert.Equal(Waits.Table.Count + 1, log.Count);
        Assert.All(log, t => Assert.Equal("HTTP 500", t!["fault"]!.ToString()));
        Assert.StartsWith("webhook-given-up-", Assert.Single(await Mails()));

        // Sent again by hand it begins anew, and nobody is told a second time of the same trouble.
        var delivery = (await head.Get($"webhooks/{hook}"))["deliveries"]!["items"]![0]!["id"]!;
        await head.Do($"webhooks/{hook}/deliveries/{delivery}/again");
        await Deliver(server);
        Assert.Equal(["Waiting"], await States(head, hook));

        server.Time.Advance(begun + Waits.HaltedAfter - server.Time.GetUtcNow());
        await Deliver(server);
        Assert.Equal("Halted", (await head.Get($"webhooks/{hook}"))["webhook"]!["state"]!.ToString());
        Assert.Contains(await Mails(), key => key.StartsWith("webhook-halted-", StringComparison.Ordinal));
        // What happens meanwhile waits, and calls nobody.
        var halted = receiver.Calls;
        var ticket = await Open(agent, company, "停用期间");
        await Deliver(server);
        Assert.Equal(halted, receiver.Calls);

        receiver.Answers = null;
        await head.Do($"webhooks/{hook}/resume");
        Assert.Equal((409, "OUT-105"), await head.Refused($"webhooks/{hook}/resume"));
        await Deliver(server);
        Assert.Equal(2, receiver.Heard.Count);
        Assert.Equal(ticket.ToString(), receiver.Heard.Last().Body["subject"]!.ToString());
        Assert.Equal(["Delivered", "Delivered"], await States(head, hook));

        // A span is sent again under the same ids, so that the receiver can tell.
        Assert.Equal((400, "OUT-106"), await head.Refused($"webhooks/{hook}/again", new { from = server.Time.GetUtcNow(), until = begun }));
        Assert.Equal(0, (await head.Do($"webhooks/{hook}/again", new { from = begun.AddDays(-1), until = server.Time.GetUtcNow().AddHours(1) })).GetValue<int>());
        Assert.Equal(2, (await head.Do($"webhooks/{hook}/again", new { from = begun.AddDays(-1), until = server.Time.GetUtcNow().AddHours(1), delivered = true })).GetValue<int>());
        await Deliver(server);
        Assert.Equal((4, 2), (receiver.Heard.Count, receiver.Heard.Select(h => h.Id).Distinct().Count()));

        // Asked for patience it waits; told that it is gone it stops at once; resumed without what was missed it goes on from now.
        (receiver.Answers, receiver.RetryAfter) = (503, "600");
        await head.Do($"webhooks/{hook}/try");
        await Deliver(server);
        var before = receiver.Calls;
        server.Time.Advance(TimeSpan.FromSeconds(590));
        await Deliver(server);
        Assert.Equal(before, receiver.Calls);
        (receiver.Answers, receiver.RetryAfter) = (410, null);
        server.Time.Advance(TimeSpan.FromSeconds(11));
        await Deliver(server);
        Assert.Equal("Halted", (await head.Get($"webhooks/{hook}"))["webhook"]!["state"]!.ToString());
        await Open(agent, company, "不用再送");
        receiver.Answers = null;
        await head.Do($"webhooks/{hook}/resume", new { skip = true });
        await Open(agent, company, "恢复以后");
        await Deliver(server);
        Assert.Equal(5, receiver.Heard.Count);
        Assert.Equal(["Delivered", "Skipped", "Delivered", "Delivered"], await States(head, hook));
    }

    [Fact]
    public async Task Two_nodes_write_and_deliver_each_event_once_and_a_dead_nodes_claim_is_taken_up()
    {
        var (server, company) = await Server(Engine.Postgres);
        await using var closing = server;
        await using var node = server.Node();
        await using var receiver = await Receiver.Start(server.Time.GetUtcNow);
        using var head = await ProblemTests.In(server, Role.CustAdm);
        using var agent = await ProblemTests.In(server, Role.Agent);
        var hook = await Made(head, receiver, Tickets);
        var tickets = new List<Guid>();
        async Task Sweeps(IServiceProvider on)
        {
            for (var idle = 0; idle < 3;) idle = await server.Sweep("webhook-record", on) + await server.Sweep("webhook-out", on) > 0 ? 0 : idle + 1;
        }
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 5; i++) tickets.Add(await Open(agent, company, $"{round}-{i}"));
            await Task.WhenAll(Sweeps(server.Services), Sweeps(node.Services), Sweeps(server.Services), Sweeps(node.Services));
        }
        await Sweeps(server.Services);
        Assert.Equal(tickets.Order(), receiver.Heard.Select(h => Guid.Parse(h.Body["subject"]!.ToString())).Order());
        Assert.Equal(tickets.Count, receiver.Heard.Select(h => h.Id).Distinct().Count());

        // A node claims a delivery and dies: two minutes later somebody else delivers it.
        await head.Do($"webhooks/{hook}/try");
        var now = server.Time.GetUtcNow();
        await server.As(s => s.GetRequiredService<StewardDb>().Set<Delivery>().Where(d => d.Kind == "webhook.test").ExecuteUpdateAsync(set => set.SetProperty(d => d.NextTry, now.AddMinutes(2))));
        await Sweeps(node.Services);
        Assert.Equal(tickets.Count, receiver.Heard.Count);
        server.Time.Advance(TimeSpan.FromMinutes(2));
        await Sweeps(node.Services);
        Assert.Equal("webhook.test", receiver.Heard.Last().Type);
    }

    [Fact]
    public async Task A_name_that_leads_into_the_private_network_is_not_called()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        await using var receiver = await Receiver.Start(server.Time.GetUtcNow);
        using var head = await ProblemTests.In(server, Role.CustAdm);
        var hook = (await head.Do("webhooks", new { name = "内网", url = "https://erp.example/hook", kinds = Tickets }))["id"]!.GetValue<Guid>();
        // Good in form, and then its name leads elsewhere: what the form would have refused stands for a name that changed its mind.
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            (await db.Set<Webhook>().SingleAsync()).Url = s.GetRequiredService<SecretBox>().Seal(Webhook.Purpose, receiver.Address.Replace("127.0.0.1", "localhost"));
            await db.Commit(default);
        });
        await head.Do($"webhooks/{hook}/try");
        await Deliver(server);
        var tried = (await head.Get($"webhooks/{hook}"))["deliveries"]!["items"]![0]!["tries"]![0]!;
        Assert.Equal(0, tried["status"]!.GetValue<int>());
        Assert.Contains("leads into a private network", tried["fault"]!.ToString());
        Assert.Equal(0, receiver.Calls);
    }
}
