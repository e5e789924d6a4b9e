// Tickets of other desks that bear no date: how many by their own words. They never ran on a clock and stand in no figure of time.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Cases;
using Steward.People;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Undated;

/// <summary>Tickets with the same words; <paramref name="Failed"/> of them missed the source's own promise, of <paramref name="Unknown"/> it does not say.</summary>
public sealed record UndatedRow(string Impact, string Urgency, string Type, int Tickets, int Failed, int Unknown);

public sealed record UndatedCustomer(CustomerId Id, string Name);

/// <param name="Rows">The largest groups of what was asked for, at most <see cref="UndatedQueries.MostRows"/> of <paramref name="Groups"/>.</param>
public sealed record UndatedView(
    IReadOnlyList<UndatedCustomer> Customers, CustomerId? Customer, string? Impact, string? Urgency, string? Type, string? Failed, int All, int Tickets, int Missed, int Unknown, int Groups, IReadOnlyList<UndatedRow> Rows)
{
    /// <summary>Every group, for the charts and the choices.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public IReadOnlyList<UndatedRow> Whole { get; init; } = [];
    [System.Text.Json.Serialization.JsonIgnore] public IReadOnlyList<UndatedRow> Chosen { get; init; } = [];
}

sealed class UndatedQueries(StewardDb db, PeopleBook people, Me me)
{
    public const int MostRows = 200;

    public async Task<UndatedView> Of(QueryValues values, CancellationToken stop)
    {
        var lines = db.Set<HistoryLine>().AsNoTracking().Of(me, Thing.Report, Right.Read).Where(l => l.Form == HistoryForm.Undated && l.At == null);
        var owners = await lines.Select(l => l.Customer).Distinct().ToListAsync(stop);
        var customers = await people.Customers.Where(c => owners.Contains(c.Id)).OrderBy(c => c.Name).Select(c => new UndatedCustomer(c.Id, c.Name)).ToListAsync(stop);
        var asked = values.Id<CustomerId>("customer");
        var customer = customers.Find(c => c.Id == asked)?.Id ?? customers.FirstOrDefault()?.Id;
        var (impact, urgency, type, failed) = (values.Text("impact"), values.Text("urgency"), values.Text("type"), values.Text("failed"));
        if (customer is not { } of) return new(customers, null, impact, urgency, type, failed, 0, 0, 0, 0, 0, []);
        var counts = await lines.Where(l => l.Customer == of).GroupBy(l => new { l.Impact, l.Urgency, l.Type, l.Failed }).Select(g => new { g.Key, Tickets = g.Count() }).ToListAsync(stop);
        var whole = Rows(counts.Select(c => (c.Key.Impact, c.Key.Urgency, c.Key.Type, c.Key.Failed, c.Tickets)));
        // A blank word of the source is asked for by a hyphen.
        bool Is(string? wanted, string word) => wanted is null || (wanted == None ? word.Length == 0 : word == wanted);
        var chosen = Rows(counts.Where(c => Is(impact, c.Key.Impact) && Is(urgency, c.Key.Urgency) && Is(type, c.Key.Type) && Is(failed, c.Key.Failed)).Select(c => (c.Key.Impact, c.Key.Urgency, c.Key.Type, c.Key.Failed, c.Tickets)));
        return new(customers, of, impact, urgency, type, failed, whole.Sum(r => r.Tickets), chosen.Sum(r => r.Tickets), chosen.Sum(r => r.Failed), chosen.Sum(r => r.Unknown), chosen.Count,
            [.. chosen.OrderByDescending(r => r.Tickets).ThenBy(r => $"{r.Impact}\u001F{r.Urgency}\u001F{r.Type}", StringComparer.Ordinal).Take(MostRows)]) { Whole = whole, Chosen = chosen };
    }

    public const string None = "-";

    static List<UndatedRow> Rows(IEnumerable<(string Impact, string Urgency, string Type, string Failed, int Tickets)> counts) =>
        [.. counts.GroupBy(c => (c.Impact, c.Urgency, c.Type)).Select(g => new UndatedRow(g.Key.Impact, g.Key.Urgency, g.Key.Type, g.Sum(c => c.Tickets), g.Where(c => c.Failed == "yes").Sum(c => c.Tickets), g.Where(c => c.Failed.Length == 0).Sum(c => c.Tickets)))];
}

static class UndatedPages
{
    static readonly string Read = Needs.OverOthers(Thing.Report, Right.Read);

    public static void Add(IServiceCollection services) => services.AddScoped<UndatedQueries>().AddNav(new NavEntry("Nav.Promises", "Undated.Nav", "/history/undated", "history", Read, 345));

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Shows<UndatedPage, UndatedView>("/history/undated", Read, "UndatedHistory", (HttpContext http, UndatedQueries undated, CancellationToken stop) => undated.Of(QueryValues.Of(http), stop));
}
