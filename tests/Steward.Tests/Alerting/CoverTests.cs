// What is covered calls nobody and loses nothing: looked at the moment the cover lifts, however it lifts; gone by then, nobody hears of it.
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Alerting;

public sealed class CoverTests
{
    static async Task<string> Silence(Client by, Company company, TestServer server, int minutes, string matchers = "alertname=\"HostDown\"") =>
        (await by.Do("silences", new { customer = company.Customer, matchers, reason = "换交换机", until = server.Time.GetUtcNow().AddMinutes(minutes) })).GetValue<string>();

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_silence_that_ends_lets_through_what_still_fires_once_on_two_nodes(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        var silence = await Silence(engineer, company, server, 10);
        var (stays, goes) = (Signals.Of(server, company, "HostDown", host: "stays"), Signals.Of(server, company, "HostDown", host: "goes"));
        await server.Raise(stays);
        await server.Raise(goes);
        await server.Raise(Signals.Of(server, company, "Other"));
        await server.Pass(30);
        Assert.Equal("Other gw-1", Assert.Single(await server.Tickets()).Summary);
        var covered = await engineer.Listed("view=Covered");
        Assert.Equal(2, covered.Count);
        Assert.All(covered, c => Assert.Equal("Silence", c.Text("cover")));
        Assert.Contains("被静默，账号 L2: 换交换机", await engineer.Page($"/alerts/{covered[0].Text("id")}"));
        Assert.Equal(2, (await engineer.Get("silences"))["silences"]![0]!["hits"]!.GetValue<int>());
        var before = (await server.Mails()).Count;

        server.Time.Advance(TimeSpan.FromMinutes(9));
        await server.Clear(goes);
        server.Time.Advance(TimeSpan.FromSeconds(30));
        await using var second = server.Node();
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => server.Sweep("alerts", i % 2 == 0 ? server.Services : second.Services))))).Sum());
        Assert.Equal(["HostDown stays", "Other gw-1"], (await server.Tickets()).Select(t => t.Summary).Order());
        await server.Pass(60);
        var mails = (await server.Mails()).Skip(before).ToList();
        Assert.NotEmpty(mails);
        Assert.All(mails, m => Assert.DoesNotContain("goes", m.Body));
        Assert.Contains(mails, m => m.Body.Contains("HostDown stays"));
        Assert.Equal("Expired", (await engineer.Get("silences?expired=true"))["silences"]![0]!.Text("state"));
        _ = silence;
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_silence_ended_by_hand_lets_through_at_once_and_a_new_one_covers_what_is_open(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        var silence = await Silence(engineer, company, server, 600);
        await server.Raise(Signals.Of(server, company, "HostDown"));
        Assert.Empty(await server.Tickets());
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await engineer.Do($"silences/{silence}/expire");
        Assert.Single(await server.Tickets());
        Assert.Equal(409, (await engineer.Refused($"silences/{silence}/expire")).Status);
        await server.Pass(0);
        Assert.Equal(2, (await server.Mails()).Count);

        // A silence touches what fires already: it shows so, and repeats stay away.
        await Silence(engineer, company, server, 600);
        Assert.Single(await engineer.Listed("view=Covered"));
        for (var i = 0; i < 60; i++) await server.Pass(300);
        Assert.Equal(2, (await server.Mails()).Count);
        for (var i = 0; i < 62; i++) await server.Pass(300);
        Assert.Empty(await engineer.Listed("view=Covered"));
        Assert.True((await server.Mails()).Count >= 4);
        Assert.Single(await server.Tickets());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Announced_maintenance_begins_and_ends_by_itself_for_its_site_alone(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        var now = server.Time.GetUtcNow();
        Assert.Equal(400, (await engineer.Refused("maintenance-windows", new { customer = company.Customer, from = now.AddMinutes(-1), until = now.AddHours(1), reason = "割接" })).Status);
        await engineer.Do("maintenance-windows", new { customer = company.Customer, site = company.Site, from = now.AddMinutes(5), until = now.AddMinutes(10), reason = "割接" });
        await server.Raise(Signals.Of(server, company, "Before") with { Site = company.Site });
        await server.Pass(0);
        Assert.Empty(await engineer.Listed("view=Covered"));
        await server.Pass(300);
        Assert.Equal("Maintenance", Assert.Single(await engineer.Listed("view=Covered")).Text("cover"));
        await server.Raise(Signals.Of(server, company, "During") with { Site = company.Site });
        await server.Raise(Signals.Of(server, company, "Elsewhere"));
        Assert.Equal(["Before gw-1", "Elsewhere gw-1"], (await server.Tickets()).Select(t => t.Summary).Order());
        await server.Pass(300);
        Assert.Empty(await engineer.Listed("view=Covered"));
        Assert.Equal(["Before gw-1", "During gw-1", "Elsewhere gw-1"], (await server.Tickets()).Select(t => t.Summary).Order());
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_graver_alert_covers_lesser_ones_and_lets_them_through_the_moment_it_ends(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        var cause = Signals.Of(server, company, "SwitchDown", host: "sw-1");
        await server.Raise(cause);
        var (one, two) = (Signals.Of(server, company, "HostDown", host: "h1"), Signals.Of(server, company, "HostDown", host: "h2"));
        await server.Raise(one);
        await server.Raise(two);
        await server.Raise(Signals.Of(server, company, "HostDown", site: "分部", host: "h3"));
        Assert.Equal(["HostDown h3", "SwitchDown sw-1"], (await server.Tickets()).Select(t => t.Summary).Order());
        Assert.All(await engineer.Listed("view=Covered"), c => Assert.Equal("Inhibition", c.Text("cover")));
        await server.Clear(two);
        await server.Clear(cause);
        Assert.Equal(["HostDown h1", "HostDown h3", "SwitchDown sw-1"], (await server.Tickets()).Select(t => t.Summary).Order());
        Assert.Empty(await engineer.Listed("view=Covered"));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_cause_that_comes_while_its_effects_wait_in_a_group_spares_the_call(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        await server.Raise(Signals.Of(server, company, "HostDown", "warning", host: "h1"));
        await server.Pass(5);
        await server.Raise(Signals.Of(server, company, "SwitchDown", host: "sw-1"));
        await server.Pass(60);
        Assert.All(await server.Mails(), m => Assert.Contains("SwitchDown", m.Title));
        Assert.Equal(2, (await server.Mails()).Count);
    }

    [Fact]
    public async Task A_silence_is_refused_when_it_says_nothing_or_everything_or_stands_in_the_past()
    {
        var (server, company, engineer) = await Signals.House(Engine.Sqlite);
        await using var closing = server;
        using var closingClient = engineer;
        var now = server.Time.GetUtcNow();
        foreach (var (matchers, until) in new[] { ("", now.AddHours(1)), ("x", now.AddHours(1)), ("alertname=~\".*\"", now.AddHours(1)), ("alertname!=\"x\"", now.AddHours(1)), ("alertname=\"x\"", now) })
            Assert.Equal(400, (await engineer.Refused("silences", new { customer = company.Customer, matchers, reason = "r", until })).Status);
        Assert.Equal(400, (await engineer.Refused("silences", new { customer = company.Customer, matchers = "a=b", reason = "r", until = now.AddHours(1), ticket = "INC-NONE-1" })).Status);
        using var foreign = await Signals.In(server, "other-agent");
        Assert.Equal(404, (await foreign.Refused("silences", new { customer = company.Customer, matchers = "a=b", reason = "r", until = now.AddHours(1) })).Status);
        using var head = await Signals.In(server, Company.UserOf(Role.CustAdm));
        Assert.Equal(403, (await head.Refused("silences", new { customer = company.Customer, matchers = "a=b", reason = "r", until = now.AddHours(1) })).Status);
    }
}
