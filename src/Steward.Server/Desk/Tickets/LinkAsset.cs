// Says which asset a ticket is about, or that it is about another one.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Platform.Web;

namespace Steward.Desk.Tickets;

public sealed record LinkAsset(TicketId Ticket, AssetId Asset);
public sealed record UnlinkAsset(TicketId Ticket, AssetId Asset);

sealed class LinkAssetHandler(StewardDb db, TicketWork work, AssetBook assets) : IVerb<LinkAsset, Done>
{
    public async Task<Result<Done>> Handle(LinkAsset ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(AddNote)).TryGet(out _, out _)) return new StepNotAllowed(nameof(LinkAsset), ticket.State);
        if (await assets.Assets.SingleOrDefaultAsync(a => a.Id == ask.Asset && a.Customer == ticket.Customer, stop) is not { } asset) return new BadInput([new("asset", "STW-404")]);
        if (await db.Set<TicketAsset>().AnyAsync(c => c.Ticket == ask.Ticket && c.Asset == ask.Asset, stop)) return new Done();
        db.Add(new TicketAsset { Ticket = ticket.Id, Asset = asset.Id, Customer = ticket.Customer, Since = work.Now });
        if (ticket.Device.Length == 0) ticket.Device = asset.Tag;
        work.Write(ticket, EntryKind.Note, $"{asset.Tag} {asset.Name}", visible: false, nameof(LinkAsset));
        ticket.Version++;
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}

sealed class UnlinkAssetHandler(StewardDb db, TicketWork work, AssetBook assets) : IVerb<UnlinkAsset, Done>
{
    public async Task<Result<Done>> Handle(UnlinkAsset ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(AddNote)).TryGet(out _, out _)) return new StepNotAllowed(nameof(UnlinkAsset), ticket.State);
        if (await db.Set<TicketAsset>().SingleOrDefaultAsync(c => c.Ticket == ask.Ticket && c.Asset == ask.Asset, stop) is not { } link) return new NotFound();
        db.Remove(link);
        work.Write(ticket, EntryKind.Note, await assets.All.Where(a => a.Id == ask.Asset).Select(a => a.Tag + " " + a.Name).SingleOrDefaultAsync(stop) ?? "", visible: false, nameof(UnlinkAsset));
        ticket.Version++;
        return await work.Commit(stop, new TicketNoted(ticket.Id, ticket.Customer, false, work.Now));
    }
}
