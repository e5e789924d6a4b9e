// Silence is announced once by whichever node sees it, and not for the time in which nobody listened.
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Events;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Probes;

public sealed class SilenceTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Two_nodes_announce_a_silence_and_a_return_once(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        await using var second = StewardHost.Build(server.Folder, server.Services.GetRequiredService<StewardSettings>() with { Urls = [] }, Commands.Modules.All,
            builder => builder.Services.AddSingleton<TimeProvider>(server.Time));
        var lines = new List<(Guid Probe, Line Line)>();
        for (var i = 0; i < 4; i++) lines.Add(await Line.Enrolled(server, company.Site));

        await Pass(server, second, 20);
        Assert.Equal(0, await Told<ProbeFellSilent>(server));
        using (await lines[0].Line.Work()) await Pass(server, second, 59);
        Assert.Equal(3, await Told<ProbeFellSilent>(server)); // the first spoke in between
        await Pass(server, second, 2);
        Assert.Equal(4, await Told<ProbeFellSilent>(server));
        await Pass(server, second, 600);
        Assert.Equal(4, await Told<ProbeFellSilent>(server));

        using (await lines[1].Line.Work()) { }
        using (await lines[1].Line.Work()) { }
        Assert.Equal(1, await Told<ProbeIsBack>(server));
        await Pass(server, second, 61);
        Assert.Equal(5, await Told<ProbeFellSilent>(server));
        foreach (var (_, line) in lines) line.Dispose();
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_server_that_was_away_or_whose_clock_jumped_lets_its_probes_speak_first(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (_, line) = await Line.Enrolled(server, company.Site);
        using var closingLine = line;
        await Pass(server, null, 20);
        server.Time.Advance(TimeSpan.FromHours(1)); // nobody swept in this hour
        await Pass(server, null, 1);
        Assert.Equal(0, await Told<ProbeFellSilent>(server));
        await Pass(server, null, 58);
        Assert.Equal(0, await Told<ProbeFellSilent>(server));
        await Pass(server, null, 3);
        Assert.Equal(1, await Told<ProbeFellSilent>(server));
    }

    /// <summary>Time goes by while both nodes sweep, at the same moment each time.</summary>
    static async Task Pass(TestServer server, Microsoft.AspNetCore.Builder.WebApplication? second, int seconds)
    {
        Task Both() => Task.WhenAll(Sweep(server.Services, server), second is null ? Task.CompletedTask : Sweep(second.Services, server));
        await Both();
        for (var left = seconds; left > 0; left -= 20)
        {
            server.Time.Advance(TimeSpan.FromSeconds(Math.Min(20, left)));
            await Both();
        }
    }

    static async Task Sweep(IServiceProvider node, TestServer server)
    {
        await using var scope = node.CreateAsyncScope();
        Me.ActAsSystem(scope.ServiceProvider, "Sweep");
        await scope.ServiceProvider.GetServices<ISweep>().Single(s => s.Name == "probe-silence").RunOnce(server.Time.GetUtcNow(), default);
    }

    static Task<int> Told<TNews>(TestServer server) => server.As(s => s.GetRequiredService<StewardDb>().Set<EventRow>().CountAsync(e => e.Kind == typeof(TNews).Name));
}
