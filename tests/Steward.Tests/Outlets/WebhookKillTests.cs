// The server is killed with SIGKILL in the middle of its calls to a webhook, again and again: each event is called at least once, always under one id, and none is lost.
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Outlets.Hooks;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Outlets;

public sealed class WebhookKillTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Killed_in_the_middle_of_a_call_again_and_again_no_event_is_lost(Engine engine)
    {
        var (closed, company) = await TestServer.WithCompany(engine, s => s with { WebhookHosts = ["127.0.0.1"] });
        TestClock? later = null;
        await using var receiver = await Receiver.Start(() => later?.GetUtcNow() ?? DateTimeOffset.UtcNow);
        using (var head = closed.Client())
        {
            await head.SignIn(Company.UserOf(Role.CustAdm));
            receiver.Key = (await head.Do("webhooks", new { name = "客户 ERP", url = receiver.Address, kinds = new[] { "ticket.opened" } }))["secret"]!.ToString();
        }
        var folder = new DataFolder(closed.Folder.Path);
        var database = await closed.CloseAndKeep();
        await File.WriteAllTextAsync(folder.SettingsFile, new StewardSettings { WebhookHosts = ["127.0.0.1"], Rate = new() { Burst = 1_000_000, PerSecond = 1_000_000, SignInPerMinute = 100_000 }, Database = new() { Connection = database ?? "" } }.Write());
        var port = ServerProcess.FreePort();
        var opened = new List<Guid>();
        for (var round = 0; round < TestData.Cases(4, 12); round++)
        {
            var inTheMiddle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var calls = 0;
            // The blow falls at the third call of the round: in turn before the receiver has it, and after it has it but before it said so.
            async Task Blow(CancellationToken cut)
            {
                if (Interlocked.Increment(ref calls) < 3) return;
                inTheMiddle.TrySetResult();
                await Task.Delay(Timeout.Infinite, cut);
            }
            (receiver.Before, receiver.After) = (null, null);
            if (round % 2 == 0) receiver.Before = Blow;
            else receiver.After = Blow;
            await using var server = await ServerProcess.Start(folder.Path, port);
            using var agent = new Client(new Uri($"http://127.0.0.1:{port}"));
            await agent.SignIn(Company.UserOf(Role.Agent));
            for (var i = 0; i < 6; i++)
                opened.Add((await agent.Do("tickets", new { summary = $"第 {round} 轮第 {i} 张", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>());
            await inTheMiddle.Task.WaitAsync(TimeSpan.FromMinutes(2));
            await server.Kill();
        }
        (receiver.Before, receiver.After) = (null, null);

        // Another process takes up what was left behind, once the claims of the dead have run out.
        later = new TestClock(DateTimeOffset.UtcNow.AddMinutes(5));
        await using var app = Platform.Host.StewardHost.Build(folder, StewardSettings.Load(folder) with { Urls = [] }, Commands.Modules.All, b => b.Services.AddSingleton<TimeProvider>(later));
        async Task<int> Sweep(string name)
        {
            await using var scope = app.Services.CreateAsyncScope();
            Me.ActAsSystem(scope.ServiceProvider, name);
            return await scope.ServiceProvider.GetServices<ISweep>().Single(s => s.Name == name).RunOnce(later.GetUtcNow(), default);
        }
        for (var left = 20; left > 0; left--)
        {
            while (await Sweep("webhook-record") > 0) { }
            while (await Sweep("webhook-out") > 0) { }
            later.Advance(TimeSpan.FromMinutes(3));
        }
        await using var last = app.Services.CreateAsyncScope();
        Me.ActAsSystem(last.ServiceProvider, "Check");
        var db = last.ServiceProvider.GetRequiredService<StewardDb>();
        var heard = receiver.Heard.ToLookup(h => h.Body["subject"]!.GetValue<Guid>(), h => h.Id);
        Assert.All(opened, ticket => Assert.Single(heard[ticket].Distinct()));
        Assert.Equal(opened.Count, receiver.Heard.Select(h => h.Id).Distinct().Count());
        Assert.True(receiver.Heard.Count > opened.Count, "nothing came twice: no blow fell between call and answer");
        Assert.Equal(0, receiver.Forged);
        Assert.Equal(opened.Count, await db.Set<EventRow>().CountAsync(e => e.Kind == nameof(TicketOpened)));
        Assert.Equal([DeliveryState.Delivered], await db.Set<Delivery>().Select(d => d.State).Distinct().ToListAsync());
    }
}
