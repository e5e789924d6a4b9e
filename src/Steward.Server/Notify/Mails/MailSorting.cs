// Looks up what the readers of mails want, and does what follows: holds, says in the chat, drops. And tells at their time what was held: of one ticket in one mail, the digest in one.
using System.Text;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Notify.Mails;

sealed class MailSorting(StewardDb db, PeopleBook people, NewsKinds kinds, Wordings wordings, Chatroom chats, IEnumerable<IChatSeats> seats, SteadyClock clock, StewardSettings settings, IdSource ids)
{
    const int MostReaders = 20, MostInOne = 500;
    /// <summary>Nothing is held longer than a week and a night: what would be was put there by a clock that was wrong.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(9);

    /// <summary>Wishes by the address they are for. Of several people behind one address nobody's count: news would be lost to the others.</summary>
    public async Task<Dictionary<(string, CustomerId), NewsWishes>> Wishes(IReadOnlyList<Mail> mails, CancellationToken stop)
    {
        var addresses = mails.Select(m => m.Address).Distinct().ToList();
        var behind = (await people.Contacts.Where(c => c.Active && addresses.Contains(c.Email)).Select(c => new { c.Id, c.Email, c.Customer }).ToListAsync(stop)).ConvertAll(c => (Person: c.Id.Value, c.Email, Customer: (CustomerId?)c.Customer));
        behind.AddRange((await people.Staff.Where(s => s.Active && addresses.Contains(s.Email)).Select(s => new { s.Id, s.Email }).ToListAsync(stop)).Select(s => (s.Id.Value, s.Email, (CustomerId?)null)));
        var persons = behind.ConvertAll(b => b.Person);
        var wishes = persons.Count == 0 ? [] : await db.Set<NewsWishes>().AsNoTracking().Where(w => persons.Contains(w.Person)).ToDictionaryAsync(w => w.Person, stop);
        var found = new Dictionary<(string, CustomerId), NewsWishes>();
        if (wishes.Count == 0) return found;
        foreach (var (address, customer) in mails.Select(m => (m.Address, m.Customer)).Distinct())
            if (behind.FindAll(b => b.Email == address && (b.Customer is null || b.Customer == customer)) is [var one] && wishes.TryGetValue(one.Person, out var of)) found[(address, customer)] = of;
        return found;
    }

    public NewsTurn? Turn(Mail mail, NewsWishes? wishes, DateTimeOffset now) =>
        mail.Template is Digest or Several ? new(MailState.Waiting) : NewsTimes.Turn(wishes, kinds.Of(mail.Template), mail.Urgent, clock.IsSteady(), now);

    /// <summary>Does what was decided, if the mail is still as it was read; answers whether it is to be sent after all.</summary>
    public async Task<bool> Put(Mail mail, NewsTurn turn, NewsWishes wishes, DateTimeOffset now, CancellationToken stop)
    {
        var still = db.Set<Mail>().Where(m => m.Id == mail.Id && m.State == MailState.Waiting && m.NextTry == mail.NextTry);
        if (turn.State == MailState.InChat)
        {
            ChatId? seat = null;
            foreach (var of in seats) seat ??= await of.Of(wishes.Person, stop);
            // Who has left the chat is told by mail.
            if (seat is not { } chat) return true;
            // Others of the group read it too: whom it is for, what it is about and where it stands, and nothing of what it says.
            chats.Say(chat, mail.About, ChatDialect.Plain(mail.Name), $"{ChatDialect.Plain(mail.Title)}\n{LinkIn(mail.Body)}", $"mail:{mail.Id}", now);
            db.Alongside(async s => { if (await still.ExecuteUpdateAsync(u => u.SetProperty(m => m.State, MailState.InChat).SetProperty(m => m.NextTry, (DateTimeOffset?)null).SetProperty(m => m.SentAt, now), s) == 0) throw new DbUpdateConcurrencyException(); });
            await db.TryCommit(stop);
            return false;
        }
        await db.UpdateNow(still, s => s.SetProperty(m => m.State, turn.State).SetProperty(m => m.NextTry, turn.Until), stop);
        return false;
    }

    /// <summary>Tells what was held until now; how many mails came of it. Whoever is second, another node or the same after a restart, finds nothing left of it.</summary>
    public async Task<int> Tell(DateTimeOffset now, CancellationToken stop)
    {
        if (!clock.IsSteady()) return 0;
        var beyond = now + Longest;
        var lost = db.Set<Mail>().Where(m => m.NextTry > beyond);
        if (await lost.AnyAsync(stop)) await db.UpdateNow(lost, s => s.SetProperty(m => m.State, MailState.Waiting).SetProperty(m => m.NextTry, now), stop);
        var due = db.Set<Mail>().AsNoTracking().Where(m => m.NextTry <= now && (m.State == MailState.Quiet || m.State == MailState.Gathered));
        var told = 0;
        foreach (var address in await due.Select(m => m.Address).Distinct().OrderBy(a => a).Take(MostReaders).ToListAsync(stop))
        {
            var held = await due.Where(m => m.Address == address).OrderBy(m => m.Id).Take(MostInOne).ToListAsync(stop);
            await wordings.Apply(held, stop);
            var zone = (await Wishes(held, stop)).Values.FirstOrDefault()?.Zone is { } wished ? TimeZoneInfo.FindSystemTimeZoneById(wished) : Format.China;
            foreach (var about in held.Where(m => m.State == MailState.Quiet).GroupBy(m => (m.Customer, m.About)))
                if (about.ToList() is [var alone]) told += await db.UpdateNow(db.Set<Mail>().Where(m => m.Id == alone.Id && m.State == MailState.Quiet), s => s.SetProperty(m => m.State, MailState.Waiting).SetProperty(m => m.NextTry, now), stop);
                else if (await Together([.. about], Several, now, zone, stop)) told++;
            if (held.FindAll(m => m.State == MailState.Gathered) is { Count: > 0 } gathered && await Together(gathered, Digest, now, zone, stop)) told++;
        }
        return told;
    }

    const string Digest = "digest", Several = "several";

    /// <summary>One mail in the place of several: written in the commit that marks them as told, all or none.</summary>
    async Task<bool> Together(List<Mail> several, string template, DateTimeOffset now, TimeZoneInfo zone, CancellationToken stop)
    {
        var (last, id, named, state) = (several[^1], ids.New<MailId>(now), several.ConvertAll(m => m.Id), several[0].State);
        string In(string key, params object?[] words) => Texts.In(last.Language, key, words);
        var (title, body) = template == Digest
            ? (In("mail.digest.title", several.Count), In("mail.digest.body", last.Name, Lines(several, zone), settings.PublicUrl.TrimEnd('/') + "/me/news"))
            : (In("mail.several.title", last.Title, several.Count), In("mail.several.body", last.Name, string.Join("\n\n", several.Select(m => $"———— {Format.Moment(m.WrittenAt, zone)}  {m.Title}\n\n{m.Body.Trim()}"))));
        db.Add(new Mail
        {
            // A digest of many customers' news is none of theirs to read.
            Id = id, Customer = several.Select(m => m.Customer).Distinct().ToList() is [var one] ? one : default, About = template == Digest ? id.Value : last.About,
            Address = last.Address, Name = last.Name, Language = last.Language, Title = title, Body = body, Key = $"{template}-{several[0].Id.Value:N}", Template = template, Thread = last.Thread, WrittenAt = now, NextTry = now,
        });
        db.Alongside(async s =>
        {
            if (await db.Set<Mail>().Where(m => named.Contains(m.Id) && m.State == state && m.NextTry <= now).ExecuteUpdateAsync(u => u.SetProperty(m => m.State, MailState.Within).SetProperty(m => m.NextTry, (DateTimeOffset?)null).SetProperty(m => m.Within, (MailId?)id), s) < named.Count)
                throw new DbUpdateConcurrencyException();
        });
        return (await db.TryCommit(stop)).Refusal is null;
    }

    string Lines(List<Mail> mails, TimeZoneInfo zone)
    {
        var text = new StringBuilder();
        foreach (var about in mails.GroupBy(m => m.About))
        {
            foreach (var mail in about) text.Append(Format.Moment(mail.WrittenAt, zone)).Append("  ").Append(mail.Title).Append('\n');
            if (about.Select(m => LinkIn(m.Body)).LastOrDefault(l => l.Length > 0) is { } link) text.Append("    ").Append(link).Append('\n');
            text.Append('\n');
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>The first address of ours in a mail.</summary>
    string LinkIn(string body) => body.IndexOf(settings.PublicUrl.TrimEnd('/') + "/", StringComparison.Ordinal) is var at and >= 0 ? body[at..].Split([' ', '\n', '\r', '\t'], 2)[0] : "";
}
