// Proposes a problem when so many incidents of one service and kind, or about one asset, came within so many days; each incident counts for one proposal only.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;

namespace Steward.Desk.Problems;

sealed class TrendSweep(StewardDb db, ProblemWork work, ProblemLinks links, StewardSettings settings, IdSource ids, Me me) : ISweep
{
    const int MostLinked = 50;

    public string Name => "problem-trends";
    public TimeSpan Every => TimeSpan.FromMinutes(10);

    sealed record Trend(CustomerId Customer, ServiceId? Service, string Category, AssetId? Asset, int Count);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var (from, least, leastOfAsset) = (now.AddDays(-settings.Problems.TrendDays), settings.Problems.TrendTickets, settings.Problems.TrendAssetTickets);
        // What a problem already stands behind tells nothing new, and what people called a mistake tells nothing at all.
        var fresh = db.Set<Ticket>().AsNoTracking().Where(t => t.OpenedAt >= from && t.OpenedAt <= now && t.Item == null && t.Source == "" && t.Item == null && t.State != TicketState.Cancelled && !db.Set<ProblemTicket>().Any(l => l.Ticket == t.Id));
        var kinds = await fresh.Where(t => t.Category != "" && t.Service != null).GroupBy(t => new { t.Customer, t.Service, t.Category }).Where(g => g.Count() >= least)
            .Select(g => new Trend(g.Key.Customer, g.Key.Service, g.Key.Category, null, g.Count())).ToListAsync(stop);
        var things = await (from t in fresh join a in db.Set<TicketAsset>() on t.Id equals a.Ticket group t by new { t.Customer, a.Asset } into g where g.Count() >= leastOfAsset
                            select new { g.Key.Customer, g.Key.Asset, Count = g.Count() }).ToListAsync(stop);
        var done = 0;
        foreach (var trend in things.Select(a => new Trend(a.Customer, null, "", a.Asset, a.Count)).Concat(kinds))
        {
            db.ChangeTracker.Clear();
            if (await Propose(trend, fresh, now, stop)) done++;
        }
        return done;
    }

    async Task<bool> Propose(Trend trend, IQueryable<Ticket> fresh, DateTimeOffset now, CancellationToken stop)
    {
        var same = db.Set<Problem>().Where(p => p.Customer == trend.Customer && p.State != ProblemState.Closed && p.State != ProblemState.Dismissed);
        // Somebody is at it already.
        if (trend.Asset is { } thing ? await same.AnyAsync(p => p.Asset == thing, stop) : await same.AnyAsync(p => p.Service == trend.Service && p.Category == trend.Category, stop)) return false;
        var of = fresh.Where(t => t.Customer == trend.Customer);
        of = trend.Asset is { } asset ? of.Where(t => db.Set<TicketAsset>().Any(a => a.Ticket == t.Id && a.Asset == asset)) : of.Where(t => t.Service == trend.Service && t.Category == trend.Category);
        var tickets = await of.OrderBy(t => t.OpenedAt).ThenBy(t => t.Id).Take(MostLinked).ToListAsync(stop);
        // A trend of the asset may have taken these a moment ago.
        if (tickets.Count < (trend.Asset is null ? settings.Problems.TrendTickets : settings.Problems.TrendAssetTickets)) return false;
        var name = trend.Asset is { } of1 ? await db.Set<Asset>().Where(a => a.Id == of1).Select(a => a.Tag + " " + a.Name).SingleAsync(stop) : trend.Category;
        var problem = new Problem
        {
            Id = ids.New<ProblemId>(now), Customer = trend.Customer, State = ProblemState.Detected, OpenedAt = now, Service = trend.Service ?? tickets[0].Service, Category = trend.Category, Asset = trend.Asset,
            Summary = Texts.T("Problem.TrendSummary", name, tickets.Count, settings.Problems.TrendDays), Priority = tickets.Min(t => t.Priority),
            Trend = $"{trend.Service}|{trend.Category}|{trend.Asset}|{tickets[0].Id}",
        };
        await work.Begin(problem, "ProposeProblem", stop);
        foreach (var ticket in tickets)
            if (await links.Add(problem, ticket, stop) is not null) return false;
        return (await db.TryCommit(stop, new ProblemOpened(problem.Id, problem.Customer, now))).Refusal is null;
    }
}
