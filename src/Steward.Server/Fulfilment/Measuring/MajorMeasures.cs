// Major incidents 重大事件: whether everybody was told at the promised pace, and whether they were restored in time (domain §4.2, M-171).
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Fulfilment.Measuring;

/// <summary>Notices that came when they were promised ÷ notices promised, each counted when it came in time or else when it was due.</summary>
sealed class MajorNoticesMeasure(CaseBook cases) : CaseMeasure
{
    public override string Name => Contracts.Measures.MajorNotices;

    protected override async Task<IReadOnlyList<EvidenceRow>> Records(Contract contract, Interval within, DateTimeOffset now, CancellationToken stop)
    {
        var majors = await cases.MajorsOf(contract).Where(m => m.OpenedAt < within.To && (m.ClosedAt == null || m.ClosedAt >= within.From)).ToListAsync(stop);
        var stories = (await cases.Stories([.. majors.Select(m => m.Id.Value)], stop)).ToLookup(e => e.Case);
        return [.. majors.SelectMany(m => m.Promised(stories[m.Id.Value]).Select((n, i) => Row(m, n, i + 1, now)))];
    }

    static EvidenceRow Row(MajorIncident major, PromisedNotice notice, int number, DateTimeOffset now)
    {
        var (at, verdict) = Judge(notice.Due, notice.At, now);
        var (part, whole) = Adds(verdict);
        return new(major.Ticket, major.Number, Texts.T("Fulfilment.NoticeOf", number, major.Summary), default, at, major.OpenedAt, notice.Due, notice.At, null, null, null, verdict, part, whole, $"/major-incidents/{major.Id}");
    }
}

/// <summary>Restored before the resolution of the ticket was due ÷ major incidents restored or due; the clock is the ticket's, with its hours and pauses. Without such a clock there is nothing to judge.</summary>
sealed class MajorRestoreMeasure(CaseBook cases, SlaClocks clocks) : CaseMeasure
{
    public override string Name => Contracts.Measures.MajorRestore;

    protected override async Task<IReadOnlyList<EvidenceRow>> Records(Contract contract, Interval within, DateTimeOffset now, CancellationToken stop)
    {
        var majors = await cases.MajorsOf(contract).Where(m => m.OpenedAt < within.To && (m.RestoredAt == null || m.RestoredAt >= within.From)).ToListAsync(stop);
        var due = (await clocks.Clocks([.. majors.Select(m => m.Ticket.Value).Distinct()], stop)).Where(c => c.Kind == ClockKind.Resolution).ToDictionary(c => c.Subject);
        return [.. majors.Select(m => Row(m, due.GetValueOrDefault(m.Ticket.Value), now))];
    }

    static EvidenceRow Row(MajorIncident major, ClockRow? clock, DateTimeOffset now)
    {
        var (at, verdict) = clock is { Excluded: true } ? (major.RestoredAt ?? major.OpenedAt, EvidenceVerdict.Excluded)
            : clock?.Due is { } due ? Judge(due, major.RestoredAt, now) : (major.RestoredAt ?? major.OpenedAt, EvidenceVerdict.Uncounted);
        var (part, whole) = Adds(verdict);
        var said = major.RestoredAt is { } restored ? Texts.T("Fulfilment.RestoredAfter", Format.Duration(restored - major.OpenedAt), major.Summary) : major.Summary;
        return new(major.Ticket, major.Number, said, default, at, major.OpenedAt, clock?.Due, major.RestoredAt, null, null, null, verdict, part, whole, $"/major-incidents/{major.Id}");
    }
}
