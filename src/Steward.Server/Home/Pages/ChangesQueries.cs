// The home of the change manager: what waits for a word, what runs, what has ended without its review, what this week brings, and what is owed.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Home.Pages;

/// <summary>A change in a few words. <paramref name="Due"/>: by when the next thing is to happen to it; <paramref name="Notes"/>: what is in its way, or whose word is still to come.</summary>
public sealed record ChangeLine(
    ChangeId Id, string Number, string Summary, string CustomerName, ChangeKind Kind, ChangeState State, bool Unauthorised, DateTimeOffset? From, DateTimeOffset? To, string? Implementer, DateTimeOffset? Due, bool Late, IReadOnlyList<string> Notes);

/// <summary>The first few of a list that is longer, and how many there are.</summary>
public sealed record ShortList<TLine>(IReadOnlyList<TLine> Lines, int InAll);

public sealed record ChangesHome(ShortList<ApprovalLine> Decisions, ShortList<ChangeLine> Asked, ShortList<ChangeLine> Running, ShortList<ChangeLine> Ended, ShortList<ChangeLine> Week, ShortList<ChangeLine> Owing, bool MayOpen);

sealed class ChangesQueries(CaseBook cases, ApprovalDesk approvals, PeopleBook people, Viewer viewer, Me me, TimeProvider time)
{
    const int Most = 8;

    public async Task<ChangesHome> Of(CancellationToken stop)
    {
        var now = time.Now();
        var names = await people.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        // Customer first and state second is how the index of changes is built.
        var mine = names.Keys.ToList();
        var all = cases.Changes.Where(c => mine.Contains(c.Customer));
        var (monday, sunday) = Week(now);

        var asked = all.Where(c => c.State == ChangeState.PendingApproval);
        var running = all.Where(c => c.State == ChangeState.Implementing);
        var ended = all.Where(c => ChangeLists.Ended.Contains(c.State));
        var week = all.Where(c => ChangeLists.Firm.Contains(c.State) && c.WindowFrom < sunday && c.WindowTo > monday);
        var owing = all.Owing();
        return new(
            new(await approvals.Lines(await approvals.Waiting.AsNoTracking().OrderBy(a => a.AskedAt).Take(Most).ToListAsync(stop), stop), await approvals.Waiting.CountAsync(stop)),
            await Short(asked, asked.OrderBy(c => c.WindowFrom), c => c.WindowFrom, Awaited),
            await Short(running, running.OrderBy(c => c.WindowTo), c => c.WindowTo),
            await Short(ended, ended.OrderBy(c => c.ReviewedAt != null).ThenBy(c => c.ReviewDue), c => c.ReviewedAt is null ? c.ReviewDue : null),
            await Short(week, week.OrderBy(c => c.WindowFrom), c => c.WindowTo, InTheWay),
            await Short(owing, owing.OrderBy(c => c.PapersDue ?? c.ReviewDue), c => c is { PapersDue: { } papers, PapersAt: null } ? papers : c.ReviewDue),
            me.Can(Thing.Change, Right.Create));

        async Task<ShortList<ChangeLine>> Short(IQueryable<Change> rows, IOrderedQueryable<Change> first, Func<Change, DateTimeOffset?> due, Func<List<Change>, Task<ILookup<ChangeId, string>>>? notes = null)
        {
            var few = await first.ThenBy(c => c.Id).Take(Most).ToListAsync(stop);
            var (hands, beside) = (few.Select(c => c.Implementer).OfType<StaffId>().Distinct().ToList(), notes is null || few.Count == 0 ? null : await notes(few));
            var staff = hands.Count == 0 ? [] : await people.Staff.AsNoTracking().Where(s => hands.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
            return new([.. few.Select(c => new ChangeLine(c.Id, c.Number, c.Summary, names.GetValueOrDefault(c.Customer, ""), c.Kind, c.State, c.Unauthorised, c.WindowFrom, c.WindowTo, c.Implementer is { } s ? staff.GetValueOrDefault(s) : null, due(c), due(c) <= now, [.. beside?[c.Id] ?? []]))],
                few.Count < Most ? few.Count : await rows.Take(WorkHome.MostCounted + 1).CountAsync(stop));
        }

        async Task<ILookup<ChangeId, string>> Awaited(List<Change> few)
        {
            var seats = await cases.SeatsAwaited([.. few.Select(c => c.Id)], stop);
            return few.SelectMany(c => seats[c.Id], (c, seat) => (c.Id, Said: Texts.T(seat))).ToLookup(s => s.Id, s => s.Said);
        }

        async Task<ILookup<ChangeId, string>> InTheWay(List<Change> few)
        {
            var found = new List<(ChangeId Id, string Sentence)>();
            foreach (var change in few) found.AddRange((await cases.InTheWayOf(change, stop)).Select(s => (change.Id, s)));
            return found.ToLookup(f => f.Id, f => f.Sentence);
        }
    }

    /// <summary>The reader's week, from Monday on.</summary>
    (DateTimeOffset From, DateTimeOffset Until) Week(DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, viewer.Zone).Date;
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        DateTimeOffset At(DateTime local) => new DateTimeOffset(local, viewer.Zone.GetUtcOffset(local)).ToUniversalTime();
        return (At(monday), At(monday.AddDays(7)));
    }
}
