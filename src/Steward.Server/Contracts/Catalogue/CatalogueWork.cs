// What every verb on the catalogue shares: the version that is meant, whether the caller keeps this contract's catalogue, and whether it may still be designed.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Text;

namespace Steward.Contracts.Catalogue;

/// <summary>A version that people ask for stays as it is; a change is a new version.</summary>
sealed record NotADraft(ItemState State) : Refusal("DESK-390", Texts.Name(State));
sealed record CodeTaken() : Refusal("DESK-391") { public override string? Field => "code"; }
sealed record NotOffered() : Refusal("DESK-392");
sealed record ServiceOfContract() : Refusal("DESK-393") { public override string? Field => "service"; public override int Status => 400; }
sealed record DraftThere() : Refusal("DESK-394");

sealed class CatalogueWork(StewardDb db, Me me, TimeProvider time)
{
    public DateTimeOffset Now { get; } = time.Now();

    public bool May(CustomerId customer, ContractId contract) => me.Can(Thing.Contract, Right.Work, new(customer, Contract: contract.Value));

    public async Task<Result<Contract>> Contract(ContractId id, CancellationToken stop) =>
        await db.Set<Contract>().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } contract ? new NotFound() : May(contract.Customer, id) ? contract : new NotAllowed();

    public async Task<Result<CatalogueItem>> Item(CatalogueItemId id, CancellationToken stop) =>
        await db.Set<CatalogueItem>().SingleOrDefaultAsync(i => i.Id == id, stop) is not { } item ? new NotFound() : May(item.Customer, item.Contract) ? item : new NotAllowed();

    public async Task<Result<CatalogueItem>> Draft(CatalogueItemId id, CancellationToken stop)
    {
        if (!(await Item(id, stop)).TryGet(out var item, out var refusal)) return refusal;
        return item.State == ItemState.Draft ? item : new NotADraft(item.State);
    }

    public Task<bool> Offers(ContractId contract, ServiceId service, CancellationToken stop) => db.Set<ServiceItem>().AnyAsync(s => s.Id == service && s.Contract == contract, stop);
}
