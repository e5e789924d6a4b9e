// Defines a catalogue item as a draft, and says who may ask for it, whose word it takes and how long it takes; a program may give form and tasks along.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Web;

namespace Steward.Contracts.Catalogue;

public sealed record DefineItem(
    ContractId Contract, ServiceId Service, [property: Required, RegularExpression("^[a-z0-9][a-z0-9-]{1,39}$")] string Code, [property: Required, StringLength(80)] string Name, [property: Required, StringLength(80)] string NameEn,
    CatalogueCategory Category, [property: StringLength(1000)] string Description = "", [property: StringLength(1000)] string DescriptionEn = "", Audience Audience = Audience.Everyone,
    ApprovalBy Approval = ApprovalBy.Nobody, [property: Range(1, 100_000)] int ResponseMinutes = 60, [property: Range(1, 1_000_000)] int FulfilmentMinutes = 960, bool CostCentre = false,
    IReadOnlyList<ContactId>? Named = null, IReadOnlyList<FormField>? Form = null, IReadOnlyList<TaskTemplate>? Tasks = null);

sealed class DefineItemHandler(StewardDb db, CatalogueWork work, IdSource ids) : IVerb<DefineItem, CatalogueItemId>
{
    public async Task<Result<CatalogueItemId>> Handle(DefineItem ask, CancellationToken stop)
    {
        if (!(await work.Contract(ask.Contract, stop)).TryGet(out var contract, out var refusal)) return refusal;
        if (!await work.Offers(ask.Contract, ask.Service, stop)) return new ServiceOfContract();
        if (await db.Set<CatalogueItem>().AnyAsync(i => i.Contract == ask.Contract && i.Code == ask.Code, stop)) return new CodeTaken();
        if (ask.Named is { Count: > 0 } named && await db.Set<Contact>().CountAsync(c => c.Customer == contract.Customer && named.Contains(c.Id), stop) != named.Count) return new BadInput([new("named", "STW-404")]);
        foreach (var field in ask.Form ?? [])
            if (FormDesign.Fault(field) is { } fault) return fault;
        var item = new CatalogueItem
        {
            Id = ids.New<CatalogueItemId>(work.Now), Customer = contract.Customer, Contract = contract.Id, Service = ask.Service, Code = ask.Code, Name = ask.Name.Trim(), NameEn = ask.NameEn.Trim(), Category = ask.Category,
            Description = ask.Description.Trim(), DescriptionEn = ask.DescriptionEn.Trim(), Audience = ask.Audience, Approval = ask.Approval, ResponseMinutes = ask.ResponseMinutes, FulfilmentMinutes = ask.FulfilmentMinutes,
            CostCentre = ask.CostCentre, Named = ask.Named ?? [], Form = ask.Form ?? [], Tasks = TaskDesign.InOrder(ask.Tasks ?? []), CreatedAt = work.Now,
        };
        db.Add(item);
        return (await db.TryCommit(stop)).TryGet(out _, out var lost) ? item.Id : lost;
    }
}

public sealed record ChangeItem(
    CatalogueItemId Item, ServiceId Service, [property: Required, StringLength(80)] string Name, [property: Required, StringLength(80)] string NameEn, CatalogueCategory Category, [property: StringLength(1000)] string Description = "",
    [property: StringLength(1000)] string DescriptionEn = "", Audience Audience = Audience.Everyone, ApprovalBy Approval = ApprovalBy.Nobody, [property: Range(1, 100_000)] int ResponseMinutes = 60,
    [property: Range(1, 1_000_000)] int FulfilmentMinutes = 960, bool CostCentre = false, IReadOnlyList<ContactId>? Named = null);

sealed class ChangeItemHandler(StewardDb db, CatalogueWork work) : IVerb<ChangeItem, Done>
{
    public async Task<Result<Done>> Handle(ChangeItem ask, CancellationToken stop)
    {
        if (!(await work.Draft(ask.Item, stop)).TryGet(out var item, out var refusal)) return refusal;
        if (!await work.Offers(item.Contract, ask.Service, stop)) return new ServiceOfContract();
        var named = ask.Named ?? [];
        if (named.Count > 0 && await db.Set<Contact>().CountAsync(c => c.Customer == item.Customer && named.Contains(c.Id), stop) != named.Count) return new BadInput([new("named", "STW-404")]);
        (item.Service, item.Name, item.NameEn, item.Category, item.Description, item.DescriptionEn) = (ask.Service, ask.Name.Trim(), ask.NameEn.Trim(), ask.Category, ask.Description.Trim(), ask.DescriptionEn.Trim());
        (item.Audience, item.Named, item.Approval, item.ResponseMinutes, item.FulfilmentMinutes, item.CostCentre) = (ask.Audience, named, ask.Approval, ask.ResponseMinutes, ask.FulfilmentMinutes, ask.CostCentre);
        return await db.TryCommit(stop);
    }
}
