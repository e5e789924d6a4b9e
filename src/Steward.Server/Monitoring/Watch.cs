// The door of Monitoring: gives probes their work, and answers what is watched, how it stands and what the ledger says.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Monitoring.Checks;
using Steward.Platform.Events;
using Steward.Protocol;
using Steward.Sla;

namespace Steward.Monitoring;

/// <summary>What one check's ledger says of consecutive periods, each as far as it has passed.</summary>
public sealed record CheckLedger(Check Check, IReadOnlyList<LedgerFact> Facts, IReadOnlyList<LedgerReading> Readings);

/// <summary>How a check looks to people; the worst first.</summary>
public enum Look { Down, Blind, Failing, Waiting, Up, Paused }

/// <summary>A check as it stands now, and since when.</summary>
public sealed record CheckStanding(Check Check, Look Look, DateTimeOffset? Since);

public sealed class Watch(StewardDb db, ContractBook contracts, SlaClocks clocks)
{
    public IQueryable<Check> Checks => db.Set<Check>().AsNoTracking();

    /// <summary>The assets that a check looks at now.</summary>
    public async Task<HashSet<AssetId>> Watched(CancellationToken stop) =>
        [.. await Checks.Where(c => c.State == CheckState.Watched && c.Asset != null).Select(c => c.Asset!.Value).Distinct().ToListAsync(stop)];

    /// <summary>How the checks stand that the caller may see.</summary>
    public async Task<IReadOnlyList<CheckStanding>> Standings(Me me, CancellationToken stop) =>
        [.. (await (from c in Checks join r in db.Set<SightRow>().AsNoTracking() on c.Id equals r.Check where c.State != CheckState.Removed select new { c, r }).ToListAsync(stop))
            .Where(k => me.Can(Thing.Monitoring, Right.Read, CheckWork.PlaceOf(k.c))).Select(k => new CheckStanding(k.c, k.r.Look(k.c).Look, k.r.Look(k.c).Since))];

    /// <summary>The work of a probe: what it is to look at now.</summary>
    public async Task<IReadOnlyList<CheckOrder>> OrdersOf(Guid probe, CancellationToken stop) =>
        [.. (await Checks.Where(c => c.Probe == probe && c.State == CheckState.Watched).OrderBy(c => c.Id).ToListAsync(stop)).Select(c => c.Order)];

    /// <summary>The facts of a check's ledger, in the order recorded. Where evidence comes late, the last of them is that nothing is known from its end on: it moves with each result, and so is written when it stops.</summary>
    public async Task<IReadOnlyList<LedgerFact>> Facts(CheckId check, CancellationToken stop)
    {
        var recorded = (await db.Set<FactRow>().AsNoTracking().Where(f => f.Check == check).OrderBy(f => f.Number).ToListAsync(stop)).Select(f => f.Fact);
        return await db.Set<SightRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Check == check && r.Behind, stop) is { } row ? [.. recorded, new(LedgerKind.Blind, row.Sight.Evidence, null, row.Sight.Evidence)] : [.. recorded];
    }

    /// <summary>What the ledger says of a check in a period, as far as it has passed; the hours are those of the check's agreement.</summary>
    public async Task<LedgerReading> LedgerOf(Check check, Interval period, DateTimeOffset now, CancellationToken stop) =>
        Ledger.Read(await Facts(check.Id, stop), await CalendarOf(check, stop), Passed(check, period, now));

    /// <summary>The ledgers of all checks that prove a contract's availability, also of those removed since.</summary>
    public async Task<IReadOnlyList<CheckLedger>> LedgersOf(ContractId contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var (from, to) = (periods[0].From, periods[^1].To);
        var ledgers = new List<CheckLedger>();
        foreach (var check in await Checks.Where(c => c.Contract == contract && c.CreatedAt < to && (c.RemovedAt == null || c.RemovedAt > from)).OrderBy(c => c.Id).ToListAsync(stop))
        {
            var (facts, calendar) = (await Facts(check.Id, stop), await CalendarOf(check, stop));
            ledgers.Add(new(check, facts, [.. periods.Select(p => Ledger.Read(facts, calendar, Passed(check, p, now)))]));
        }
        return ledgers;
    }

    public async Task<ServiceCalendar> CalendarOf(Check check, CancellationToken stop)
    {
        var contract = check.Contract is { } id ? await contracts.All.SingleOrDefaultAsync(c => c.Id == id, stop) : null;
        var agreement = await clocks.Agreement(contract is null ? AgreementPresets.Standard.Ref : new(contract.Agreement, contract.AgreementNumber), stop);
        return await clocks.Calendar(check.Hours == CalendarUse.Business ? agreement.Calendars.Business : agreement.Calendars.FullTime, stop);
    }

    static Interval Passed(Check check, Interval period, DateTimeOffset now)
    {
        var end = new[] { period.To, now, check.RemovedAt ?? now }.Min();
        return new(period.From, end > period.From ? end : period.From);
    }
}
