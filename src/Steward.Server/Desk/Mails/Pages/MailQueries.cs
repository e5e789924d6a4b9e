// What the pages about mails show: those that wait for a decision, those that were taken, and one with its text.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Search;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Mails.Pages;

public enum MailView { Waiting, All }

public sealed record MailRow(ReceivedMailId Id, DateTimeOffset ReceivedAt, string Sender, string SenderName, string Subject, MailKind Kind, MailFate Fate, string Reason, TicketId? Ticket, string? Number, string DecidedBy, string Remark);

public sealed record MailList(MailView View, IReadOnlyList<MailRow> Rows, int Waiting, DateTimeOffset? Oldest, string? Previous, string? Next);

public sealed record MailFileRow(string Name, string ContentType, long Bytes);

/// <param name="Found">Contacts whose ticket it could be; <paramref name="Words"/> is what was looked for.</param>
/// <param name="Sign">The key of the text that says how a mail that no person wrote was recognised.</param>
public sealed record MailModel(MailRow Row, string Text, IReadOnlyList<MailFileRow> Files, string MessageId, DateTimeOffset? SentAt, long Bytes, bool Kept, string Words, IReadOnlyList<Option> Found, IReadOnlyList<Option> Services, DateTimeOffset? DecidedAt, string Sign);

sealed class MailQueries(StewardDb db, PeopleBook people, ContractBook contracts, MailShelf shelf, TimeProvider time)
{
    const int PageSize = 50, MostText = 20_000;
    static readonly Sorting<ReceivedMail, DateTimeOffset, ReceivedMailId> ByArrival = new("received", m => m.ReceivedAt, m => m.Id);

    public async Task<MailList> Many(QueryValues values, CancellationToken stop)
    {
        var view = values.Is("view", "all") ? MailView.All : MailView.Waiting;
        var mails = db.Set<ReceivedMail>().AsNoTracking();
        var waiting = mails.Where(m => m.Fate == MailFate.Waiting);
        var part = await ByArrival.Take(view == MailView.Waiting ? waiting : mails, Row, descending: true, values, PageSize, stop);
        return new(view, part.Items, await waiting.CountAsync(stop), await waiting.MinAsync(m => (DateTimeOffset?)m.ReceivedAt, stop), part.Previous, part.Next);
    }

    public async Task<MailModel?> One(Guid mail, QueryValues values, CancellationToken stop)
    {
        var id = ReceivedMailId.From(mail);
        if (await db.Set<ReceivedMail>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, stop) is not { } row) return null;
        var shown = await db.Set<ReceivedMail>().AsNoTracking().Where(m => m.Id == id).Select(Row).SingleAsync(stop);
        var raw = await shelf.Raw(row, stop);
        var read = MailShelf.Read(row, raw);
        var words = values.Text("q") ?? row.Sender;
        var (found, services) = row.Fate == MailFate.Waiting ? await Contacts(words, stop) : ([], []);
        // Who writes from an address of their own is known by name, if at all.
        if (row.Fate == MailFate.Waiting && found.Count == 0 && values.Text("q") is null && row.SenderName.Length > 0) (words, (found, services)) = (row.SenderName, await Contacts(row.SenderName, stop));
        return new(shown, MailTickets.Cut(read.Text, MostText), [.. read.Files.Select(f => new MailFileRow(f.Name, f.ContentType, f.Bytes.Length))], row.MessageId, row.SentAt, row.Bytes, raw.Length > 0, words, found, services, row.DecidedAt, read.Sign);
    }

    /// <summary>By name, telephone or address; of an address that nobody has, those of the same domain.</summary>
    async Task<(IReadOnlyList<Option>, IReadOnlyList<Option>)> Contacts(string words, CancellationToken stop)
    {
        var hits = (await SearchIndex.Find(db, words, ["People"], 50, null, stop)).ConvertAll(h => ContactId.From(h.Subject));
        var domain = words.Split('@') is [_, { Length: > 3 } host] ? "@" + host.ToLowerInvariant() : null;
        var found = await (from c in people.Contacts.AsNoTracking()
                           join x in people.Customers on c.Customer equals x.Id
                           where c.Active && x.Active && (hits.Contains(c.Id) || domain != null && c.Email.ToLower().EndsWith(domain))
                           orderby x.Name, c.Name
                           select new { c.Id, c.Name, c.Department, c.Email, c.Customer, Owner = x.Name }).Take(30).ToListAsync(stop);
        var customers = found.Select(f => f.Customer).Distinct().ToList();
        var signed = await contracts.All.Where(c => customers.Contains(c.Customer) && c.State == ContractState.Signed).ToListAsync(stop);
        var inForce = signed.Where(c => ContractBook.InForce(c, time.GetUtcNow())).Select(c => c.Id).ToList();
        var services = await contracts.Services.Where(s => inForce.Contains(s.Contract)).OrderBy(s => s.Name).Select(s => new { s.Id, s.Name, s.Customer }).ToListAsync(stop);
        return ([.. found.Select(f => new Option(f.Id.ToString(), $"{f.Owner} · {f.Name} {f.Department} {f.Email}".Trim()))],
            [.. services.Select(s => new Option(s.Id.ToString(), $"{found.Find(f => f.Customer == s.Customer)!.Owner} · {s.Name}"))]);
    }

    Expression<Func<ReceivedMail, MailRow>> Row => m => new MailRow(m.Id, m.ReceivedAt, m.Sender, m.SenderName, m.Subject, m.MailKind, m.Fate, m.Reason, m.Ticket,
        db.Set<Ticket>().Where(t => t.Id == m.Ticket).Select(t => t.Number).FirstOrDefault(), m.DecidedBy, m.Remark);
}
