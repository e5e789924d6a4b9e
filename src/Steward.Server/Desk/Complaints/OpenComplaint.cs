// Takes a complaint: by the user in the portal, or by the desk for somebody who called, wrote or wishes not to be named.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Complaints;

/// <summary>Without <paramref name="Complainant"/> it is anonymous, unless a user of the customer complains. <paramref name="OccurredAt"/> is when it was said, now if left out.</summary>
public sealed record OpenComplaint(
    [property: Required, StringLength(200)] string Summary, [property: StringLength(8000)] string Description = "", CustomerId? Customer = null, ContactId? Complainant = null, ComplaintLevel Level = ComplaintLevel.Ordinary,
    Channel Channel = Channel.Phone, TicketId? Ticket = null, StaffId? About = null, DateTimeOffset? OccurredAt = null, bool Anonymous = false);

sealed class OpenComplaintHandler(StewardDb db, ComplaintWork work, TicketWork tickets, Me me, IdSource ids) : IVerb<OpenComplaint, ComplaintId>
{
    public async Task<Result<ComplaintId>> Handle(OpenComplaint ask, CancellationToken stop)
    {
        Ticket? ticket = null;
        if (ask.Ticket is { } about && !(await tickets.Load(about, Right.Read, stop)).TryGet(out ticket, out _)) return new BadInput([new("ticket", "STW-404")]);
        var complainant = me.Contact ?? (ask.Anonymous ? null : ask.Complainant ?? ticket?.Requester);
        var person = complainant is { } id ? await db.Set<Contact>().SingleOrDefaultAsync(c => c.Id == id, stop) : null;
        if (complainant is not null && person is null) return new BadInput([new("complainant", "STW-404")]);
        if ((person?.Customer ?? ticket?.Customer ?? ask.Customer) is not { } customer) return new BadInput([new("customer", "field.required")]);
        if (!await db.Set<Customer>().AnyAsync(c => c.Id == customer, stop)) return new BadInput([new("customer", "STW-404")]);
        if (!me.Can(Thing.Complaint, Right.Create, new Place(customer), "own")) return new NotAllowed();
        if (ticket is not null && ticket.Customer != customer) return new BadInput([new("ticket", "STW-404")]);
        // Users of the customer name a ticket, not a colleague's account; who worked on it, the investigation finds.
        var staff = me.Contact is null ? ask.About : null;
        if (staff is { } named && !await db.Set<Staff>().AnyAsync(s => s.Id == named, stop)) return new BadInput([new("about", "STW-404")]);
        var said = me.Contact is null ? ask.OccurredAt ?? work.Now : work.Now;
        if (said > work.Now) return new ContactInFuture();
        var calendar = await work.Calendar(customer, stop);
        var complaint = new Complaint
        {
            Id = ids.New<ComplaintId>(work.Now), Customer = customer, Summary = ask.Summary.Trim(), Description = ask.Description.Trim(), Level = ask.Level, Channel = me.Contact is null ? ask.Channel : Channel.Portal,
            Complainant = complainant, Ticket = ask.Ticket, About = staff, RecordedBy = me.Id.Value, OpenedAt = said, RecordedAt = work.Now,
            AcknowledgeDue = calendar.Due(said, 1800), ReplyDue = calendar.WorkingDaysAfter(said, 1), SettleDue = calendar.WorkingDaysAfter(said, 3),
        };
        complaint.NextDuty = complaint.Due;
        await work.Begin(complaint, nameof(OpenComplaint), stop);
        // The ticket's story says nothing of it: whoever did the work reads that, and may be whom it is about.
        return (await db.TryCommit(stop, new ComplaintOpened(complaint.Id, customer, work.Now))).TryGet(out _, out var lost) ? complaint.Id : lost;
    }
}
