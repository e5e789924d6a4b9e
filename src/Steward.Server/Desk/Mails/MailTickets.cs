// Turns a mail into a ticket or into files of one: shared by mails that come in and by those that are released from quarantine.
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Files;
using Steward.Platform.Text;

namespace Steward.Desk.Mails;

/// <summary>The number that every mail of ours carries in its subject.</summary>
static partial class TicketNumber
{
    public static string? In(string subject) => Pattern().Match(subject) is { Success: true } found ? found.Value.ToUpperInvariant() : null;

    [GeneratedRegex(@"(?<![A-Z0-9-])INC-[A-Z0-9]{2,8}-\d{8}-\d{4,9}(?!\d)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)] private static partial Regex Pattern();
}

sealed class MailTickets(StewardDb db, ContractBook contracts, PeopleBook people, OpenTicketHandler open, TicketWork work, FileStore files)
{
    public const string RawName = "mail.eml";

    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>
    /// A mail does not say which service it is about: that of its mailbox, or else the first that the customer agreed in a contract that is in force. Null: none is.
    /// </summary>
    public async Task<ServiceId?> ServiceFor(CustomerId customer, ServiceId? ofMailbox, CancellationToken stop)
    {
        var signed = await contracts.All.Where(c => c.Customer == customer && c.State == ContractState.Signed).ToListAsync(stop);
        var inForce = signed.Where(c => ContractBook.InForce(c, work.Now)).Select(c => c.Id).ToList();
        if (inForce.Count == 0) return null;
        var services = await contracts.Services.Where(s => s.Customer == customer && inForce.Contains(s.Contract)).OrderBy(s => s.Id).Select(s => s.Id).Take(200).ToListAsync(stop);
        return services.Count == 0 ? null : ofMailbox is { } wanted && services.Contains(wanted) ? wanted : services[0];
    }

    /// <summary>What is written for a customer is written in its language.</summary>
    public Task<Language> LanguageOf(CustomerId customer, CancellationToken stop) => people.Customers.Where(c => c.Id == customer).Select(c => c.Language).SingleAsync(stop);

    /// <summary>A ticket with its files in the unit of work; the caller commits, with the ledger's row.</summary>
    public async Task<Result<OpenTicketHandler.Opening>> Open(IncomingMail mail, ReadOnlyMemory<byte> raw, ReceivedMail row, Contact contact, ServiceId service, string before, DateTimeOffset? occurredAt, CancellationToken stop)
    {
        var topic = mail.Topic.Length > 0 ? mail.Topic : mail.Text.Split('\n').FirstOrDefault(l => l.Trim().Length > 0)?.Trim() is { Length: > 0 } line ? line : Texts.In(await LanguageOf(contact.Customer, stop), "Mails.NoSubject");
        var text = Cut(before.Length > 0 ? $"{before}\n\n{mail.Text}" : mail.Text, 8000);
        if (!(await open.Add(new(Cut(topic, 200), service, contact.Customer, contact.Id, text, Channel.Mail, OccurredAt: occurredAt), stop)).TryGet(out var opening, out var refusal)) return refusal;
        row.Ticket = opening.Ticket.Id;
        await Attach(mail, raw, row, opening.Ticket, stop);
        return opening;
    }

    /// <summary>The files of a mail and the mail itself, as it came; the latter for the desk alone. What is not kept is named.</summary>
    public async Task Attach(IncomingMail mail, ReadOnlyMemory<byte> raw, ReceivedMail row, Ticket ticket, CancellationToken stop)
    {
        var refused = new List<string>();
        foreach (var file in mail.Files.Where(f => f.Bytes.Length > 0))
            if ((await Keep(ticket, file.Name, file.Bytes, visible: true, stop)).TryGet(out _, out var refusal)) { }
            else refused.Add($"{file.Name}: {refusal.Sentence}");
        if ((await Keep(ticket, RawName, raw, visible: false, stop)).TryGet(out var original, out _)) row.File = original.Id;
        if (refused.Count > 0) work.Write(ticket, EntryKind.Note, $"{Texts.In(await LanguageOf(ticket.Customer, stop), "Mails.NotKept")}\n{string.Join('\n', refused)}", visible: false, nameof(AttachFile));
    }

    async Task<Result<StoredFile>> Keep(Ticket ticket, string name, ReadOnlyMemory<byte> bytes, bool visible, CancellationToken stop)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        if (!(await files.Put(ticket.Customer, ticket.Id.Value, name, stream, work.Now, stop)).TryGet(out var file, out var refusal)) return refusal;
        db.Add(new TicketEntry
        {
            Id = EntryId.From(file.Id.Value), Ticket = ticket.Id, Customer = ticket.Customer, OccurredAt = work.Now, RecordedAt = work.Now,
            Kind = EntryKind.File, By = db.Work.Actor.Name, Verb = nameof(AttachFile), Text = file.Name, Public = visible,
        });
        return file;
    }
}
