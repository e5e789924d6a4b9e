// When two changes get in each other's way: every rule as a pure function, and what blocks and is let pass on both databases.
using System.Net;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Changes;
using Steward.Fixtures;
using Steward.People;
using Steward.Platform.Data;
using Steward.Platform.Ids;
using Xunit;

namespace Steward.Desk;

public sealed class ChangeCollisionTests
{
    static readonly DateTimeOffset Eight = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);
    static readonly SiteId Here = SiteId.From(Guid.Parse("00000000-0000-7000-8000-000000000001")), There = SiteId.From(Guid.Parse("00000000-0000-7000-8000-000000000002"));
    static readonly StaffId Anna = StaffId.From(Guid.Parse("00000000-0000-7000-8000-00000000000a"));
    static readonly PlannedAsset Database = Thing(1, AssetKind.Server), Program = Thing(2, AssetKind.VirtualMachine), Power = Thing(3, AssetKind.Power), OtherPower = Thing(4, AssetKind.Power), Switch = Thing(5, AssetKind.NetworkDevice), Firewall = Thing(6, AssetKind.SecurityDevice), FarSwitch = Thing(7, AssetKind.NetworkDevice, There);
    static readonly ILookup<AssetId, AssetId> NoNeeds = Needs();

    static PlannedAsset Thing(int n, AssetKind kind, SiteId? site = null) => new(AssetId.From(new Guid(n, 0, 0, new byte[8])), $"thing {n}", site ?? Here, kind);
    static ILookup<AssetId, AssetId> Needs(params (PlannedAsset Asset, PlannedAsset On)[] needs) => needs.ToLookup(n => n.Asset.Id, n => n.On.Id);
    static PlannedChange Change(int n, double from, double to, StaffId? hands = null, bool emergency = false, params PlannedAsset[] on) => new(ChangeId.From(new Guid(n, 1, 0, new byte[8])), $"CHG-{n}", Eight.AddHours(from), Eight.AddHours(to), hands, on, emergency);
    static List<CollisionKind> Kinds(PlannedChange mine, PlannedChange other, ILookup<AssetId, AssetId>? needs = null, params PlannedFreeze[] freezes) => [.. Collisions.Of(mine, [other], needs ?? NoNeeds, freezes).Select(c => c.Kind)];

    [Fact]
    public void The_same_thing_at_the_same_time()
    {
        Assert.Equal([CollisionKind.SameAsset], Kinds(Change(1, 0, 2, on: Database), Change(2, 1, 3, on: Database)));
        Assert.Empty(Kinds(Change(1, 0, 2, on: Database), Change(2, 1, 3, on: Program)));
        // Windows are half-open: one may begin when the other ends.
        Assert.Empty(Kinds(Change(1, 0, 2, on: Database), Change(2, 2, 3, on: Database)));
        Assert.Empty(Kinds(Change(1, 0, 2, on: Database), Change(1, 0, 2, on: Database)));
    }

    [Fact]
    public void A_thing_and_what_it_depends_on_also_around_a_corner()
    {
        var needs = Needs((Program, Database), (Database, Power));
        Assert.Equal([CollisionKind.DependsOn], Kinds(Change(1, 0, 2, on: Program), Change(2, 1, 3, on: Database), needs));
        Assert.Equal([CollisionKind.IsNeededBy], Kinds(Change(1, 0, 2, on: Database), Change(2, 1, 3, on: Program), needs));
        Assert.Equal([CollisionKind.DependsOn], Kinds(Change(1, 0, 2, on: Program), Change(2, 1, 3, on: Power), needs));
        // A circle in the register does not lead round and round.
        Assert.Equal([CollisionKind.DependsOn, CollisionKind.IsNeededBy], Kinds(Change(1, 0, 2, on: Program), Change(2, 1, 3, on: Database), Needs((Program, Database), (Database, Program))));
    }

    [Fact]
    public void The_same_hands()
    {
        Assert.Equal([CollisionKind.SameImplementer], Kinds(Change(1, 0, 2, Anna, on: Database), Change(2, 1, 3, Anna, on: Program)));
        Assert.Empty(Kinds(Change(1, 0, 2, null, on: Database), Change(2, 1, 3, null, on: Program)));
    }

    [Fact]
    public void The_power_or_the_network_of_one_site()
    {
        Assert.Equal([CollisionKind.SamePower], Kinds(Change(1, 0, 2, on: Power), Change(2, 1, 3, on: OtherPower)));
        Assert.Equal([CollisionKind.SameNetwork], Kinds(Change(1, 0, 2, on: Switch), Change(2, 1, 3, on: Firewall)));
        Assert.Empty(Kinds(Change(1, 0, 2, on: Switch), Change(2, 1, 3, on: FarSwitch)));
        Assert.Empty(Kinds(Change(1, 0, 2, on: Switch), Change(2, 1, 3, on: Power)));
    }

    [Fact]
    public void A_freeze_stops_everything_but_emergencies()
    {
        var freeze = new PlannedFreeze(FreezeId.From(Guid.Empty), Eight.AddHours(1), Eight.AddHours(9), "重保");
        Assert.Equal([CollisionKind.Freeze], Kinds(Change(1, 0, 2, on: Database), Change(2, 5, 6), null, freeze));
        Assert.Empty(Kinds(Change(1, 0, 2, emergency: true, on: Database), Change(2, 5, 6), null, freeze));
        Assert.Empty(Kinds(Change(1, 9, 10, on: Database), Change(2, 15, 16), null, freeze));
    }

    [Fact]
    public void A_reason_keeps_its_key_and_says_itself()
    {
        var one = Assert.Single(Collisions.Of(Change(1, 0, 2, on: Database), [Change(2, 1, 3, on: Database)], NoNeeds, []));
        var again = Assert.Single(Collisions.Of(Change(1, 0, 1.5, on: Database), [Change(2, 1, 3, on: Database)], NoNeeds, []));
        Assert.Equal(one.Key, again.Key);
        Assert.Contains("thing 1", one.Sentence);
        Assert.Contains("CHG-2", one.Sentence);
    }

    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task What_is_in_the_way_blocks_until_it_is_resolved_or_let_pass(Engine engine)
    {
        var (server, company) = await TestServer.WithCompany(engine);
        await using var closing = server;
        using var board = await Board.Of(server, company);
        using var keeper = await Board.In(server, Role.CfgMgr);
        var power = await keeper.Make("assets", new { customer = company.Customer, site = company.Site, kind = "Power", name = "机房 UPS" });
        await keeper.Do($"assets/{board.Asset}/dependencies", new { on = power });
        Assert.Equal((409, "AST-120"), await keeper.Refused($"assets/{power}/dependencies", new { on = board.Asset }));
        var first = await board.Assessed("Minor", 10, 12);
        var second = await board.Assessed("Minor", 11, 13, power, company.Engineer);

        // Neither has asked yet: what is only planned is in nobody's way. Who asks first has the window.
        await board.Chair.Do($"changes/{first}/request-approval");
        Assert.Equal((409, "DESK-301"), await board.Chair.Refused($"changes/{second}/request-approval"));
        var collision = Assert.Single((await board.Chair.Get($"changes/{second}"))["collisions"]!.AsArray())!;
        Assert.Equal("IsNeededBy", collision["collision"]!["kind"]!.ToString());
        Assert.Contains("机房 UPS 被 数据库服务器 依赖", WebUtility.HtmlDecode(await board.Chair.Http.GetStringAsync($"/changes/{second}")));
        var key = collision["collision"]!["key"]!.ToString();
        Assert.Equal(403, (await board.Author.Refused($"changes/{second}/waivers", new { collision = key, reason = "没关系" })).Status);
        Assert.Equal(400, (await board.Chair.Refused($"changes/{second}/waivers", new { collision = key })).Status);
        await board.Chair.Do($"changes/{second}/waivers", new { collision = key, reason = "双路供电" });
        await board.Chair.Do($"changes/{second}/request-approval");
        Assert.Equal("PendingApproval", await board.State(second));

        // A new window is another matter: the waiver falls.
        await board.Chair.Do($"changes/{second}/rework", new { reason = "改期" });
        await board.Author.Do($"changes/{second}/plan", board.Plan("Minor", 10.5, 12.5, company.Engineer));
        Assert.Equal((409, "DESK-301"), await board.Chair.Refused($"changes/{second}/request-approval"));

        // Once agreed to, a freeze still stops it; ended, it goes on.
        await board.Agree(board.Manager, first, "Manager");
        Assert.Equal(403, (await board.Author.Refused("changes/freezes", new { from = board.At(8), until = board.At(48), reason = "重保" })).Status);
        var freeze = await board.Chair.Make("changes/freezes", new { from = board.At(8), until = board.At(48), reason = "重保" });
        Assert.Equal((409, "DESK-301"), await board.Chair.Refused($"changes/{first}/schedule"));
        Assert.Contains("重保", WebUtility.HtmlDecode(await board.Head.Http.GetStringAsync("/changes/calendar?month=2026-03-01")));
        await board.Chair.Do($"changes/freezes/{freeze}/end");
        await board.Chair.Do($"changes/{first}/schedule");
        Assert.Equal("Scheduled", await board.State(first));

        // One pair of hands at two customers: told, without a word about the other one to who may not see it.
        using var abroad = server.Client();
        await abroad.SignIn("other-agent");
        using var abroadKeeper = await Board.In(server, Role.CfgMgr);
        var far = await abroadKeeper.Make("assets", new { customer = company.Other.Customer, site = company.Other.Site, kind = "Server", name = "YY 服务器" });
        var theirs = await abroad.Make("changes", new { summary = "YY 升级", kind = "Minor", customer = company.Other.Customer, asset = far });
        await abroad.Do($"changes/{theirs}/plan", board.Plan("Minor", 11, 12));
        var seen = Assert.Single((await abroad.Get($"changes/{theirs}"))["collisions"]!.AsArray())!;
        Assert.Equal(("SameImplementer", "实施人同时负责另一客户的变更。"), (seen["collision"]!["kind"]!.ToString(), seen["sentence"]!.ToString()));
        Assert.DoesNotContain("XXQY", seen.ToJsonString());
    }
}
