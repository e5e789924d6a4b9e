// The door of Contracts: which promise covers a customer's service at a moment.
using Microsoft.EntityFrameworkCore;
using Steward.Sla;

namespace Steward.Contracts;

/// <summary>What a record opened now under this service is promised.</summary>
public sealed record Promise(Contract Contract, ServiceItem Service, AgreementRef Agreement, ServiceMode Mode);

/// <summary>What is promised for trouble that no user reported; the service is known only where what is watched names it.</summary>
public sealed record PromiseTerms(ContractId Contract, ServiceId? Service, AgreementRef Agreement, ServiceMode Mode);
/// <summary>A line of cover and the contract that it stands in.</summary>
public sealed record CoverInForce(Contract Contract, CoverLine Line)
{
    public string Said => $"{Contract.Number} {Line.Number} {(Platform.Text.Texts.Current == Platform.Text.Language.En ? Line.TextEn : Line.Text)}";
}

public sealed class ContractBook(StewardDb db)
{
    /// <summary>The promise in force, or null when no signed contract covers the service that day.</summary>
    public async Task<Promise?> PromiseFor(CustomerId customer, ServiceId service, DateTimeOffset at, CancellationToken stop)
    {
        return await UnderContract.In(db)(db, service, customer, stop) is var (item, contract) && InForce(contract, at)
            ? new(contract, item, new(contract.Agreement, contract.AgreementNumber), item.Mode) : null;
    }

    /// <summary>The promise for trouble under a contract, with or without a service; without a contract that of the only one in force. Null when none covers it.</summary>
    public async Task<PromiseTerms?> PromiseFor(CustomerId customer, ContractId? contract, ServiceId? service, ServiceMode mode, DateTimeOffset at, CancellationToken stop)
    {
        if (service is { } id && await PromiseFor(customer, id, at, stop) is { } promised) return new(promised.Contract.Id, id, promised.Agreement, promised.Mode);
        var signed = await All.Where(x => x.Customer == customer && x.State == ContractState.Signed && (contract == null || x.Id == contract)).ToListAsync(stop);
        return signed.FindAll(x => InForce(x, at)) is [var only] ? new(only.Id, null, new(only.Agreement, only.AgreementNumber), mode) : null;
    }

    sealed record Covered(ServiceItem Service, Contract Contract);

    static readonly KnownQuery<Func<StewardDb, ServiceId, CustomerId, CancellationToken, Task<Covered?>>> UnderContract = new(() =>
        EF.CompileAsyncQuery((StewardDb db, ServiceId service, CustomerId customer, CancellationToken stop) =>
            (from s in db.Set<ServiceItem>().AsNoTracking()
             join c in db.Set<Contract>().AsNoTracking() on s.Contract equals c.Id
             where s.Id == service && s.Customer == customer
             select new Covered(s, c)).SingleOrDefault()));

    /// <summary>Signed, and the day in the contract's zone lies within its term, first and last day included.</summary>
    public static bool InForce(Contract contract, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(contract.Zone)).DateTime);
        return contract.State == ContractState.Signed && contract.FirstDay <= day && day <= contract.LastDay;
    }

    /// <summary>The lines that say which assets are covered, of the contracts in force at a moment, each with how it is told to people.</summary>
    public async Task<IReadOnlyList<CoverInForce>> CoverInForce(CustomerId? customer, DateTimeOffset at, CancellationToken stop) =>
        [.. (await (from l in db.Set<CoverLine>().AsNoTracking()
                    join c in db.Set<Contract>().AsNoTracking() on l.Contract equals c.Id
                    where (customer == null || l.Customer == customer) && c.State == ContractState.Signed
                    orderby c.Id, l.Id
                    select new { l, c }).ToListAsync(stop)).Where(x => InForce(x.c, at)).Select(x => new CoverInForce(x.c, x.l))];

    /// <summary>Every version of every catalogue item that the unit of work may see.</summary>
    public IQueryable<CatalogueItem> Items => db.Set<CatalogueItem>().AsNoTracking();
    public IQueryable<Contract> All => db.Set<Contract>().AsNoTracking();
    public IQueryable<ServiceItem> Services => db.Set<ServiceItem>().AsNoTracking();
    public IQueryable<ContractPerson> People => db.Set<ContractPerson>().AsNoTracking();
    public IQueryable<Clause> Clauses => db.Set<Clause>().AsNoTracking();
}
