// Registers a person of a customer, so that they can report, confirm and rate.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.People.Customers;

public sealed record AddContact(
    CustomerId Customer, [property: StringLength(60)] string Name, SiteId? Site = null, [property: StringLength(60)] string Department = "",
    [property: StringLength(60)] string Position = "", [property: StringLength(40)] string Phone = "", [property: StringLength(120), EmailAddress] string? Email = null,
    [property: StringLength(80)] string Place = "", bool Vip = false, bool Head = false);

sealed class AddContactHandler(StewardDb db, IdSource ids, TimeProvider time) : IVerb<AddContact, ContactId>
{
    public async Task<Result<ContactId>> Handle(AddContact ask, CancellationToken stop)
    {
        if (!await db.Set<Customer>().AnyAsync(c => c.Id == ask.Customer, stop)) return new NotFound();
        if (ask.Site is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site && s.Customer == ask.Customer, stop)) return new NotFound();
        var now = time.Now();
        var contact = new Contact
        {
            Id = ids.New<ContactId>(now), Customer = ask.Customer, Site = ask.Site, Name = ask.Name.Trim(), Department = ask.Department, Position = ask.Position,
            Phone = ask.Phone, Email = ask.Email ?? "", Place = ask.Place, Vip = ask.Vip, Head = ask.Head,
        };
        db.Add(contact);
        db.Index(() => ChangeContactHandler.Found(contact, now));
        await db.Commit(stop);
        return contact.Id;
    }
}
