// The home of the second and third line: what their groups have in hand by due date, what waits for a supplier, and the problems and known errors that are theirs.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk;
using Steward.People;
using Steward.Sla;

namespace Steward.Home.Pages;

/// <summary>A problem in a few words; <paramref name="Until"/> is the day on which what was decided is looked at again.</summary>
public sealed record ProblemLine(ProblemId Id, string Number, string Summary, string CustomerName, Priority Priority, ProblemState State, string? Assignee, DateTimeOffset OpenedAt, DateTimeOffset? Until, bool Late);

public sealed record SecondLineHome(IReadOnlyList<string> Groups, ShortList<TicketLine> ByDue, ShortList<TicketLine> AtSuppliers, ShortList<ProblemLine> Problems, ShortList<ProblemLine> ToReview, bool MayOpenProblem, bool IsStaff);

sealed class SecondLineQueries(ServiceDesk desk, CaseBook cases, SlaClocks clocks, PeopleBook people, TicketLines lines, Me me, TimeProvider time)
{
    const int Most = 8, MostTickets = 12;

    public async Task<SecondLineHome> Of(CancellationToken stop)
    {
        var now = time.Now();
        var groups = await people.GroupsOf(me.Staff, stop);
        var own = groups.OfType<TeamId>().ToList();
        var names = await people.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var theirs = names.Keys.ToList();
        var inHand = desk.Tickets.InWork().Where(t => groups.Contains(t.Team));
        var atSuppliers = desk.Tickets.Where(t => t.State == TicketState.PendingSupplier && groups.Contains(t.Team));
        var problems = cases.Problems.Where(p => theirs.Contains(p.Customer));
        var (mine, review) = (problems.InHandsOf(me.Staff, groups), problems.DueForReview(now));
        return new(
            await people.Teams.AsNoTracking().Where(t => own.Contains(t.Id)).OrderBy(t => t.Line).ThenBy(t => t.Name).Select(t => t.Name).ToListAsync(stop),
            new(await ByDue(inHand, stop), await Count(inHand, stop)),
            new(await lines.Of(await atSuppliers.OrderBy(t => t.OpenedAt).ThenBy(t => t.Id).Take(Most).ToListAsync(stop), stop), await Count(atSuppliers, stop)),
            new(await Lines(mine.OrderBy(p => p.Priority).ThenBy(p => p.OpenedAt)), await Count(mine, stop)),
            new(await Lines(review.OrderBy(p => p.DecidedUntil)), await Count(review, stop)),
            me.Can(Thing.Problem, Right.Create), me.Staff is not null);

        async Task<List<ProblemLine>> Lines(IOrderedQueryable<Problem> rows)
        {
            var few = await rows.ThenBy(p => p.Id).Take(Most).ToListAsync(stop);
            var hands = few.Select(p => p.Assignee).OfType<StaffId>().Distinct().ToList();
            var staff = hands.Count == 0 ? [] : await people.Staff.AsNoTracking().Where(s => hands.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
            return few.ConvertAll(p => new ProblemLine(p.Id, p.Number, p.Summary, names.GetValueOrDefault(p.Customer, ""), p.Priority, p.State, p.Assignee is { } s ? staff.GetValueOrDefault(s) : null, p.OpenedAt, p.DecidedUntil, p.DecidedUntil <= now));
        }
    }

    /// <summary>Along the index of due dates; what nothing is promised for stands behind.</summary>
    async Task<List<TicketLine>> ByDue(IQueryable<Ticket> inHand, CancellationToken stop)
    {
        // An id and the clock's subject are one value of two types; the detour by object is how EF Core is told so.
        var due = await (from c in clocks.Live where c.Kind == ClockKind.Resolution && c.Due != null join t in inHand on (TicketId)(object)c.Subject equals t.Id orderby c.Due select t).Take(MostTickets).ToListAsync(stop);
        var rest = due.Count == MostTickets ? [] : await inHand.OrderByDescending(t => t.OpenedAt).Take(MostTickets * 2).ToListAsync(stop);
        return await lines.Of([.. due.Concat(rest).DistinctBy(t => t.Id).Take(MostTickets)], stop);
    }

    static Task<int> Count<TRow>(IQueryable<TRow> rows, CancellationToken stop) => rows.Take(WorkHome.MostCounted + 1).CountAsync(stop);
}
