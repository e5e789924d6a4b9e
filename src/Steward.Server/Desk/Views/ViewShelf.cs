// The lists that a person keeps or shares with a group, each with how many tickets are in it now.
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Pages;
using Steward.People;
using Steward.Platform.Web;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Views;

/// <summary><paramref name="Count"/> stops at a hundred, shown as 99+.</summary>
public sealed record ViewLine(SavedViewId Id, string Name, string Href, int Count, bool Own, TeamId? Team, string? TeamName, bool First)
{
    public string Shown => Count > ViewShelf.MostCounted ? $"{ViewShelf.MostCounted}+" : Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

public sealed record ViewList(IReadOnlyList<ViewLine> Views);

static class ViewQuery
{
    /// <summary>What cuts, sorts and shows a list; where in the list somebody was is not kept.</summary>
    static readonly string[] Kept = ["group", "q", "kind", "customer", "priority", "team", "assignee", "category", "channel", "requester", "from", "to", "source", "sort", Columns];
    public const string Columns = "cols";

    /// <summary>The columns that a list of tickets can show beside number and summary.</summary>
    public static readonly string[] AllColumns = ["priority", "state", "customer", "requester", "handler", "team", "category", "place", "device", "channel", "opened", "due"];
    public static readonly string[] UsualColumns = ["priority", "state", "customer", "requester", "handler", "opened", "due"];

    public static string Clean(string query, IReadOnlyList<string>? columns)
    {
        var given = QueryHelpers.ParseQuery(query).Where(q => Kept.Contains(q.Key) || TicketFilter.FieldKey(q.Key) is not null).ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        if (columns is { Count: > 0 }) given[Columns] = string.Join(',', Known(columns));
        return QueryHelpers.AddQueryString("", Kept.Concat(given.Keys.Except(Kept).Order(StringComparer.Ordinal)).Where(k => !string.IsNullOrEmpty(given.GetValueOrDefault(k))).Select(k => KeyValuePair.Create(k, given[k]))).TrimStart('?');
    }

    /// <summary>The columns that the address names, in the order in which lists show them.</summary>
    public static IReadOnlyCollection<string> ColumnsOf(string? named) =>
        named is null ? UsualColumns : Known(named.Split(',')) is { Count: > 0 } chosen ? chosen : UsualColumns;

    /// <summary>The columns of every list in their order, then those of custom fields (<c>fields.{key}</c>).</summary>
    static List<string> Known(IReadOnlyList<string> named) => [.. AllColumns.Intersect(named), .. named.Where(n => n.Count(c => c == '.') == 1 && TicketFilter.FieldKey(n) is not null).Distinct().Take(20)];
}

sealed record TeamOfMine(TeamId Id, string Name);

sealed class ViewShelf(StewardDb db, TicketLists lists, Viewer viewer, Me me)
{
    IReadOnlyList<TeamOfMine>? mine;

    public const int MostCounted = 99;

    public async Task<List<SavedView>> Readable(CancellationToken stop)
    {
        if (me.Contact is not null) return [];
        TeamId?[] teams = [.. (await Teams(stop)).Select(t => (TeamId?)t.Id)];
        var views = new List<SavedView>();
        await foreach (var view in ViewsOf.In(db)(db, me.Id, teams).WithCancellation(stop)) views.Add(view);
        return views;
    }

    /// <summary>The groups that the caller is in, by name; read once a request.</summary>
    public async Task<IReadOnlyList<TeamOfMine>> Teams(CancellationToken stop)
    {
        if (mine is not null || me.Staff is not { } staff) return mine ?? [];
        var teams = new List<TeamOfMine>();
        await foreach (var team in TeamsOf.In(db)(db, staff).WithCancellation(stop)) teams.Add(team);
        return mine = teams;
    }

    static readonly KnownQuery<Func<StewardDb, StaffId, IAsyncEnumerable<TeamOfMine>>> TeamsOf = new(() => EF.CompileAsyncQuery((StewardDb db, StaffId staff) =>
        from m in db.Set<TeamMember>() join t in db.Set<Team>() on m.Team equals t.Id where m.Staff == staff orderby t.Name select new TeamOfMine(t.Id, t.Name)));
    static readonly KnownQuery<Func<StewardDb, AccountId, TeamId?[], IAsyncEnumerable<SavedView>>> ViewsOf = new(() => EF.CompileAsyncQuery((StewardDb db, AccountId account, TeamId?[] teams) =>
        db.Set<SavedView>().AsNoTracking().Where(v => v.Account == account || teams.Contains(v.Team)).OrderBy(v => v.Name).Take(100)));
    static readonly KnownQuery<Func<StewardDb, AccountId, CancellationToken, Task<SavedView?>>> FirstOf = new(() => EF.CompileAsyncQuery((StewardDb db, AccountId account, CancellationToken stop) =>
        (from f in db.Set<FirstView>() join v in db.Set<SavedView>() on f.View equals v.Id where f.Account == account select v).AsNoTracking().SingleOrDefault()));

    public async Task<ViewList> Of(CancellationToken stop)
    {
        var views = await Readable(stop);
        if (views.Count == 0) return new([]);
        var (first, teams) = ((await FirstOf.In(db)(db, me.Id, stop))?.Id, await Teams(stop));
        var lines = new List<ViewLine>();
        foreach (var v in views)
            lines.Add(new(v.Id, v.Name, HrefOf(v), await lists.CountUpTo(FilterOf(v), MostCounted + 1, stop), v.Account == me.Id, v.Team, teams.FirstOrDefault(t => t.Id == v.Team)?.Name, v.Id == first));
        return new(lines);
    }

    /// <summary>Where the caller's list opens when nothing else is asked for.</summary>
    public async Task<string?> First(CancellationToken stop)
    {
        var first = await FirstOf.In(db)(db, me.Id, stop);
        if (first is null || first.Account != me.Id && (await Teams(stop)).All(t => t.Id != first.Team)) return null;
        return HrefOf(first);
    }

    TicketFilter FilterOf(SavedView view) => lists.Read(new QueryValues(new QueryCollection(QueryHelpers.ParseQuery(view.Query)), viewer.Zone));

    static string HrefOf(SavedView view) => $"/tickets?{(view.Query.Length > 0 ? view.Query + "&" : "")}view={view.Id}";
}
