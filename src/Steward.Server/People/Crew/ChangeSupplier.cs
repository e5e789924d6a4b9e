// Keeps a supplier up to date, and marks those whose service has ended.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Search;
using Steward.Platform.Web;

namespace Steward.People.Crew;

public sealed record ChangeSupplier(
    SupplierId Supplier, [property: StringLength(120)] string Name, [property: StringLength(200)] string Service = "", [property: StringLength(40)] string Phone = "",
    [property: StringLength(120), EmailAddress] string? Email = null, int? Version = null, bool Carrier = false);

sealed class ChangeSupplierHandler(StewardDb db, TimeProvider time) : IVerb<ChangeSupplier, Done>
{
    public async Task<Result<Done>> Handle(ChangeSupplier ask, CancellationToken stop)
    {
        if (await db.Set<Supplier>().SingleOrDefaultAsync(s => s.Id == ask.Supplier, stop) is not { } supplier) return new NotFound();
        if (ask.Version is { } read && read != supplier.Version) return new ChangedMeanwhile();
        (supplier.Name, supplier.Service, supplier.Phone, supplier.Email, supplier.Carrier) = (ask.Name.Trim(), ask.Service, ask.Phone, ask.Email ?? "", ask.Carrier);
        db.Index(() => Found(supplier, time.Now()));
        return await db.TryCommit(stop);
    }

    internal static SearchEntry Found(Supplier supplier, DateTimeOffset now) =>
        new("Supplier", supplier.Id.Value, null, supplier.Name, $"{supplier.Service} {supplier.Phone} {supplier.Email}", $"/suppliers#supplier-{supplier.Id}", now, supplier.Name);
}

public sealed record SetSupplierActive(SupplierId Supplier, bool Active);

sealed class SetSupplierActiveHandler(StewardDb db) : IVerb<SetSupplierActive, Done>
{
    public async Task<Result<Done>> Handle(SetSupplierActive ask, CancellationToken stop)
    {
        if (await db.Set<Supplier>().SingleOrDefaultAsync(s => s.Id == ask.Supplier, stop) is not { } supplier) return new NotFound();
        supplier.Active = ask.Active;
        return await db.TryCommit(stop);
    }
}
