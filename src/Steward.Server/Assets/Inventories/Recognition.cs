// Decides which asset an inventory speaks of: known again by its signs, a new one, or a question for people.
namespace Steward.Assets.Inventories;

/// <summary>A sign that some asset is known by.</summary>
sealed record KnownSign(AssetId Asset, IdentityKind Kind, string Value);

/// <summary><see cref="Rivals"/>: two assets, or one that contradicts; somebody must look. Otherwise <see cref="Asset"/>, or a new one when that is null.</summary>
sealed record Recognised(AssetId? Asset, IReadOnlyList<AssetId> Rivals);

static class Recognition
{
    /// <summary>
    /// A serial number is its maker's word and is believed. An equal UUID is believed unless the serial number speaks against it: cloned machines share one, so a
    /// network adapter or the agent's name must agree then. Adapter and agent alone are believed when nothing speaks against them: adapters move with docking stations.
    /// <paramref name="known"/> are all signs of every asset that shares at least one with <paramref name="signs"/>.
    /// </summary>
    public static Recognised Of(IReadOnlyList<(IdentityKind Kind, string Value)> signs, IReadOnlyList<KnownSign> known)
    {
        var candidates = known.GroupBy(k => k.Asset).Select(asset =>
        {
            bool Shares(IdentityKind kind) => asset.Any(k => k.Kind == kind && signs.Any(s => s.Kind == kind && Same(kind, s.Value, k.Value)));
            bool Contradicts(IdentityKind kind) => signs.Any(s => s.Kind == kind) && asset.Any(k => k.Kind == kind) && !Shares(kind);
            var weak = Shares(IdentityKind.Mac) || Shares(IdentityKind.Agent);
            return (Asset: asset.Key, Serial: Shares(IdentityKind.Serial), Belief:
                Shares(IdentityKind.Serial) ? Belief.Same
                : Shares(IdentityKind.Uuid) ? !Contradicts(IdentityKind.Serial) || weak ? Belief.Same : Belief.Doubtful
                : weak && !Contradicts(IdentityKind.Serial) && !Contradicts(IdentityKind.Uuid) ? Belief.Perhaps : Belief.Other);
        }).ToList();
        var same = candidates.Where(c => c.Belief == Belief.Same).ToList();
        if (same.Count == 0) same = candidates.Where(c => c.Belief == Belief.Perhaps).ToList();
        if (same.Count == 1) return new(same[0].Asset, []);
        if (same.Count > 1) return new(null, [.. same.Select(c => c.Asset)]);
        return new(null, [.. candidates.Where(c => c.Belief == Belief.Doubtful).Select(c => c.Asset)]);
    }

    enum Belief { Other, Perhaps, Doubtful, Same }

    /// <summary>A serial number that was entered without its maker agrees with any maker's.</summary>
    static bool Same(IdentityKind kind, string one, string other) => one == other
        || kind == IdentityKind.Serial && (one[0] == '|' || other[0] == '|') && Signs.WithoutMaker(one) == Signs.WithoutMaker(other);
}
