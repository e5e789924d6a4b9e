// Complaints 投诉: how many were handled within their deadlines, and how many there are for the tickets opened (domain §4.2, M-251).
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>Complaints of which all three deadlines were kept ÷ complaints decided: settled in time they count when they were settled, otherwise where the first deadline passed.</summary>
sealed class ComplaintHandlingMeasure(CaseBook cases) : CaseMeasure
{
    public override string Name => Contracts.Measures.ComplaintHandling;

    protected override async Task<IReadOnlyList<EvidenceRow>> Records(Contract contract, Interval within, DateTimeOffset now, CancellationToken stop)
    {
        // It is decided while it lives, so what was over before or came after is none of this time's.
        var living = await cases.ComplaintsOf(contract).Where(c => c.OpenedAt < within.To && (c.ClosedAt == null || c.ClosedAt >= within.From)).ToListAsync(stop);
        return [.. living.Select(c => Row(c, now))];
    }

    EvidenceRow Row(Complaint c, DateTimeOffset now)
    {
        var (at, kept) = c.Handled(now);
        var verdict = kept switch
        {
            true => EvidenceVerdict.Kept,
            null => c.ClosedAt is null ? EvidenceVerdict.Pending : EvidenceVerdict.Excluded,
            false => c.SettledAt is null && c.ClosedAt is null ? EvidenceVerdict.OpenPastDue : EvidenceVerdict.Missed,
        };
        var (part, whole) = Adds(verdict);
        return new(default, c.Number, Said(cases, c), default, at, c.OpenedAt, c.SettleDue, c.SettledAt, null, null, null, verdict, part, whole, $"/complaints/{c.Id}");
    }

    public static string Said(CaseBook cases, Complaint complaint) => cases.MayKnow(complaint) ? complaint.Summary : Texts.T("Fulfilment.Withheld");
}

/// <summary>Complaints ÷ tickets, both counted when they were opened; requests are tickets too.</summary>
sealed class ComplaintRateMeasure(CaseBook cases, ServiceDesk desk) : CaseMeasure
{
    public override string Name => Contracts.Measures.ComplaintRate;
    protected override bool IsMissed(EvidenceVerdict verdict) => verdict == EvidenceVerdict.Complained;

    protected override async Task<IReadOnlyList<EvidenceRow>> Records(Contract contract, Interval within, DateTimeOffset now, CancellationToken stop) =>
        [.. (await cases.ComplaintsOf(contract).Where(c => c.OpenedAt >= within.From && c.OpenedAt < within.To).ToListAsync(stop))
            .Select(c => new EvidenceRow(default, c.Number, ComplaintHandlingMeasure.Said(cases, c), default, c.OpenedAt, c.OpenedAt, null, c.SettledAt, null, null, null, EvidenceVerdict.Complained, 1, 0, $"/complaints/{c.Id}"))];

    public override async Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop)
    {
        var complaints = await base.Compute(contract, periods, now, stop);
        var tickets = await Opened(contract, Periods.Whole(periods)).GroupBy(Periods.NumberOf<Ticket>(t => t.OpenedAt, periods)).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        return [.. complaints.Select((c, i) => c with { Ratio = new(c.Ratio.Part, tickets.GetValueOrDefault(i)) })];
    }

    public override async Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        if (ask.MissedOnly) return await base.Evidence(contract, period, ask, now, stop);
        // Of the many tickets no more are read than the part may hold, with those of its first instant that were shown before.
        var (shown, start) = (ask.After?.Shown ?? 0, ask.After is { } after ? after with { Shown = 0 } : (EvidenceCursor?)null);
        var tickets = await Opened(contract, period).Part(t => t.OpenedAt, t => t.Id, ask with { After = start, Take = ask.Take + shown }, stop);
        var complaints = (await Records(contract, period, now, stop)).Where(r => start is not { } f || r.CountedAt >= f.At);
        var rows = tickets.Select(t => new EvidenceRow(t.Id, t.Number, t.Summary, t.Priority, t.OpenedAt, t.OpenedAt, null, null, null, null, null, EvidenceVerdict.Opened, 0, 1)).Concat(complaints).OrderBy(r => r.CountedAt).Skip(shown);
        return [.. ask.Take is { } take ? rows.Take(take) : rows];
    }

    IQueryable<Ticket> Opened(Contract contract, Interval period)
    {
        var id = contract.Id;
        return desk.Tickets.Where(t => t.Contract == id && t.OpenedAt >= period.From && t.OpenedAt < period.To);
    }
}
