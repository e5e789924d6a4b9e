// Whether a change gets in the way of another: same thing, a thing it depends on, same hands, a site's power or network, or a freeze. Pure.
using Steward.Assets;
using Steward.People;
using Steward.Platform.Text;

namespace Steward.Desk.Changes;

public enum CollisionKind { SameAsset, DependsOn, IsNeededBy, SameImplementer, SamePower, SameNetwork, Freeze }

/// <summary>A thing that a change touches.</summary>
public sealed record PlannedAsset(AssetId Id, string Name, SiteId? Site, AssetKind Kind)
{
    public bool IsPower => Kind == AssetKind.Power;
    public bool IsNetwork => Kind is AssetKind.NetworkDevice or AssetKind.SecurityDevice;
}

/// <summary>A change as far as others can collide with it. Without a name it is one that the reader may not see.</summary>
public sealed record PlannedChange(ChangeId Id, string Named, DateTimeOffset From, DateTimeOffset To, StaffId? Implementer, IReadOnlyList<PlannedAsset> Assets, bool Emergency = false);

public sealed record PlannedFreeze(FreezeId Id, DateTimeOffset From, DateTimeOffset Until, string Reason);

/// <summary>One reason why two cannot go together. <see cref="Key"/> stays the same as long as the reason does, so that a waiver holds for it alone.</summary>
public sealed record Collision(CollisionKind Kind, string Key, ChangeId? With, params string[] Words)
{
    public string Sentence => Texts.T(With is not null && Words[^1].Length == 0 ? $"Collision.{Kind}.Hidden" : $"Collision.{Kind}", [.. Words]);
}

static class Collisions
{
    /// <param name="needs">Which asset depends on which, of the customer; a thing depends also on what those depend on.</param>
    public static IReadOnlyList<Collision> Of(PlannedChange mine, IEnumerable<PlannedChange> others, ILookup<AssetId, AssetId> needs, IEnumerable<PlannedFreeze> freezes)
    {
        var found = new List<Collision>();
        foreach (var other in others.Where(o => o.Id != mine.Id && o.From < mine.To && mine.From < o.To))
        {
            var same = mine.Assets.Where(a => other.Assets.Any(b => b.Id == a.Id)).ToList();
            found.AddRange(same.Select(a => With(CollisionKind.SameAsset, other, a.Id, a.Name)));
            foreach (var (a, b) in from a in mine.Assets from b in other.Assets where a.Id != b.Id select (a, b))
            {
                if (Needs(a.Id, b.Id, needs)) found.Add(With(CollisionKind.DependsOn, other, a.Id, a.Name, b.Name));
                if (Needs(b.Id, a.Id, needs)) found.Add(With(CollisionKind.IsNeededBy, other, a.Id, a.Name, b.Name));
            }
            if (mine.Implementer is { } hands && hands == other.Implementer) found.Add(new(CollisionKind.SameImplementer, $"{CollisionKind.SameImplementer}:{other.Id}", other.Id, other.Named));
            if (Shared(mine, other, a => a.IsPower)) found.Add(new(CollisionKind.SamePower, $"{CollisionKind.SamePower}:{other.Id}", other.Id, other.Named));
            if (Shared(mine, other, a => a.IsNetwork)) found.Add(new(CollisionKind.SameNetwork, $"{CollisionKind.SameNetwork}:{other.Id}", other.Id, other.Named));
        }
        if (!mine.Emergency) found.AddRange(freezes.Where(f => f.From < mine.To && mine.From < f.Until).Select(f => new Collision(CollisionKind.Freeze, $"{CollisionKind.Freeze}:{f.Id}", null, f.Reason)));
        return found;
    }

    static Collision With(CollisionKind kind, PlannedChange other, AssetId asset, params string[] names) => new(kind, $"{kind}:{other.Id}:{asset}", other.Id, [.. names, other.Named]);

    static bool Shared(PlannedChange mine, PlannedChange other, Func<PlannedAsset, bool> kind) =>
        mine.Assets.Where(kind).Any(a => a.Site is { } site && other.Assets.Where(kind).Any(b => b.Site == site && b.Id != a.Id));

    static bool Needs(AssetId asset, AssetId other, ILookup<AssetId, AssetId> needs)
    {
        var (seen, next) = (new HashSet<AssetId> { asset }, new Queue<AssetId>([asset]));
        while (next.TryDequeue(out var at))
            foreach (var on in needs[at].Where(seen.Add))
            {
                if (on == other) return true;
                next.Enqueue(on);
            }
        return false;
    }
}
