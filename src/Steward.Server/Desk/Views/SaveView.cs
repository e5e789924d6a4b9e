// Keeps a list under a name, lets it open first, and drops it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Views;

/// <summary>Under a name that the caller has used before, the new list replaces the old. <paramref name="Query"/> is the list's address after the question mark; <paramref name="Columns"/> are those to be shown.</summary>
public sealed record SaveView([property: Required, StringLength(60)] string Name, [property: StringLength(2000)] string Query = "", IReadOnlyList<string>? Columns = null, TeamId? Team = null, bool First = false);
/// <summary>Without a view the list opens as it does for everybody.</summary>
public sealed record OpenFirst(SavedViewId? View = null);
public sealed record DropView(SavedViewId View);

sealed record NotYourTeam() : Refusal("DESK-601") { public override string? Field => "team"; }
sealed record TooManyViews(int Most) : Refusal("DESK-602", Most) { public override string? Field => "name"; }

sealed class SaveViewHandler(StewardDb db, Me me, IdSource ids, TimeProvider time) : IVerb<SaveView, SavedViewId>
{
    public const int Most = 30;

    public async Task<Result<SavedViewId>> Handle(SaveView ask, CancellationToken stop)
    {
        var name = ask.Name.Trim();
        if (ask.Team is { } team && (me.Staff is not { } staff || !await db.Set<TeamMember>().AnyAsync(m => m.Team == team && m.Staff == staff, stop))) return new NotYourTeam();
        var query = ViewQuery.Clean(ask.Query, ask.Columns);
        var mine = await db.Set<SavedView>().Where(v => v.Account == me.Id).ToListAsync(stop);
        var view = mine.Find(v => v.Name == name);
        if (view is null && mine.Count >= Most) return new TooManyViews(Most);
        if (view is null) db.Add(view = new SavedView { Id = ids.New<SavedViewId>(time.Now()), Account = me.Id, Name = name, Query = query });
        (view.Query, view.Team) = (query, ask.Team);
        if (ask.First) await First(db, me.Id, view.Id, stop);
        return (await db.TryCommit(stop)).Refusal is { } refusal ? refusal : view.Id;
    }

    internal static async Task First(StewardDb db, AccountId account, SavedViewId view, CancellationToken stop)
    {
        if (await db.Set<FirstView>().SingleOrDefaultAsync(f => f.Account == account, stop) is { } first) first.View = view;
        else db.Add(new FirstView { Account = account, View = view });
    }
}

sealed class OpenFirstHandler(StewardDb db, ViewShelf shelf, Me me) : IVerb<OpenFirst, Done>
{
    public async Task<Result<Done>> Handle(OpenFirst ask, CancellationToken stop)
    {
        if (ask.View is not { } view) db.RemoveRange(await db.Set<FirstView>().Where(f => f.Account == me.Id).ToListAsync(stop));
        else if (!(await shelf.Readable(stop)).Any(v => v.Id == view)) return new NotFound();
        else await SaveViewHandler.First(db, me.Id, view, stop);
        return await db.TryCommit(stop);
    }
}

sealed class DropViewHandler(StewardDb db, Me me) : IVerb<DropView, Done>
{
    public async Task<Result<Done>> Handle(DropView ask, CancellationToken stop)
    {
        if (await db.Set<SavedView>().SingleOrDefaultAsync(v => v.Id == ask.View && v.Account == me.Id, stop) is not { } view) return new NotFound();
        db.Remove(view);
        db.RemoveRange(await db.Set<FirstView>().Where(f => f.View == view.Id).ToListAsync(stop));
        return await db.TryCommit(stop);
    }
}
