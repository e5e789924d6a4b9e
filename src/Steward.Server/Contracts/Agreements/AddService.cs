// Adds a service item to a draft contract: what users may ask for, and how it is served.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Contracts.Agreements;

public sealed record AddService(
    ContractId Contract, [property: StringLength(80)] string Name, [property: StringLength(80)] string NameEn, ServiceKind Kind = ServiceKind.Reactive,
    ServiceMode Mode = ServiceMode.OnSite, bool Critical = false, [property: StringLength(1000)] string ScopeIn = "", [property: StringLength(1000)] string ScopeOut = "");

/// <summary>A signed contract changes by amendment only.</summary>
sealed record ContractIsSigned() : Refusal("CON-102");

sealed class AddServiceHandler(StewardDb db, Me me, IdSource ids, TimeProvider time) : IVerb<AddService, ServiceId>
{
    public async Task<Result<ServiceId>> Handle(AddService ask, CancellationToken stop)
    {
        if (await db.Set<Contract>().SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        if (contract.State != ContractState.Draft) return new ContractIsSigned();
        var service = new ServiceItem
        {
            Id = ids.New<ServiceId>(time.Now()), Customer = contract.Customer, Contract = contract.Id, Name = ask.Name.Trim(), NameEn = ask.NameEn.Trim(), Kind = ask.Kind,
            Mode = ask.Mode, Critical = ask.Critical, ScopeIn = ask.ScopeIn, ScopeOut = ask.ScopeOut,
        };
        db.Add(service);
        await db.Commit(stop);
        return service.Id;
    }
}
