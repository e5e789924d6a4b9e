// Takes a mail in: an answer on a ticket, a new ticket, a note on a mail of ours that came back, or a place in quarantine with the reason.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Files;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Desk.Mails;

/// <summary>For programs that hand mails over instead of a mailbox: <paramref name="Raw"/> is the mail as it came, in base64.</summary>
public sealed record TakeMail([property: Required, StringLength(40_000_000)] string Raw);

sealed class TakeMailHandler(MailIntake intake) : IVerb<TakeMail, MailTaken>
{
    public async Task<Result<MailTaken>> Handle(TakeMail ask, CancellationToken stop)
    {
        var raw = new byte[ask.Raw.Length];
        return Convert.TryFromBase64String(ask.Raw, raw, out var length) ? await intake.Take(raw.AsMemory(0, length), MailWay.Direct, stop) : new BadInput([new("raw", "Mails.NotBase64")]);
    }
}

/// <summary>What a mail does. Read, then decided, then one commit with its row in the ledger.</summary>
sealed class Arrival(StewardDb db, PeopleBook people, Mailroom mails, TicketWork work, MailTickets tickets, FileStore files, ApprovalReplies replies, StewardSettings settings, IdSource ids)
{
    public async Task<Result<MailTaken>> Take(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, CancellationToken stop)
    {
        if (await db.Set<ReceivedMail>().AsNoTracking().SingleOrDefaultAsync(m => m.Key == mail.Key, stop) is { } before) return await Known(before, stop);
        if (way.TooLarge) return await Wait(mail, raw, way, "Mails.Why.TooLarge", stop);
        // Only a person answers a question, and only the mail that asks it: what stands further back in a conversation is no question any more.
        Result<ReplyOutcome> word = mail.Kind is MailKind.New or MailKind.Reply && mail.References is [var nearest, ..] && await replies.Asked(nearest, stop) is { } asked ? await Word(mail, raw, way, asked, stop) : ReplyOutcome.Gone;
        if (!word.TryGet(out var outcome, out var meanwhile)) return meanwhile;
        if (outcome == ReplyOutcome.Recorded) return new MailTaken((await db.Set<ReceivedMail>().AsNoTracking().SingleAsync(m => m.Key == mail.Key, stop)).Id, MailFate.Answered, "", null, "", false);
        if (outcome == ReplyOutcome.Elsewhere) return await Wait(mail, raw, way, "Mails.Why.NotAsked", stop);
        var seen = await See(mail, way, stop);
        return Decide(mail, seen, settings.Mail.MostPerSenderAnHour) switch
        {
            Plan.Wait or Plan.Open when outcome == ReplyOutcome.Unclear => await Keep(Row(mail, raw, way, MailFate.Answered, "Mails.Why.NoWord"), raw, stop),
            Plan.Tell when seen.CameBack is { } ours => await Tell(mail, raw, way, ours, stop),
            Plan.Reply => await Reply(mail, raw, way, seen, stop),
            Plan.Open => await Open(mail, raw, way, seen, stop),
            Plan.Wait(var why) => await Wait(mail, raw, way, why, stop),
            var plan => throw new InvalidOperationException($"No way to do {plan}"),
        };
    }

    /// <summary>Into quarantine, whatever it is.</summary>
    public async Task<Result<MailTaken>> PutAside(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, string why, CancellationToken stop) =>
        await db.Set<ReceivedMail>().AsNoTracking().SingleOrDefaultAsync(m => m.Key == mail.Key, stop) is { } before ? await Known(before, stop) : await Wait(mail, raw, way, why, stop);

    /// <summary>What is known here about a mail.</summary>
    internal sealed record Seen
    {
        /// <summary>It carries the Message-ID of a mail that we sent.</summary>
        public bool IsOurs { get; init; }
        public Mail? CameBack { get; init; }
        public IReadOnlyList<Contact> Senders { get; init; } = [];
        public Ticket? Ticket { get; init; }
        /// <summary>The sender among <see cref="Senders"/> who may write on the ticket.</summary>
        public Contact? MayWrite { get; init; }
        public ServiceId? Service { get; init; }
        public int ThisHour { get; init; }
    }

    internal abstract record Plan
    {
        public sealed record Tell : Plan;
        public sealed record Reply : Plan;
        public sealed record Open : Plan;
        /// <param name="Why">The key of the sentence.</param>
        public sealed record Wait(string Why) : Plan;
    }

    /// <summary>All the rules. What no person wrote never opens a ticket; what cannot be placed waits for somebody who can.</summary>
    internal static Plan Decide(IncomingMail mail, Seen seen, int mostAnHour)
    {
        if (seen.IsOurs) return new Plan.Wait("Mails.Why.Ours");
        if (mail.Kind == MailKind.Bounce) return seen.CameBack is null ? new Plan.Wait("Mails.Why.Bounce") : new Plan.Tell();
        if (mail.Kind == MailKind.Auto) return new Plan.Wait(mail.Sign);
        if (mail.Kind == MailKind.Unreadable) return new Plan.Wait(mail.Sign);
        if (seen.Senders.Count == 0) return new Plan.Wait("Mails.Why.Unknown");
        if (seen.ThisHour >= mostAnHour) return new Plan.Wait("Mails.Why.TooMany");
        if (seen.Ticket is { } ticket && seen.MayWrite is null) return new Plan.Wait("Mails.Why.NotTheirs");
        // A ticket that is over stays over: the mail begins a new one that names it.
        if (seen.Ticket is { State: not (TicketState.Closed or TicketState.Cancelled or TicketState.Rejected) }) return new Plan.Reply();
        if (seen.Ticket is null && seen.Senders.Count > 1) return new Plan.Wait("Mails.Why.Several");
        return seen.Service is null ? new Plan.Wait("Mails.Why.NotCovered") : new Plan.Open();
    }

    async Task<Seen> See(IncomingMail mail, MailWay way, CancellationToken stop)
    {
        var answered = mail.Bounce is null ? mail.References : mail.Bounce.About;
        var ours = await mails.Ours(answered.Prepend(mail.MessageId), stop);
        if (mail.Kind is MailKind.Unreadable or MailKind.Auto or MailKind.Bounce)
            return new() { IsOurs = mail.Kind != MailKind.Bounce && ours.Exists(m => m.Id.Value == Mailroom.IdIn(mail.MessageId)), CameBack = ours.Find(m => m.Id.Value != Mailroom.IdIn(mail.MessageId)) };
        var (from, since) = (mail.From.ToLowerInvariant(), work.Now.AddHours(-1));
        var senders = await people.Contacts.AsNoTracking().Where(c => c.Active && c.Email.ToLower() == from && (way.Customer == null || c.Customer == way.Customer))
            .Where(c => people.Customers.Any(x => x.Id == c.Customer && x.Active)).Take(10).ToListAsync(stop);
        var ticket = senders.Count == 0 ? null : await TicketOf(mail, ours, stop);
        Contact? mayWrite = null;
        foreach (var sender in ticket is null ? [] : senders)
            if (await MayWrite(sender, ticket!, stop)) mayWrite ??= sender;
        return new()
        {
            IsOurs = ours.Exists(m => m.Id.Value == Mailroom.IdIn(mail.MessageId)), Senders = senders, Ticket = ticket, MayWrite = mayWrite,
            Service = (mayWrite ?? senders.FirstOrDefault()) is { } contact ? await tickets.ServiceFor(contact.Customer, way.Service, stop) : null,
            ThisHour = senders.Count == 0 ? 0 : await db.Set<ReceivedMail>().CountAsync(m => m.Sender == from && m.ReceivedAt > since, stop),
        };
    }

    /// <summary>By what it answers: a mail of ours, the root of a conversation, a mail that we took; or else by the number in its subject.</summary>
    async Task<Ticket?> TicketOf(IncomingMail mail, List<Mail> ours, CancellationToken stop)
    {
        var named = ours.Select(m => m.About).Concat(mail.References.Select(Mailroom.IdIn).OfType<Guid>()).Distinct().Select(TicketId.From).ToList();
        if (named.Count > 0 && await db.Set<Ticket>().FirstOrDefaultAsync(t => named.Contains(t.Id), stop) is { } ticket) return ticket;
        var references = mail.References.Take(50).ToList();
        var taken = references.Count == 0 ? null : await db.Set<ReceivedMail>().AsNoTracking().Where(m => m.Ticket != null && references.Contains(m.MessageId)).OrderByDescending(m => m.Id).Select(m => m.Ticket).FirstOrDefaultAsync(stop);
        if (taken is { } id) return await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Id == id, stop);
        return TicketNumber.In(mail.Subject) is { } number ? await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Number == number, stop) : null;
    }

    /// <summary>The requester, and whoever may read the ticket by an account of theirs.</summary>
    async Task<bool> MayWrite(Contact contact, Ticket ticket, CancellationToken stop)
    {
        if (contact.Customer != ticket.Customer) return false;
        if (ticket.Requester == contact.Id) return true;
        var account = await db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Contact == contact.Id && !a.Disabled, stop);
        if (account is null) return false;
        var them = new Me();
        them.Become(account, await db.Set<Grant>().AsNoTracking().Where(g => g.Account == account.Id && g.From <= work.Now && (g.Until == null || g.Until > work.Now)).ToListAsync(stop));
        return Visible.To(them, ticket);
    }

    async Task<Result<MailTaken>> Open(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, Seen seen, CancellationToken stop)
    {
        var contact = seen.MayWrite ?? seen.Senders[0];
        var row = Row(mail, raw, way, MailFate.Opened);
        db.Add(row);
        // What a mail does, it does in the name of its sender.
        db.Work.Actor = new(Guid.Empty, contact.Name);
        if (!(await tickets.Open(mail, raw, row, contact, seen.Service!.Value, seen.Ticket is { } over ? Texts.In(await tickets.LanguageOf(contact.Customer, stop), "Mails.GoesOn", over.Number) : "", null, stop)).TryGet(out var opening, out _))
        {
            db.ChangeTracker.Clear();
            return await Wait(mail, raw, way, "Mails.Why.NotCovered", stop);
        }
        return await Commit(row, () => opening.Ticket.Number, stop, opening.News);
    }

    async Task<Result<MailTaken>> Reply(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, Seen seen, CancellationToken stop)
    {
        var (ticket, contact, row) = (seen.Ticket!, seen.MayWrite!, Row(mail, raw, way, MailFate.Replied));
        row.Ticket = ticket.Id;
        db.Add(row);
        db.Work.Actor = new(Guid.Empty, contact.Name);
        work.Write(ticket, EntryKind.Reply, MailTickets.Cut(mail.Said.Length > 0 ? mail.Said : mail.Subject, 8000), visible: true, "ReplyByMail", whole: mail.Said == mail.Text ? "" : MailTickets.Cut(mail.Text, 8000));
        ticket.Version++;
        await tickets.Attach(mail, raw, row, ticket, stop);
        return await Commit(row, () => ticket.Number, stop, new TicketNoted(ticket.Id, ticket.Customer, true, work.Now));
    }

    /// <summary>A mail of ours came back: told where it was sent from, and in the story of its ticket.</summary>
    async Task<Result<MailTaken>> Tell(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, Mail ours, CancellationToken stop)
    {
        var row = Row(mail, raw, way, MailFate.Told);
        Mailroom.Bounced(ours, MailTickets.Cut($"{mail.Bounce!.Recipient} {mail.Bounce.Reason}".Trim() is { Length: > 0 } said ? said : mail.Subject, 500));
        var about = TicketId.From(ours.About);
        INews[] news = [];
        if (await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Id == about, stop) is { } ticket)
        {
            row.Ticket = ticket.Id;
            work.Write(ticket, EntryKind.Mail, $"{ours.Address}: {ours.Title}\n{ours.Fault}", visible: false, "MailCameBack");
            ticket.Version++;
            news = [new TicketNoted(ticket.Id, ticket.Customer, false, work.Now)];
        }
        db.Add(row);
        await KeepRaw(row, raw, stop);
        return await Commit(row, () => "", stop, news);
    }

    Task<Result<MailTaken>> Wait(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, string why, CancellationToken stop) => Keep(Row(mail, raw, way, MailFate.Waiting, why), raw, stop);

    async Task<Result<MailTaken>> Keep(ReceivedMail row, ReadOnlyMemory<byte> raw, CancellationToken stop)
    {
        db.Add(row);
        await KeepRaw(row, raw, stop);
        return await Commit(row, () => "", stop);
    }

    /// <summary>A word that counts is one commit with the mail's row in the ledger, and the mail as it came stays beside it.</summary>
    async Task<Result<ReplyOutcome>> Word(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, MailedQuestion asked, CancellationToken stop) =>
        await replies.Take(asked, new(mail.Key, mail.MessageId, mail.From, mail.Above), async decision =>
        {
            var row = Row(mail, raw, way, MailFate.Answered);
            decision.GetRequiredService<StewardDb>().Add(row);
            await KeepRaw(row, raw, decision.GetRequiredService<FileStore>(), asked.Customer, stop);
        }, stop);

    /// <summary>Nobody's file: a mail in quarantine belongs to no customer yet.</summary>
    Task KeepRaw(ReceivedMail row, ReadOnlyMemory<byte> raw, CancellationToken stop) => KeepRaw(row, raw, files, default, stop);

    async Task KeepRaw(ReceivedMail row, ReadOnlyMemory<byte> raw, FileStore into, CustomerId customer, CancellationToken stop)
    {
        using var stream = new MemoryStream(raw.ToArray(), writable: false);
        if ((await into.Put(customer, row.Id.Value, MailTickets.RawName, stream, work.Now, stop)).TryGet(out var file, out _)) row.File = file.Id;
    }

    ReceivedMail Row(IncomingMail mail, ReadOnlyMemory<byte> raw, MailWay way, MailFate fate, string why = "") => new()
    {
        Id = ids.New<ReceivedMailId>(work.Now), Key = mail.Key, MessageId = MailTickets.Cut(mail.MessageId, 500), Mailbox = way.Mailbox, ReceivedAt = work.Now, SentAt = mail.SentAt, Sender = MailTickets.Cut(mail.From.ToLowerInvariant(), 320),
        SenderName = MailTickets.Cut(mail.FromName, 200), Subject = MailTickets.Cut(mail.Subject, 500), MailKind = mail.Kind, Fate = fate, Reason = why, Bytes = raw.Length,
    };

    async Task<Result<MailTaken>> Commit(ReceivedMail row, Func<string> number, CancellationToken stop, params INews[] news) =>
        (await db.TryCommit(stop, news)).TryGet(out _, out var refusal) ? new MailTaken(row.Id, row.Fate, Why(row), row.Ticket, number(), false) : refusal;

    async Task<Result<MailTaken>> Known(ReceivedMail row, CancellationToken stop) => new MailTaken(row.Id, row.Fate, Why(row), row.Ticket,
        row.Ticket is { } ticket ? await db.Set<Ticket>().Where(t => t.Id == ticket).Select(t => t.Number).SingleOrDefaultAsync(stop) ?? "" : "", true);

    static string Why(ReceivedMail row) => row.Reason.Length > 0 ? Texts.T(row.Reason) : "";
}
