// What the pages about customers and people show, read in a few queries and cut to what the reader may see.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Web.Help;

namespace Steward.Access.Pages;

public sealed record CustomerRow(CustomerId Id, string ShortName, string Name, string Zone, bool Active, int Sites, int Contacts);
public sealed record CustomerList(IReadOnlyList<CustomerRow> Rows, string? Words, bool MayAdd);
public sealed record SiteRow(SiteId Id, string Name, string Address, string Zone, int Version);
public sealed record ContactRow(ContactId Id, string Name, string Department, string Position, string Phone, string Email, string Place, bool Vip, bool Active);
public sealed record CustomerView(
    CustomerId Id, string ShortName, string Name, string Zone, Platform.Text.Language Language, bool Active, int Version, IReadOnlyList<SiteRow> Sites, Slice<ContactRow> Contacts,
    int ContactsInAll, string? Words, bool MayChange, bool MayWork, bool MayAddContacts)
{
    [JsonIgnore] public IReadOnlyList<SlotContent> Slots { get; init; } = [];
}

public sealed record ContactView(
    ContactId Id, CustomerId Customer, string CustomerName, SiteId? Site, string? SiteName, string Name, string Department, string Position, string Phone, string Email,
    string Place, bool Vip, bool Head, bool Active, int Version, IReadOnlyList<SiteRow> Sites, AccountId? Account, string? UserName, bool MayWork)
{
    [JsonIgnore] public IReadOnlyList<SlotContent> Slots { get; init; } = [];
}

sealed class PeopleQueries(PeopleBook book, StewardDb db, PageSlots slots, Me me)
{
    const int PageOf = 50;

    public async Task<CustomerList> Customers(string? q, CancellationToken stop)
    {
        var seen = book.Customers.AsNoTracking();
        if (!SeesAll(Right.Read))
        {
            var own = Seen(Right.Read);
            seen = seen.Where(c => own.Contains(c.Id));
        }
        if (Words(q) is { } words) seen = seen.Where(c => c.Name.Contains(words) || c.ShortName.Contains(words.ToUpper()));
        var rows = await seen.OrderByDescending(c => c.Active).ThenBy(c => c.ShortName)
            .Select(c => new CustomerRow(c.Id, c.ShortName, c.Name, c.Zone, c.Active, book.Sites.Count(s => s.Customer == c.Id), book.Contacts.Count(p => p.Customer == c.Id && p.Active)))
            .ToListAsync(stop);
        return new(rows, Words(q), me.Can(Thing.People, Right.Work, default));
    }

    public async Task<CustomerView?> Customer(Guid customer, string? q, string? after, string? before, CancellationToken stop)
    {
        var id = CustomerId.From(customer);
        if (!Sees(id) || await book.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } found) return null;
        var people = await Contacts(id, q, after, before, stop);
        return new(found.Id, found.ShortName, found.Name, found.Zone, found.Language, found.Active, found.Version, await Sites(id, stop), people,
            await book.Contacts.CountAsync(p => p.Customer == id && p.Active, stop), Words(q),
            me.Can(Thing.People, Right.Work, default), May(id, Right.Work), May(id, Right.Create) || May(id, Right.Work))
        { Slots = await slots.Fill(PageSlot.Customer, customer, stop) };
    }

    public async Task<Slice<ContactRow>> Contacts(CustomerId customer, string? q, string? after, string? before, CancellationToken stop)
    {
        if (!Sees(customer)) return Slice<ContactRow>.None;
        var people = book.Contacts.AsNoTracking().Where(p => p.Customer == customer);
        if (Words(q) is { } words)
            people = people.Where(p => p.Name.Contains(words) || p.Department.Contains(words) || p.Phone.Contains(words) || p.Email.Contains(words) || p.Place.Contains(words));
        var back = Cursor.Read(before, 2);
        if ((back ?? Cursor.Read(after, 2)) is [var name, var key] && Guid.TryParse(key, out var guid))
        {
            var at = ContactId.From(guid);
            people = back is null
                ? people.Where(p => p.Name.CompareTo(name) > 0 || p.Name == name && p.Id > at)
                : people.Where(p => p.Name.CompareTo(name) < 0 || p.Name == name && p.Id < at);
        }
        people = back is null ? people.OrderBy(p => p.Name).ThenBy(p => p.Id) : people.OrderByDescending(p => p.Name).ThenByDescending(p => p.Id);
        var rows = await people.Take(PageOf + 1).Select(p => new ContactRow(p.Id, p.Name, p.Department, p.Position, p.Phone, p.Email, p.Place, p.Vip, p.Active)).ToListAsync(stop);
        return Cursor.Cut(rows, PageOf, back is not null, after is not null, r => Cursor.Of(r.Name, r.Id));
    }

    public async Task<ContactView?> Contact(Guid contact, CancellationToken stop)
    {
        var id = ContactId.From(contact);
        if (await book.Contacts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, stop) is not { } person || !(Sees(person.Customer) || me.Contact == id)) return null;
        var customer = await book.Customers.AsNoTracking().SingleAsync(c => c.Id == person.Customer, stop);
        var sites = await Sites(person.Customer, stop);
        var account = me.Can(Thing.Account, Right.Read) ? await db.Set<Account>().AsNoTracking().Where(a => a.Contact == id).Select(a => new { a.Id, a.UserName }).FirstOrDefaultAsync(stop) : null;
        return new(person.Id, person.Customer, customer.Name, person.Site, sites.FirstOrDefault(s => s.Id == person.Site)?.Name, person.Name, person.Department, person.Position,
            person.Phone, person.Email, person.Place, person.Vip, person.Head, person.Active, person.Version, sites, account?.Id, account?.UserName, May(person.Customer, Right.Work))
        { Slots = await slots.Fill(PageSlot.Contact, contact, stop) };
    }

    Task<List<SiteRow>> Sites(CustomerId customer, CancellationToken stop) => book.Sites.AsNoTracking().Where(s => s.Customer == customer).OrderBy(s => s.Name)
        .Select(s => new SiteRow(s.Id, s.Name, s.Address, s.Zone, s.Version)).ToListAsync(stop);

    static string? Words(string? q) => string.IsNullOrWhiteSpace(q) ? null : q.Trim();

    // For a customer's IT head, "own" is the whole customer; for an end user it is the person alone.
    IEnumerable<Grant> Giving(Right right) => me.Giving(Thing.People, right).Where(g => g.Wide || g.Grant.Role == Role.CustAdm).Select(g => g.Grant);
    bool SeesAll(Right right) => me.IsSystem || Giving(right).Any(g => g.Customer is null);
    List<CustomerId> Seen(Right right) => [.. Giving(right).Where(g => g.Customer is not null).Select(g => g.Customer!.Value).Distinct()];
    bool Sees(CustomerId customer) => May(customer, Right.Read);
    public bool May(CustomerId customer, Right right) => me.Can(Thing.People, right) && (SeesAll(right) || Seen(right).Contains(customer));
}
