// One deed for many tickets: each by its own verb, told one by one, taken back where there is an opposite; on both databases.
using System.Net;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Desk;

public sealed class BulkTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task Each_ticket_goes_by_its_own_rules_and_what_was_done_is_taken_back(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        var agent = await ProblemTests.In(server, Role.Agent);
        var tickets = new List<(Guid Id, string Number)>();
        for (var i = 0; i < 4; i++)
        {
            var opened = await agent.Do("tickets", new { summary = $"断网 {i}", service = company.Service, requester = company.Contact, channel = "Phone", category = "网络" });
            tickets.Add((opened["id"]!.GetValue<Guid>(), opened["number"]!.ToString()));
        }
        using var foreign = server.Client();
        await foreign.SignIn("other-agent");
        var theirs = (await foreign.Do("tickets", new { summary = "别家的", service = company.Other.Service, requester = company.Other.Contact, channel = "Phone" }))["id"]!.GetValue<Guid>();
        await agent.Do($"tickets/{tickets[0].Id}/cancel", new { reason = "Withdrawn", text = "用户撤回" });
        await agent.Do($"tickets/{tickets[1].Id}/assign", new { team = company.Desk });

        // One has ended; another customer's does not exist for a colleague who may not see it, and leaves no trace in the answer.
        var done = await foreign.Do("tickets/bulk", new { deed = "Assign", team = company.OnSite, tickets = new[] { theirs, tickets[2].Id } });
        Assert.Equal((1, 1), (done["done"]!.GetValue<int>(), done["refused"]!.GetValue<int>()));
        Assert.Equal(("", "STW-404"), (done["lines"]![1]!["number"]!.ToString(), done["lines"]![1]!["code"]!.ToString()));
        done = await agent.Do("tickets/bulk", new { deed = "Assign", team = company.OnSite, assignee = company.Second, text = "集中处理", tickets = tickets.Select(t => t.Id) });
        Assert.Equal((3, 1), (done["done"]!.GetValue<int>(), done["refused"]!.GetValue<int>()));
        Assert.Equal((tickets[0].Number, "DESK-103"), (done["lines"]![0]!["number"]!.ToString(), done["lines"]![0]!["code"]!.ToString()));
        Assert.Equal("驻场工程师B", (await agent.Get($"tickets/{tickets[3].Id}"))["assignee"]!.ToString());
        var run = done["id"]!.GetValue<Guid>();
        Assert.Contains("完成 3 张，拒绝 1 张", await Page(agent, $"/bulk/{run}"));
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Http.GetAsync($"/bulk/{run}")).StatusCode);

        // Back goes what was with a group before and has stayed as it was left.
        await agent.Do($"tickets/{tickets[2].Id}/assign", new { team = company.OnSite, assignee = company.Engineer });
        var back = await agent.Do($"bulk/{run}/undo");
        Assert.Equal(["", "DESK-607", "DESK-608"], back["lines"]!.AsArray().Select(l => l!["code"]!.ToString()));
        Assert.Equal("服务台", (await agent.Get($"tickets/{tickets[1].Id}"))["team"]!.ToString());
        Assert.Equal((409, "DESK-606"), await agent.Refused($"bulk/{run}/undo"));
        Assert.Equal(404, (await foreign.Refused($"bulk/{run}/undo")).Status);

        // What was said cannot be taken back; too many and too little are told before anything happens.
        var noted = await agent.Do("tickets/bulk", new { deed = "Note", text = "线路商已到场", @public = true, tickets = tickets.Skip(1).Select(t => t.Id) });
        Assert.Equal(3, noted["done"]!.GetValue<int>());
        Assert.Equal((409, "DESK-605"), await agent.Refused($"bulk/{noted["id"]}/undo"));
        Assert.Equal((400, "DESK-603"), await agent.Refused("tickets/bulk", new { deed = "Note", text = "x", tickets = Enumerable.Range(0, 501).Select(_ => Guid.CreateVersion7()) }));
        Assert.Equal(400, (await agent.Refused("tickets/bulk", new { deed = "Note", text = "x" })).Status);
        Assert.Equal(400, (await agent.Refused("tickets/bulk", new { deed = "Priority", impact = "Group", text = "x", tickets = new[] { tickets[1].Id } })).Status);

        // A double ends by the verb of its own; the one that stays cannot be merged into itself.
        var merged = await agent.Do("tickets/bulk", new { deed = "Merge", other = tickets[1].Number, tickets = tickets.Skip(1).Select(t => t.Id) });
        Assert.Equal(["DESK-451", "", ""], merged["lines"]!.AsArray().Select(l => l!["code"]!.ToString()));
        Assert.Equal("Cancelled", (await agent.Get($"tickets/{tickets[3].Id}"))["ticket"]!["state"]!.ToString());

        // What was ticked, or all that the filter finds, is shown once more before anything is done to it.
        Assert.Contains(tickets[1].Number, await Page(agent, $"/tickets/bulk?deed=Priority&t={tickets[1].Id}&t={theirs}"));
        var all = (await agent.Get("tickets/bulk?deed=Note&all=1&group=all&category=网络"))["tickets"]!.AsArray();
        Assert.Equal(4, all.Count);
    }

    static async Task<string> Page(Client who, string path) => WebUtility.HtmlDecode(await who.Http.GetStringAsync(path));
}
