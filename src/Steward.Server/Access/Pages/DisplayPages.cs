// The page on which displays are made and revoked, for whoever may see all that they show.
using Microsoft.EntityFrameworkCore;
using Steward.Access.Displays;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

public sealed record DisplayRow(DisplayId Id, string Name, string Shows, Language Language, string MadeBy, DateTimeOffset Until, DateTimeOffset? LastSeenAt, DateTimeOffset? RevokedAt, bool Over);

/// <param name="MayAll">Whether the reader may make one that shows every customer.</param>
public sealed record DisplayList(IReadOnlyList<DisplayRow> Rows, IReadOnlyList<Choice> Customers, IReadOnlyList<Choice> Sites, bool MayMake, bool MayAll)
{
    /// <summary>The address of a display that was made a moment ago; shown this once, never to programs.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public string? NewAddress { get; init; }
}

sealed class DisplayQueries(StewardDb db, PeopleBook people, Me me, ShownOnce shown, TimeProvider time)
{
    public async Task<DisplayList> All(CancellationToken stop)
    {
        var now = time.Now();
        var all = (await db.Set<Display>().AsNoTracking().OrderByDescending(d => d.MadeAt).Take(500).ToListAsync(stop))
            .FindAll(d => MakeDisplayHandler.Places(d.Customers, d.Sites).All(place => me.Can(Thing.Display, Right.Read, place)));
        var customers = await people.Customers.AsNoTracking().OrderBy(c => c.ShortName).Select(c => new { c.Id, c.Name }).ToListAsync(stop);
        var sites = await people.Sites.AsNoTracking().OrderBy(s => s.Id).Select(s => new { s.Id, s.Customer, s.Name }).ToListAsync(stop);
        var name = customers.ToDictionary(c => c.Id, c => c.Name);
        return new(
            all.ConvertAll(d => new DisplayRow(d.Id, d.Name, Shows(d), d.Language, d.MadeBy, d.Until, d.LastSeenAt, d.RevokedAt, !d.IsGood(now))),
            [.. customers.Where(c => me.Can(Thing.Display, Right.Create, new(c.Id))).Select(c => new Choice(c.Id.ToString(), c.Name))],
            [.. sites.Where(s => me.Can(Thing.Display, Right.Create, new(s.Customer, s.Id))).Select(s => new Choice(s.Id.ToString(), $"{name.GetValueOrDefault(s.Customer)} · {s.Name}"))],
            me.Can(Thing.Display, Right.Create), me.Can(Thing.Display, Right.Create, default)) { NewAddress = shown.Take("/displays") };

        string Shows(Display d) => d switch
        {
            { Sites.Count: > 0 } => string.Join("、", d.Sites.Select(id => $"{name.GetValueOrDefault(d.Customers[0])} · {sites.FirstOrDefault(s => s.Id == id)?.Name}")),
            { Customers.Count: > 0 } => string.Join("、", d.Customers.Select(c => name.GetValueOrDefault(c))),
            _ => Texts.T("Displays.Everybody"),
        };
    }
}

static class DisplayPages
{
    static readonly string Read = Needs.The(Thing.Display, Right.Read);

    public static void Add(IServiceCollection services) => services.AddScoped<DisplayDesk>().AddScoped<DisplayQueries>().AddSingleton(new AuditSubject("access_display", "/displays"))
        .AddNav(new NavEntry("Nav.System", "Displays.Title", "/displays", "device-tv", Read, 915));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<DisplaysPage, DisplayList>("/displays", Read, "Displays", (DisplayQueries displays, CancellationToken stop) => displays.All(stop));
        routes.Verb<MakeDisplay, MadeDisplay, MakeDisplayHandler>("displays", Needs.The(Thing.Display, Right.Create), new() { Then = (_, _) => "/displays", Again = Redraw.Of("/displays") });
        routes.Verb<RevokeDisplay, Done, RevokeDisplayHandler>("displays/{display}/revoke", Needs.The(Thing.Display, Right.Work), new() { Then = (_, _) => "/displays" });
    }
}
