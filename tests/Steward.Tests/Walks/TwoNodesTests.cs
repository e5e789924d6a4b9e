// Two nodes on one PostgreSQL behind a real nginx, restarted in turn under a load of ticket verbs: nobody is refused, and each timed duty is done once.
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.House;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Walks;

public sealed class TwoNodesTests
{
    [Fact]
    public async Task A_rolling_upgrade_refuses_nobody_and_every_duty_is_done_once()
    {
        var (closed, company) = await TestServer.WithCompany(Engine.Postgres);
        var folder = new DataFolder(closed.Folder.Path);
        var database = (await closed.CloseAndKeep())!;
        // Two folders as on two machines: keys and files are the same, the rest is each node's own.
        var other = new DataFolder(folder.Path + "-second");
        var settings = new StewardSettings { Rate = new() { Burst = 1_000_000, PerSecond = 1_000_000, SignInPerMinute = 100_000 }, TrustedProxies = ["127.0.0.1"], Database = new() { Connection = database } }.Write();
        foreach (var node in new[] { folder, other }) await File.WriteAllTextAsync(node.SettingsFile, settings);
        foreach (var shared in new[] { "keys", "files" })
        {
            Directory.Delete(Path.Combine(other.Path, shared));
            Directory.CreateSymbolicLink(Path.Combine(other.Path, shared), Path.Combine(folder.Path, shared));
        }
        var (portA, portB, front) = (ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort());
        var a = await ServerProcess.Start(folder.Path, portA);
        var b = await ServerProcess.Start(other.Path, portB);
        await using var nginx = await Nginx(front, portA, portB, folder.Path);
        try
        {
            var (acknowledged, refused) = (new ConcurrentDictionary<string, string>(), new ConcurrentQueue<string>());
            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
            {
                using var agent = new Client(new Uri($"http://127.0.0.1:{front}"));
                await agent.SignIn(Company.UserOf(Role.Agent));
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    using var answer = await Repeated(agent, "tickets", new { summary = $"{worker}-{i}", service = company.Service, requester = company.Contact }, $"open-{worker}-{i}");
                    var text = await answer.Content.ReadAsStringAsync();
                    if (!answer.IsSuccessStatusCode) { refused.Enqueue($"{(int)answer.StatusCode} {text}"); continue; }
                    var opened = System.Text.Json.Nodes.JsonNode.Parse(text)!;
                    acknowledged[$"{worker}-{i}"] = opened["number"]!.GetValue<string>();
                    if (i % 3 != 0) continue;
                    using var accepted = await Repeated(agent, $"tickets/{opened["id"]}/accept", new { }, $"accept-{worker}-{i}");
                    if (!accepted.IsSuccessStatusCode) refused.Enqueue($"{(int)accepted.StatusCode} {await accepted.Content.ReadAsStringAsync()}");
                }
            })).ToList();
            async Task More(int tickets)
            {
                for (var goal = acknowledged.Count + tickets; acknowledged.Count < goal;)
                {
                    foreach (var failed in load.Where(l => l.IsFaulted)) await failed;
                    await Task.Delay(20);
                }
            }
            // For two seconds nginx sends nothing to a node that it found closed: the handbook tells operators to wait that long.
            static Task Trusted() => Task.Delay(TimeSpan.FromSeconds(3));
            await More(30);
            for (var round = 0; round < 2; round++)
            {
                await a.Stop();
                await More(10); // the other one carries on alone
                a = await ServerProcess.Start(folder.Path, portA);
                await Trusted();
                await More(10);
                await b.Stop();
                await More(10);
                b = await ServerProcess.Start(other.Path, portB);
                await Trusted();
                await More(10);
            }
            await stop.CancelAsync();
            await Task.WhenAll(load);
            Assert.Empty(refused);

            // Every clock is made due at once, for both nodes to fall upon.
            await using var app = Platform.Host.StewardHost.Build(folder, StewardSettings.Load(folder) with { Urls = [] }, Commands.Modules.All);
            await using var scope = app.Services.CreateAsyncScope();
            Me.ActAsSystem(scope.ServiceProvider, "Check");
            var db = scope.ServiceProvider.GetRequiredService<StewardDb>();
            var today = DateTimeOffset.UtcNow;
            foreach (var day in new[] { today.AddDays(-1), today })
                await db.Execute("update sla_fact set occurred_at = occurred_at - interval '14 days', body = replace(body, @p0, @p1) where body like '%' || @p0 || '%'", default, $"\"{day:yyyy-MM-dd}T", $"\"{day.AddDays(-14):yyyy-MM-dd}T");
            var due = await db.Execute("update sla_subject set next_moment = now() - interval '1 second'", default);
            Assert.True(due > 50);
            for (var i = 0; i < 600 && await db.Scalar("select count(*) from sla_subject where next_moment <= now() + interval '10 minutes'", default) is > 0L; i++) await Task.Delay(100);
            var told = await db.Set<EventRow>().AsNoTracking().Where(e => e.Kind == "ClockBreached" || e.Kind == "ClockWarned").Select(e => new { e.Kind, e.Subject, e.Body }).ToListAsync();
            Assert.True(told.Count >= due, $"{told.Count} told of {due} due");
            Assert.All(told.GroupBy(t => (t.Kind, t.Subject, System.Text.Json.Nodes.JsonNode.Parse(t.Body)!["kind"]?.ToString(), System.Text.Json.Nodes.JsonNode.Parse(t.Body)!["share"]?.ToString())), g => Assert.Single(g));

            var stored = await db.Set<Ticket>().AsNoTracking().Where(t => t.Customer == TenantId.From(company.Customer)).Select(t => new { t.Number, t.Summary }).ToListAsync();
            Assert.Equal(acknowledged.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)), stored.OrderBy(t => t.Summary, StringComparer.Ordinal).Select(t => (t.Summary, t.Number)));
            Assert.Null((await AuditVerifier.Verify(db, [.. AuditAnchors.Read(folder), .. AuditAnchors.Read(other)], default)).Fault);
        }
        finally
        {
            await nginx.Quit();
            await a.DisposeAsync();
            await b.DisposeAsync();
            await Postgres.Drop(database);
            Directory.Delete(other.Path, recursive: true);
            Directory.Delete(folder.Path, recursive: true);
        }
    }

    /// <summary>
    /// A connection that waits to be accepted when a node closes is cut, and nginx does not send a request again that may have begun: such a 502 is rare, and programs
    /// repeat the request with its key, which does nothing twice (see the handbook).
    /// </summary>
    static async Task<HttpResponseMessage> Repeated(Client agent, string verb, object body, string key)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await agent.Try(verb, body, key);
            if (answer.StatusCode != System.Net.HttpStatusCode.BadGateway || tries == 20) return answer;
            answer.Dispose();
            await Task.Delay(500); // nginx asks nobody for two seconds where it has found both nodes closed
        }
    }

    /// <summary>nginx with the configuration that the package brings, on ports of this test.</summary>
    static Task<NginxProcess> Nginx(int front, int a, int b, string folder) => NginxProcess.Start(Path.Combine(folder, "nginx"), front,
        string.Join('\n', File.ReadAllText(Path.Combine(HouseTests.FindRoot(), "packaging", "steward", "nginx.conf"))
            .Replace("10.0.0.11:5080", $"127.0.0.1:{a}").Replace("10.0.0.12:5080", $"127.0.0.1:{b}").Replace("listen 443 ssl;", $"listen 127.0.0.1:{front};")
            .Split('\n').Where(l => !l.Contains("ssl_certificate"))));
}
