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

sealed class ViewShelf(StewardDb db, TicketLists lists, PeopleBook people, Viewer viewer, Me me)
{
    public const int MostCounted = 99;

    public async Task<List<SavedView>> Readable(CancellationToken stop)
    {
        var (account, teams) = (me.Id, await Teams(stop));
        var wanted = teams.ConvertAll(t => (TeamId?)t);
        return me.Contact is not null ? [] : await db.Set<SavedView>().AsNoTracking().Where(v => v.Account == account || wanted.Contains(v.Team)).OrderBy(v => v.Name).Take(100).ToListAsync(stop);
    }

    /// <summary>The groups that the caller is in.</summary>
    public async Task<List<TeamId>> Teams(CancellationToken stop) => me.Staff is not { } staff ? [] : await people.TeamMembers.Where(m => m.Staff == staff).Select(m => m.Team).ToListAsync(stop);

    public async Task<ViewList> Of(CancellationToken stop)
    {
        var views = await Readable(stop);
        if (views.Count == 0) return new([]);
        var account = me.Id;
        var first = await db.Set<FirstView>().Where(f => f.Account == account).Select(f => (SavedViewId?)f.View).SingleOrDefaultAsync(stop);
        var shared = views.Select(v => v.Team).OfType<TeamId>().Distinct().ToList();
        var names = shared.Count == 0 ? [] : await people.Teams.Where(t => shared.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, stop);
        var lines = new List<ViewLine>();
        foreach (var v in views)
            lines.Add(new(v.Id, v.Name, HrefOf(v), await lists.CountUpTo(FilterOf(v), MostCounted + 1, stop), v.Account == account, v.Team, v.Team is { } team ? names.GetValueOrDefault(team) : null, v.Id == first));
        return new(lines);
    }

    /// <summary>Where the caller's list opens when nothing else is asked for.</summary>
    public async Task<string?> First(CancellationToken stop)
    {
        var account = me.Id;
        var first = await (from f in db.Set<FirstView>() join v in db.Set<SavedView>() on f.View equals v.Id where f.Account == account select v).AsNoTracking().SingleOrDefaultAsync(stop);
        if (first is null || first.Account != account && !(first.Team is { } team && (await Teams(stop)).Contains(team))) return null;
        return HrefOf(first);
    }

    TicketFilter FilterOf(SavedView view) => lists.Read(new QueryValues(new QueryCollection(QueryHelpers.ParseQuery(view.Query)), viewer.Zone));

    static string HrefOf(SavedView view) => $"/tickets?{(view.Query.Length > 0 ? view.Query + "&" : "")}view={view.Id}";
}
