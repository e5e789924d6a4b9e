// The demo company is the same for the same seed and day, and its counts are those of the trade.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Alerting;
using Steward.Commands;
using Steward.Desk;
using Steward.Monitoring;
using Steward.Monitoring.Metrics;
using Steward.Monitoring.Checks;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Steward.Sla;
using Xunit;

namespace Steward.Demo;

public sealed class DemoTests : IDisposable
{
    readonly string scratch = Directory.CreateTempSubdirectory("steward-demo").FullName;

    [Fact]
    public async Task The_same_seed_and_day_give_the_same_company_down_to_the_audit_chain()
    {
        var (first, second) = (await Make("a"), await Make("b"));
        Assert.Equal(first.Head, second.Head);
        Assert.True(first.Lines > 800);
        Assert.Null(first.Fault);
    }

    [Fact]
    public async Task A_story_of_some_months_leaves_something_of_each_kind_done_and_something_open()
    {
        var start = new DateTimeOffset(2025, 12, 31, 16, 0, 0, TimeSpan.Zero);
        await using var world = new DemoWorld(new DataFolder(Path.Combine(scratch, "long")), new StewardSettings { Demo = true }, Modules.All, 7, start.AddDays(-1));
        await world.Migrate(default);
        var cast = await new DemoCompany(world).Found(default);
        await new DemoYear(world, cast).Happen(start, start.AddDays(100), null, null, default);
        await world.As(null, "Check", async services =>
        {
            var db = services.GetRequiredService<StewardDb>();
            var changes = await db.Set<Change>().Select(c => new { c.Kind, c.State }).ToListAsync();
            Assert.Equal(4, changes.Select(c => c.Kind).Distinct().Count());
            Assert.Equal([ChangeState.Closed, ChangeState.Implementing, ChangeState.PendingApproval, ChangeState.Scheduled], changes.Select(c => c.State).Distinct().OrderBy(s => s.ToString()));
            Assert.Equal(["Closed", "Restored"], (await db.Set<MajorIncident>().Select(m => m.State).ToListAsync()).Select(s => s.ToString()).Order());
            Assert.Equal(0, await db.Set<MajorIncident>().SumAsync(m => m.LateNotices));
            Assert.Equal(["Closed", "Investigating"], (await db.Set<Complaint>().Select(c => c.State).ToListAsync()).Select(s => s.ToString()).Order());
            var requests = await db.Set<Ticket>().Where(t => t.Item != null).Select(t => t.State).ToListAsync();
            Assert.All(new[] { TicketState.Closed, TicketState.Fulfilling, TicketState.PendingApproval, TicketState.PendingUser, TicketState.Rejected }, s => Assert.Contains(s, requests));
            Assert.True(await db.Set<ClockRow>().AnyAsync(c => c.Kind == ClockKind.Update));
            Assert.True(await db.Set<Survey>().AnyAsync(s => s.Round != null && s.AnsweredAt != null));
            return 0;
        });
    }

    async Task<AuditVerdict> Make(string name)
    {
        var folder = new DataFolder(Path.Combine(scratch, name));
        var start = new DateTimeOffset(2025, 12, 31, 16, 0, 0, TimeSpan.Zero);
        await using var world = new DemoWorld(folder, new StewardSettings { Demo = true }, Modules.All, 7, start.AddDays(-1));
        await world.Migrate(default);
        var cast = await new DemoCompany(world).Found(default);
        await new DemoYear(world, cast).Happen(start, start.AddDays(9), null, null, default);
        return await world.As(null, "Check", async services =>
        {
            var db = services.GetRequiredService<StewardDb>();
            Assert.Equal(280 + 25 + 6, await db.Set<Contact>().CountAsync());
            Assert.Equal(0, await db.Set<Ticket>().CountAsync(t => t.Contract == null || t.Requester == null && t.Channel != Channel.Monitoring));
            // The site is watched: results of six checks, and one outage that nobody has taken up yet.
            Assert.Equal(6, await services.GetRequiredService<Watch>().Checks.CountAsync());
            Assert.True((await db.Set<IntakeRow>().ToListAsync()).Sum(r => r.Read().Samples.Count) > 6 * 96 * 5);
            var alert = Assert.Single(await services.GetRequiredService<AlertInbox>().Alerts.ToListAsync());
            Assert.Equal((AlertState.Firing, TicketState.New), (alert.State, (await db.Set<Ticket>().SingleAsync(t => t.Channel == Channel.Monitoring)).State));
            // Some of those who were asked have answered, none of them twice or unasked.
            Assert.InRange(await db.Set<Survey>().CountAsync(s => s.AnsweredAt != null), 3, await db.Set<Survey>().CountAsync() - 3);
            Assert.Equal(0, await db.Set<Survey>().CountAsync(s => s.AnsweredAt != null && s.Way != AnswerWay.Link));
            Assert.Equal(await db.Set<Ticket>().CountAsync(), await db.Set<ClockRow>().CountAsync(c => c.Kind == ClockKind.Resolution));
            // 5, 6 and 7 January 2026 are working days, and the make-up Sunday of the 4th is one too.
            Assert.True(await db.Set<Ticket>().CountAsync() > 30);
            return await AuditVerifier.Verify(db, [], default);
        });
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(scratch, recursive: true);
    }
}
