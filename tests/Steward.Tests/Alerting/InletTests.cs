// Other systems' alerts come in by a token bound to a customer, as Prometheus and Alertmanager send them; recorded ones among them.
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Alerting;

public sealed class InletTests
{
    /// <summary>A program's way in: an account of its own with a grant for one customer, and a token that may send alerts and nothing else.</summary>
    static async Task<HttpClient> Sender(TestServer server, Company company)
    {
        using var admin = await Signals.In(server, "admin");
        var account = await admin.Make("accounts", new { userName = "prometheus", name = "Prometheus", password = Company.Password, staff = company.Second });
        await admin.Do($"accounts/{account}/grants", new { role = Role.L2, customer = company.Customer });
        using var own = await Signals.In(server, "prometheus");
        var token = (await own.Do("me/tokens", new { name = "alerts", scopes = new[] { "Alert:Create" } })).Text("token");
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    static Task<HttpResponseMessage> Send(HttpClient http, object alerts) => http.PostAsJsonAsync("/api/v2/alerts", alerts);

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_is_sent_again_lives_on_and_what_is_not_ends_by_itself(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        using var http = await Sender(server, company);
        object Firing(string instance) => new { labels = new { alertname = "HighLoad", instance, severity = "critical" }, annotations = new { summary = $"负载过高 {instance}", description = "5 分钟" }, generatorURL = "http://prometheus/graph" };
        Assert.Equal(HttpStatusCode.OK, (await Send(http, new[] { Firing("a"), Firing("b"), Firing("a") })).StatusCode);
        Assert.Equal(["负载过高 a", "负载过高 b"], (await engineer.Listed()).Select(a => a.Text("summary")).Order());
        Assert.Equal(2, (await server.Tickets()).Count);
        await server.Pass(200);
        await Send(http, new[] { Firing("a") });
        await server.Pass(200);
        Assert.Equal("负载过高 a", Assert.Single(await engineer.Listed("view=Open")).Text("summary"));
        await Send(http, new[] { new { labels = new { alertname = "HighLoad", instance = "a", severity = "critical" }, endsAt = server.Time.GetUtcNow() } });
        Assert.Empty(await engineer.Listed("view=Open"));
        Assert.All(await engineer.Listed("view=All"), a => Assert.Equal("External", a.Text("source")));
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_webhook_lasts_until_it_says_that_it_is_over(Engine engine)
    {
        var (server, company, engineer) = await Signals.House(engine);
        await using var closing = server;
        using var closingClient = engineer;
        using var http = await Sender(server, company);
        object Group(string status) => new { version = "4", status, alerts = new[] { new { status, labels = new { alertname = "HighLoad", severity = "warning" }, annotations = new { summary = "负载过高" }, startsAt = server.Time.GetUtcNow(), endsAt = "0001-01-01T00:00:00Z" } } };
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("/api/v2/alerts/webhook", Group("firing"))).StatusCode);
        await server.Pass(4000);
        Assert.Single(await engineer.Listed("view=Open"));
        await http.PostAsJsonAsync("/api/v2/alerts/webhook", Group("resolved"));
        Assert.Empty(await engineer.Listed("view=Open"));
    }

    [Fact]
    public async Task Recorded_webhooks_become_the_alerts_that_they_carry()
    {
        var files = new (string[] Path, string? Within)[] { (["alert-payloads", "alertmanager-webhook", "prom_post_request.json"], null), (["alert-payloads", "oncall", "alertmanager.json"], "example_payload") };
        foreach (var (path, _) in files) TestData.Path(path);
        var (server, company, engineer) = await Signals.House(Engine.Sqlite);
        await using var closing = server;
        using var closingClient = engineer;
        using var http = await Sender(server, company);
        foreach (var (path, within) in files)
        {
            var body = within is null ? TestData.Json(path) : TestData.Json(path).GetProperty(within);
            using var answer = await http.PostAsync("/api/v2/alerts/webhook", new StringContent(body.GetRawText(), Encoding.UTF8, "application/json"));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal(["high_memory_load Warning Server High Memory usage", "InstanceDown Critical Instance localhost:8081 down", "InstanceDown Critical Instance localhost:8082 down"],
            (await engineer.Listed("view=Open")).Select(a => $"{a.Text("name")} {a.Text("severity")} {a.Text("summary")}").Order(StringComparer.OrdinalIgnoreCase).OrderBy(t => t.StartsWith('I')));
    }

    [Fact]
    public async Task A_sender_speaks_for_its_customer_alone_and_may_nothing_else()
    {
        var (server, company, engineer) = await Signals.House(Engine.Sqlite);
        await using var closing = server;
        using var closingClient = engineer;
        using var http = await Sender(server, company);
        var alert = new[] { new { labels = new { alertname = "X" } } };
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsJsonAsync("/api/v2/alerts?customer=YYGS", alert)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("/api/v2/alerts?customer=XXQY", alert)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync("/api/v1/alerts")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("/api/v2/alerts", new[] { new { labels = new { } } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/api/v2/alerts", new StringContent("{", Encoding.UTF8, "application/json"))).StatusCode);
        using var nobody = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsJsonAsync("/api/v2/alerts", alert)).StatusCode);
        // Who is bound to no customer says which one is meant.
        Assert.Equal(HttpStatusCode.BadRequest, (await engineer.Http.PostAsJsonAsync("/api/v2/alerts", alert)).StatusCode);
        using var reader = await Signals.In(server, Company.UserOf(Role.Agent));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Http.PostAsJsonAsync("/api/v2/alerts?customer=XXQY", alert)).StatusCode);
    }
}
