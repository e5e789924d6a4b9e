// A server's clock that is set wrong calls nobody late; one that is set right is believed, and says so once.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Xunit;

namespace Steward.Sla;

public sealed class ClockJumpTests
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1), Minute = TimeSpan.FromMinutes(1);

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_clock_an_hour_ahead_for_a_while_makes_nobody_late_and_what_is_late_is_told_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await Report(server, company);
        await server.Sweep("sla-clocks");
        server.Time.Jump(Hour);
        await server.Sweep("sla-clocks");
        server.Time.Advance(5 * Minute);
        await server.Sweep("sla-clocks");
        Assert.Empty(await Late(server));
        // Set right: nothing is left of it, and the next answer that is due is judged on time.
        server.Time.Jump(-Hour);
        await server.Sweep("sla-clocks");
        Assert.Empty(await Late(server));
        server.Time.Advance(26 * Minute);
        await server.Sweep("sla-clocks");
        Assert.Equal([TestServer.Start + 30 * Minute], await Late(server));
        await server.Sweep("sla-clocks");
        Assert.Single(await Late(server));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_clock_that_was_wrong_and_is_set_right_is_believed_after_ten_minutes_also_by_two_nodes(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var other = server.Node();
        await Report(server, company);
        Task Sweep() => Task.WhenAll(server.Sweep("sla-clocks"), server.Sweep("sla-clocks", other.Services));
        await Sweep();
        server.Time.Jump(Hour);
        for (var i = 0; i < 9; i++)
        {
            await Sweep();
            server.Time.Advance(Minute);
        }
        Assert.Empty(await Late(server));
        server.Time.Advance(2 * Minute);
        await Sweep();
        await Sweep();
        Assert.Equal([TestServer.Start + 30 * Minute], await Late(server));
    }

    /// <summary>P3: somebody has to answer within half an hour.</summary>
    static async Task Report(TestServer server, Company company)
    {
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone", impact = "Person", urgency = "BadlyHindered" });
    }

    /// <summary>When answers were told to be late.</summary>
    static Task<List<DateTimeOffset>> Late(TestServer server) => server.As(async s =>
        (await s.GetRequiredService<StewardDb>().Set<EventRow>().AsNoTracking().Where(e => e.Kind == nameof(ClockBreached)).OrderBy(e => e.Position).ToListAsync()).Where(e => e.Body.Contains("\"Response\"", StringComparison.Ordinal)).Select(e => e.OccurredAt).ToList());
}
