// The door for displays: finds one by its token and lets a scope of services see what it may show.
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Steward.Access.Displays;
using Steward.Platform.Web;

namespace Steward.Access;

public sealed class DisplayDesk(StewardDb db, TimeProvider time)
{
    static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    /// <summary>All that a display may, whatever the role behind it could.</summary>
    static readonly string[] Reading = [.. new[] { Thing.Incident, Thing.Alert, Thing.Monitoring, Thing.Contract }.Select(t => Needs.The(t, Right.Read))];

    /// <summary>Null for a token that is unknown, over or revoked.</summary>
    public async Task<Display?> Find(string token, CancellationToken stop) =>
        DisplayToken.TryRead(token, out var id, out var hash) && await db.Set<Display>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, stop) is { } display
            && CryptographicOperations.FixedTimeEquals(display.Hash, hash) && display.IsGood(time.Now()) ? display : null;

    public async Task Seen(Display display, CancellationToken stop)
    {
        var now = time.Now();
        if (now - display.LastSeenAt < Rhythm) return;
        var id = display.Id;
        await db.UpdateNow(db.Set<Display>().Where(d => d.Id == id), s => s.SetProperty(d => d.LastSeenAt, now), stop);
    }

    /// <summary>Makes a scope of services see what the display shows: no account, no roles that count, no right but to read.</summary>
    public static void Enter(IServiceProvider services, Display display)
    {
        var me = services.GetRequiredService<Me>();
        me.Become(new Account { UserName = "", Name = display.Name }, [.. Grants(display)], Reading);
        var work = services.GetRequiredService<Work>();
        (work.Actor, work.Scope, work.Verb) = (new(display.Id.Value, display.Name), me.Scope, "Wall");
        services.GetRequiredService<Viewer>().Language = display.Language;
    }

    static IEnumerable<Grant> Grants(Display display) => display switch
    {
        { Sites.Count: > 0 } => display.Sites.Select(site => new Grant { Role = Role.SvcMgr, Customer = display.Customers[0], Site = site }),
        { Customers.Count: > 0 } => display.Customers.Select(customer => new Grant { Role = Role.SvcMgr, Customer = customer }),
        _ => [new Grant { Role = Role.SvcMgr }],
    };
}
