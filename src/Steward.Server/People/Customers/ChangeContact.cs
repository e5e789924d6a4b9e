// Keeps a contact up to date, and marks those who have left: they stay on their old tickets and are offered for no new one.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Search;
using Steward.Platform.Web;

namespace Steward.People.Customers;

/// <summary>All fields at once: what is left out becomes empty. <paramref name="Version"/> is the version that was read.</summary>
public sealed record ChangeContact(
    ContactId Contact, [property: StringLength(60)] string Name, SiteId? Site = null, [property: StringLength(60)] string Department = "",
    [property: StringLength(60)] string Position = "", [property: StringLength(40)] string Phone = "", [property: StringLength(120), EmailAddress] string? Email = null,
    [property: StringLength(80)] string Place = "", bool Vip = false, int? Version = null, bool Head = false);

sealed class ChangeContactHandler(StewardDb db, TimeProvider time) : IVerb<ChangeContact, Done>
{
    public async Task<Result<Done>> Handle(ChangeContact ask, CancellationToken stop)
    {
        if (await db.Set<Contact>().SingleOrDefaultAsync(c => c.Id == ask.Contact, stop) is not { } contact) return new NotFound();
        if (ask.Version is { } read && read != contact.Version) return new ChangedMeanwhile();
        if (ask.Site is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site && s.Customer == contact.Customer, stop)) return new BadInput([new("site", "STW-404")]);
        (contact.Name, contact.Site, contact.Department, contact.Position) = (ask.Name.Trim(), ask.Site, ask.Department, ask.Position);
        (contact.Phone, contact.Email, contact.Place, contact.Vip, contact.Head) = (ask.Phone, ask.Email ?? "", ask.Place, ask.Vip, ask.Head);
        db.Index(() => Found(contact, time.Now()));
        return await db.TryCommit(stop);
    }

    internal static SearchEntry Found(Contact contact, DateTimeOffset now) =>
        new("People", contact.Id.Value, contact.Customer, contact.Name, $"{contact.Department} {contact.Phone} {contact.Email} {contact.Place}", $"/contacts/{contact.Id}", now, contact.Name);
}

public sealed record SetContactActive(ContactId Contact, bool Active);

/// <summary>Whoever leaves loses the same moment everything that let them in.</summary>
sealed class SetContactActiveHandler(StewardDb db, IEnumerable<ILeaving> leavings, TimeProvider time) : IVerb<SetContactActive, Done>
{
    public async Task<Result<Done>> Handle(SetContactActive ask, CancellationToken stop)
    {
        if (await db.Set<Contact>().SingleOrDefaultAsync(c => c.Id == ask.Contact, stop) is not { } contact) return new NotFound();
        contact.Active = ask.Active;
        if (ask.Active) return await db.TryCommit(stop);
        var after = await leavings.All(null, ask.Contact, time.Now(), stop);
        var done = await db.TryCommit(stop);
        if (done.Refusal is null) after();
        return done;
    }
}
