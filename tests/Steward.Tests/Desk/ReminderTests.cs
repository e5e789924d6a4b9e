// Private reminders: told once at their time, on any number of nodes and after a restart, to nobody else; on both databases.
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Alerting;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Desk;

public sealed class ReminderTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_reminder_comes_once_however_many_look(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var (agent, engineer) = (await ProblemTests.In(server, Role.Agent), await ProblemTests.In(server, Role.L2));
        await MentionTests.Addressed(server);
        var ticket = (await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        Assert.Equal((400, "DESK-612"), await agent.Refused($"tickets/{ticket}/reminders", new { at = server.Time.GetUtcNow() }));
        await agent.Do($"tickets/{ticket}/reminders", new { at = server.Time.GetUtcNow().AddHours(2), text = "回电给用户" });
        var dropped = await agent.Make($"tickets/{ticket}/reminders", new { at = server.Time.GetUtcNow().AddHours(2), text = "不要了" });
        Assert.Contains("回电给用户", await agent.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.DoesNotContain("回电给用户", await engineer.Http.GetStringAsync($"/tickets/{ticket}"));
        Assert.Equal(404, (await engineer.Refused($"tickets/{ticket}/reminders/{dropped}/drop")).Status);
        await agent.Do($"tickets/{ticket}/reminders/{dropped}/drop");
        await server.Sweep("desk-reminders");
        Assert.Equal(0, await MentionTests.Told(server, "reminder-"));

        server.Time.Advance(TimeSpan.FromMinutes(121));
        // As on several nodes at once: each looks for itself, one tells.
        var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.As(s => s.GetServices<ISweep>().Single(x => x.Name == "desk-reminders").RunOnce(server.Time.GetUtcNow(), default))));
        Assert.Equal(1, told.Sum());
        Assert.Equal(1, await MentionTests.Told(server, "reminder-"));
    }
}
