// What tests of alerts share: signals, sweeps of one node or two, tickets, mails.
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting.Stages;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Notify;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Alerting;

static class Signals
{
    /// <summary>Critical alerts are told after no wait, others after half a minute; both to addresses of this company.</summary>
    public const string Routes = """
        route:
          receiver: desk
          group_by: [alertname]
          group_wait: 30s
          group_interval: 5m
          repeat_interval: 4h
          routes:
          - matchers: [severity="critical"]
            receiver: duty
            group_wait: 0s
        receivers:
        - name: desk
          email_configs: [{to: desk@example.com, send_resolved: true}]
        - name: duty
          email_configs: [{to: 'duty@example.com', send_resolved: true}, {to: boss@example.com}]
        inhibit_rules:
        - source_matchers: [alertname="SwitchDown"]
          target_matchers: [alertname="HostDown"]
          equal: [site]

        """;

    public static async Task<(TestServer Server, Company Company, Client Engineer)> House(Engine engine, Func<StewardSettings, StewardSettings>? adjust = null)
    {
        var (server, company) = await TestServer.WithCompany(engine, adjust);
        using var manager = await In(server, Company.UserOf(Role.SvcMgr));
        await manager.Do("alert-routes", new { text = Routes });
        return (server, company, await In(server, Company.UserOf(Role.L2)));
    }

    public static async Task<Client> In(TestServer server, string user)
    {
        var client = server.Client();
        await client.SignIn(user);
        return client;
    }

    public static Signal Of(TestServer server, Company company, string name, string severity = "critical", string site = "总部", string host = "gw-1") => new(
        TenantId.From(company.Customer), AlertSource.External, new Dictionary<string, string> { ["alertname"] = name, ["severity"] = severity, ["site"] = site, ["host"] = host },
        Enum.Parse<Severity>(severity, true), $"{name} {host}", server.Time.GetUtcNow()) { Contract = company.Contract };

    /// <summary>As a room above does it: one unit of work, tried again when another was first.</summary>
    public static async Task Raise(this TestServer server, Signal signal)
    {
        for (var done = false; !done;)
            done = await server.As(async s => (await s.GetRequiredService<StewardDb>().TryCommit(default, [.. await s.GetRequiredService<AlertInbox>().Raise(signal, server.Time.GetUtcNow(), default)])).Refusal is null);
    }

    public static Task Clear(this TestServer server, Signal signal) => server.Raise(signal with { EndsAt = server.Time.GetUtcNow() });

    public static async Task<int> Sweep(this TestServer server, string name, IServiceProvider? node = null)
    {
        await using var scope = (node ?? server.Services).CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<Work>();
        (work.Scope, work.Verb) = (TenantScope.Everyone, name);
        return await scope.ServiceProvider.GetServices<ISweep>().Single(s => s.Name == name).RunOnce(server.Time.GetUtcNow(), default);
    }

    /// <summary>Time passes, then everything whose time has come is looked at.</summary>
    public static async Task Pass(this TestServer server, double seconds)
    {
        server.Time.Advance(TimeSpan.FromSeconds(seconds));
        foreach (var sweep in new[] { "news", "alerts", "alert-groups" }) await server.Sweep(sweep);
    }

    /// <summary>Another node on the same database and the same clock.</summary>
    public static WebApplication Node(this TestServer server) => StewardHost.Build(server.Folder, server.Services.GetRequiredService<StewardSettings>() with { Urls = [] }, Commands.Modules.All,
        builder => builder.Services.AddSingleton<TimeProvider>(server.Time));

    public static Task<List<Ticket>> Tickets(this TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<Ticket>().AsNoTracking().Where(t => t.Key != "").OrderBy(t => t.Number).ToListAsync());

    public static Task<List<Mail>> Mails(this TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().Where(m => m.Key.StartsWith("alert-")).OrderBy(m => m.Id).ToListAsync());

    public static async Task<List<JsonNode>> Listed(this Client client, string query = "view=All") => [.. (await client.Get($"alerts?{query}"))["items"]!.AsArray().Select(a => a!)];

    public static string Text(this JsonNode item, string field) => item[field]!.GetValue<string>();

    public static async Task<string> Page(this Client client, string path)
    {
        using var answer = await client.Http.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {html}");
        return WebUtility.HtmlDecode(html);
    }
}
