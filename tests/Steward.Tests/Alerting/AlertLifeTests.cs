// One trouble, one alert, one ticket: from the first sight to the end, again and again, on both databases.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Alerting;

public sealed class AlertLifeTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_same_trouble_has_the_same_ticket_as_long_as_it_lives(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var trouble = Signals.Of(server, company, "HostDown");
        await server.Raise(trouble);
        await server.Raise(trouble);
        // The order of labels, and one that is empty, make no other alert; another value does.
        await server.Raise(trouble with { Labels = trouble.Labels.Reverse().Append(new("rack", "")).ToDictionary() });
        var seen = Assert.Single(await engineer.Listed());
        Assert.Equal((3, "Firing"), (seen["sights"]!.GetValue<int>(), seen.Text("state")));
        var ticket = Assert.Single(await server.Tickets());
        Assert.Equal((Channel.Monitoring, TicketState.New, ticket.Number), (ticket.Channel, ticket.State, seen.Text("ticketNumber")));
        var clocks = (await agent.Get($"tickets/{ticket.Id}"))["clocks"]!.AsArray();
        Assert.Contains(clocks, c => c!.Text("phase") == "Running");
        Assert.Contains("HostDown gw-1", await agent.Page($"/tickets/{ticket.Id}"));

        server.Time.Advance(TimeSpan.FromMinutes(3));
        await server.Clear(trouble);
        await server.Clear(trouble);
        Assert.Equal("Over", Assert.Single(await engineer.Listed()).Text("state"));
        Assert.Equal(TicketState.New, Assert.Single(await server.Tickets()).State);
        server.Time.Advance(TimeSpan.FromMinutes(3));
        await server.Raise(trouble);
        Assert.Equal(2, (await engineer.Listed()).Count);
        Assert.Equal(ticket.Id, Assert.Single(await server.Tickets()).Id);
        var story = await agent.Page($"/tickets/{ticket.Id}");
        Assert.Contains("监控显示已恢复：HostDown gw-1", story);

        // Solved, and back: the ticket goes on. Closed, and back: a new one.
        await agent.Do($"tickets/{ticket.Id}/accept");
        await agent.Do($"tickets/{ticket.Id}/resolve", new { solution = "重启", cause = "死机", device = "gw-1", minutesSpent = 5 });
        await server.Clear(trouble);
        await server.Raise(trouble);
        var reopened = Assert.Single(await server.Tickets());
        Assert.Equal((TicketState.InProgress, 1), (reopened.State, reopened.Reopened));
        await agent.Do($"tickets/{ticket.Id}/resolve", new { solution = "换电源", cause = "电源", device = "gw-1", minutesSpent = 5 });
        await agent.Do($"tickets/{ticket.Id}/confirm");
        await server.Clear(trouble);
        await server.Raise(trouble);
        Assert.Equal(2, (await server.Tickets()).Count);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Eight_at_once_make_one_alert_and_one_ticket(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        var trouble = Signals.Of(server, company, "HostDown");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.Raise(trouble)));
        Assert.Equal(8, Assert.Single(await engineer.Listed())["sights"]!.GetValue<int>());
        Assert.Single(await server.Tickets());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_ticket_waits_for_no_group_and_receivers_are_told_together(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        await server.Raise(Signals.Of(server, company, "DiskFull", "warning", host: "db-1"));
        Assert.Single(await server.Tickets());
        await server.Pass(20);
        await server.Raise(Signals.Of(server, company, "DiskFull", "warning", host: "db-2"));
        await server.Raise(Signals.Of(server, company, "Note", "info"));
        Assert.Equal(2, (await server.Tickets()).Count); // what is only for information opens none
        await server.Pass(9);
        Assert.Empty(await server.Mails());
        await server.Pass(1);
        var mail = Assert.Single(await server.Mails());
        Assert.Equal(("desk@example.com", "[告警 2] DiskFull db-1"), (mail.Address, mail.Title));
        Assert.All((await server.Tickets()).Select(t => t.Number), number => Assert.Contains(number, mail.Body));
        await server.Pass(20);
        Assert.Equal("[告警 1] Note gw-1", (await server.Mails())[^1].Title);

        // What ended before it was told is told to nobody; the end of what was told is.
        var brief = Signals.Of(server, company, "Flap", "warning");
        await server.Raise(brief);
        await server.Clear(brief);
        await server.Pass(60);
        Assert.Equal(2, (await server.Mails()).Count);
        await server.Clear(Signals.Of(server, company, "DiskFull", "warning", host: "db-1"));
        await server.Pass(300);
        var last = (await server.Mails())[^1];
        Assert.Equal("[告警 1] DiskFull db-2", last.Title);
        Assert.Contains("已恢复：DiskFull db-1", last.Body);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Two_nodes_tell_once_a_restart_tells_nothing_and_a_repeat_comes_in_its_time(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        await server.Raise(Signals.Of(server, company, "HostDown"));
        await using (var second = server.Node())
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => server.Sweep("alert-groups", i % 2 == 0 ? server.Services : second.Services))));
            Assert.Equal(["boss@example.com", "duty@example.com"], (await server.Mails()).Select(m => m.Address).Order());
        }
        await using var restarted = server.Node();
        server.Time.Advance(TimeSpan.FromMinutes(30));
        await server.Sweep("alert-groups", restarted.Services);
        Assert.Equal(2, (await server.Mails()).Count);
        server.Time.Advance(TimeSpan.FromHours(4));
        await server.Sweep("alert-groups", restarted.Services);
        Assert.Equal(4, (await server.Mails()).Count);
        // Of the end only those hear who want to.
        await server.Clear(Signals.Of(server, company, "HostDown"));
        await server.Pass(300);
        Assert.Equal("duty@example.com [恢复 1] HostDown gw-1", Assert.Single((await server.Mails()).Skip(4).Select(m => $"{m.Address} {m.Title}")));
        await server.Pass(4000);
        Assert.Equal(5, (await server.Mails()).Count);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Who_knows_of_it_says_so_and_it_goes_on(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        await server.Raise(Signals.Of(server, company, "HostDown"));
        var alert = (await engineer.Listed())[0].Text("id");
        await engineer.Do($"alerts/{alert}/acknowledge", new { comment = "在去机房的路上" });
        var page = await engineer.Page($"/alerts/{alert}");
        Assert.Contains("账号 L2 已认领", page);
        var ticket = Assert.Single(await server.Tickets());
        Assert.Contains("告警已认领：HostDown gw-1 在去机房的路上", await agent.Page($"/tickets/{ticket.Id}"));
        Assert.Equal(TicketState.New, ticket.State);
        await server.Pass(0);
        Assert.Equal(2, (await server.Mails()).Count);
        // The page says why somebody was called.
        Assert.Contains("已通知 duty：duty@example.com, boss@example.com", await engineer.Page($"/alerts/{alert}"));
        await server.Clear(Signals.Of(server, company, "HostDown"));
        Assert.Equal(409, (await engineer.Refused($"alerts/{alert}/acknowledge")).Status);
        using var head = await Signals.In(server, Company.UserOf(Role.CustAdm));
        Assert.Single(await head.Listed());
        Assert.Equal(403, (await head.Refused($"alerts/{alert}/acknowledge")).Status);
        using var foreign = await Signals.In(server, "other-agent");
        Assert.Empty(await foreign.Listed());
        Assert.Equal(404, (await foreign.Refused($"alerts/{alert}/acknowledge")).Status);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task By_setting_the_end_of_the_trouble_solves_its_ticket(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine, s => s with { Alerting = new() { ResolveTickets = true } });
        await using var closing = server;
        using var closingClient = engineer;
        await server.Raise(Signals.Of(server, company, "HostDown"));
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await server.Clear(Signals.Of(server, company, "HostDown"));
        var ticket = Assert.Single(await server.Tickets());
        Assert.Equal((TicketState.Resolved, server.Time.GetUtcNow()), (ticket.State, ticket.ResolvedAt));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task The_list_is_read_on_without_a_row_lost_or_shown_twice(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        await server.As(async s =>
        {
            var (inbox, db) = (s.GetRequiredService<AlertInbox>(), s.GetRequiredService<StewardDb>());
            var news = new List<Platform.Events.INews>();
            for (var i = 0; i < 120; i++) news.AddRange(await inbox.Raise(Signals.Of(server, company, "Many", "info", host: $"h{i}"), server.Time.GetUtcNow(), default));
            await db.Commit(default, [.. news]);
        });
        var seen = new HashSet<string>();
        for (var (after, pages) = ("", 0); after is not null; pages++)
        {
            var part = await engineer.Get($"alerts?view=Open&severity=Info{(after.Length > 0 ? $"&after={after}" : "")}");
            foreach (var row in part["items"]!.AsArray()) Assert.True(seen.Add(row!.Text("id")));
            after = part["next"]?.GetValue<string>();
            Assert.True(pages < 4);
        }
        Assert.Equal(120, seen.Count);
        Assert.Single(await engineer.Listed("view=All&q=h77"));
        Assert.Empty(await engineer.Listed("view=Covered"));
    }
}
