// The door of Notify: posts a mail with the caller's unit of work.
using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Settings;
using Steward.Platform.Text;

namespace Steward.Notify;

/// <summary>To whom: a name, an address and the language they read.</summary>
public sealed record Addressee(string Name, string Email, Language Language = Language.Zh);

/// <summary>So many wait, the first since then.</summary>
public sealed record MailQueue(int Waiting, DateTimeOffset? Oldest);

public sealed class Mailroom(StewardDb db, IdSource ids, StewardSettings settings)
{
    /// <summary>
    /// Posts the mail whose texts are <c>mail.{template}.title</c> and <c>mail.{template}.body</c>. Without an address nothing is posted.
    /// <paramref name="key"/> keeps a repeated duty from writing twice.
    /// </summary>
    public Mail? Post(CustomerId customer, Guid about, Addressee to, string template, string key, DateTimeOffset now, params object?[] words)
    {
        if (to.Email.Length == 0) return null;
        var held = settings.Mail.Host.Length == 0;
        var mail = new Mail
        {
            Id = ids.New<MailId>(now), Customer = customer, About = about, Address = to.Email, Name = to.Name, Language = to.Language,
            Title = Texts.In(to.Language, $"mail.{template}.title", words), Body = Texts.In(to.Language, $"mail.{template}.body", words),
            Key = key, Template = template, Words = Wording.Kept(to.Language, words), WrittenAt = now, State = held ? MailState.Held : MailState.Waiting, NextTry = held ? null : now,
        };
        db.Add(mail);
        return mail;
    }

    /// <summary>The Message-ID of the conversation about a record; releases before the seal (<see cref="MailSeals"/>) named mails so, too.</summary>
    public static string MessageId(Guid id, string publicUrl) => $"{id:N}@{new Uri(publicUrl).Host}";

    /// <summary>The id in a Message-ID that may be one of ours, sealed or not; whether it is, the rows say.</summary>
    public static Guid? IdIn(string messageId) => messageId.Trim('<', '>', ' ').Split('@') switch
    {
        [{ Length: 32 } local, _] when Guid.TryParseExact(local, "N", out var id) => id,
        [{ Length: 43 } local, _] when Base64Url.IsValid(local) => new Guid(Base64Url.DecodeFromChars(local).AsSpan(0, 16), bigEndian: true),
        _ => null,
    };

    /// <summary>The mails of ours among these Message-IDs, in the tenants of the unit of work.</summary>
    public async Task<List<Mail>> Ours(IEnumerable<string> messageIds, CancellationToken stop)
    {
        var ids = messageIds.Select(IdIn).OfType<Guid>().Distinct().Take(50).Select(MailId.From).ToList();
        return ids.Count == 0 ? [] : await db.Set<Mail>().Where(m => ids.Contains(m.Id)).ToListAsync(stop);
    }

    /// <summary>Somebody wishes otherwise from now on: what is held for this address is decided anew. After the commit that keeps the wishes.</summary>
    public async Task SortAgain(string address, DateTimeOffset now, CancellationToken stop)
    {
        // Members of staff hear of many customers, whatever they may read themselves.
        using var all = db.Work.AmongAll();
        var held = db.Set<Mail>().Where(m => m.Address == address && (m.State == MailState.Quiet || m.State == MailState.Gathered));
        if (await held.AnyAsync(stop)) await db.UpdateNow(held, s => s.SetProperty(m => m.State, MailState.Waiting).SetProperty(m => m.NextTry, now), stop);
    }

    /// <summary>A mail that was sent came back: its line in the delivery log says so and why.</summary>
    public static void Bounced(Mail mail, string reason) => (mail.State, mail.NextTry, mail.Fault) = (MailState.Bounced, null, reason);

    /// <summary>The delivery log of a record, newest first.</summary>
    public async Task<List<Mail>> About(Guid record, CancellationToken stop)
    {
        var mails = new List<Mail>();
        await foreach (var mail in NewestAbout.In(db)(db, record).WithCancellation(stop)) mails.Add(mail);
        return mails;
    }

    /// <summary>How many mails of the tenant wait and since when, how many were given up, and how many no server takes.</summary>
    public async Task<(MailQueue Waiting, int Failed, int Held)> Queue(CancellationToken stop)
    {
        var counts = await db.Set<Mail>().AsNoTracking().Where(m => m.State == MailState.Waiting || m.State == MailState.Failed || m.State == MailState.Held).GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(m => m.WrittenAt) }).ToListAsync(stop);
        var waiting = counts.SingleOrDefault(c => c.Key == MailState.Waiting);
        return (new(waiting?.Count ?? 0, waiting?.Oldest), counts.Where(c => c.Key == MailState.Failed).Sum(c => c.Count), counts.Where(c => c.Key == MailState.Held).Sum(c => c.Count));
    }

    static readonly KnownQuery<Func<StewardDb, Guid, IAsyncEnumerable<Mail>>> NewestAbout = new(() =>
        EF.CompileAsyncQuery((StewardDb db, Guid record) => db.Set<Mail>().AsNoTracking().Where(m => m.About == record).OrderByDescending(m => m.Id).Take(50)));

    /// <summary>The address of a page of Steward, for a link in a mail.</summary>
    public string Link(string path) => settings.PublicUrl.TrimEnd('/') + path;
}
