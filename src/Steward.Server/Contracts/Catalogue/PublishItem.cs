// The life of a version: published it is offered and its predecessor is not, revised it begets a draft, retired the item is offered no more.
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Web;

namespace Steward.Contracts.Catalogue;

public sealed record PublishItem(CatalogueItemId Item);
public sealed record ReviseItem(CatalogueItemId Item);
public sealed record RetireItem(CatalogueItemId Item);

sealed class PublishItemHandler(StewardDb db, CatalogueWork work) : IVerb<PublishItem, Done>
{
    public async Task<Result<Done>> Handle(PublishItem ask, CancellationToken stop)
    {
        if (!(await work.Draft(ask.Item, stop)).TryGet(out var item, out var refusal)) return refusal;
        // Requests that name the version before keep it.
        if (await db.Set<CatalogueItem>().SingleOrDefaultAsync(i => i.Contract == item.Contract && i.Code == item.Code && i.State == ItemState.Published, stop) is { } before) before.State = ItemState.Replaced;
        (item.State, item.PublishedAt) = (ItemState.Published, work.Now);
        return await db.TryCommit(stop);
    }
}

sealed class ReviseItemHandler(StewardDb db, CatalogueWork work, IdSource ids) : IVerb<ReviseItem, CatalogueItemId>
{
    public async Task<Result<CatalogueItemId>> Handle(ReviseItem ask, CancellationToken stop)
    {
        if (!(await work.Item(ask.Item, stop)).TryGet(out var old, out var refusal)) return refusal;
        var versions = await db.Set<CatalogueItem>().Where(i => i.Contract == old.Contract && i.Code == old.Code).Select(i => new { i.Number, i.State }).ToListAsync(stop);
        if (versions.Any(v => v.State == ItemState.Draft)) return new DraftThere();
        var item = new CatalogueItem
        {
            Id = ids.New<CatalogueItemId>(work.Now), Customer = old.Customer, Contract = old.Contract, Code = old.Code, Number = versions.Max(v => v.Number) + 1, Service = old.Service, Name = old.Name, NameEn = old.NameEn,
            Description = old.Description, DescriptionEn = old.DescriptionEn, Category = old.Category, Audience = old.Audience, Named = old.Named, Approval = old.Approval, ResponseMinutes = old.ResponseMinutes,
            FulfilmentMinutes = old.FulfilmentMinutes, CostCentre = old.CostCentre, Form = old.Form, Tasks = old.Tasks, CreatedAt = work.Now,
        };
        db.Add(item);
        return (await db.TryCommit(stop)).TryGet(out _, out var lost) ? item.Id : lost;
    }
}

sealed class RetireItemHandler(StewardDb db, CatalogueWork work) : IVerb<RetireItem, Done>
{
    public async Task<Result<Done>> Handle(RetireItem ask, CancellationToken stop)
    {
        if (!(await work.Item(ask.Item, stop)).TryGet(out var item, out var refusal)) return refusal;
        if (item.State is not (ItemState.Published or ItemState.Draft)) return new NotOffered();
        item.State = ItemState.Retired;
        return await db.TryCommit(stop);
    }
}
