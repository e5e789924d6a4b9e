// The audit log arrives at a real syslog receiver: whole, in order, every line, whoever dies meanwhile; and it can be added up there without us.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Audit;
using Steward.Platform.Audit.Outside;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Platform;

public sealed partial class AuditForwardTests
{
    static Task<(TestServer, Company)> Server(Engine engine, Rsyslog receiver, string authority, Func<SyslogSettings, SyslogSettings>? adjust = null, bool inside = true)
    {
        var syslog = new SyslogSettings { Host = "127.0.0.1", Port = receiver.Port, Authority = authority };
        return TestServer.WithCompany(engine, s => s with { Audit = new() { Syslog = adjust?.Invoke(syslog) ?? syslog, AnchorMail = "auditor@example.com" }, WebhookHosts = inside ? ["127.0.0.1"] : [] });
    }

    static Task<AuditForwarding> Now(TestServer server) => server.As(async s => (await s.GetRequiredService<AuditForwards>().Now(default))!);
    static Task<List<AuditRow>> Lines(TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<AuditRow>().AsNoTracking().OrderBy(r => r.Sequence).ToListAsync());

    /// <summary>Until nothing waits, or a try fails.</summary>
    static async Task Forward(TestServer server)
    {
        for (var i = 0; i < 20; i++)
        {
            await server.Sweep("audit-forward");
            if (await Now(server) is { Behind: 0 } or { Fault.Length: > 0 }) return;
        }
        Assert.Fail("the receiver is still behind");
    }

    [GeneratedRegex("""^<110>1 (?<at>\S+) (?<host>\S+) steward - (?<kind>\S+) \[(?<id>\S+?)(?: (?<name>\w+)="(?<value>(?:[^"\\\]]|\\.)*)")+\](?: (?<text>.*))?$""", RegexOptions.Singleline)]
    private static partial Regex Message();

    static (string Id, Dictionary<string, string> Fields, string Text) Read(string message)
    {
        var found = Message().Match(message);
        Assert.True(found.Success, message);
        var values = found.Groups["value"].Captures.Select(c => Regex.Replace(c.Value, @"\\(.)", "$1"));
        return (found.Groups["id"].Value, found.Groups["name"].Captures.Select(c => c.Value).Zip(values).ToDictionary(p => p.First, p => p.Second), found.Groups["text"].Value);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Every_line_arrives_whole_and_the_chain_adds_up_at_the_receiver(Engine engine)
    {
        using var authority = new Authority();
        using var receiver = new Rsyslog(authority);
        var (server, company) = await Server(engine, receiver, authority.Pem);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var ticket = (await agent.Do("tickets", new { summary = "打印机“卡纸”] \\ 又\"卡\"了\n第二行", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!;
        await Forward(server);
        await agent.Do($"tickets/{ticket}/accept");
        await Forward(server);

        var lines = await Lines(server);
        var came = (await receiver.Messages(lines.Count + 1)).Select(Read).ToList();
        var (told, heads) = (came.FindAll(m => m.Id == "audit@32473"), came.FindAll(m => m.Id == "auditHead@32473"));
        Assert.Equal(lines.Select(l => l.Sequence), told.Select(m => long.Parse(m.Fields["sequence"], CultureInfo.InvariantCulture)));
        Assert.Equal(lines.Select(l => l.Change), told.Select(m => m.Text.TrimStart('\uFEFF')));
        var hash = new byte[32];
        foreach (var (_, f, text) in told)
        {
            // By what came alone, as an auditor elsewhere would.
            hash = AuditChain.Hash(long.Parse(f["sequence"], CultureInfo.InvariantCulture), hash, new(DateTimeOffset.Parse(f["recordedAt"], CultureInfo.InvariantCulture), DateTimeOffset.Parse(f["occurredAt"], CultureInfo.InvariantCulture), Guid.Parse(f["actor"]), f["actorName"], f.GetValueOrDefault("onBehalfOf"),
                f.TryGetValue("customer", out var customer) ? TenantId.From(Guid.Parse(customer)) : null, f["verb"], f["subject"], Guid.Parse(f["subjectId"]), text.TrimStart('\uFEFF'), f["trace"]));
            Assert.Equal(f["hash"], Convert.ToHexStringLower(hash));
        }
        // The head goes out once a day.
        Assert.Equal(lines.Single(l => l.Sequence.ToString(CultureInfo.InvariantCulture) == Assert.Single(heads).Fields["sequence"]).Hash, Convert.FromHexString(heads[0].Fields["hash"]));
        server.Time.Advance(TimeSpan.FromDays(1));
        await server.Sweep("audit-forward");
        Assert.Equal(2, (await receiver.Messages(lines.Count + 2)).Select(Read).Count(m => m.Id == "auditHead@32473"));

        Assert.True(await Now(server) is { Behind: 0, Fault: "" });
        using var admin = server.Client();
        await admin.SignIn("admin");
        Assert.Contains($"127.0.0.1:{receiver.Port}", await admin.Page("/?view=System"));
    }

    [Fact]
    public async Task A_receiver_that_cannot_prove_who_it_is_gets_nothing_and_somebody_can_see_it()
    {
        using var authority = new Authority();
        using var other = new Authority();
        using var receiver = new Rsyslog(authority);
        foreach (var (trusted, name, inside, why) in new[] { (other.Pem, "", true, "certificate"), (authority.Pem, "another.example", true, "certificate"), ("", "", true, "certificate"), (authority.Pem, "", false, "private network") })
        {
            var (server, _) = await Server(Engine.Sqlite, receiver, trusted, s => s with { ServerName = name }, inside);
            await using var closing = server;
            await Forward(server);
            var now = await Now(server);
            Assert.Contains(why, now.Fault);
            Assert.Equal((await Lines(server)).Count, now.Behind);
            Assert.Equal(server.Time.GetUtcNow(), now.FailingSince);
            using var admin = server.Client();
            await admin.SignIn("admin");
            Assert.Contains(why, await admin.Page("/?view=System"));
            Assert.Empty(receiver.Now);
        }
    }

    [Fact]
    public async Task A_receiver_that_wants_to_know_who_we_are_is_shown_our_certificate()
    {
        using var authority = new Authority();
        using var receiver = new Rsyslog(authority, clients: true);
        var (stranger, _) = await Server(Engine.Sqlite, receiver, authority.Pem);
        await using (stranger)
        {
            await Forward(stranger);
            Assert.NotEqual("", (await Now(stranger)).Fault);
            Assert.Empty(receiver.Now);
        }
        var (certificate, key) = authority.Sign("steward.example");
        var (server, _) = await Server(Engine.Sqlite, receiver, authority.Pem, s => s with { Certificate = certificate, Key = key });
        await using var closing = server;
        await Forward(server);
        Assert.Equal("", (await Now(server)).Fault);
        await receiver.Messages((await Lines(server)).Count + 1);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_receiver_that_goes_and_comes_again_and_again_misses_nothing_whoever_sends(Engine engine)
    {
        using var authority = new Authority();
        using var receiver = new Rsyslog(authority);
        var (server, company) = await Server(engine, receiver, authority.Pem);
        await using var closing = server;
        await using var second = engine == Engine.Postgres ? server.Node() : null;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        using var over = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++) await agent.Do("tickets", new { summary = $"网络时断时续 {i}", service = company.Service, requester = company.Contact, channel = "Phone" });
        });
        async Task Send(IServiceProvider node)
        {
            for (; !over.IsCancellationRequested; await Task.Delay(20)) await server.Sweep("audit-forward", node);
        }
        var sending = new[] { Task.Run(() => Send(server.Services)), second is null ? Task.CompletedTask : Task.Run(() => Send(second.Services)) };
        for (var round = 0; round < TestData.Cases(4, 20); round++)
        {
            await receiver.Messages(receiver.Now.Count + 40);
            await receiver.Stop();
            receiver.Start();
            // What failed is tried again; nobody loses a claim by it.
            server.Time.Advance(TimeSpan.FromSeconds(90));
        }
        await over.CancelAsync();
        await Task.WhenAll([writing, .. sending]);
        server.Time.Advance(TimeSpan.FromMinutes(10));
        await Forward(server);

        var lines = await Lines(server);
        var came = (await receiver.Messages(lines.Count)).Select(Read).Where(m => m.Id == "audit@32473").Select(m => long.Parse(m.Fields["sequence"], CultureInfo.InvariantCulture)).ToList();
        // The first time that each line came is in the order of the log; what came again is the beginning of a batch that was not confirmed.
        Assert.Equal(lines.Select(l => l.Sequence), came.Distinct());
        Assert.All(came.Zip(came.Skip(1)), p => Assert.True(p.Second <= p.First + 1, $"{p.Second} after {p.First}"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_head_is_mailed_once_a_day_and_finds_a_log_that_was_shortened(Engine engine)
    {
        using var authority = new Authority();
        var (server, _) = await TestServer.WithCompany(engine, s => s with { Audit = new() { AnchorMail = "auditor@example.com" } });
        await using var closing = server;
        await using var second = server.Node();
        for (var day = 0; day < 2; day++, server.Time.Advance(TimeSpan.FromDays(1)))
            for (var i = 0; i < 2; i++) await Task.WhenAll(server.Sweep("audit-anchor-mail"), server.Sweep("audit-anchor-mail", second.Services));
        var mails = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Template == "audit-anchor").OrderBy(m => m.Id).ToListAsync());
        Assert.Equal(["auditor@example.com", "auditor@example.com"], mails.Select(m => m.Address));
        var told = Regex.Match(mails[0].Body, "--anchor ([0-9]+):([0-9a-f]{64})");
        var anchor = new AuditAnchor(long.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture), told.Groups[2].Value);
        Task<AuditVerdict> Verify() => server.As(s => AuditVerifier.Verify(s.GetRequiredService<StewardDb>(), [anchor], default));
        Assert.Null((await Verify()).Fault);
        // Whoever holds the key too shortens the log and seals it anew: only what lies outside tells.
        await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            await db.Execute(engine == Engine.Sqlite ? "drop trigger platform_audit_no_update; drop trigger platform_audit_no_delete" : "alter table platform_audit disable trigger all", default);
            await db.Execute("delete from platform_audit where sequence > @p0", default, anchor.Sequence - 5);
            var last = await db.Set<AuditRow>().AsNoTracking().OrderByDescending(r => r.Sequence).FirstAsync();
            await db.Execute("update platform_audit_head set sequence = @p0, hash = @p1, seal = @p2", default, last.Sequence, last.Hash, db.Seal.Of(last.Sequence, last.Hash));
            Assert.Null((await AuditVerifier.Verify(db, [], default)).Fault);
        });
        Assert.Equal(AuditFault.AnchorMissing, (await Verify()).Fault);
    }

    [Fact]
    public void A_message_is_framed_by_its_octets_and_cut_between_characters()
    {
        AuditRow Row(string change, string verb = "OpenTicket") => new()
        {
            Sequence = 7, RecordedAt = TestServer.Start, OccurredAt = TestServer.Start, ActorName = "张\"三]\\", Verb = verb, Subject = "desk_ticket", Change = change, Trace = "", Hash = new byte[32],
        };
        var whole = SyslogMessage.Of(Row("""{"Summary":[null,"卡纸"]}"""), "steward.example", 8192);
        var text = Encoding.UTF8.GetString(whole);
        var length = int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.Equal(whole.Length, length + $"{length} ".Length);
        Assert.StartsWith($"{length} <110>1 2026-03-10T01:00:00.000Z steward.example steward - OpenTicket [audit@32473 sequence=\"7\" hash=\"{new string('0', 64)}\"", text);
        Assert.Contains("""actorName="张\"三\]\\" """, text);
        Assert.EndsWith("] \uFEFF{\"Summary\":[null,\"卡纸\"]}", text, StringComparison.Ordinal);
        for (var largest = 2048; largest < 2052; largest++)
        {
            var cut = SyslogMessage.Of(Row(new string('纸', 3000)), "steward.example", largest);
            Assert.InRange(cut.Length - $"{largest} ".Length, largest - 3, largest);
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(cut));
            Assert.Contains("cut=\"9000\"", Encoding.UTF8.GetString(cut));
        }
        Assert.Contains(" steward - - [", Encoding.UTF8.GetString(SyslogMessage.Of(Row("{}", "审计"), "steward.example", 8192)));
        Assert.Equal([5, 10, 20, 300, 300], new[] { 0, 1, 2, 9, 100 }.Select(t => (int)AuditForwardSweep.Wait(t).TotalSeconds));
    }
}
