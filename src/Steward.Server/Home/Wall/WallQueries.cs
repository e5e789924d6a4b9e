// What a wall shows of all that its display may see: lights of sites, what calls, what runs out, what was promised, and the figures of the day.
using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Home.Pages;
using Steward.Monitoring;
using Steward.People;
using Steward.Platform.Web;
using Steward.Probes;
using Steward.Sla;

namespace Steward.Home.Wall;

/// <summary>A site by its worst: down before blind before failing. Blind as a whole when nothing there is seen, or its probe is silent.</summary>
public sealed record WallSite(string Customer, string Site, Look? Worst, IReadOnlyDictionary<Look, int> Checks, bool ProbeSilent, DateTimeOffset? Since)
{
    public bool Blind => ProbeSilent || Checks.Count > 0 && Checks.Keys.All(l => l is Look.Blind or Look.Paused) && Checks.ContainsKey(Look.Blind);
}

public sealed record WallAlert(Severity Severity, string Summary, string Customer, DateTimeOffset Since, bool Acknowledged);
public sealed record WallContract(string Customer, string Name, PromiseStanding Standing);
public sealed record WallDay(int Open, int Opened, int Resolved, int Late, int Unassigned);

public sealed record WallModel(
    string Name, DateTimeOffset At, TimeZoneInfo Zone, IReadOnlyList<WallSite> Sites, int BlindSites, IReadOnlyList<WallAlert> Alerts, IReadOnlyDictionary<Severity, int> Calling, int Covered,
    IReadOnlyList<TicketLine> Tickets, int UrgentInAll, IReadOnlyList<WallContract> Contracts, WallDay Day);

/// <summary>How contracts stand takes longest to find out and changes least: once a minute for all walls together.</summary>
sealed class WallMemory
{
    static readonly TimeSpan Good = TimeSpan.FromMinutes(1);
    readonly ConcurrentDictionary<ContractId, (DateTimeOffset At, PromiseStanding Standing)> known = new();

    public async ValueTask<PromiseStanding> Of(Contract contract, DateTimeOffset now, Func<Task<PromiseStanding>> find)
    {
        if (known.TryGetValue(contract.Id, out var kept) && (now - kept.At).Duration() < Good) return kept.Standing;
        var fresh = await find();
        known[contract.Id] = (now, fresh);
        return fresh;
    }
}

sealed class WallQueries(ServiceDesk desk, AlertInbox inbox, Watch watch, ProbeBook probes, PromiseBook promises, PeopleBook people, TicketLines lines, WallMemory memory, Viewer viewer, Me me, TimeProvider time)
{
    /// <summary>More than fits is counted, not shown: a wall does not scroll.</summary>
    const int MostAlerts = 6, MostTickets = 6;

    public async Task<WallModel> Of(CancellationToken stop)
    {
        var now = time.Now();
        var names = await people.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var sites = await Sites(names, stop);
        var firing = inbox.Seen.Where(a => a.State == AlertState.Firing);
        var calling = await firing.Where(a => a.Cover == Cover.None).GroupBy(a => a.Severity).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        // Severities are kept as words, so that the gravest must be asked for first.
        var alerts = new List<Alert>();
        foreach (var severity in Enum.GetValues<Severity>().Where(calling.ContainsKey))
            if (alerts.Count < MostAlerts) alerts.AddRange(await firing.Where(a => a.Cover == Cover.None && a.Severity == severity).OrderByDescending(a => a.StartsAt).Take(MostAlerts - alerts.Count).ToListAsync(stop));
        var open = desk.Tickets.InWork();
        var urgent = await lines.Of(await open.Where(t => t.Priority == Priority.P1 || t.Priority == Priority.P2).OrderBy(t => t.OpenedAt).Take(200).ToListAsync(stop), stop);
        return new(me.Name, now, viewer.Zone, sites, sites.Count(s => s.Blind),
            [.. alerts.Select(a => new WallAlert(a.Severity, a.Summary, names.GetValueOrDefault(a.Customer, ""), a.StartsAt, a.AckedBy.Length > 0))], calling, await firing.CountAsync(a => a.Cover != Cover.None, stop),
            [.. urgent.OrderBy(t => t.Projected).ThenBy(t => t.Due ?? DateTimeOffset.MaxValue).ThenBy(t => t.Priority).Take(MostTickets)], urgent.Count, await Contracts(names, now, stop), await Day(open, now, stop));
    }

    async Task<List<WallSite>> Sites(Dictionary<CustomerId, string> names, CancellationToken stop)
    {
        var checks = await watch.Standings(me, stop);
        var silent = (await probes.Contacts.AsNoTracking().Where(c => c.Silent).Select(c => c.Probe).ToListAsync(stop)).ToHashSet();
        var mute = (await probes.Probes.AsNoTracking().Where(p => p.RevokedAt == null).ToListAsync(stop)).Where(p => silent.Contains(p.Id)).Select(p => p.Site).ToHashSet();
        var sites = (await people.Sites.AsNoTracking().ToListAsync(stop)).Where(s => me.Can(Thing.Monitoring, Right.Read, new(s.Customer, s.Id)) && names.ContainsKey(s.Customer));
        return [.. sites.Select(site =>
        {
            var here = checks.Where(c => c.Check.Site == site.Id).ToList();
            var worst = here.Select(c => (Look?)c.Look).Min();
            return new WallSite(names[site.Customer], site.Name, worst, here.CountBy(c => c.Look).ToDictionary(), mute.Contains(site.Id), here.Where(c => c.Look == worst).Min(c => c.Since));
        }).Where(s => s.Worst is not null || s.ProbeSilent).OrderBy(s => s.ProbeSilent ? Look.Blind : s.Worst).ThenBy(s => s.Customer, StringComparer.Ordinal).ThenBy(s => s.Site, StringComparer.Ordinal)];
    }

    async Task<List<WallContract>> Contracts(Dictionary<CustomerId, string> names, DateTimeOffset now, CancellationToken stop)
    {
        var shown = new List<WallContract>();
        foreach (var of in (await promises.Contracts(stop)).Where(c => ContractBook.InForce(c.Contract, now)))
            shown.Add(new(names.GetValueOrDefault(of.Contract.Customer, of.CustomerName), of.Contract.Name, await memory.Of(of.Contract, now, () => promises.Standing(of.Contract, ReportingMonth.At(now, of.Contract), stop))));
        // What is broken is what a wall is for.
        return [.. shown.OrderByDescending(c => c.Standing.Count(PromiseVerdict.Broken)).ThenByDescending(c => c.Standing.Count(PromiseVerdict.AtRisk)).ThenBy(c => c.Customer, StringComparer.Ordinal)];
    }

    async Task<WallDay> Day(IQueryable<Ticket> open, DateTimeOffset now, CancellationToken stop)
    {
        var local = TimeZoneInfo.ConvertTime(now, viewer.Zone).Date;
        var today = new DateTimeOffset(local, viewer.Zone.GetUtcOffset(local)).ToUniversalTime();
        var late = await desk.Late(now).CountAsync(stop);
        var resolved = await (from e in desk.Entries
                              join t in desk.Tickets on e.Ticket equals t.Id
                              where e.Kind == EntryKind.Step && e.OccurredAt >= today && e.To == TicketState.Resolved && e.From != TicketState.Resolved
                              select e.Ticket).Distinct().CountAsync(stop);
        return new(await open.CountAsync(stop), await desk.Tickets.CountAsync(t => t.OpenedAt >= today, stop), resolved, late, await open.CountAsync(t => t.Assignee == null, stop));
    }
}
