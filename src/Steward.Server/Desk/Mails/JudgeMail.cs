// What an agent does with a mail in quarantine: makes it the ticket of a contact, or discards it, both with a reason; and takes a discarding back.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Files;
using Steward.Platform.Web;

namespace Steward.Desk.Mails;

/// <summary>Without <paramref name="Service"/> the one that a mail of this contact would get by itself.</summary>
public sealed record ReleaseMail(ReceivedMailId Mail, ContactId Contact, [property: Required, StringLength(1000)] string Reason, ServiceId? Service = null);

public sealed record DiscardMail(ReceivedMailId Mail, [property: Required, StringLength(1000)] string Reason);

/// <summary>A discarded mail waits again.</summary>
public sealed record RestoreMail(ReceivedMailId Mail);

/// <summary>Somebody has decided already.</summary>
sealed record MailDecided(MailFate Fate) : Refusal("DESK-180", Platform.Text.Texts.Name(Fate));

sealed class ReleaseMailHandler(StewardDb db, Me me, PeopleBook people, MailTickets tickets, MailShelf shelf, TicketWork work) : IVerb<ReleaseMail, OpenedTicket>
{
    public async Task<Result<OpenedTicket>> Handle(ReleaseMail ask, CancellationToken stop)
    {
        if (await db.Set<ReceivedMail>().SingleOrDefaultAsync(m => m.Id == ask.Mail, stop) is not { } row) return new NotFound();
        if (row.Fate != MailFate.Waiting) return new MailDecided(row.Fate);
        if (await people.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == ask.Contact && c.Active, stop) is not { } contact) return new BadInput([new("contact", "STW-404")]);
        if ((ask.Service ?? await tickets.ServiceFor(contact.Customer, null, stop)) is not { } service) return new NotCovered();
        var raw = await shelf.Raw(row, stop);
        // The clocks run from when the mail was here, not from when somebody looked.
        if (!(await tickets.Open(MailShelf.Read(row, raw), raw, row, contact, service, "", row.ReceivedAt, stop)).TryGet(out var opening, out var refusal)) return refusal;
        (row.Fate, row.DecidedBy, row.DecidedAt, row.Remark) = (MailFate.Released, me.Signed, work.Now, ask.Reason.Trim());
        return (await db.TryCommit(stop, opening.News)).TryGet(out _, out refusal) ? opening.Done : refusal;
    }
}

sealed class DiscardMailHandler(StewardDb db, Me me, TimeProvider time) : IVerb<DiscardMail, Done>
{
    public async Task<Result<Done>> Handle(DiscardMail ask, CancellationToken stop)
    {
        if (await db.Set<ReceivedMail>().SingleOrDefaultAsync(m => m.Id == ask.Mail, stop) is not { } row) return new NotFound();
        if (row.Fate != MailFate.Waiting) return new MailDecided(row.Fate);
        (row.Fate, row.DecidedBy, row.DecidedAt, row.Remark) = (MailFate.Discarded, me.Signed, time.Now(), ask.Reason.Trim());
        return await db.TryCommit(stop);
    }
}

sealed class RestoreMailHandler(StewardDb db) : IVerb<RestoreMail, Done>
{
    public async Task<Result<Done>> Handle(RestoreMail ask, CancellationToken stop)
    {
        if (await db.Set<ReceivedMail>().SingleOrDefaultAsync(m => m.Id == ask.Mail, stop) is not { } row) return new NotFound();
        if (row.Fate != MailFate.Discarded) return new MailDecided(row.Fate);
        (row.Fate, row.DecidedBy, row.DecidedAt, row.Remark) = (MailFate.Waiting, "", null, "");
        return await db.TryCommit(stop);
    }
}

/// <summary>Mails as they came, from where they were put.</summary>
sealed class MailShelf(StewardDb db, FileStore files)
{
    public async Task<ReadOnlyMemory<byte>> Raw(ReceivedMail row, CancellationToken stop)
    {
        if (row.File is not { } id || await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, stop) is not { } file) return default;
        await using var stream = files.Open(file);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, stop);
        return all.ToArray();
    }

    /// <summary>What could not be kept, or not be read, still has its sender and subject.</summary>
    public static IncomingMail Read(ReceivedMail row, ReadOnlyMemory<byte> raw) => raw.Length > 0
        ? IncomingMail.Read(raw)
        : new(row.Key, row.MessageId, [], row.Sender, row.SenderName, row.Subject, Reading.MailReader.Topic(row.Subject), row.SentAt, "", "", [], row.MailKind);
}
