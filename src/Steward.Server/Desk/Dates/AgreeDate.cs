// Agrees with the customer on another date for a ticket (约定时间): a moment that no pause moves, as far as the agreement allows it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Dates;

/// <summary><paramref name="AgreedBy"/> is who of the customer agreed. The old target, and a breach of it, stay readable.</summary>
public sealed record AgreeDate(TicketId Ticket, DateTimeOffset Due, [property: Required, StringLength(60)] string AgreedBy, [property: Required, StringLength(1000)] string Reason);

sealed record NoDateToAgree() : Refusal("DESK-411");
sealed record DateNotAllowed() : Refusal("DESK-412");
sealed record DateInPast() : Refusal("DESK-413") { public override string? Field => "due"; public override int Status => 400; }
sealed record DateTooFar(string Latest) : Refusal("DESK-414", Latest) { public override string? Field => "due"; public override int Status => 400; }
sealed record AgreedTooOften(int Times) : Refusal("DESK-415", Times);

static class DateRules
{
    /// <summary>Whether the agreement lets this person agree on a date at all: <paramref name="holds"/> says which rights they hold on the ticket.</summary>
    public static bool May(AgreedDatePolicy policy, Func<Right, bool> holds) => policy.Rule switch
    {
        AgreedDateRule.ByAgent => holds(Right.Work),
        AgreedDateRule.ByManager => holds(Right.Approve),
        _ => false,
    };

    /// <summary>The last moment counts from what the contract alone promises, so that a chain of dates leads no further than one of them.</summary>
    public static Refusal? Decide(DateTimeOffset due, AgreedDatePolicy policy, ClockReading clock, int before, ServiceCalendar business, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (clock.Phase is not (ClockPhase.Running or ClockPhase.Paused) || (clock.Contracted?.Due ?? clock.Due) is not { } promised) return new NoDateToAgree();
        if (before >= policy.Times) return new AgreedTooOften(policy.Times);
        if (due <= now) return new DateInPast();
        var latest = policy.Latest(promised > now ? promised : now, business);
        return due > latest ? new DateTooFar(Format.Moment(latest, zone)) : null;
    }
}

sealed class AgreeDateHandler(StewardDb db, TicketWork work, SlaClocks clocks, Me me) : IVerb<AgreeDate, Done>
{
    public async Task<Result<Done>> Handle(AgreeDate ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!ticket.IsOpen || await clocks.Facts(ticket.Id.Value, stop) is not { } known) return new NoDateToAgree();
        if (!DateRules.May(known.Agreement.DatePolicy, right => work.May(ticket, right))) return new DateNotAllowed();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(await db.Set<Customer>().Where(c => c.Id == ticket.Customer).Select(c => c.Zone).SingleAsync(stop));
        var (due, before) = (ask.Due.ToUniversalTime(), known.Facts.OfType<ClockFact.DateAgreed>().Count());
        if (DateRules.Decide(due, known.Agreement.DatePolicy, clocks.Read(known, work.Now)[ClockKind.Resolution], before, await clocks.Calendar(known.Agreement.Calendars.Business, stop), zone, work.Now) is { } no) return no;
        var (by, reason) = (ask.AgreedBy.Trim(), ask.Reason.Trim());
        ticket.Version++;
        work.Write(ticket, EntryKind.Step, $"{Format.Moment(due, zone)} ({by}): {reason}", visible: true, nameof(AgreeDate));
        await work.Tell(ticket, stop, new ClockFact.DateAgreed(work.Now, work.Now, due, by, me.Signed, reason), new ClockFact.Informed(work.Now, work.Now, me.Signed));
        await work.Notify(ticket, "date-agreed", stop, Format.Moment(due, zone), by, reason);
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, true, work.Now));
    }
}
