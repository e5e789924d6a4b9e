// Names who stands for a post of a contract, and takes the name off again; also while it is in force, since people change.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Contracts.Agreements;

/// <summary>A post of the provider is held by one of its staff, a post of the customer by one of the customer's people.</summary>
public sealed record NamePerson(ContractId Contract, ContractPost Post, StaffId? Staff = null, ContactId? Contact = null);

sealed record NamedAlready() : Refusal("CON-106");

sealed class NamePersonHandler(StewardDb db, Me me, IdSource ids, TimeProvider time) : IVerb<NamePerson, ContractPersonId>
{
    public async Task<Result<ContractPersonId>> Handle(NamePerson ask, CancellationToken stop)
    {
        if (await db.Set<Contract>().SingleOrDefaultAsync(c => c.Id == ask.Contract, stop) is not { } contract) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(contract.Customer, Contract: contract.Id.Value))) return new NotAllowed();
        var (staff, contact) = ContractPerson.OfProvider(ask.Post) ? (ask.Staff, (ContactId?)null) : (null, ask.Contact);
        if (staff is null && contact is null) return new BadInput([new(ContractPerson.OfProvider(ask.Post) ? "staff" : "contact", "CON-105")]);
        if (staff is { } member && !await db.Set<Staff>().AnyAsync(s => s.Id == member && s.Active, stop)) return new BadInput([new("staff", "STW-404")]);
        if (contact is { } person && !await db.Set<Contact>().AnyAsync(c => c.Id == person && c.Customer == contract.Customer && c.Active, stop)) return new BadInput([new("contact", "STW-404")]);
        if (await db.Set<ContractPerson>().AnyAsync(p => p.Contract == contract.Id && p.Post == ask.Post && p.Staff == staff && p.Contact == contact, stop)) return new NamedAlready();
        var named = new ContractPerson { Id = ids.New<ContractPersonId>(time.Now()), Customer = contract.Customer, Contract = contract.Id, Post = ask.Post, Staff = staff, Contact = contact };
        db.Add(named);
        await db.Commit(stop);
        return named.Id;
    }
}

public sealed record ReleasePerson(ContractId Contract, ContractPersonId Person);

sealed class ReleasePersonHandler(StewardDb db, Me me) : IVerb<ReleasePerson, Done>
{
    public async Task<Result<Done>> Handle(ReleasePerson ask, CancellationToken stop)
    {
        if (await db.Set<ContractPerson>().SingleOrDefaultAsync(p => p.Id == ask.Person && p.Contract == ask.Contract, stop) is not { } named) return new NotFound();
        if (!me.Can(Thing.Contract, Right.Work, new(named.Customer, Contract: named.Contract.Value))) return new NotAllowed();
        db.Remove(named);
        return await db.TryCommit(stop);
    }
}
