// The home of the service manager and of the customer's IT head: how each contract is kept this month, what is open, what waits for a decision.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Sla;

namespace Steward.Home.Pages;

/// <summary>Clocks met of those measured; without any there is no share, neither 0 % nor 100 %.</summary>
public readonly record struct Kept(long Met, long Measured)
{
    /// <summary>Judged unrounded against a target in per cent.</summary>
    public bool Reaches(decimal percent) => Met * 100 >= percent * Measured;

    public static Kept Sum(IEnumerable<Kept> parts) => parts.Aggregate(new Kept(), (sum, part) => new(sum.Met + part.Met, sum.Measured + part.Measured));
}

/// <summary>A contract in force and how it is kept in the reporting month so far: clocks met ÷ clocks measured.</summary>
public sealed record ContractStanding(
    ContractId Contract, string Number, string Name, CustomerId Customer, string CustomerName, DateOnly MonthFrom, Kept Response, Kept Resolution,
    decimal? ResponseTarget, decimal? ResolutionTarget, int DaysLeft);

public sealed record CustomerStanding(
    CustomerId Customer, string Name, IReadOnlyDictionary<Priority, int> Open, int OpenInAll, int Breached, int AtRisk, Kept Response, Kept Resolution);

public sealed record Backlog(int UnderADay, int UnderThreeDays, int UnderAWeek, int Older);
public sealed record TeamLoad(TeamId? Team, string? Name, int Open, int Unassigned, int Waiting);

public sealed record ManagerHome(
    IReadOnlyList<CustomerStanding> Customers, IReadOnlyList<ContractStanding> Contracts, Backlog Backlog, IReadOnlyList<TeamLoad> Teams,
    IReadOnlyList<ApprovalLine> Decisions, int DecisionsInAll, IReadOnlyList<TicketLine> Breaches, int OpenInAll, int BreachedInAll, int AtRiskInAll, int CallsDue);

sealed class ManagerQueries(ServiceDesk desk, SlaClocks clocks, ContractBook contracts, PeopleBook people, TicketLines lines, ApprovalDesk approvals, SurveyBook surveys, Me me, TimeProvider time)
{
    public async Task<ManagerHome> Of(CancellationToken stop)
    {
        var now = time.Now();
        var names = await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.ShortName).Select(c => new { c.Id, c.Name }).ToListAsync(stop);
        var name = names.ToDictionary(c => c.Id, c => c.Name);
        var standings = await Standings(name, now, stop);
        var open = desk.Tickets.InWork();
        var byPriority = await open.GroupBy(t => new { t.Customer, t.Priority }).Select(g => new { g.Key.Customer, g.Key.Priority, Count = g.Count() }).ToListAsync(stop);
        var (late, risky) = await Trouble(open, now, stop);
        var (day, three, week) = (now.AddDays(-1), now.AddDays(-3), now.AddDays(-7));
        var ages = await open.GroupBy(t => t.OpenedAt > day ? 0 : t.OpenedAt > three ? 1 : t.OpenedAt > week ? 2 : 3).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        var customers = names.Where(c => byPriority.Any(p => p.Customer == c.Id) || standings.Any(s => s.Customer == c.Id)).Select(c => new CustomerStanding(c.Id, c.Name,
            Enum.GetValues<Priority>().ToDictionary(p => p, p => byPriority.Where(b => b.Customer == c.Id && b.Priority == p).Sum(b => b.Count)),
            byPriority.Where(b => b.Customer == c.Id).Sum(b => b.Count), late.GetValueOrDefault(c.Id), risky.GetValueOrDefault(c.Id),
            Kept.Sum(standings.Where(s => s.Customer == c.Id).Select(s => s.Response)), Kept.Sum(standings.Where(s => s.Customer == c.Id).Select(s => s.Resolution)))).ToList();
        return new(customers, standings, new(ages.GetValueOrDefault(0), ages.GetValueOrDefault(1), ages.GetValueOrDefault(2), ages.GetValueOrDefault(3)),
            me.Contact is null ? await Teams(open, stop) : [], await approvals.Lines(await approvals.Waiting.AsNoTracking().OrderBy(a => a.AskedAt).Take(8).ToListAsync(stop), stop), await approvals.Waiting.CountAsync(stop), await Breaches(standings, now, stop),
            byPriority.Sum(b => b.Count), late.Values.Sum(), risky.Values.Sum(), await surveys.Readable.CountAsync(s => s.CallBackDue != null && s.CalledAt == null, stop) + await surveys.ReadableOfRounds.CountAsync(s => s.CallBackDue != null && s.CalledAt == null, stop));
    }

    async Task<List<ContractStanding>> Standings(Dictionary<CustomerId, string> name, DateTimeOffset now, CancellationToken stop)
    {
        var inForce = (await contracts.All.Where(c => c.State == ContractState.Signed).ToListAsync(stop)).Where(c => name.ContainsKey(c.Customer) && ContractBook.InForce(c, now)).ToList();
        var ids = inForce.ConvertAll(c => c.Id);
        var targets = await contracts.Clauses.Where(c => ids.Contains(c.Contract) && (c.Measure == "response-attainment" || c.Measure == "resolution-attainment"))
            .Select(c => new { c.Contract, c.Measure, c.Target }).ToListAsync(stop);
        var counts = new List<(Guid Contract, ClockKind Kind, bool Missed, int Count)>();
        // Contracts whose month is the same stretch of time are counted in one query; there are seldom more than two such groups.
        foreach (var month in inForce.GroupBy(c => ReportingMonth.At(now, c).In(c)))
        {
            var of = month.Select(c => c.Id.Value).ToList();
            var (from, to) = (month.Key.From, month.Key.To);
            // Judged as on the promise board: kept ones when they were kept, broken ones when they fell due, finished since or not.
            counts.AddRange((await clocks.All.Where(c => of.Contains(c.Contract) && (c.Kind == ClockKind.Response || c.Kind == ClockKind.Resolution) && !c.Excluded && !c.Request
                    && (c.Verdict == Verdict.Met || c.Verdict == Verdict.Breached || c.Verdict == Verdict.Running && c.Phase == ClockPhase.Running && c.Due < now))
                .Select(c => new { c.Contract, c.Kind, Missed = c.Verdict != Verdict.Met, At = c.Verdict == Verdict.Met ? c.StoppedAt : c.BreachedAt ?? c.Due })
                .Where(c => c.At >= from && c.At < to)
                .GroupBy(c => new { c.Contract, c.Kind, c.Missed }).Select(g => new { g.Key.Contract, g.Key.Kind, g.Key.Missed, Count = g.Count() }).ToListAsync(stop))
                .Select(c => (c.Contract, c.Kind, c.Missed, c.Count)));
        }
        return [.. inForce.Select(c => new ContractStanding(c.Id, c.Number, c.Name, c.Customer, name[c.Customer], ReportingMonth.At(now, c).FirstDay(c), Of(c, ClockKind.Response), Of(c, ClockKind.Resolution),
            Target(c, "response-attainment"), Target(c, "resolution-attainment"), c.LastDay.DayNumber - Today(c, now).DayNumber))];

        Kept Of(Contract c, ClockKind kind)
        {
            var mine = counts.Where(x => x.Contract == c.Id.Value && x.Kind == kind).ToList();
            return new(mine.Where(x => !x.Missed).Sum(x => x.Count), mine.Sum(x => x.Count));
        }
        decimal? Target(Contract c, string measure) => targets.Where(t => t.Contract == c.Id && t.Measure == measure).Select(t => (decimal?)t.Target).FirstOrDefault();
    }

    static DateOnly Today(Contract contract, DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(contract.Zone)).DateTime);

    /// <summary>Open tickets with a broken promise, and those with one that breaks within two hours, by customer.</summary>
    async Task<(Dictionary<CustomerId, int> Late, Dictionary<CustomerId, int> Risky)> Trouble(IQueryable<Ticket> open, DateTimeOffset now, CancellationToken stop)
    {
        var soon = now.AddHours(2);
        var running = await (from c in clocks.Late(soon)
                             join t in open on (TicketId)(object)c.Subject equals t.Id
                             select new { c.Subject, t.Customer, Late = c.Verdict == Verdict.Breached || c.Due < now }).ToListAsync(stop);
        var tickets = running.GroupBy(r => r.Subject).Select(g => (g.First().Customer, Late: g.Any(r => r.Late))).ToList();
        return (tickets.Where(t => t.Late).GroupBy(t => t.Customer).ToDictionary(g => g.Key, g => g.Count()), tickets.Where(t => !t.Late).GroupBy(t => t.Customer).ToDictionary(g => g.Key, g => g.Count()));
    }

    async Task<List<TeamLoad>> Teams(IQueryable<Ticket> open, CancellationToken stop)
    {
        var loads = await open.GroupBy(t => t.Team).Select(g => new
        {
            g.Key, Open = g.Count(), Unassigned = g.Count(t => t.Assignee == null), Waiting = g.Count(t => t.State == TicketState.PendingUser || t.State == TicketState.PendingSupplier || t.State == TicketState.PendingPart || t.State == TicketState.PendingChange),
        }).ToListAsync(stop);
        var teams = await people.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Select(t => new { t.Id, t.Name }).ToListAsync(stop);
        // A long list of teams that have nothing to do helps nobody.
        if (teams.Count > 12) teams = [.. teams.Where(t => loads.Any(l => l.Key == t.Id))];
        return
        [
            .. teams.Select(t => loads.FirstOrDefault(l => l.Key == t.Id) is { } l ? new TeamLoad(t.Id, t.Name, l.Open, l.Unassigned, l.Waiting) : new TeamLoad(t.Id, t.Name, 0, 0, 0)),
            .. loads.Where(l => l.Key is null).Select(l => new TeamLoad(null, null, l.Open, l.Unassigned, l.Waiting)),
        ];
    }

    /// <summary>The newest promises that were broken this month, each to be followed to its explanation.</summary>
    async Task<List<TicketLine>> Breaches(IReadOnlyList<ContractStanding> standings, DateTimeOffset now, CancellationToken stop)
    {
        if (standings.Count == 0) return [];
        var of = standings.Select(s => s.Contract.Value).ToList();
        var since = now.AddDays(-31);
        var broken = await (from c in clocks.All
                            join t in desk.Tickets on (TicketId)(object)c.Subject equals t.Id
                            where of.Contains(c.Contract) && (c.Kind == ClockKind.Response || c.Kind == ClockKind.Resolution) && c.JudgedAt >= since && c.Verdict == Verdict.Breached && !c.Excluded
                            orderby c.BreachedAt descending
                            select new { Clock = c, Ticket = t }).Take(12).ToListAsync(stop);
        var known = (await lines.Of([.. broken.Select(b => b.Ticket).DistinctBy(t => t.Id)], stop)).ToDictionary(l => l.Id);
        return [.. broken.Select(b => known[b.Ticket.Id] with { Clock = b.Clock.Kind, Due = b.Clock.BreachedAt, Breached = true })];
    }
}
