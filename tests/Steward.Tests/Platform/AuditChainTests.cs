// Whoever can write the database can change the audit log, but not unseen: edited, deleted, inserted and truncated lines are each found.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Fixtures;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Platform;

public sealed class AuditChainTests
{
    public static TheoryData<Engine, string, AuditFault> Deeds
    {
        get
        {
            var deeds = new TheoryData<Engine, string, AuditFault>();
            foreach (var engine in new[] { Engine.Sqlite, Engine.Postgres })
            {
                deeds.Add(engine, "update platform_audit set actor_name = 'nobody' where sequence = 7", AuditFault.Edited);
                deeds.Add(engine, "delete from platform_audit where sequence = 7", AuditFault.Deleted);
                deeds.Add(engine, "insert into platform_audit (sequence, recorded_at, occurred_at, actor, actor_name, on_behalf_of, customer, verb, subject, subject_id, change, trace, hash) select sequence + 1, recorded_at, occurred_at, actor, actor_name, on_behalf_of, customer, verb, subject, subject_id, change, trace, hash from platform_audit order by sequence desc limit 1", AuditFault.Inserted);
                deeds.Add(engine, "delete from platform_audit where sequence > (select max(sequence) - 3 from platform_audit)", AuditFault.Truncated);
                // Cutting the end off and setting the head back needs the key that seals the head.
                deeds.Add(engine, "delete from platform_audit where sequence > 7; update platform_audit_head set sequence = 7, hash = (select hash from platform_audit where sequence = 7)", AuditFault.HeadForged);
            }
            return deeds;
        }
    }

    [Theory, MemberData(nameof(Deeds))]
    public async Task Tampering_is_found(Engine engine, string deed, AuditFault fault)
    {
        var (server, _) = await TestServer.WithCompany(engine);
        await using var closing = server;
        Assert.Null((await Verify(server)).Fault);
        await server.As(async s => await s.GetRequiredService<StewardDb>().Execute(engine == Engine.Sqlite
            ? $"drop trigger platform_audit_no_update; drop trigger platform_audit_no_delete; {deed}"
            : $"alter table platform_audit disable trigger all; {deed}", default));
        Assert.Equal(fault, (await Verify(server)).Fault);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_database_itself_refuses_to_change_a_line(Engine engine)
    {
        var (server, _) = await TestServer.WithCompany(engine);
        await using var closing = server;
        foreach (var deed in new[] { "update platform_audit set verb = ''", "delete from platform_audit" })
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => server.As(async s => await s.GetRequiredService<StewardDb>().Execute(deed, default)));
        Assert.Null((await Verify(server)).Fault);
    }

    [Fact]
    public async Task An_old_database_put_back_is_found_by_the_anchors()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        var whole = await Verify(server);
        Assert.Equal(AuditFault.AnchorMissing, (await Verify(server, new AuditAnchor(whole.Lines + 5, new string('0', 64)))).Fault);
        Assert.Null((await Verify(server, new AuditAnchor(whole.Lines, whole.Head))).Fault);
    }

    [Fact]
    public async Task A_line_says_who_did_what_with_before_and_after_and_no_secret()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Access.Role.Agent));
        var ticket = (await agent.Do("tickets", new { summary = "鼠标失灵", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{ticket}/accept");
        var lines = await server.As(s => s.GetRequiredService<StewardDb>().Set<AuditRow>().AsNoTracking().ToListAsync());
        var accepted = Assert.Single(lines, l => l.Verb == "AcceptTicket" && l.Subject == "desk_ticket");
        Assert.Equal(("账号 Agent", ticket, company.Customer), (accepted.ActorName, accepted.SubjectId, accepted.Customer!.Value.Value));
        Assert.Contains("\"State\":[\"New\",\"Accepted\"]", accepted.Change);
        Assert.All(lines.Where(l => l.Subject == "access_account"), l => Assert.DoesNotContain("AQAAAA", l.Change));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_server_that_writes_meanwhile_is_not_taken_for_a_forger(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Access.Role.Agent));
        var verdicts = new List<AuditVerdict>();
        var writing = Task.Run(async () => { for (var i = 0; i < 40; i++) await agent.Do("tickets", new { summary = $"第 {i} 件", service = company.Service, requester = company.Contact, channel = "Phone" }); });
        do verdicts.Add(await Verify(server)); while (!writing.IsCompleted);
        await writing;
        Assert.All(verdicts, v => Assert.Null(v.Fault));
        Assert.True(verdicts[^1].Lines > verdicts[0].Lines, "nothing was written meanwhile");
    }

    static Task<AuditVerdict> Verify(TestServer server, params AuditAnchor[] anchors) =>
        server.As(s => AuditVerifier.Verify(s.GetRequiredService<StewardDb>(), anchors, default));
}
