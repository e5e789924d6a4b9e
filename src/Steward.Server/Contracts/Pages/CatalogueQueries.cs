// What the pages show on which a contract's catalogue is kept: the items with their versions, and one version with its form and its tasks.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Contracts.Pages;

public sealed record CatalogueRow(CatalogueItemId Id, string Code, int Number, ItemState State, string Name, string NameEn, CatalogueCategory Category, Audience Audience, ApprovalBy Approval, int FulfilmentMinutes, int Questions, int Tasks);

public sealed record CatalogueModel(ContractId Contract, string Number, string Name, IReadOnlyList<CatalogueRow> Items, bool WithOld, bool MayWork, IReadOnlyList<Option> Services);

public sealed record ItemView(CatalogueItem Item, string Contract, string? Service, bool MayWork, IReadOnlyList<CatalogueRow> Versions, IReadOnlyList<Option> Services, IReadOnlyList<Option> Teams, IReadOnlyList<Option> Contacts)
{
    /// <summary>A published version stays as it is: only a draft is designed.</summary>
    public bool MayDesign => MayWork && Item.State == ItemState.Draft;
}

sealed class CatalogueQueries(StewardDb db, PeopleBook people, Me me)
{
    public async Task<CatalogueModel?> Of(Guid contract, bool withOld, CancellationToken stop)
    {
        var id = ContractId.From(contract);
        if (await db.Set<Contract>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) is not { } found || !Sees(found.Customer, id)) return null;
        var mayWork = May(found.Customer, id);
        var items = await db.Set<CatalogueItem>().AsNoTracking().Where(i => i.Contract == id).ToListAsync(stop);
        return new(id, found.Number, found.Name,
            [.. items.Where(i => i.State == ItemState.Published || mayWork && (i.State == ItemState.Draft || withOld)).OrderBy(i => i.Category).ThenBy(i => i.Code, StringComparer.Ordinal).ThenByDescending(i => i.Number).Select(Row)],
            withOld, mayWork, mayWork ? await Services(id, stop) : []);
    }

    public async Task<ItemView?> One(Guid item, CancellationToken stop)
    {
        var id = CatalogueItemId.From(item);
        if (await db.Set<CatalogueItem>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, stop) is not { } found || !Sees(found.Customer, found.Contract)) return null;
        var mayWork = May(found.Customer, found.Contract);
        if (found.State != ItemState.Published && !mayWork) return null;
        var versions = await db.Set<CatalogueItem>().AsNoTracking().Where(i => i.Contract == found.Contract && i.Code == found.Code).OrderByDescending(i => i.Number).ToListAsync(stop);
        var services = await Services(found.Contract, stop);
        var teams = (await people.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).ToListAsync(stop)).ConvertAll(t => new Option(t.Id.ToString(), t.Name));
        var contacts = !mayWork ? [] : (await people.Contacts.AsNoTracking().Where(c => c.Customer == found.Customer && c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name, c.Department }).ToListAsync(stop))
            .ConvertAll(c => new Option(c.Id.ToString(), $"{c.Name} · {c.Department}"));
        return new(found, await db.Set<Contract>().Where(c => c.Id == found.Contract).Select(c => c.Number).SingleAsync(stop), services.FirstOrDefault(s => s.Value == found.Service.ToString())?.Text, mayWork,
            mayWork ? versions.ConvertAll(Row) : [], services, teams, contacts);
    }

    async Task<IReadOnlyList<Option>> Services(ContractId contract, CancellationToken stop) =>
        [.. (await db.Set<ServiceItem>().AsNoTracking().Where(s => s.Contract == contract).OrderBy(s => s.Id).ToListAsync(stop)).Select(s => new Option(s.Id.ToString(), Words.In(s.Name, s.NameEn)))];

    static CatalogueRow Row(CatalogueItem i) => new(i.Id, i.Code, i.Number, i.State, i.Name, i.NameEn, i.Category, i.Audience, i.Approval, i.FulfilmentMinutes, i.Form.Count, i.Tasks.Count);

    bool May(CustomerId customer, ContractId contract) => me.Can(Thing.Contract, Right.Work, new(customer, Contract: contract.Value));

    /// <summary>Who reads contracts of this customer; end users see the catalogue where they ask, not how it is kept.</summary>
    bool Sees(CustomerId customer, ContractId contract) => me.Can(Thing.Contract, Right.Read, new(customer, Contract: contract.Value));
}
