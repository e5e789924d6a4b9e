// What keeps an alert from being called out at a moment, and until when that answer holds: maintenance before silence before a graver alert.
using Microsoft.EntityFrameworkCore;
using Steward.Alerting.Routing;

namespace Steward.Alerting.Stages;

/// <summary>The answer, and the next moment at which it may be another (null: only when something happens).</summary>
sealed record Covered(Cover Cover, Guid By, string What, DateTimeOffset? Until)
{
    public static readonly Covered Not = new(Cover.None, Guid.Empty, "", null);
}

/// <summary>Reads silences, windows and burning alerts of a customer once for a unit of work, together with what that unit of work is about to write.</summary>
sealed class Covers(StewardDb db, RouteBook routes)
{
    readonly Dictionary<CustomerId, (List<Silence> Silences, List<MaintenanceWindow> Windows)> declared = [];
    readonly Dictionary<CustomerId, List<Alert>> burning = [];

    public void Forget()
    {
        declared.Clear();
        burning.Clear();
    }

    public async Task<Covered> Maintenance(Alert alert, DateTimeOffset now, CancellationToken stop)
    {
        var windows = (await Declared(alert.Customer, now, stop)).Windows.Where(w => IsMeant(w, alert)).ToList();
        return windows.Where(w => w.StateAt(now) == CoverState.Active).MaxBy(w => w.Until) is { } active ? new(Cover.Maintenance, active.Id.Value, active.Reason, active.Until)
            : Covered.Not with { Until = windows.Where(w => w.StateAt(now) == CoverState.Pending).Min(w => (DateTimeOffset?)w.From) };
    }

    public async Task<Covered> Silence(Alert alert, DateTimeOffset now, CancellationToken stop)
    {
        var silences = (await Declared(alert.Customer, now, stop)).Silences.Where(s => All(s.Matchers, alert)).ToList();
        return silences.Where(s => s.StateAt(now) == CoverState.Active).MaxBy(s => s.Until) is { } active ? new(Cover.Silence, active.Id.Value, $"{active.Author}: {active.Reason}", active.Until)
            : Covered.Not with { Until = silences.Where(s => s.StateAt(now) == CoverState.Pending).Min(s => (DateTimeOffset?)s.From) };
    }

    /// <summary>Burning alerts are asked for only where some rule could cover this one at all.</summary>
    public async Task<Covered> Inhibition(Alert alert, CancellationToken stop)
    {
        var rules = (await routes.Current(stop)).File.Inhibitions.Where(r => r.MayCover(alert.Labels)).ToList();
        if (rules.Count == 0) return Covered.Not;
        return (await Burning(alert.Customer, stop)).FirstOrDefault(source => source.Id != alert.Id && source.Cover != Cover.Waiting && rules.Any(r => r.CoveredBy(alert.Labels, source.Labels))) is { } graver
            ? new(Cover.Inhibition, graver.Id.Value, graver.Summary, null) : Covered.Not;
    }

    public void Burns(Alert alert)
    {
        if (burning.TryGetValue(alert.Customer, out var known)) known.Add(alert);
    }

    public void IsOver(Alert alert)
    {
        if (burning.TryGetValue(alert.Customer, out var known)) known.RemoveAll(a => a.Id == alert.Id);
    }

    public static bool All(string matchers, Alert alert) => Matcher.ReadAll(matchers) is { } conditions && conditions.All(m => m.Matches(alert.Labels));

    static bool IsMeant(MaintenanceWindow window, Alert alert) =>
        (window.Site is null || window.Site == alert.Site) && (window.About == Guid.Empty || window.About == alert.About) && (window.Matchers.Length == 0 || All(window.Matchers, alert));

    async Task<(List<Silence> Silences, List<MaintenanceWindow> Windows)> Declared(CustomerId customer, DateTimeOffset now, CancellationToken stop)
    {
        if (declared.TryGetValue(customer, out var known)) return known;
        // Tracked, so that what this unit of work has changed is seen as it will be.
        var silences = await db.Set<Silence>().Where(s => s.Customer == customer && s.Until > now).ToListAsync(stop);
        var windows = await db.Set<MaintenanceWindow>().Where(w => w.Customer == customer && w.Until > now).ToListAsync(stop);
        return declared[customer] = ([.. silences, .. New<Silence>(s => s.Customer == customer)], [.. windows, .. New<MaintenanceWindow>(w => w.Customer == customer)]);
    }

    async Task<List<Alert>> Burning(CustomerId customer, CancellationToken stop)
    {
        if (burning.TryGetValue(customer, out var known)) return known;
        var stored = await db.Set<Alert>().AsNoTracking().Where(a => a.Customer == customer && a.State == AlertState.Firing).ToListAsync(stop);
        var here = db.Held<Alert>().Select(e => e.Entity).Where(a => a.Customer == customer).ToDictionary(a => a.Id);
        return burning[customer] = [.. stored.Where(a => !here.ContainsKey(a.Id)).Concat(here.Values.Where(a => a.IsOpen)).OrderBy(a => a.StartsAt)];
    }

    IEnumerable<TRow> New<TRow>(Func<TRow, bool> which) where TRow : class => db.Held<TRow>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).Where(which);
}
