// What somebody writes in a chat: the first word opens a ticket, the next ones join it; a stranger is told how to say who they are.
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Mails;
using Steward.Desk.Tickets;
using Steward.Notify;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Desk.Chats;

sealed class ChatIntake(IServiceScopeFactory scopes)
{
    /// <summary>What is to be answered. A word that the chat sends twice is taken once; whoever was second in writing looks again, in a unit of work of its own.</summary>
    public async Task<string> Take(ChatChannel channel, ChatWord word, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            await using var scope = scopes.CreateAsyncScope();
            Me.ActAsSystem(scope.ServiceProvider, "HearChat");
            if ((await scope.ServiceProvider.GetRequiredService<ChatArrival>().Take(channel, word, stop)).TryGet(out var answer, out var refusal)) return answer;
            if (tries >= 5) throw new InvalidOperationException($"{refusal.Code}: {refusal.Sentence}");
        }
    }
}

sealed class ChatArrival(StewardDb db, ChatDecision decision, TicketWork work, MailTickets tickets, OpenTicketHandler open, Mailroom links, StewardSettings settings)
{
    /// <summary>So long a conversation stays with its ticket; what is written later is something new.</summary>
    internal static readonly TimeSpan Conversation = TimeSpan.FromMinutes(30);
    internal static readonly TimeSpan CodeLives = TimeSpan.FromMinutes(10);

    public async Task<Result<string>> Take(ChatChannel channel, ChatWord word, CancellationToken stop)
    {
        if (await db.Set<ChatHearing>().AsNoTracking().SingleOrDefaultAsync(h => h.Chat == channel.Id && h.Word == word.Id, stop) is { } before) return before.Answer;
        var hour = work.Now.AddHours(-1);
        if (await db.Set<ChatHearing>().CountAsync(h => h.Chat == channel.Id && h.User == word.User && h.At > hour, stop) >= settings.Mail.MostPerSenderAnHour) return Texts.In(Language.Zh, "Chats.TooMany");
        var person = await db.Set<ChatPerson>().AsNoTracking().Where(p => p.Chat == channel.Id && p.User == word.User).OrderByDescending(p => p.Since).FirstOrDefaultAsync(stop);
        var colleague = await db.Set<ChatColleague>().AsNoTracking().Where(p => p.Chat == channel.Id && p.User == word.User).OrderByDescending(p => p.Since).FirstOrDefaultAsync(stop);
        if (colleague is not null && (person is null || colleague.Since > person.Since)) return await Heard(channel, word, await decision.Take(word.Text, colleague.Staff, channel.ForCustomer, stop), stop);
        var contact = person is null ? null : await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == person.Contact && c.Active && (channel.ForCustomer == null || c.Customer == channel.ForCustomer), stop);
        if (contact is null) return await Stranger(channel, word, stop);
        db.Work.Actor = new(Guid.Empty, contact.Name);
        var language = await tickets.LanguageOf(contact.Customer, stop);
        if (word.Text.Trim().Length == 0) return Texts.In(language, "Chats.Empty");
        if (await decision.Take(word.Text, contact, language, stop) is { } decided) return await Heard(channel, word, decided, stop);
        return await Goes(channel, word, contact, stop) is { } on ? await Join(channel, word, on, language, stop) : await Begin(channel, word, contact, language, stop);
    }

    async Task<Result<string>> Heard(ChatChannel channel, ChatWord word, string answer, CancellationToken stop)
    {
        db.Add(new ChatHearing { Chat = channel.Id, Word = word.Id, User = word.User, At = work.Now, Answer = answer });
        return (await db.TryCommit(stop)).TryGet(out _, out var refusal) ? answer : refusal;
    }

    /// <summary>The ticket that is meant: the one whose number stands in the word, or the one of the conversation that is going on.</summary>
    async Task<Ticket?> Goes(ChatChannel channel, ChatWord word, Contact contact, CancellationToken stop)
    {
        var (number, since) = (TicketNumber.In(word.Text), work.Now - Conversation);
        var talked = number is not null ? null : await db.Set<ChatHearing>().Where(h => h.Chat == channel.Id && h.User == word.User && h.Ticket != null && h.At > since).OrderByDescending(h => h.At).Select(h => h.Ticket).FirstOrDefaultAsync(stop);
        // Either way only their own: the user of the chat may have been somebody else until just now.
        var ticket = number is not null || talked is not null ? await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Requester == contact.Id && (number != null ? t.Number == number : t.Id == talked), stop) : null;
        return ticket is { State: TicketState.Closed or TicketState.Cancelled or TicketState.Rejected } ? null : ticket;
    }

    async Task<Result<string>> Join(ChatChannel channel, ChatWord word, Ticket ticket, Language language, CancellationToken stop)
    {
        work.Write(ticket, EntryKind.Reply, MailTickets.Cut(word.Text.Trim(), 8000), visible: true, "ReplyByChat");
        ticket.Version++;
        var answer = Texts.In(language, "Chats.Joined", ticket.Number);
        db.Add(new ChatHearing { Chat = channel.Id, Word = word.Id, User = word.User, At = work.Now, Ticket = ticket.Id, Answer = answer });
        return (await db.TryCommit(stop, new TicketNoted(ticket.Id, ticket.Customer, true, work.Now))).TryGet(out _, out var refusal) ? answer : refusal;
    }

    async Task<Result<string>> Begin(ChatChannel channel, ChatWord word, Contact contact, Language language, CancellationToken stop)
    {
        var text = word.Text.Trim();
        if (await tickets.ServiceFor(contact.Customer, null, stop) is not { } service
            || !(await open.Add(new(MailTickets.Cut(text.Split('\n')[0].Trim(), 200), service, contact.Customer, contact.Id, MailTickets.Cut(text, 8000), Channel.Chat), stop)).TryGet(out var opening, out _))
        {
            db.ChangeTracker.Clear();
            return Texts.In(language, "Chats.NotCovered");
        }
        var hearing = new ChatHearing { Chat = channel.Id, Word = word.Id, User = word.User, At = work.Now, Ticket = opening.Ticket.Id };
        db.Add(hearing);
        // The number is given in the commit, so the answer is written down after it.
        if ((await db.TryCommit(stop, opening.News)).Refusal is { } refusal) return refusal;
        var answer = Texts.In(language, "Chats.Opened", opening.Ticket.Number, links.Link($"/tickets/{opening.Ticket.Id}"));
        await db.UpdateNow(db.Set<ChatHearing>().Where(h => h.Chat == channel.Id && h.Word == word.Id), s => s.SetProperty(h => h.Answer, answer), stop);
        return answer;
    }

    async Task<Result<string>> Stranger(ChatChannel channel, ChatWord word, CancellationToken stop)
    {
        var there = await db.Set<ChatCode>().AsNoTracking().Where(c => c.Chat == channel.Id && c.User == word.User && c.Until > work.Now).Select(c => c.Code).FirstOrDefaultAsync(stop);
        var code = there ?? RandomNumberGenerator.GetInt32(100_000_000).ToString("00000000", CultureInfo.InvariantCulture);
        if (there is null) db.Add(new ChatCode { Code = code, Chat = channel.Id, User = word.User, Until = work.Now + CodeLives });
        var answer = Texts.In(Language.Zh, "Chats.WhoAreYou", code, links.Link("/my-chats"));
        return (await db.TryCommit(stop)).TryGet(out _, out var refusal) ? answer : refusal;
    }
}
