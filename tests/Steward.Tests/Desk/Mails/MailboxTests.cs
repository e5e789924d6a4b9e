// Mails come in through a real IMAP server (Dovecot): each once, whatever fails in between, and the page tells how the mailbox does.
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk.Mails.Boxes;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Desk.Mails;

public sealed class MailboxTests
{
    static object Box(Dovecot imap, string folder = "INBOX", string done = "Taken", string password = Dovecot.Password) =>
        new { name = "服务台邮箱", host = "127.0.0.1", port = imap.Port, security = "None", userName = Dovecot.User, secret = password, folder, doneFolder = done };

    static async Task<Client> Administrator(TestServer server)
    {
        var admin = server.Client();
        await admin.SignIn(Company.UserOf(Role.SysAdm));
        return admin;
    }

    static Task<int> Fetch(TestServer server) => server.As(s => s.GetRequiredService<BoxFetch>().All(server.Time.GetUtcNow(), default));

    /// <summary>Another node on the same database: with lines and a name of its own.</summary>
    static Task<int> FetchElsewhere(TestServer server, BoxLines lines) => server.As(s =>
        ActivatorUtilities.CreateInstance<BoxFetch>(s, lines, new ThisNode(new DataFolder(Path.Combine(server.Folder.Path, "second-node")), server.Time)).All(server.Time.GetUtcNow(), default));

    static async Task<System.Text.Json.Nodes.JsonNode> Shown(Client admin) => (await admin.Get("mailboxes"))["rows"]![0]!;

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Sixty_mails_make_their_tickets_and_replies_once_though_the_mailbox_is_read_twice_by_two_nodes_and_from_the_beginning(Engine engine)
    {
        using var imap = new Dovecot();
        var (server, _) = await TestServer.WithCompany(engine, s => s with { Mail = s.Mail with { MostPerSenderAnHour = 1000 } });
        await using var closing = server;
        using var admin = await Administrator(server);
        await admin.Make("mailboxes", Box(imap, done: ""));
        for (var i = 0; i < 40; i++) imap.Deliver(Letters.Of(Letters.User, $"故障 {i}", $"第 {i} 件", $"new-{i}@xxqy.example"));
        for (var i = 0; i < 15; i++) imap.Deliver(Letters.Of(Letters.User, $"Re: 故障 {i}", $"补充 {i}", $"reply-{i}@xxqy.example", answers: $"new-{i}@xxqy.example"));
        for (var i = 0; i < 5; i++) imap.Deliver(Letters.Of("nobody@example.com", $"广告 {i}", "买一送一", $"spam-{i}@example.com"));

        // Two nodes look at the same moment: one has the mailbox, the other passes on.
        using var elsewhere = new BoxLines();
        var both = await Task.WhenAll(Task.Run(() => Fetch(server)), Task.Run(() => FetchElsewhere(server, elsewhere)));
        Assert.True(both.Order().SequenceEqual([0, 60]), $"{string.Join(" + ", both)} taken; {(await Shown(admin)).ToJsonString()} {imap.Log}");
        async Task AllThere()
        {
            var tickets = await server.Tickets();
            Assert.Equal(40, tickets.Count);
            Assert.Equal(40, tickets.Select(t => t.Summary).Distinct().Count());
            Assert.Equal(15, await server.As(s => s.GetRequiredService<StewardDb>().Set<TicketEntry>().CountAsync(e => e.Kind == EntryKind.Reply)));
            Assert.Equal(5, await server.As(s => s.GetRequiredService<StewardDb>().Set<ReceivedMail>().CountAsync(m => m.Fate == MailFate.Waiting)));
        }

        await AllThere();
        // The node goes silent and the other takes over; the server numbers its mails anew: everything is read again, nothing happens again.
        await server.As(async s => await s.GetRequiredService<StewardDb>().UpdateNow(s.GetRequiredService<StewardDb>().Set<MailboxState>(), x => x.SetProperty(r => r.UidValidity, 7), default));
        server.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(60, await FetchElsewhere(server, elsewhere));
        await AllThere();
        var shown = await Shown(admin);
        Assert.Equal((0, ""), (shown["unread"]!.GetValue<int>(), shown["fault"]!.GetValue<string>()));
        Assert.NotNull(shown["lastOkAt"]);
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_fetched_says_so_with_the_time_and_never_the_password()
    {
        using var imap = new Dovecot();
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = await Administrator(server);
        await admin.Make("mailboxes", Box(imap, password: "Wrong-Words-1"));
        imap.Deliver(Letters.Of(Letters.User, "故障", "第一件"));
        Assert.Equal(0, await Fetch(server));
        var shown = await Shown(admin);
        Assert.NotEmpty(shown["fault"]!.GetValue<string>());
        Assert.Equal(TestServer.Start, shown["faultAt"]!.GetValue<DateTimeOffset>());
        var kept = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mailbox>().SingleAsync());
        Assert.StartsWith("v1.", kept.Secret);
        foreach (var text in new[] { shown.ToJsonString(), kept.Secret, await (await admin.Http.GetAsync("/mailboxes")).Content.ReadAsStringAsync(), await server.As(async s => string.Join('\n', await s.GetRequiredService<StewardDb>().Rows("select change from platform_audit", r => r[0].ToString()!, default))) })
            Assert.DoesNotContain("Wrong-Words-1", text);

        // Set right, it goes on at once; taken mails go where they are wanted.
        await admin.Do($"mailboxes/{kept.Id}/change", new { name = "服务台邮箱", host = "127.0.0.1", port = imap.Port, security = "None", userName = Dovecot.User, secret = Dovecot.Password, folder = "INBOX", doneFolder = "Taken", active = true, version = kept.Version });
        Assert.Equal(1, await Fetch(server));
        Assert.Equal("", (await Shown(admin))["fault"]!.GetValue<string>());
        Assert.Single(await server.Tickets());
        // The server goes away and comes back; what came meanwhile is fetched.
        imap.Stop();
        server.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, await Fetch(server));
        Assert.NotEmpty((await Shown(admin))["fault"]!.GetValue<string>());
        imap.Deliver(Letters.Of(Letters.User, "故障二", "第二件"));
        imap.Start();
        server.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await Fetch(server));
        Assert.Equal(2, (await server.Tickets()).Count);
    }

    [Fact]
    public async Task A_mailbox_that_was_in_use_before_is_not_turned_into_tickets()
    {
        using var imap = new Dovecot();
        for (var i = 0; i < 3; i++) imap.Deliver(Letters.Of(Letters.User, $"去年的邮件 {i}", "早就处理了"), seen: true);
        imap.Deliver(Letters.Of(Letters.User, "还没有人读过", "昨天的邮件"));
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = await Administrator(server);
        await admin.Make("mailboxes", Box(imap, done: ""));
        foreach (var expected in new[] { 1, 0 })
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(expected, await Fetch(server));
        }
        // From then on every mail counts, also one that somebody read first.
        imap.Deliver(Letters.Of(Letters.User, "今天的邮件", "有人先打开看了"), seen: true);
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Fetch(server));
        Assert.Equal(["还没有人读过", "今天的邮件"], (await server.Tickets()).Select(t => t.Summary));
    }

    [Fact]
    public async Task The_age_of_the_oldest_unread_mail_is_a_figure_of_the_page_and_of_the_metrics()
    {
        using var imap = new Dovecot();
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = await Administrator(server);
        // The server refuses this folder's name, so nothing can be put away and the mails stay where they are.
        var box = await admin.Make("mailboxes", new { name = "慢邮箱", host = "127.0.0.1", port = imap.Port, security = "None", userName = Dovecot.User, secret = Dovecot.Password, doneFolder = "a/b" });
        imap.Deliver(Letters.Of(Letters.User, "故障", "第一件"), at: TestServer.Start.AddMinutes(-7));
        imap.Deliver(Letters.Of(Letters.User, "故障二", "第二件"), at: TestServer.Start);
        Assert.Equal(0, await Fetch(server));
        server.Time.Advance(TimeSpan.FromMinutes(40));
        async Task<double> Figure(string name)
        {
            var line = (await (await admin.Http.GetAsync("/metrics")).Content.ReadAsStringAsync()).Split('\n').Single(l => l.StartsWith($"steward_mailbox_{name}{{", StringComparison.Ordinal) && l.Contains("mailbox=\"慢邮箱\"", StringComparison.Ordinal));
            return double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], System.Globalization.CultureInfo.InvariantCulture);
        }
        Assert.Equal((47 * 60, 2, 0), (await Figure("oldest_unread_age_seconds"), await Figure("unread"), await Figure("works")));
        Assert.Equal((2, TestServer.Start.AddMinutes(-7)), (await Shown(admin) is var shown ? (shown["unread"]!.GetValue<int>(), shown["oldestUnreadAt"]!.GetValue<DateTimeOffset>()) : default));
        async Task<(int, int, bool)> Health() => (await admin.Get("home"))["system"] is { } health ? (health["mailIn"]!["failing"]!.GetValue<int>(), health["mailIn"]!["unread"]!.GetValue<int>(), health["mailLiesLong"]!.GetValue<bool>()) : default;
        Assert.Equal((1, 2, true), await Health());
        Assert.Equal(HttpStatusCode.OK, (await admin.Http.GetAsync("/mailboxes")).StatusCode);

        await admin.Do($"mailboxes/{box}/change", new { name = "慢邮箱", host = "127.0.0.1", port = imap.Port, security = "None", userName = Dovecot.User, doneFolder = "Archive.Taken", active = true, version = 0 });
        Assert.Equal(2, await Fetch(server));
        await Task.Delay(400); // figures are put together three times a second
        Assert.Equal((0, 0, 1), (await Figure("oldest_unread_age_seconds"), await Figure("unread"), await Figure("works")));
        Assert.Equal((0, 0, false), await Health());
    }

    [Theory, InlineData(BoxSignIn.ClientCredentials), InlineData(BoxSignIn.RefreshToken)]
    public async Task A_server_that_takes_tokens_only_is_fetched_by_tokens_of_its_provider(BoxSignIn way)
    {
        using var provider = new OpenIdServer();
        await provider.Start(new Uri("http://localhost:5080"));
        using var imap = new Dovecot(tokens: provider);
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var admin = await Administrator(server);
        var refresh = way == BoxSignIn.RefreshToken ? await provider.RefreshToken() : "";
        object Settings(string secret, string refreshToken, string tokenUrl, int version = 0) => new
        {
            name = "云邮箱", host = "127.0.0.1", port = imap.Port, security = "None", userName = Dovecot.User, doneFolder = "Taken", signIn = way, tokenUrl, clientId = OpenIdServer.MailClient, scope = "mail", secret, refreshToken, active = true, version,
        };
        // Secrets do not travel unencrypted, and what the way needs is asked for.
        Assert.Equal((400, "DESK-183"), await admin.Refused("mailboxes", Settings(OpenIdServer.MailSecret, refresh, "http://login.example/token")));
        Assert.Equal((400, "STW-400"), await admin.Refused("mailboxes", Settings("", "", provider.TokenUrl)));
        var box = await admin.Make("mailboxes", Settings("Wrong-Words-1", refresh, provider.TokenUrl));
        Assert.Equal(0, await Fetch(server));
        Assert.Contains("invalid_client", (await Shown(admin))["fault"]!.GetValue<string>());

        await admin.Do($"mailboxes/{box}/change", Settings(OpenIdServer.MailSecret, "", provider.TokenUrl));
        imap.Deliver(Letters.Of(Letters.User, "故障", "第一件"));
        Assert.True(1 == await Fetch(server), $"{await Shown(admin)} {imap.Log}");
        // The line breaks; the next one wants a fresh token, and the provider gave another refresh token with the first.
        imap.Stop();
        server.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, await Fetch(server));
        imap.Start();
        imap.Deliver(Letters.Of(Letters.User, "故障二", "第二件"));
        server.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.True(1 == await Fetch(server), $"{await Shown(admin)} {imap.Log}");
        Assert.Equal(2, (await server.Tickets()).Count);
        var kept = await server.As(async s => (await s.GetRequiredService<StewardDb>().Set<Mailbox>().SingleAsync(), await s.GetRequiredService<StewardDb>().Set<MailboxState>().SingleAsync()));
        Assert.StartsWith("v1.", kept.Item1.Secret);
        Assert.StartsWith("v1.", kept.Item2.RefreshToken);
        foreach (var text in new[] { (await Shown(admin)).ToJsonString(), await (await admin.Http.GetAsync("/mailboxes")).Content.ReadAsStringAsync(), await server.As(async s => string.Join('\n', await s.GetRequiredService<StewardDb>().Rows("select change from platform_audit", r => r[0].ToString()!, default))) })
            foreach (var secret in new[] { OpenIdServer.MailSecret, "Wrong-Words-1", refresh }.Where(s => s.Length > 0))
                Assert.DoesNotContain(secret, text);
        // Another giver of tokens is not shown what was meant for the first.
        Assert.Equal((400, "STW-400"), await admin.Refused($"mailboxes/{box}/change", Settings("", "", "https://elsewhere.example/token", kept.Item1.Version)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task New_mail_is_taken_within_seconds_by_a_real_server_with_IDLE_and_without(bool idle)
    {
        using var imap = new Dovecot(idle);
        await using var installed = await Installed.With(imap);
        await installed.Start();
        imap.Deliver(Letters.Of(Letters.User, "故障", "第一件"));
        await installed.Until(1, TimeSpan.FromSeconds(90));
        imap.Deliver(Letters.Of(Letters.User, "故障二", "第二件"));
        await installed.Until(2, TimeSpan.FromSeconds(90));
    }

    /// <summary>Handed to a real SMTP server, fetched from a real IMAP server; 10,000 in the long run.</summary>
    [Fact]
    public async Task As_many_mails_as_were_delivered_though_the_server_is_killed_in_the_middle()
    {
        var all = TestData.Cases(300, 10_000);
        using var imap = new Dovecot();
        await using var installed = await Installed.With(imap);
        // Every fifth answers the one before; a mail server promises no order, so the answers follow when the others are there.
        var (reports, answers) = (Enumerable.Range(0, all).Where(i => i % 5 != 4), Enumerable.Range(0, all).Where(i => i % 5 == 4));
        using (var smtp = new Notify.MailServer(ServerProcess.FreePort(), imap.Maildir))
        {
            await smtp.Take(Dovecot.User, reports.Select(i => Letters.Of(Letters.User, $"故障 {i}", $"第 {i} 件", $"m-{i}@xxqy.example")));
            await imap.Holds(all - all / 5, TimeSpan.FromMinutes(10));
            await Task.Delay(1100); // files of one second have no order
            await smtp.Take(Dovecot.User, answers.Select(i => Letters.Of(Letters.User, $"Re: 故障 {i - 1}", $"补充 {i}", $"m-{i}@xxqy.example", answers: $"m-{i - 1}@xxqy.example")));
            await imap.Holds(all, TimeSpan.FromMinutes(10));
        }
        await installed.Start();
        foreach (var part in new[] { all / 6, all / 2 })
        {
            await installed.AtLeast(part, TimeSpan.FromMinutes(20));
            await installed.Kill();
            await installed.Start();
        }
        await installed.Until(all, TimeSpan.FromMinutes(40));
        var (tickets, replies, distinct) = await installed.Count();
        Assert.Equal((all - all / 5, all / 5, all - all / 5), (tickets, replies, distinct));
    }
}

/// <summary>The company's installation served by a process of its own, its database looked into from outside.</summary>
sealed class Installed : IAsyncDisposable
{
    readonly string data;
    ServerProcess? server;

    Installed(string data) => this.data = data;

    public static async Task<Installed> With(Dovecot imap)
    {
        var data = Directory.CreateTempSubdirectory("steward-mails").FullName;
        var (server, _) = await TestServer.WithCompany(at: data);
        using (var admin = server.Client())
        {
            await admin.SignIn(Company.UserOf(Role.SysAdm));
            await admin.Make("mailboxes", new { name = "服务台邮箱", host = "127.0.0.1", port = imap.Port, security = "None", userName = Dovecot.User, secret = Dovecot.Password, doneFolder = "Taken" });
        }
        await server.CloseAndKeep();
        await File.WriteAllTextAsync(Path.Combine(data, "steward.json"), """{ "mail": { "mostPerSenderAnHour": 1000000 } }""");
        return new(data);
    }

    public async Task Start() => server = await ServerProcess.Start(data);

    public async Task Kill()
    {
        await server!.Kill();
        await server.DisposeAsync();
        server = null;
    }

    async Task<long> Number(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(data, "steward.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    Task<long> Taken => Number("select count(*) from desk_mail where fate in ('Opened', 'Replied')");

    public async Task AtLeast(int wanted, TimeSpan patience)
    {
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); await Taken < wanted; await Task.Delay(50))
            Assert.True(waited.Elapsed < patience, $"{await Taken} of {wanted} after {patience}");
    }

    public async Task Until(int wanted, TimeSpan patience)
    {
        await AtLeast(wanted, patience);
        Assert.Equal(wanted, await Taken);
    }

    public async Task<(int Tickets, int Replies, int Distinct)> Count() => (
        (int)await Number("select count(*) from desk_ticket where channel = 'Mail'"), (int)await Number("select count(*) from desk_ticket_entry where kind = 'Reply'"), (int)await Number("select count(distinct summary) from desk_ticket where channel = 'Mail'"));

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
