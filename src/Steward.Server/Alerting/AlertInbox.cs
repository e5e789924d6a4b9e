// The door of Alerting: one inlet for every signal of trouble, and its end. Patrols, backups and detections enter here as checks do.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting.Stages;
using Steward.Platform.Events;

namespace Steward.Alerting;

/// <summary>
/// Trouble as somebody saw it. The labels are its identity; summary, description and link never are. <see cref="EndsAt"/> is for senders that repeat themselves while it
/// lasts: it is over by then unless it comes again. Before <see cref="NotBefore"/> nothing is made of it: it may clear by itself.
/// </summary>
public sealed record Signal(CustomerId Customer, AlertSource Source, IReadOnlyDictionary<string, string> Labels, Severity Severity, string Summary, DateTimeOffset StartsAt)
{
    public string Description { get; init; } = "";
    public string Link { get; init; } = "";
    public Guid About { get; init; }
    public Guid? Site { get; init; }
    public Guid? Contract { get; init; }
    public Guid? Service { get; init; }
    public bool FullTime { get; init; } = true;
    public DateTimeOffset? EndsAt { get; init; }
    public DateTimeOffset? NotBefore { get; init; }

    public string Name => Labels.GetValueOrDefault("alertname", "");
}

public sealed class AlertInbox(StewardDb db, IServiceProvider services)
{
    readonly Passage passage = services.GetRequiredService<Passage>();

    /// <summary>The alerts of the tenant.</summary>
    public IQueryable<Alert> Alerts => db.Set<Alert>().AsNoTracking();

    /// <summary>Those that the caller may see, to filter and count in the database.</summary>
    public IQueryable<Alert> Seen => Alerts.VisibleTo(services.GetRequiredService<Me>());

    /// <summary>Takes a signal through the stages. Adds to the unit of work and never saves; the news belong to its commit.</summary>
    public Task<IReadOnlyList<INews>> Raise(Signal signal, DateTimeOffset now, CancellationToken stop) => passage.Take(signal, now, stop);

    /// <summary>
    /// What was seen of <paramref name="about"/> under this name is over. What it covered is looked at again at once, or, where that may clear by itself now, after <paramref name="settle"/>.
    /// </summary>
    public async Task<IReadOnlyList<INews>> Clear(CustomerId customer, Guid about, string name, DateTimeOffset endedAt, DateTimeOffset now, CancellationToken stop, TimeSpan settle = default)
    {
        var open = await db.Set<Alert>().Where(a => a.Customer == customer && a.About == about && a.Name == name && a.State == AlertState.Firing).ToListAsync(stop);
        var news = new List<INews>();
        foreach (var alert in open) news.AddRange(await passage.End(alert, endedAt, now, settle, stop));
        return news;
    }

    /// <summary>Announced work on one thing: alerts about it call nobody while it lasts. Who announces it this way has it in their own ledger already, under the window's id.</summary>
    public async Task<(WindowId Window, IReadOnlyList<INews> News)> EnterMaintenance(CustomerId customer, Guid about, DateTimeOffset from, DateTimeOffset until, string reason, string author, DateTimeOffset now, CancellationToken stop, Guid behind = default)
    {
        var window = new MaintenanceWindow { Id = services.GetRequiredService<IdSource>().New<WindowId>(now), Customer = customer, About = about, Behind = behind, From = from, Until = until, Reason = reason, Author = author, CreatedAt = now };
        db.Add(window);
        return (window.Id, await passage.LookAtAll(customer, now, stop));
    }

    /// <summary>Whether a record of another room has announced work here.</summary>
    public Task<bool> IsAnnounced(CustomerId customer, Guid behind, CancellationToken stop) => db.Set<MaintenanceWindow>().AnyAsync(w => w.Customer == customer && w.Behind == behind, stop);

    /// <summary>The work that a record of another room announced is over, or called off: what is left of its windows ends now.</summary>
    public async Task<IReadOnlyList<INews>> EndMaintenance(CustomerId customer, Guid behind, DateTimeOffset now, CancellationToken stop)
    {
        var windows = await db.Set<MaintenanceWindow>().Where(w => w.Customer == customer && w.Behind == behind && w.Until > now).ToListAsync(stop);
        if (windows.Count == 0) return [];
        foreach (var window in windows) window.Until = now;
        return [.. windows.Select(w => WindowDeclared.Of(w, now)), .. await passage.LookAtAll(customer, now, stop)];
    }
}
