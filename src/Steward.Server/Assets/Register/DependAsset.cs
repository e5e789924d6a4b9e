// Says on what an asset depends, or that it no longer does: what happens to the one happens to the other.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.Assets.Register;

public sealed record AddDependency(AssetId Asset, AssetId On);
public sealed record RemoveDependency(AssetId Asset, AssetId On);

/// <summary>Nothing depends on itself, neither directly nor around a corner.</summary>
sealed record DependsOnItself() : Refusal("AST-120") { public override string? Field => "on"; }

sealed class AddDependencyHandler(Registering work, AssetBook assets) : IVerb<AddDependency, Done>
{
    public async Task<Result<Done>> Handle(AddDependency ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Asset, stop)).TryGet(out var asset, out var refusal)) return refusal;
        if (!await assets.Assets.AnyAsync(a => a.Id == ask.On && a.Customer == asset.Customer, stop)) return new BadInput([new("on", "STW-404")]);
        var known = (await assets.Dependencies.Where(d => d.Customer == asset.Customer).ToListAsync(stop)).ToLookup(d => d.Asset, d => d.On);
        if (known[ask.Asset].Contains(ask.On)) return new Done();
        if (await work.Alter(asset, stop) is { } locked) return locked;
        if (Reaches(ask.On, ask.Asset, known)) return new DependsOnItself();
        asset.Version++;
        work.Db.Add(new AssetDependency { Asset = ask.Asset, On = ask.On, Customer = asset.Customer, Since = work.Now });
        return await work.Db.TryCommit(stop);
    }

    static bool Reaches(AssetId from, AssetId to, ILookup<AssetId, AssetId> known)
    {
        var (seen, next) = (new HashSet<AssetId> { from }, new Queue<AssetId>([from]));
        while (next.TryDequeue(out var at))
        {
            if (at == to) return true;
            foreach (var on in known[at].Where(seen.Add)) next.Enqueue(on);
        }
        return false;
    }
}

sealed class RemoveDependencyHandler(Registering work) : IVerb<RemoveDependency, Done>
{
    public async Task<Result<Done>> Handle(RemoveDependency ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Asset, stop)).TryGet(out var asset, out var refusal)) return refusal;
        if (await work.Db.Set<AssetDependency>().SingleOrDefaultAsync(d => d.Asset == ask.Asset && d.On == ask.On, stop) is not { } there) return new NotFound();
        if (await work.Alter(asset, stop) is { } locked) return locked;
        work.Db.Remove(there);
        return await work.Db.TryCommit(stop);
    }
}
