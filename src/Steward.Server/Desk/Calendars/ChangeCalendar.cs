// Gives a contract the next version of its service calendar: an official notice that has come, a closure of the customer, a guarded period. First shown, then done.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Calendars;

/// <summary>
/// Either a <paramref name="Notice"/> (the list of one year as data), or days from first to last with these <paramref name="Hours"/> (<c>09:00-12:00 13:00-18:00</c>; none: closed).
/// Without <paramref name="Confirmed"/> nothing is changed and the answer says what would be; <paramref name="Version"/> is the version that was shown then.
/// </summary>
public sealed record ChangeCalendar(
    ContractId Contract, [property: StringLength(20_000)] string Notice = "", DateOnly? From = null, DateOnly? Until = null, [property: StringLength(200)] string Hours = "",
    [property: StringLength(200)] string Reason = "", bool Confirmed = false, int? Version = null);

/// <summary>What another calendar changes: days from today on, and open clocks, which keep what they consumed. Closed verdicts stay.</summary>
public sealed record CalendarOutcome(bool Applied, CalendarRef Calendar, IReadOnlyList<DayChange> Days, IReadOnlyList<MovedTicket> Moved);

public sealed record MovedTicket(TicketId Ticket, string Number, string Summary, ClockKind Clock, DateTimeOffset? DueBefore, DateTimeOffset? DueAfter, bool Provisional);

sealed record NotLookedAt() : Refusal("SLA-214");
sealed record LookAgain() : Refusal("SLA-216");
sealed record NothingChanges() : Refusal("SLA-217");

sealed class ChangeCalendarHandler(StewardDb db, Me me, SlaClocks clocks, ServiceDesk desk, TicketWork work) : IVerb<ChangeCalendar, CalendarOutcome>
{
    public async Task<Result<CalendarOutcome>> Handle(ChangeCalendar ask, CancellationToken stop)
    {
        if (await db.Set<Contract>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        var (own, now) = ($"contract-{contract.Id.Value:N}", work.Now);
        var agreement = await clocks.Agreement(new(contract.Agreement, contract.AgreementNumber), stop);
        var before = await clocks.Calendar(agreement.Calendars.Business, stop);
        var key = new CalendarRef(own, await clocks.NextCalendar(own, stop));
        if (!Decide(ask, before.Definition, key).TryGet(out var definition, out var refusal) || !ServiceCalendar.From(definition).TryGet(out var after, out refusal)) return refusal;
        var days = CalendarEdit.Diff(before, after, before.LocalDay(now));
        var moved = await Moved(contract.Id, after, now, stop);
        if (!ask.Confirmed) return new CalendarOutcome(false, key, days, moved);
        if (ask.Version is null) return new NotLookedAt();
        if (ask.Version != key.Version) return new LookAgain();
        if (days.Count == 0) return new NothingChanges();

        // The version goes to disk by itself, so that every clock that names it can be computed; nobody uses it yet.
        if (clocks.Keep(definition).Refusal is { } unsound) return unsound;
        if ((await db.TryCommit(stop)).Refusal is { } meanwhile) return meanwhile;
        var next = agreement with { Ref = new(own, await clocks.NextAgreement(own, stop)), Calendars = agreement.Calendars with { Business = key } };
        if (clocks.Keep(next).Refusal is { } fault) return fault;
        contract = await db.Set<Contract>().SingleAsync(c => c.Id == ask.Contract, stop);
        (contract.Agreement, contract.AgreementNumber) = (next.Ref.Id, next.Ref.Number);
        await clocks.ChangeCalendar(contract.Id.Value, CalendarUse.Business, key, now, stop);
        var told = moved.Select(m => m.Ticket).Distinct().ToList();
        foreach (var ticket in await db.Set<Ticket>().Where(t => told.Contains(t.Id)).ToListAsync(stop))
        {
            ticket.Version++;
            work.Write(ticket, EntryKind.Duty, $"{definition.Name} ({key}) {ask.Reason}".TrimEnd(), visible: false, nameof(ChangeCalendar));
        }
        var done = await work.Commit(stop, [.. told.Select(t => new TicketNoted(t, contract.Customer, false, now))]);
        return done.Refusal is { } lost ? lost : new CalendarOutcome(true, key, days, moved);
    }

    static Result<CalendarDefinition> Decide(ChangeCalendar ask, CalendarDefinition of, CalendarRef key)
    {
        if (ask.Notice.Trim().Length > 0) return CalendarEdit.WithNotice(of, key, ask.Notice);
        if (ask.From is not { } from) return new BadInput([new("from", "field.required")]);
        if (ask.Reason.Trim().Length == 0) return new BadInput([new("reason", "field.required")]);
        if (Hours(ask.Hours) is not { } hours) return new BadInput([new("hours", "SLA-215")]);
        return CalendarEdit.WithDays(of, key, from, ask.Until ?? from, hours, ask.Reason.Trim());
    }

    static IReadOnlyList<DaySpan>? Hours(string text)
    {
        try { return [.. text.Split([' ', ',', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(DaySpan.Of)]; }
        catch (Exception e) when (e is FormatException or OverflowException) { return null; }
    }

    async Task<List<MovedTicket>> Moved(ContractId contract, ServiceCalendar after, DateTimeOffset now, CancellationToken stop)
    {
        var clocksMoved = await clocks.Preview(contract.Value, CalendarUse.Business, after, now, stop);
        var ids = clocksMoved.Select(m => TicketId.From(m.Subject)).Distinct().ToList();
        var tickets = await desk.Tickets.Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.Number, t.Summary }).ToDictionaryAsync(t => t.Id, stop);
        return [.. clocksMoved.Where(m => tickets.ContainsKey(TicketId.From(m.Subject))).Select(m => tickets[TicketId.From(m.Subject)] is var t ? new MovedTicket(t.Id, t.Number, t.Summary, m.Kind, m.DueBefore, m.DueAfter, m.Provisional) : null!)];
    }
}
