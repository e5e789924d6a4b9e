// Corrects a customer's name or zone, and closes or reopens the customer. The short name stays: it is part of every number.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Search;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.People.Customers;

/// <summary><paramref name="Version"/> is the version that was read; leave it out to overwrite whatever is there. Without a <paramref name="Language"/> that stays as it is.</summary>
public sealed record ChangeCustomer(CustomerId Customer, [property: StringLength(120)] string Name, string Zone = "Asia/Shanghai", int? Version = null, Language? Language = null);

sealed class ChangeCustomerHandler(StewardDb db, TimeProvider time) : IVerb<ChangeCustomer, Done>
{
    public async Task<Result<Done>> Handle(ChangeCustomer ask, CancellationToken stop)
    {
        if (await db.Set<Customer>().SingleOrDefaultAsync(c => c.Id == ask.Customer, stop) is not { } customer) return new NotFound();
        if (ask.Version is { } read && read != customer.Version) return new ChangedMeanwhile();
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(ask.Zone, out _)) return new BadInput([new("zone", "field.zone")]);
        (customer.Name, customer.Zone, customer.Language) = (ask.Name.Trim(), ask.Zone, ask.Language ?? customer.Language);
        db.Index(() => Found(customer, time.Now()));
        return await db.TryCommit(stop);
    }

    internal static SearchEntry Found(Customer customer, DateTimeOffset now) =>
        new("People", customer.Id.Value, customer.Id, $"{customer.ShortName} {customer.Name}", "", $"/customers/{customer.Id}", now, customer.Name);
}

/// <summary>A closed customer keeps its records; nothing new is expected of it.</summary>
public sealed record SetCustomerActive(CustomerId Customer, bool Active);

sealed class SetCustomerActiveHandler(StewardDb db) : IVerb<SetCustomerActive, Done>
{
    public async Task<Result<Done>> Handle(SetCustomerActive ask, CancellationToken stop)
    {
        if (await db.Set<Customer>().SingleOrDefaultAsync(c => c.Id == ask.Customer, stop) is not { } customer) return new NotFound();
        customer.Active = ask.Active;
        return await db.TryCommit(stop);
    }
}
