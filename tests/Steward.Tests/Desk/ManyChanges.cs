// Changes in different states for walks over all pages: one that is under way, one that collides, and an emergency that waits for its words.
using Steward.Access;
using Steward.Fixtures;

namespace Steward.Desk;

static class ManyChanges
{
    public static async Task<(Guid Change, Guid Colliding, Guid Emergency)> Make(TestServer server, Company company, Guid asset, string word = "升级数据库")
    {
        using var author = await Board.In(server, Role.L2);
        using var chair = await Board.In(server, Role.ChgMgr);
        using var manager = await Board.In(server, Role.SvcMgr);
        using var agent = await Board.In(server, Role.Agent);
        var now = server.Time.GetUtcNow();
        object Plan(string kind, Guid implementer, double from, double to) => new
        {
            summary = word, kind, reason = word, impact = 1, likelihood = 2, testResult = word, steps = $"15 {word}\n30 升级", backoutPlan = word, backoutAt = now.AddHours((from + to) / 2), toNotify = word,
            windowFrom = now.AddHours(from), windowTo = now.AddHours(to), implementer, ground = kind == "Emergency" ? "SecurityIncident" : null, groundReference = kind == "Emergency" ? word : "",
        };
        async Task<Guid> Planned(string kind, Guid implementer, double from, double to)
        {
            var one = await author.Make("changes", new { summary = word, kind, reason = word, customer = company.Customer, asset, requester = company.Contact });
            await author.Do($"changes/{one}/plan", Plan(kind, implementer, from, to));
            await author.Do($"changes/{one}/submit");
            await chair.Do($"changes/{one}/assess");
            return one;
        }
        var change = await Planned("Minor", company.Second, 1, 4);
        await chair.Do($"changes/{change}/request-approval");
        var asked = (await manager.Get("approvals"))["items"]!.AsArray().Single(a => a!["kind"]!.ToString() == "change")!["id"]!;
        await manager.Do($"approvals/{asked}/decide", new { agree = true });
        await chair.Do($"changes/{change}/schedule");
        var colliding = await Planned("Significant", company.Second, 2, 5);
        var emergency = await Planned("Emergency", company.Engineer, 6, 8);
        await chair.Do($"changes/{emergency}/request-approval");
        var major = await Planned("Major", company.Engineer, 40, 42);
        await chair.Do($"changes/{major}/request-approval");
        await chair.Make("changes/freezes", new { from = now.AddHours(60), until = now.AddHours(90), reason = word, customer = company.Customer });
        await chair.Make("changes/models", new { name = "更换内存", steps = "10 备份配置\n20 更换", backoutPlan = "装回旧件", impact = 1, likelihood = 1, forDesk = true });
        return (change, colliding, emergency);
    }
}
