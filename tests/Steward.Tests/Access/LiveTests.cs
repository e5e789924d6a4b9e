// What open pages are told: that a record changed and no more, by whichever node, to those who may read it, for as long as they are signed in.
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Live;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Access;

public sealed class LiveTests
{
    const string Everything = "ticket mine alert calling check";

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_change_is_told_to_those_who_may_read_the_record_and_to_nobody_else(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var requester = await Signals.In(server, Company.UserOf(Role.User));
        var (mine, theirs) = (await Open(agent, company.Service, company.Contact, "绝密词"), await Open(agent, company.Service, company.Vip, "绝密词"));
        var strangers = new List<(Client Client, Listener Ear)>();
        foreach (var user in new[] { "other-user", "other-head", "other-agent" })
        {
            var stranger = await Signals.In(server, user);
            strangers.Add((stranger, await Listener.On(stranger, $"{Everything} ticket:{mine} ticket:{theirs}")));
        }
        using var desk = await Listener.On(agent, Everything);
        using var own = await Listener.On(requester, "ticket mine alert");
        using var one = await Listener.On(agent, $"ticket:{theirs}");

        await agent.Do($"tickets/{theirs}/notes", new { text = "绝密词", @public = true });
        Assert.Equal(new Told("changed", $"ticket {theirs}"), await desk.Next());
        Assert.Equal(new Told("changed", $"ticket {theirs}"), await one.Next());
        await server.Raise(Signals.Of(server, company, "绝密词"));
        var alert = (await server.As(s => s.GetRequiredService<AlertInbox>().Alerts.SingleAsync())).Id;
        var told = new[] { await desk.Next(), await desk.Next(), await desk.Next() };
        Assert.Contains(new Told("changed", $"alert {alert}"), told);
        Assert.Contains(new Told("changed", $"calling {alert}"), told);
        Assert.Contains(told, t => t.Data.StartsWith("ticket ", StringComparison.Ordinal));
        await agent.Do($"tickets/{mine}/accept");
        // Of one's own customer, an end user hears of one's own tickets only.
        Assert.Equal(new Told("changed", $"ticket {mine}"), await own.Next());
        Assert.Equal(new Told("changed", $"ticket {mine}"), await desk.Next());
        await agent.Do($"tickets/{mine}/assign", new { team = company.OnSite, assignee = company.Engineer });
        Assert.Equal([$"mine {mine}", $"ticket {mine}"], new[] { (await desk.Next()).Data, (await desk.Next()).Data }.Order());

        // The first that strangers hear of is their own, after all that.
        var (otherAgent, _) = strangers[2];
        var foreign = await Open(otherAgent, company.Other.Service, company.Other.Contact, "自己的");
        foreach (var (client, ear) in strangers)
        {
            Assert.Equal(new Told("changed", $"ticket {foreign}"), await ear.Next());
            Assert.DoesNotContain(mine.ToString(), ear.Raw);
            Assert.DoesNotContain(alert.ToString(), ear.Raw);
            client.Dispose();
            ear.Dispose();
        }
        Assert.DoesNotContain("绝密词", desk.Raw);
        Assert.DoesNotContain(theirs.ToString(), own.Raw);
    }

    [Fact]
    public async Task Whoever_comes_back_hears_what_was_missed_or_that_it_was_too_much()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var ticket = await Open(agent, company.Service, company.Contact);
        var first = await Listener.On(agent, $"ticket:{ticket}");
        await agent.Do($"tickets/{ticket}/accept");
        await first.Next();
        first.Dispose();
        await agent.Do($"tickets/{ticket}/notes", new { text = "一" });
        using var second = await Listener.On(agent, $"ticket:{ticket}", first.LastId);
        Assert.Equal(new Told("changed", $"ticket {ticket}"), await second.Next());
        var feed = server.Services.GetRequiredService<LiveFeed>();
        using var late = await Listener.On(agent, $"ticket:{ticket}", feed.MarkOf(-10));
        Assert.Equal("reload", (await late.Next()).Event);
        // A page takes along how far it was drawn, so nothing falls between page and stream.
        var page = await Signals.Page(agent, $"/tickets/{ticket}");
        var mark = page.Split("data-live-from=\"")[1].Split('"')[0];
        await agent.Do($"tickets/{ticket}/notes", new { text = "二" });
        using var drawn = await Listener.At(agent, $"/live?topics=ticket:{ticket}&after={Uri.EscapeDataString(mark)}");
        Assert.Equal(new Told("changed", $"ticket {ticket}"), await drawn.Next());
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest), InlineData("nonsense", HttpStatusCode.BadRequest), InlineData("ticket:no-id", HttpStatusCode.BadRequest)]
    public async Task What_is_no_topic_is_refused_and_so_is_whoever_is_not_signed_in(string topics, HttpStatusCode status)
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var answer = await agent.Http.GetAsync($"/live?topics={topics}");
        Assert.Equal(status, answer.StatusCode);
        using var stranger = server.Client();
        using var shut = await stranger.Http.GetAsync("/live?topics=ticket");
        Assert.Equal(HttpStatusCode.Unauthorized, shut.StatusCode);
    }

    [Fact]
    public async Task A_person_has_so_many_streams_and_no_more_until_one_is_closed()
    {
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { Rate = s.Rate with { StreamsPerUser = 2 } });
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var other = await Signals.In(server, Company.UserOf(Role.L2));
        var first = await Listener.On(agent, "ticket");
        using var second = await Listener.On(agent, "ticket");
        using (var refused = await agent.Http.GetAsync("/live?topics=ticket")) Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        using var others = await Listener.On(other, "ticket");
        first.Dispose();
        for (var i = 0; ; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/live?topics=ticket");
            using var answer = await agent.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (answer.IsSuccessStatusCode) break;
            Assert.True(i < 300, "the seat was not given free");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task Neither_stream_nor_background_keeps_an_idle_session_alive_and_the_stream_ends_with_it()
    {
        var (server, _) = await TestServer.WithCompany(adjust: s => s with { SignIn = new() { IdleMinutes = 15, LongestHours = 12 } });
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var open = await Listener.On(agent, "ticket");
        server.Time.Advance(TimeSpan.FromMinutes(10));
        using (await Listener.On(agent, "ticket")) { }
        using (var behind = new HttpRequestMessage(HttpMethod.Get, "/tickets") { Headers = { { "Steward-Background", "1" } } })
        using (var answer = await agent.Http.SendAsync(behind)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(open.Ended.IsCompleted);
        server.Time.Advance(TimeSpan.FromMinutes(6));
        await open.HasEnded(server);
        Assert.Equal(401, (await agent.Refused("tickets")).Status);
        // What somebody does there does keep it alive.
        await agent.SignIn(Company.UserOf(Role.Agent));
        server.Time.Advance(TimeSpan.FromMinutes(10));
        using (var page = await agent.Http.GetAsync("/tickets")) Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        server.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(400, (await agent.Refused("tickets")).Status);
    }

    [Fact]
    public async Task Whoever_is_disabled_hears_no_more_and_a_grant_that_is_taken_back_is_felt_at_once()
    {
        var (server, company) = await TestServer.WithCompany();
        await using var closing = server;
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        using var engineer = await Signals.In(server, Company.UserOf(Role.L2));
        using var ear = await Listener.On(engineer, "ticket");
        var (account, grant) = await server.As(async s =>
        {
            var db = s.GetRequiredService<StewardDb>();
            var id = (await db.Set<Account>().SingleAsync(a => a.UserName == Company.UserOf(Role.L2))).Id;
            return (id, (await db.Set<Grant>().SingleAsync(g => g.Account == id)).Id);
        });
        using var security = await Signals.In(server, Company.UserOf(Role.SecEng));
        await security.Do($"grants/{grant.Value}/revoke");
        await Open(agent, company.Service, company.Contact);
        using var admin = await Signals.In(server, Company.UserOf(Role.SysAdm));
        await admin.Do($"accounts/{account}/disable");
        await ear.HasEnded(server);
        Assert.DoesNotContain("changed", ear.Raw);
    }

    [Fact]
    public async Task A_server_that_stops_closes_its_streams_at_once()
    {
        var (server, _) = await TestServer.WithCompany();
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var ears = new List<Listener>();
        for (var i = 0; i < 8; i++) ears.Add(await Listener.On(agent, "ticket"));
        // nginx must hand each event on, and no cache may keep any.
        Assert.Equal("no", ears[0].Answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(ears[0].Answer.Headers.CacheControl!.NoStore);
        var watch = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"stopping took {watch.Elapsed}");
        await Task.WhenAll(ears.Select(e => e.Ended)).WaitAsync(TimeSpan.FromSeconds(5));
        ears.ForEach(e => e.Dispose());
    }

    [Fact]
    public async Task What_one_node_writes_the_pages_of_the_other_hear()
    {
        var (server, company) = await TestServer.WithCompany(Engine.Postgres);
        await using var closing = server;
        await using var node = StewardHost.Build(server.Folder, server.Services.GetRequiredService<StewardSettings>(), Commands.Modules.All,
            builder => builder.Services.Remove(builder.Services.Single(s => s.ImplementationType?.Name == "SweepRunner")));
        await node.StartAsync();
        using var there = new Client(new Uri(node.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        await there.SignIn(Company.UserOf(Role.L2));
        using var agent = await Signals.In(server, Company.UserOf(Role.Agent));
        var ticket = await Open(agent, company.Service, company.Contact);
        using var ear = await Listener.On(there, "ticket");
        await agent.Do($"tickets/{ticket}/accept");
        // The opening may be heard too: the other node reads every second.
        Assert.Equal(new Told("changed", $"ticket {ticket}"), await ear.Next());
        await node.StopAsync();
    }

    static async Task<Guid> Open(Client agent, Guid service, Guid requester, string summary = "键盘失灵") =>
        (await agent.Do("tickets", new { summary, service, requester }))["id"]!.GetValue<Guid>();
}
