// Asks the doors for what was watched, owned and said in a month.
using Microsoft.EntityFrameworkCore;
using Steward.Alerting;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Monitoring;
using Steward.Sla;

namespace Steward.Reports.Monthly;

sealed class GatherSeen(Watch watch, CoverageBook coverage, AlertInbox inbox, AssetBook assets, SurveyBook surveys, ServiceDesk desk, SlaClocks clocks, ContractBook contracts, PromiseBook promises)
{
    const int MostNoisy = 10, TrendLength = 12;

    public async Task<SeenFigures> Of(Contract contract, ReportingMonth month, DateTimeOffset now, CancellationToken stop)
    {
        var period = month.In(contract);
        var id = contract.Id.Value;
        var alerts = await inbox.Alerts.Where(a => a.Customer == contract.Customer && (a.Contract == null || a.Contract == id) && a.ReceivedAt >= period.From && a.ReceivedAt < period.To).OrderBy(a => a.ReceivedAt).ThenBy(a => a.Id).ToListAsync(stop);
        var tickets = await Tickets(alerts.Where(a => a.Ticket is not null).Select(a => a.Ticket!.Value), stop);
        var (checks, outages) = await Checks(contract, period, now, alerts, tickets, stop);
        return new(checks, outages, await Alerts(alerts, tickets, stop), Noisy(alerts, period, now), await Assets(contract, period, stop), await Parts(contract, period, stop), await Covered(contract, period, now, stop),
            await Surveys(contract, period, stop), await Trend(contract, month, now, stop));
    }

    async Task<(IReadOnlyList<CheckMonth>, IReadOnlyList<OutageFigure>)> Checks(Contract contract, Interval period, DateTimeOffset now, List<Alert> alerts, Dictionary<Guid, Ticket> tickets, CancellationToken stop)
    {
        var services = await contracts.Services.Where(s => s.Contract == contract.Id).ToDictionaryAsync(s => s.Id, stop);
        var (checks, outages) = (new List<CheckMonth>(), new List<OutageFigure>());
        foreach (var ledger in (await watch.LedgersOf(contract.Id, [period], now, stop)).OrderBy(l => l.Check.Name, StringComparer.Ordinal))
        {
            var (check, reading) = (ledger.Check, ledger.Readings[0]);
            var down = reading.Spans.Where(s => s.Kind == LedgerKind.Down && s.Seconds > 0).ToList();
            var service = check.Service is { } of ? services.GetValueOrDefault(of) : null;
            checks.Add(new(check.Id.Value, check.Name, service?.Name ?? "", service?.NameEn ?? "", check.Hours, reading.SecondsOf(LedgerKind.Up), reading.SecondsOf(LedgerKind.Down), reading.SecondsOf(LedgerKind.Maintenance),
                reading.SecondsOf(LedgerKind.Blind), reading.SecondsOf(LedgerKind.Excluded), down.Count));
            foreach (var span in down)
            {
                var ticket = alerts.Find(a => a.About == check.Id.Value && a.Ticket is not null && a.StartsAt >= span.Of.From && a.StartsAt < span.Of.To)?.Ticket is { } known ? tickets.GetValueOrDefault(known) : null;
                outages.Add(new(check.Id.Value, check.Name, span.Of.From, span.Of.To, span.Seconds, ticket?.Id.Value, ticket?.Number ?? "", ticket?.Solution.Length > 0 ? ticket.Solution : ticket?.Cause ?? ""));
            }
        }
        return (checks, [.. outages.OrderBy(o => o.From).ThenBy(o => o.Name, StringComparer.Ordinal)]);
    }

    async Task<IReadOnlyList<AlertFigure>> Alerts(List<Alert> alerts, Dictionary<Guid, Ticket> tickets, CancellationToken stop)
    {
        var falseOnes = new HashSet<Guid>();
        foreach (var cancelled in tickets.Values.Where(t => t.State == TicketState.Cancelled))
            if ((await clocks.Facts(cancelled.Id.Value, stop))?.Facts.OfType<ClockFact.Cancelled>().Any(f => f.Reason == nameof(CancelReason.FalseAlarm)) == true) falseOnes.Add(cancelled.Id.Value);
        return [.. alerts.GroupBy(a => a.Severity).OrderBy(g => g.Key).Select(g =>
        {
            var known = g.Where(a => a.AckedAt is not null).Select(a => (long)(a.AckedAt!.Value - (a.RaisedAt ?? a.ReceivedAt)).TotalSeconds).ToList();
            return new AlertFigure(g.Key, g.Count(), g.Where(a => a.Ticket is not null).Select(a => a.Ticket).Distinct().Count(), g.Count(a => a.RaisedAt is null), known.Count, known.Count == 0 ? null : known.Sum() / known.Count,
                g.Where(a => a.Ticket is { } t && falseOnes.Contains(t)).Select(a => a.Ticket).Distinct().Count());
        })];
    }

    static IReadOnlyList<NoisyFigure> Noisy(List<Alert> alerts, Interval period, DateTimeOffset now)
    {
        var end = now < period.To ? now : period.To;
        return [.. alerts.GroupBy(a => a.Labels.GetValueOrDefault("check") ?? a.Labels.GetValueOrDefault("instance") ?? a.Name)
            .Select(g => new NoisyFigure(g.Key, g.Count(), g.Sum(a => Lasted(a, new(period.From, end)))))
            .OrderByDescending(n => n.Alerts).ThenByDescending(n => n.Seconds).ThenBy(n => n.Name, StringComparer.Ordinal).Take(MostNoisy)];
    }

    static long Lasted(Alert alert, Interval within)
    {
        var (from, to) = (alert.StartsAt > within.From ? alert.StartsAt : within.From, alert.EndsAt is { } over && over < within.To ? over : within.To);
        return to > from ? (long)(to - from).TotalSeconds : 0;
    }

    async Task<IReadOnlyList<AssetFigure>> Assets(Contract contract, Interval period, CancellationToken stop)
    {
        var counts = await assets.All.Where(a => a.Customer == contract.Customer && a.AddedAt < period.To).GroupBy(a => a.Kind).Select(g => new
        {
            g.Key, InUse = g.Count(a => a.State == AssetState.InUse), InRepair = g.Count(a => a.State == AssetState.InRepair), Alive = g.Count(a => a.State != AssetState.Retired),
            Added = g.Count(a => a.AddedAt >= period.From), Retired = g.Count(a => a.RetiredAt >= period.From && a.RetiredAt < period.To),
        }).ToListAsync(stop);
        return [.. counts.OrderBy(c => c.Key).Select(c => new AssetFigure(c.Key, c.InUse, c.InRepair, c.Alive - c.InUse - c.InRepair, c.Added, c.Retired))];
    }

    async Task<PartChanges> Parts(Contract contract, Interval period, CancellationToken stop)
    {
        var changes = assets.Changes.Where(c => c.Customer == contract.Customer && c.At >= period.From && c.At < period.To);
        var deeds = await changes.GroupBy(c => c.Deed).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        return new(deeds.GetValueOrDefault(ChangeDeed.Added), deeds.GetValueOrDefault(ChangeDeed.Removed), deeds.GetValueOrDefault(ChangeDeed.Changed), await changes.Select(c => c.Asset).Distinct().CountAsync(stop));
    }

    async Task<IReadOnlyList<CoverFigure>> Covered(Contract contract, Interval period, DateTimeOffset now, CancellationToken stop) =>
        [.. (await coverage.Of(contract.Id, period, now, stop)).GroupBy(s => s.Line).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new CoverFigure(g.Key, g.Select(s => s.Asset).Distinct().Count(), Ratio.Sum(g.Select(s => s.Seconds))))];

    async Task<SurveyFigures> Surveys(Contract contract, Interval period, CancellationToken stop)
    {
        var id = contract.Id;
        var given = await surveys.All.Where(s => s.Contract == id && s.AnsweredAt >= period.From && s.AnsweredAt < period.To).OrderBy(s => s.AnsweredAt).ThenBy(s => s.Id).ToListAsync(stop);
        var dimensions = Enum.GetValues<Dimension>();
        var low = given.Where(s => s.CallBackDue is not null).ToList();
        var tickets = await Tickets(low.Select(s => s.Ticket!.Value.Value), stop);
        return new(await surveys.All.LongCountAsync(s => s.Contract == id && s.AskedAt >= period.From && s.AskedAt < period.To, stop),
            [.. dimensions.Select(d => (IReadOnlyList<long>)[.. Enumerable.Range(1, 5).Select(score => given.LongCount(s => s.Score(d) == score))])],
            [.. low.Select(s => new LowScore(s.Ticket!.Value.Value, tickets.GetValueOrDefault(s.Ticket.Value.Value)?.Number ?? "", s.Overall, dimensions.Min(s.Score), s.Comment, s.AnsweredAt!.Value, s.CallBackDue, s.CalledAt, s.CallResult))]);
    }

    async Task<IReadOnlyList<SeenMonth>> Trend(Contract contract, ReportingMonth month, DateTimeOffset now, CancellationToken stop)
    {
        var months = month.Plus(1 - TrendLength).Through(month);
        var periods = months.Select(m => m.In(contract)).ToList();
        async Task<IReadOnlyList<Figure>> Measured(string name) => await promises.Measure(name)!.Compute(contract, periods, now, stop);
        var (availability, satisfaction, covered) = (await Measured(Measures.Availability), await Measured(Measures.Satisfaction), await Measured(Measures.Coverage));
        return [.. months.Select((m, i) => new SeenMonth(m, availability[i].Ratio, satisfaction[i].Ratio, covered[i].Ratio))];
    }

    async Task<Dictionary<Guid, Ticket>> Tickets(IEnumerable<Guid> ids, CancellationToken stop)
    {
        var found = new Dictionary<Guid, Ticket>();
        foreach (var some in ids.Distinct().Select(TicketId.From).Chunk(500))
            foreach (var ticket in await desk.Tickets.Where(t => some.Contains(t.Id)).ToListAsync(stop)) found[ticket.Id.Value] = ticket;
        return found;
    }
}
