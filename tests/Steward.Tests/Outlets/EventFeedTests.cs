// The feed of events on both databases: everything that the caller may see, each piece once, in the order of the commits, whoever writes meanwhile.
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Desk.Tickets;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Platform.Web;
using Xunit;

namespace Steward.Outlets;

public sealed class EventFeedTests
{
    /// <summary>Reads on from a cursor to the end, in parts of so many.</summary>
    static async Task<(List<JsonNode> Events, string Next)> Read(Client who, string? after = null, int limit = 100, string more = "")
    {
        var events = new List<JsonNode>();
        for (var going = true; going;)
        {
            var part = await who.Get($"events?limit={limit}{more}{(after is null ? "" : $"&after={after}")}");
            Assert.True(part["events"]!.AsArray().Count <= limit);
            events.AddRange(part["events"]!.AsArray().Select(e => e!));
            (after, going) = (part["next"]!.ToString(), part["more"]!.GetValue<bool>());
        }
        return (events, after!);
    }

    static List<string> Types(List<JsonNode> events) => events.ConvertAll(e => e["type"]!.ToString());

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Everybody_reads_what_they_may_see_from_where_they_stopped(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await ProblemTests.In(server, Role.Agent);
        using var user = await ProblemTests.In(server, Role.User);
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        var (_, begin) = await Read(agent, EventFeedLatest);
        var mine = (await agent.Do("tickets", new { summary = "打印机", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        await agent.Do("tickets", new { summary = "别人的", service = company.Service, requester = company.Vip, channel = "Phone" });
        await foreign.Do("tickets", new { summary = "别家的", service = company.Other.Service, requester = company.Other.Contact, channel = "Phone" });
        await agent.Do($"tickets/{mine}/notes", new { text = "内部" });
        await agent.Do($"tickets/{mine}/notes", new { text = "公开", @public = true });
        await agent.Do($"tickets/{mine}/accept");

        var (all, end) = await Read(agent, begin);
        Assert.Equal(["ticket.opened", "ticket.opened", "ticket.opened", "ticket.noted", "ticket.replied", "ticket.accepted"], Types(all));
        // In parts of one it is the same, and at the end there is nothing new.
        Assert.Equal(all.ConvertAll(e => e["id"]!.ToString()), (await Read(agent, begin, limit: 1)).Events.ConvertAll(e => e["id"]!.ToString()));
        Assert.Empty((await Read(agent, end)).Events);
        Assert.Equal(["ticket.accepted"], Types((await Read(agent, begin, more: "&type=ticket.accepted")).Events));
        // An end user reads of their own tickets, and of no internal note; others' staff of their customer only.
        Assert.Equal(["ticket.opened", "ticket.replied", "ticket.accepted"], Types((await Read(user)).Events));
        Assert.All((await Read(user)).Events, e => Assert.Equal(mine.ToString(), e["subject"]!.ToString()));
        Assert.Equal(company.Other.Customer.ToString(), Assert.Single((await Read(foreign)).Events)["customer"]!.ToString());

        // A token that may only look at assets reads nothing of tickets.
        var made = await agent.Do("me/tokens", new { name = "assets", scopes = new[] { "Asset:Read" } });
        using var narrow = server.Client();
        narrow.Http.DefaultRequestHeaders.Authorization = new("Bearer", made["token"]!.ToString());
        Assert.Empty((await Read(narrow)).Events);

        Assert.Equal(400, (int)(await agent.Http.GetAsync("/api/v1/events?after=nonsense")).StatusCode);
        Assert.Equal(400, (int)(await agent.Http.GetAsync("/api/v1/events?limit=501")).StatusCode);
        // What the cursor names is no longer there, or is another piece: it says so instead of going on with a gap.
        await server.As(s => s.GetRequiredService<StewardDb>().Execute("delete from platform_event where position = (select max(position) from platform_event)", default));
        using var gone = await agent.Http.GetAsync($"/api/v1/events?after={end}");
        Assert.Equal((410, "OUT-110"), ((int)gone.StatusCode, JsonNode.Parse(await gone.Content.ReadAsStringAsync())!["code"]!.ToString()));
        Assert.Equal(5, (await Read(agent, begin)).Events.Count);
    }

    const string EventFeedLatest = Feed.EventFeed.Latest;

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Nothing_is_passed_over_while_two_nodes_write(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        // Two nodes need PostgreSQL; on SQLite the writers share one.
        await using var second = engine == Engine.Postgres ? server.Node() : null;
        using var agent = await ProblemTests.In(server, Role.Agent);
        var writers = Enumerable.Range(0, 6).Select(w => Task.Run(async () =>
        {
            var on = w % 2 == 0 || second is null ? server.Services : second.Services;
            for (var i = 0; i < 12; i++)
            {
                await using var scope = on.CreateAsyncScope();
                Me.ActAsSystem(scope.ServiceProvider, "Test");
                Assert.True((await scope.ServiceProvider.GetRequiredService<IVerb<OpenTicket, OpenedTicket>>().Handle(new($"{w}-{i}", Contracts.ServiceId.From(company.Service), TenantId.From(company.Customer), People.ContactId.From(company.Contact)), default)).TryGet(out _, out var refusal), refusal?.Code);
            }
        })).ToList();
        var read = new List<string>();
        var after = "";
        for (var writing = true; writing;)
        {
            writing = writers.Any(w => !w.IsCompleted);
            var part = await Read(agent, after.Length == 0 ? null : after, limit: 7);
            read.AddRange(part.Events.Select(e => e["subject"]!.ToString()));
            after = part.Next;
        }
        await Task.WhenAll(writers);
        var written = await server.As(s => s.GetRequiredService<StewardDb>().Set<EventRow>().Where(e => e.Kind == nameof(TicketOpened)).OrderBy(e => e.Position).Select(e => e.Subject).ToListAsync());
        Assert.Equal(72, written.Count);
        Assert.Equal(written.Select(w => w.ToString()), read);
    }
}
