// What a mail does when it comes in: a ticket, an answer on one, a note on a mail that came back, or a place in quarantine; each once.
using System.Text.Json.Nodes;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Steward.Access;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Xunit;

namespace Steward.Desk.Mails;

/// <summary>Mails as programs write them.</summary>
static class Letters
{
    public const string User = "user1@xxqy.example";

    public static byte[] Of(string from, string subject, string text, string id = "", string answers = "", string head = "", params (string Name, byte[] Bytes)[] files)
    {
        var mail = new MimeMessage { Subject = subject, Date = TestServer.Start, MessageId = id.Length > 0 ? id : $"{Guid.NewGuid():N}@{from.Split('@')[1]}" };
        mail.From.Add(new MailboxAddress("员工", from));
        mail.To.Add(MailboxAddress.Parse("desk@steward.example"));
        if (answers.Length > 0) mail.InReplyTo = answers;
        if (head.Length > 0) mail.Headers.Add(head.Split(": ")[0], head.Split(": ")[1]);
        var body = new BodyBuilder { TextBody = text };
        foreach (var (name, bytes) in files) body.Attachments.Add(name, bytes);
        mail.Body = body.ToMessageBody();
        using var all = new MemoryStream();
        mail.WriteTo(all);
        return all.ToArray();
    }

    public static Task<MailTaken> Take(this TestServer server, byte[] raw) => server.Services.GetRequiredService<MailIntake>().Take(raw, MailWay.Direct, default);

    public static Task<List<Ticket>> Tickets(this TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().AsNoTracking().OrderBy(t => t.Id).ToListAsync());

    public static Task<List<TicketEntry>> Story(this TestServer server, TicketId ticket) => server.As(s => s.GetRequiredService<StewardDb>().Set<TicketEntry>().AsNoTracking().Where(e => e.Ticket == ticket).OrderBy(e => e.Id).ToListAsync());
}

public sealed class ArrivalTests
{
    static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_mail_of_a_known_contact_opens_one_ticket_however_often_and_by_how_many_it_is_read(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var raw = Letters.Of("User1@XXQY.example", "打印机卡纸", "三楼的打印机又卡纸了。", "first@xxqy.example", files: [("photo.png", Png), ("tool.exe", [1, 2, 3])]);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => server.Take(raw))));
        Assert.Single(all, t => !t.Known);
        Assert.Single(all.Select(t => t.Ticket).Distinct());
        var ticket = Assert.Single(await server.Tickets());
        Assert.Equal(("打印机卡纸", "三楼的打印机又卡纸了。", Channel.Mail, company.Contact), (ticket.Summary, ticket.Description, ticket.Channel, ticket.Requester!.Value.Value));
        Assert.Equal(ticket.Number, all[0].Number);
        Assert.True((await server.Take(raw)).Known);
        Assert.Single(await server.Tickets());

        // Its clocks run like those of any ticket; the picture is the requester's to see, the mail as it came only the desk's; what was not kept is named.
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var seen = await agent.Get($"tickets/{ticket.Id}");
        Assert.NotEmpty(seen["clocks"]!.AsArray());
        Assert.Equal(["mail.eml", "photo.png"], seen["files"]!.AsArray().Select(f => f!["name"]!.GetValue<string>()).Order());
        using var user = server.Client();
        await user.SignIn(Company.UserOf(Role.User));
        Assert.Equal(["photo.png"], (await user.Get($"tickets/{ticket.Id}"))["files"]!.AsArray().Select(f => f!["name"]!.GetValue<string>()));
        Assert.Contains(await server.Story(ticket.Id), e => e is { Public: false } && e.Text.Contains("tool.exe"));
        Assert.Equal("员工001", (await server.Story(ticket.Id))[0].By);
        // The answer that says "received" hangs below the mail in the reader's program.
        Assert.Equal("first@xxqy.example", await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().Select(m => m.Thread).SingleAsync()));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_reply_joins_its_ticket_by_what_it_answers_or_by_the_number_and_only_from_those_who_may(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var opened = await server.Take(Letters.Of(Letters.User, "打印机卡纸", "又卡纸了。", "first@xxqy.example"));
        var ours = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().SingleAsync());
        var sent = Mailroom.MessageId(ours.Id.Value, "http://localhost:5080");
        var root = Mailroom.MessageId(opened.Ticket!.Value.Value, "http://localhost:5080");

        // To our mail, to the conversation, to their own first mail, and by the number alone.
        foreach (var (subject, answers, text) in new[] { ("回复: 打印机", sent, "一"), ("Re: x", root, "二"), ("Re: x", "first@xxqy.example", "三"), ($"答复: [{opened.Number}] 已收到", "", "四") })
        {
            var reply = await server.Take(Letters.Of(Letters.User, subject, $"{text}\n\n> 我们已收到您的报障\n", answers: answers));
            Assert.Equal((MailFate.Replied, opened.Ticket), (reply.Fate, reply.Ticket));
        }
        var replies = (await server.Story(opened.Ticket.Value)).Where(e => e.Kind == EntryKind.Reply).ToList();
        // What was quoted is there, folded.
        Assert.All(replies, e => Assert.Contains("> 我们已收到您的报障", e.Whole));
        using var reader = server.Client();
        await reader.SignIn(Company.UserOf(Role.User));
        var page = await reader.Http.GetStringAsync($"/tickets/{opened.Ticket}");
        Assert.Matches(@"一\s*<details class=""whole""><summary>[^<]+</summary><div class=""quiet"">一\s+&gt; 我们已收到您的报障", System.Net.WebUtility.HtmlDecode(page).Replace("> 我们", "&gt; 我们"));
        Assert.Equal(["一", "二", "三", "四"], replies.Select(e => e.Text));
        Assert.All(replies, e => Assert.True(e is { Public: true, By: "员工001" }));

        // A colleague without a right to the ticket, and somebody of another customer who knows its number, reach nothing.
        foreach (var stranger in new[] { "vip@example.com", "user1@yygs.example" })
        {
            var held = await server.Take(Letters.Of(stranger, $"Re: [{opened.Number}] 打印机", "让我看看", answers: sent));
            Assert.Equal((MailFate.Waiting, Texts.T("Mails.Why.NotTheirs")), (held.Fate, held.Why));
        }
        // The head of the customer may read every ticket of theirs, and so may write on it.
        using var admin = server.Client();
        await admin.SignIn("admin");
        var head = await admin.Make($"customers/{company.Customer}/contacts", new { name = "信息部主任", email = "head@xxqy.example", site = company.Site });
        var account = await admin.Make("accounts", new { userName = "head", name = "信息部主任", password = Company.Password, contact = head });
        await admin.Do($"accounts/{account}/grants", new { role = Role.CustAdm, customer = company.Customer });
        Assert.Equal(MailFate.Replied, (await server.Take(Letters.Of("head@xxqy.example", $"Re: [{opened.Number}] 打印机", "请尽快", answers: sent))).Fate);
        Assert.Single(await server.Tickets());
    }

    [Fact]
    public async Task A_mail_on_a_ticket_that_is_over_begins_a_new_one_that_names_it()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var first = await server.Take(Letters.Of(Letters.User, "打印机卡纸", "又卡纸了。"));
        await agent.Do($"tickets/{first.Ticket}/accept");
        await agent.Do($"tickets/{first.Ticket}/cancel", new { reason = "Withdrawn", text = "用户撤回" });
        var next = await server.Take(Letters.Of(Letters.User, $"Re: [{first.Number}] 已取消", "还是卡纸。"));
        Assert.Equal(MailFate.Opened, next.Fate);
        Assert.NotEqual(first.Ticket, next.Ticket);
        Assert.Contains(first.Number, (await server.Tickets())[1].Description);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_no_known_person_wrote_waits_in_quarantine_with_the_reason_while_the_rest_flows(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine, s => s with { Mail = s.Mail with { MostPerSenderAnHour = 3 } });
        await using var closing = server;
        async Task Waits(string why, byte[] raw)
        {
            var taken = await server.Take(raw);
            Assert.Equal((MailFate.Waiting, Texts.T(why)), (taken.Fate, taken.Why));
        }

        await Waits("Mails.Why.Unknown", Letters.Of("nobody@example.com", "求助", "电脑坏了"));
        await Waits("Mails.Sign.AutoSubmitted", Letters.Of(Letters.User, "Re: 打印机", "我在休假", head: "Auto-Submitted: auto-replied"));
        await Waits("Mails.Sign.Away", Letters.Of(Letters.User, "自动回复: 已收到", "我在休假"));
        await Waits("Mails.Why.Bounce", Letters.Of("mailer-daemon@example.com", "Undelivered Mail Returned to Sender", "user unknown"));
        await Waits("Mails.Sign.Unreadable", [1, 2, 3]);
        await Waits("Mails.Sign.NoSender", Encoding.ASCII.GetBytes("Subject: whose is it\n\nhello\n"));
        // A mail of ours that somebody sends back is a loop, whoever seems to have written it.
        await server.Take(Letters.Of(Letters.User, "打印机卡纸", "又卡纸了。"));
        var ours = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().SingleAsync());
        await Waits("Mails.Why.Ours", Letters.Of(Letters.User, ours.Title, ours.Body, Mailroom.MessageId(ours.Id.Value, "http://localhost:5080")));
        // Two machines that answer each other without saying so are stopped by their number.
        await Waits("Mails.Why.TooMany", Letters.Of(Letters.User, "又一封", "又一封"));
        server.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(MailFate.Opened, (await server.Take(Letters.Of(Letters.User, "又一封", "下一小时"))).Fate);
        // An address that two customers share tells nothing.
        using var admin = server.Client();
        await admin.SignIn("admin");
        foreach (var (customer, site) in new[] { (company.Customer, company.Site), (company.Other.Customer, company.Other.Site) })
            await admin.Make($"customers/{customer}/contacts", new { name = "外包人员", email = "shared@example.com", site });
        await Waits("Mails.Why.Several", Letters.Of("shared@example.com", "求助", "电脑坏了"));
        Assert.Equal(2, (await server.Tickets()).Count);
    }

    [Fact]
    public async Task No_recorded_bounce_opens_a_ticket_even_if_its_sender_is_known()
    {
        var (server, company) = await TestServer.WithCompany(adjust: s => s with { Mail = s.Mail with { MostPerSenderAnHour = 10_000 } });
        await using var closing = server;
        var files = Directory.GetFiles(TestData.Path("mails-bounces"), "*.eml");
        using var admin = server.Client();
        await admin.SignIn("admin");
        foreach (var sender in files.Select(f => Recorded.Read(f).From).Where(f => new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(f)).Distinct(StringComparer.OrdinalIgnoreCase).Take(40))
            await admin.Make($"customers/{company.Customer}/contacts", new { name = "联系人", email = sender, site = company.Site });
        var fates = new List<MailFate>();
        foreach (var file in files) fates.Add((await server.Take(Recorded.Bytes(file))).Fate);
        Assert.True(fates.Count > 140);
        Assert.All(fates, f => Assert.Equal(MailFate.Waiting, f));
        Assert.Empty(await server.Tickets());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_notice_that_came_back_is_shown_so_in_the_delivery_log_and_in_the_story(Engine engine)
    {
        var (server, _) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var opened = await server.Take(Letters.Of(Letters.User, "打印机卡纸", "又卡纸了。"));
        var ours = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().SingleAsync());
        var bounce = Encoding.ASCII.GetBytes($"""
            Return-Path: <>
            From: MAILER-DAEMON@mx.example.com
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <b1@mx.example.com>
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: text/plain

            Your message could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com

            Final-Recipient: rfc822; {Letters.User}
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 user unknown

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <{Mailroom.MessageId(ours.Id.Value, "http://localhost:5080")}>
            Subject: x
            --b--
            """.Replace("\r", ""));
        Assert.Equal((MailFate.Told, opened.Ticket), (await server.Take(bounce)) is var told ? (told.Fate, told.Ticket) : default);
        Assert.True((await server.Take(bounce)).Known);
        var log = Assert.Single(await server.As(s => s.GetRequiredService<Mailroom>().About(opened.Ticket!.Value.Value, default)));
        Assert.Equal((MailState.Bounced, $"{Letters.User} 550 5.1.1 user unknown"), (log.State, log.Fault));
        var line = Assert.Single(await server.Story(opened.Ticket!.Value), e => e.Kind == EntryKind.Mail);
        Assert.False(line.Public);
        Assert.Contains("550 5.1.1", line.Text);
        Assert.Single(await server.Tickets());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task An_agent_releases_a_waiting_mail_as_somebodys_ticket_or_discards_it_and_nobody_else_sees_it(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        // Handed over by a program, as if a mailbox had.
        var taken = await agent.Do("mails", new { raw = Convert.ToBase64String(Letters.Of("private@example.org", "电脑坏了", "开不了机。", files: ("photo.png", Png))) });
        var mail = taken["mail"]!.GetValue<Guid>();
        Assert.Equal("Waiting", taken["fate"]!.GetValue<string>());
        server.Time.Advance(TimeSpan.FromHours(2));

        var listed = (await agent.Get("mails"))["rows"]!.AsArray();
        Assert.Equal(mail, Assert.Single(listed)!["id"]!.GetValue<Guid>());
        Assert.Equal("开不了机。", (await agent.Get($"mails/{mail}"))["text"]!.GetValue<string>());
        Assert.Equal((400, "STW-400"), await agent.Refused($"mails/{mail}/discard", new { reason = "" }));
        var opened = await agent.Do($"mails/{mail}/release", new { contact = company.Contact, reason = "员工001 的私人邮箱，电话核实" });
        var ticket = Assert.Single(await server.Tickets());
        Assert.Equal((opened["id"]!.GetValue<Guid>(), TestServer.Start, company.Contact, Channel.Mail), (ticket.Id.Value, ticket.OpenedAt, ticket.Requester!.Value.Value, ticket.Channel));
        Assert.Contains(await server.Story(ticket.Id), e => e is { Kind: EntryKind.File, Text: "photo.png" });
        Assert.Equal((409, "DESK-180"), await agent.Refused($"mails/{mail}/discard", new { reason = "垃圾" }));
        var spam = (await agent.Do("mails", new { raw = Convert.ToBase64String(Letters.Of("spam@example.org", "发票", "代开发票")) }))["mail"]!.GetValue<Guid>();
        await agent.Do($"mails/{spam}/discard", new { reason = "垃圾邮件" });
        Assert.Empty((await agent.Get("mails"))["rows"]!.AsArray());
        // Thrown away by mistake, it comes back and waits as before; and goes for good.
        await agent.Do($"mails/{spam}/restore");
        Assert.Equal(spam, Assert.Single((await agent.Get("mails"))["rows"]!.AsArray())!["id"]!.GetValue<Guid>());
        Assert.Equal((409, "DESK-180"), await agent.Refused($"mails/{mail}/restore"));
        await agent.Do($"mails/{spam}/discard", new { reason = "垃圾邮件" });
        Assert.Equal(["Discarded", "Released"], (await agent.Get("mails?view=all"))["rows"]!.AsArray().Select(r => r!["fate"]!.GetValue<string>()).Order());
        Assert.Equal((400, "STW-400"), await agent.Refused("mails", new { raw = "§" }));

        foreach (var user in new[] { Company.UserOf(Role.User), Company.UserOf(Role.CustAdm), "other-agent", Company.UserOf(Role.SysAdm) })
        {
            using var other = server.Client();
            await other.SignIn(user);
            Assert.Equal(403, (int)(await other.Http.GetAsync("/api/v1/mails")).StatusCode);
            Assert.Equal(403, (int)(await other.Http.GetAsync($"/api/v1/mails/{mail}")).StatusCode);
        }
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_quarantine_of_several_pages_shows_each_mail_once_though_all_came_in_one_moment(Engine engine)
    {
        var (server, _) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var all = new List<Guid>();
        for (var i = 0; i < 60; i++) all.Add((await server.Take(Letters.Of($"stranger-{i}@example.org", $"发票 {i}", "代开发票"))).Mail.Value);
        var (seen, next) = (new List<Guid>(), "mails?view=all");
        for (JsonNode? page; next.Length > 0; next = page["next"]?.GetValue<string>() is { } cursor ? $"mails?view=all&after={Uri.EscapeDataString(cursor)}" : "")
        {
            page = await agent.Get(next);
            seen.AddRange(page["rows"]!.AsArray().Select(r => r!["id"]!.GetValue<Guid>()));
        }
        Assert.Equal(all.Order(), seen.Order());
    }

    [Fact]
    public async Task Mails_of_a_ticket_form_one_conversation_in_the_readers_program_and_its_answer_comes_back_to_the_ticket()
    {
        var port = ServerProcess.FreePort();
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { Mail = s.Mail with { Host = "127.0.0.1", Port = port, Security = "none", From = "desk@steward.example" } });
        await using var closing = server;
        var opened = await server.Take(Letters.Of(Letters.User, "打印机卡纸", "又卡纸了。", "first@xxqy.example"));
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        await agent.Do($"tickets/{opened.Ticket}/accept");
        using var smtp = new MailServer(port);
        server.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, await server.As(s => s.GetServices<ISweep>().Single(w => w.Name == "mail-out").RunOnce(server.Time.GetUtcNow(), default)));
        var mails = await smtp.Mails(2);
        Assert.Equal(2, mails.Select(m => m.MessageId).Distinct().Count());
        Assert.All(mails, m =>
        {
            Assert.Equal(("first@xxqy.example", "auto-generated"), (m.InReplyTo, m.Headers["Auto-Submitted"]));
            Assert.Equal(["first@xxqy.example", Mailroom.MessageId(opened.Ticket!.Value.Value, "http://localhost:5080")], m.References);
            Assert.Contains($"[{opened.Number}]", m.Subject);
        });
        // As a program answers: to the mail that arrived, with its references and its text quoted.
        var reply = await server.Take(Letters.Of(Letters.User, $"回复: {mails[0].Subject}", $"谢谢。\n\n在 2026年3月10日，服务台 <desk@steward.example> 写道：\n\n> {mails[0].TextBody!.Replace("\n", "\n> ")}", answers: mails[0].MessageId!));
        Assert.Equal((MailFate.Replied, opened.Ticket), (reply.Fate, reply.Ticket));
        Assert.Equal("谢谢。", (await server.Story(opened.Ticket!.Value)).Single(e => e.Kind == EntryKind.Reply).Text);
    }
}
