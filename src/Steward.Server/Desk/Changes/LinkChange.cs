// Says what a change touches and which tickets belong to it: its reason, or what came from it.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Assets;
using Steward.Desk.Tickets;
using Steward.Platform.Web;

namespace Steward.Desk.Changes;

public sealed record LinkChangeAsset(ChangeId Change, AssetId Asset);
public sealed record UnlinkChangeAsset(ChangeId Change, AssetId Asset);
public sealed record LinkChangeTicket(ChangeId Change, [property: Required, StringLength(40)] string Ticket, ChangeTie Tie = ChangeTie.Reason);
public sealed record UnlinkChangeTicket(ChangeId Change, TicketId Ticket);

static class ChangeLinks
{
    /// <summary>Adds to the unit of work; both stories tell of it.</summary>
    public static void Add(StewardDb db, ChangeWork work, TicketWork tickets, Change change, Ticket ticket, ChangeTie tie)
    {
        db.Add(new ChangeTicket { Change = change.Id, Ticket = ticket.Id, Customer = change.Customer, Tie = tie, Since = work.Now });
        work.Write(change, nameof(LinkChangeTicket), $"{Platform.Text.Texts.Name(tie)}: {ticket.Number} {ticket.Summary}", visible: true);
        db.OnceNumbered(() => tickets.Write(ticket, EntryKind.Note, $"{Platform.Text.Texts.Name(tie)}: {change.Number} {change.Summary}", visible: false, nameof(LinkChangeTicket)));
    }
}

sealed class LinkChangeAssetHandler(StewardDb db, ChangeWork work, CollisionCheck check, AssetBook assets) : IVerb<LinkChangeAsset, Done>
{
    public async Task<Result<Done>> Handle(LinkChangeAsset ask, CancellationToken stop)
    {
        // What is touched is part of the plan: once it is asked for, it stays.
        if (!(await work.Load(ask.Change, nameof(PlanChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await assets.Assets.SingleOrDefaultAsync(a => a.Id == ask.Asset && a.Customer == found.Case.Customer && a.State != AssetState.Retired, stop) is not { } asset) return new BadInput([new("asset", "STW-404")]);
        if (await db.Set<ChangeAsset>().AnyAsync(a => a.Change == ask.Change && a.Asset == ask.Asset, stop)) return new Done();
        await check.ForgetWaivers(ask.Change, stop);
        db.Add(new ChangeAsset { Change = ask.Change, Asset = ask.Asset, Customer = found.Case.Customer, Since = work.Now });
        work.Write(found.Case, nameof(LinkChangeAsset), $"{asset.Tag} {asset.Name}", visible: true);
        return await db.TryCommit(stop, work.Changed(found.Case, nameof(LinkChangeAsset), found.Case.State));
    }
}

sealed class UnlinkChangeAssetHandler(StewardDb db, ChangeWork work, CollisionCheck check, AssetBook assets) : IVerb<UnlinkChangeAsset, Done>
{
    public async Task<Result<Done>> Handle(UnlinkChangeAsset ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(PlanChange), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await db.Set<ChangeAsset>().SingleOrDefaultAsync(a => a.Change == ask.Change && a.Asset == ask.Asset, stop) is not { } link) return new NotFound();
        await check.ForgetWaivers(ask.Change, stop);
        db.Remove(link);
        work.Write(found.Case, nameof(UnlinkChangeAsset), await assets.All.Where(a => a.Id == ask.Asset).Select(a => a.Tag + " " + a.Name).SingleOrDefaultAsync(stop) ?? "", visible: true);
        return await db.TryCommit(stop, work.Changed(found.Case, nameof(UnlinkChangeAsset), found.Case.State));
    }
}

sealed class LinkChangeTicketHandler(StewardDb db, ChangeWork work, TicketWork tickets, ServiceDesk desk) : IVerb<LinkChangeTicket, Done>
{
    public async Task<Result<Done>> Handle(LinkChangeTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(LinkChangeTicket), stop)).TryGet(out var found, out var refusal)) return refusal;
        var number = ask.Ticket.Trim();
        if (await desk.Tickets.SingleOrDefaultAsync(t => t.Number == number && t.Customer == found.Case.Customer, stop) is not { } ticket) return new BadInput([new("ticket", "DESK-203")]);
        if (await db.Set<ChangeTicket>().AnyAsync(l => l.Change == ask.Change && l.Ticket == ticket.Id, stop)) return new Done();
        ChangeLinks.Add(db, work, tickets, found.Case, ticket, ask.Tie);
        return await db.TryCommit(stop, work.Changed(found.Case, nameof(LinkChangeTicket), found.Case.State));
    }
}

sealed class UnlinkChangeTicketHandler(StewardDb db, ChangeWork work, ServiceDesk desk) : IVerb<UnlinkChangeTicket, Done>
{
    public async Task<Result<Done>> Handle(UnlinkChangeTicket ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Change, nameof(LinkChangeTicket), stop)).TryGet(out var found, out var refusal)) return refusal;
        if (await db.Set<ChangeTicket>().SingleOrDefaultAsync(l => l.Change == ask.Change && l.Ticket == ask.Ticket, stop) is not { } link) return new NotFound();
        db.Remove(link);
        work.Write(found.Case, nameof(UnlinkChangeTicket), await desk.Tickets.Where(t => t.Id == ask.Ticket).Select(t => t.Number + " " + t.Summary).SingleOrDefaultAsync(stop) ?? "", visible: true);
        return await db.TryCommit(stop, work.Changed(found.Case, nameof(UnlinkChangeTicket), found.Case.State));
    }
}
