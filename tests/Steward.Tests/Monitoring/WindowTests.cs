// Work that is announced among the alerts stands in the availability ledger too; and what alerts write is in the customer's language.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;
using Steward.Protocol;

namespace Steward.Monitoring;

public sealed class WindowTests
{
    static async Task<long> Seconds(Client reader, Guid check, string kind) => (await reader.Get($"status/{check}"))["seconds"]![kind]!.GetValue<long>();

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_window_entered_among_the_alerts_stands_in_the_ledgers_of_what_it_is_about_and_ends_there_when_it_ends(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var engineer = await WatchTests.In(server, Company.UserOf(Role.L2));
        var check = await WatchTests.Add(engineer, company);
        var other = await engineer.Make("checks", new { customer = company.Other.Customer, site = company.Other.Site, name = "别家", kind = "Icmp", target = "10.9.9.9" });
        var now = server.Time.GetUtcNow();
        async Task<Guid> Enter(int fromHour, int untilHour, string matchers = "") =>
            await engineer.Make("maintenance-windows", new { customer = company.Customer, site = company.Site, from = now.AddHours(fromHour), until = now.AddHours(untilHour), reason = "更换电源", matchers });
        var window = await Enter(1, 4);
        await Enter(6, 8, "check=\"另一个检查\"");
        var named = await Enter(6, 8, "check=\"核心网关\"");
        Assert.Equal(3, await server.Sweep("news"));
        Assert.Equal(0, await server.Sweep("news"));
        server.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(3600, await Seconds(engineer, check, "Maintenance"));
        Assert.Equal(0, await Seconds(engineer, other, "Maintenance"));
        // The work is done two hours before its time: from here on it is watched as ever.
        await engineer.Do($"maintenance-windows/{window}/end");
        await server.Sweep("news");
        server.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(3600, await Seconds(engineer, check, "Maintenance"));
        // Called off before it began.
        await engineer.Do($"maintenance-windows/{named}/end");
        await server.Sweep("news");
        server.Time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(3600, await Seconds(engineer, check, "Maintenance"));
        // The same the other way round: announced at the check, ended among the alerts.
        now = server.Time.GetUtcNow();
        await engineer.Do($"checks/{check}/maintenance", new { from = now, until = now.AddHours(2), reason = "升级固件" });
        var fromCheck = await server.As(s => s.GetRequiredService<StewardDb>().Set<MaintenanceWindow>().Where(w => w.Reason == "升级固件").Select(w => w.Id).SingleAsync());
        server.Time.Advance(TimeSpan.FromHours(1));
        await engineer.Do($"maintenance-windows/{fromCheck}/end");
        await server.Sweep("news");
        server.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(7200, await Seconds(engineer, check, "Maintenance"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_alerts_write_is_in_the_language_of_the_customer(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var admin = await WatchTests.In(server, "admin");
        using var engineer = await WatchTests.In(server, Company.UserOf(Role.L2));
        await admin.Do($"customers/{company.Customer}/change", new { name = "XX Company", language = "En" });
        // Whoever leaves the language out leaves it as it is.
        await admin.Do($"customers/{company.Customer}/change", new { name = "XX Company Ltd" });
        var check = await WatchTests.Add(engineer, company);
        await WatchTests.Hear(server, company, check, (5, Outcome.Down), (6, Outcome.Down), (7, Outcome.Down));
        await server.Sweep("news");
        var ticket = Assert.Single(await server.Tickets());
        Assert.Equal("核心网关 is down (总部)", ticket.Summary);
        await WatchTests.Hear(server, company, check, (20, Outcome.Up));
        await server.Sweep("news");
        var story = await server.As(s => s.GetRequiredService<ServiceDesk>().Entries.Where(e => e.Ticket == ticket.Id).OrderBy(e => e.Id).Select(e => e.Text).ToListAsync());
        Assert.Contains("Found by monitoring: 核心网关 is down (总部)", story);
        Assert.Contains("Over, says monitoring: 核心网关 is down (总部)", story);
    }
}
