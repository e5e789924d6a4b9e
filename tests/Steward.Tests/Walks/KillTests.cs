// Kills the server with SIGKILL under a load of ticket verbs, again and again: everything acknowledged is there once, and the audit is whole.
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Walks;

public sealed class KillTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Killed_again_and_again_under_load_nothing_acknowledged_is_lost_or_doubled(Engine engine)
    {
        var (closed, company) = await TestServer.WithCompany(engine);
        var folder = new DataFolder(closed.Folder.Path);
        var database = await closed.CloseAndKeep();
        // The real process lives in real time: the contract must cover today.
        await File.WriteAllTextAsync(folder.SettingsFile, new StewardSettings { Rate = new() { Burst = 1_000_000, PerSecond = 1_000_000, SignInPerMinute = 100_000 }, Database = new() { Connection = database ?? "" } }.Write());
        var port = ServerProcess.FreePort();
        var acknowledged = new ConcurrentDictionary<string, string>();
        var dice = new Random(7);
        for (var round = 0; round < TestData.Cases(6, 10); round++)
        {
            await using var server = await ServerProcess.Start(folder.Path, port);
            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, 4).Select(worker => Load(port, company, $"{round}-{worker}", acknowledged, stop.Token)).ToList();
            // A fresh process first warms up; the blow falls at a random moment after work has begun.
            var before = acknowledged.Count;
            for (var i = 0; i < 300 && acknowledged.Count < before + 5; i++) await Task.Delay(50);
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(50, 1200)));
            await server.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }
        Assert.True(acknowledged.Count > 50, $"only {acknowledged.Count} acknowledged: the load was no load");

        await using var last = await ServerProcess.Start(folder.Path, port);
        using var agent = new Client(new Uri($"http://127.0.0.1:{port}"));
        await agent.SignIn(Company.UserOf(Role.Agent));
        // A repeated request answers what was answered before, and does nothing twice.
        var (key, number) = acknowledged.First();
        Assert.Equal(number, (await agent.Do("tickets", Report(company, key), key))["number"]?.GetValue<string>());
        await last.Kill();

        await using var app = Platform.Host.StewardHost.Build(folder, StewardSettings.Load(folder) with { Urls = [] }, Commands.Modules.All);
        await using var scope = app.Services.CreateAsyncScope();
        Me.ActAsSystem(scope.ServiceProvider, "Check");
        var db = scope.ServiceProvider.GetRequiredService<StewardDb>();
        var stored = await db.Set<Ticket>().AsNoTracking().Where(t => t.Customer == TenantId.From(company.Customer)).Select(t => new { t.Number, t.Summary }).ToListAsync();
        var bySummary = stored.ToLookup(t => t.Summary, t => t.Number);
        Assert.All(acknowledged, a => Assert.Equal([a.Value], bySummary[a.Key]));
        Assert.All(bySummary, t => Assert.Single(t));
        foreach (var day in stored.GroupBy(t => t.Number[..^5]))
            Assert.Equal(Enumerable.Range(1, day.Count()).Select(n => $"{day.Key}-{n:0000}"), day.Select(t => t.Number).Order());
        Assert.Null((await AuditVerifier.Verify(db, AuditAnchors.Read(folder), default)).Fault);
        Assert.Equal(stored.Count, await db.Set<Platform.Events.EventRow>().CountAsync(e => e.Kind == nameof(TicketOpened)));
    }

    static object Report(Company company, string summary) => new { summary, service = company.Service, requester = company.Contact, channel = "Phone" };

    static async Task Load(int port, Company company, string worker, ConcurrentDictionary<string, string> acknowledged, CancellationToken stop)
    {
        try
        {
            using var agent = new Client(new Uri($"http://127.0.0.1:{port}"));
            await agent.SignIn(Company.UserOf(Role.Agent));
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var key = $"{worker}-{i}";
                using var answer = await agent.Try("tickets", Report(company, key), key);
                if (!answer.IsSuccessStatusCode) continue;
                var opened = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync(CancellationToken.None))!;
                acknowledged[key] = opened["number"]!.GetValue<string>();
                if (i % 3 == 0) await agent.Try($"tickets/{opened["id"]}/accept");
            }
        }
        catch (HttpRequestException) { } // the server was killed: what was not answered was not acknowledged
        catch (IOException) { }
    }
}
