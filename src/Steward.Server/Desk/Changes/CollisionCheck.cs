// Looks among all planned work for what a change collides with, and keeps what the change manager lets pass; freezes are declared here too.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Changes;

/// <summary>Something is in the way that was neither resolved nor waived; <paramref name="Sentences"/> say what.</summary>
sealed record CollisionsOpen(string Sentences) : Refusal("DESK-301", Sentences);

public sealed record KnownCollision(Collision Collision, ChangeWaiver? Waiver)
{
    public string Sentence => Collision.Sentence;
}

sealed class CollisionCheck(StewardDb db, AssetBook assets, PeopleBook people, Me me)
{
    public async Task<Refusal?> Open(Change change, CancellationToken stop) =>
        (await Of(change, stop)).Where(c => c.Waiver is null).Select(c => c.Sentence).ToList() is { Count: > 0 } open ? new CollisionsOpen(string.Join(' ', open)) : null;

    /// <param name="fresh">The assets of a change that is not on disk yet.</param>
    public async Task<IReadOnlyList<KnownCollision>> Of(Change change, CancellationToken stop, IReadOnlyList<AssetId>? fresh = null)
    {
        if (change is not { WindowFrom: { } from, WindowTo: { } to } || change.IsOver) return [];
        var customer = change.Customer;
        List<Change> others;
        List<(ChangeId Change, PlannedAsset Asset)> touched;
        var mine = fresh ?? await db.Set<ChangeAsset>().Where(a => a.Change == change.Id).Select(a => a.Asset).ToListAsync(stop);
        // One pair of hands cannot be at two customers at once, so the implementer is looked for among all; nothing is told of what the reader may not see.
        using (change.Implementer is null ? null : db.Work.AmongAll())
        {
            var (doer, id) = (change.Implementer, change.Id);
            others = await db.Set<Change>().AsNoTracking().Where(c => c.Id != id && ChangeLists.Firm.Contains(c.State) && c.WindowFrom < to && c.WindowTo > from && (c.Customer == customer || doer != null && c.Implementer == doer))
                .OrderBy(c => c.WindowFrom).ThenBy(c => c.Id).Take(200).ToListAsync(stop);
        }
        var theirs = others.Where(o => o.Customer == customer).Select(o => o.Id).ToList();
        var links = await db.Set<ChangeAsset>().AsNoTracking().Where(a => theirs.Contains(a.Change)).ToListAsync(stop);
        var named = links.Select(l => l.Asset).Union(mine).ToList();
        var known = await assets.All.Where(a => named.Contains(a.Id)).Select(a => new PlannedAsset(a.Id, a.Name, a.Site, a.Kind)).ToDictionaryAsync(a => a.Id, stop);
        touched = [.. links.Where(l => known.ContainsKey(l.Asset)).Select(l => (l.Change, known[l.Asset]))];
        var needs = (await assets.Dependencies.Where(d => d.Customer == customer).Select(d => new { d.Asset, d.On }).ToListAsync(stop)).ToLookup(d => d.Asset, d => d.On);
        var freezes = await db.Set<ChangeFreeze>().AsNoTracking().Where(f => (f.ForCustomer == null || f.ForCustomer == customer) && f.From < to && f.Until > from).Select(f => new PlannedFreeze(f.Id, f.From, f.Until, f.Reason)).ToListAsync(stop);
        var found = Collisions.Of(Planned(change, [.. mine.Where(known.ContainsKey).Select(a => known[a])]), others.Select(o => Planned(o, [.. touched.Where(t => t.Change == o.Id).Select(t => t.Asset)])), needs, freezes);
        if (found.Count == 0) return [];
        var waived = await db.Set<ChangeWaiver>().AsNoTracking().Where(w => w.Change == change.Id).ToDictionaryAsync(w => w.Collision, stop);
        return [.. found.Select(c => new KnownCollision(c, waived.GetValueOrDefault(c.Key)))];
    }

    PlannedChange Planned(Change c, IReadOnlyList<PlannedAsset> touched) =>
        new(c.Id, me.Can(Thing.Change, Right.Read, new Place(c.Customer)) ? $"{c.Number} {c.Summary}" : "", c.WindowFrom!.Value, c.WindowTo!.Value, c.Implementer, touched, c.Kind == ChangeKind.Emergency);

    /// <summary>Window, implementer or things became others: what was let pass before was something else.</summary>
    public async Task ForgetWaivers(ChangeId change, CancellationToken stop) => db.RemoveRange(await db.Set<ChangeWaiver>().Where(w => w.Change == change).ToListAsync(stop));

    /// <summary>The freezes that concern customers of whom the caller may read changes: those for all and their own.</summary>
    public async Task<List<(ChangeFreeze Freeze, string? Customer)>> Freezes(DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var rows = await db.Set<ChangeFreeze>().AsNoTracking().Where(f => f.From < to && f.Until > from).OrderBy(f => f.From).ThenBy(f => f.Id).Take(500).ToListAsync(stop);
        var names = await people.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        return [.. rows.Where(f => f.ForCustomer is not { } of || names.ContainsKey(of) && me.Can(Thing.Change, Right.Read, new Place(of))).Select(f => (f, f.ForCustomer is { } c ? names[c] : null))];
    }
}

public sealed record WaiveCollision(ChangeId Change, [property: Required, StringLength(200)] string Collision, [property: Required, StringLength(1000)] string Reason);

sealed class WaiveCollisionHandler(StewardDb db, ChangeWork work, CollisionCheck check, Me me) : IVerb<WaiveCollision, Done>
{
    public async Task<Result<Done>> Handle(WaiveCollision ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(WaiveCollision), stop)).TryGet(out var found, out var refusal)) return refusal;
        if ((await check.Of(found.Case, stop)).FirstOrDefault(c => c.Collision.Key == ask.Collision) is not { } collision) return new NotFound();
        if (collision.Waiver is not null) return new Done();
        db.Add(new ChangeWaiver { Change = found.Case.Id, Collision = ask.Collision, Customer = found.Case.Customer, Reason = ask.Reason.Trim(), ByName = me.Signed, At = work.Now });
        return await db.TryCommit(stop, work.Go(found.Case, found.Step, $"{collision.Sentence} {ask.Reason.Trim()}"));
    }
}

/// <summary>Without a customer it holds for all.</summary>
public sealed record DeclareFreeze(DateTimeOffset From, DateTimeOffset Until, [property: Required, StringLength(200)] string Reason, CustomerId? Customer = null);
public sealed record EndFreeze(FreezeId Freeze);

sealed class DeclareFreezeHandler(StewardDb db, ChangeWork work, PeopleBook people, Me me, IdSource ids) : IVerb<DeclareFreeze, FreezeId>
{
    public async Task<Result<FreezeId>> Handle(DeclareFreeze ask, CancellationToken stop)
    {
        if (ask.Customer is { } customer && !await people.Customers.AnyAsync(c => c.Id == customer, stop)) return new BadInput([new("customer", "STW-404")]);
        if (!me.Can(Thing.Change, Right.Confirm, new Place(ask.Customer))) return new NotAllowed();
        if (ask.Until <= ask.From || ask.Until <= work.Now) return new BadInput([new("until", "DESK-316")]);
        var freeze = new ChangeFreeze { Id = ids.New<FreezeId>(work.Now), ForCustomer = ask.Customer, From = ask.From, Until = ask.Until, Reason = ask.Reason.Trim(), ByName = me.Signed };
        db.Add(freeze);
        return (await db.TryCommit(stop)).TryGet(out _, out var lost) ? freeze.Id : lost;
    }
}

sealed class EndFreezeHandler(StewardDb db, ChangeWork work, Me me) : IVerb<EndFreeze, Done>
{
    public async Task<Result<Done>> Handle(EndFreeze ask, CancellationToken stop)
    {
        if (await db.Set<ChangeFreeze>().SingleOrDefaultAsync(f => f.Id == ask.Freeze, stop) is not { } freeze || freeze.ForCustomer is { } of && !me.Can(Thing.Change, Right.Read, new Place(of))) return new NotFound();
        if (!me.Can(Thing.Change, Right.Confirm, new Place(freeze.ForCustomer))) return new NotAllowed();
        if (freeze.Until <= work.Now) return new Done();
        // One that has begun ends now; one that has not, never was.
        if (freeze.From > work.Now) db.Remove(freeze);
        else freeze.Until = work.Now;
        return await db.TryCommit(stop);
    }
}
