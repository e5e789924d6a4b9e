// What an incident touches: the assets it is about, what the contract says of them, and what else is open on them.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Web.Components;

namespace Steward.Desk.Pages;

public sealed record TouchedTicket(TicketId Id, string Number, string Summary, TicketState State, DateTimeOffset OpenedAt);

/// <summary>An asset of a ticket. <see cref="Cover"/> are the lines of contracts in force that it falls under.</summary>
public sealed record Touched(AssetId Id, string Tag, string Name, AssetKind Kind, AssetState State, string Place, string? OwnerName, string Model, IReadOnlyList<string> Cover, IReadOnlyList<TouchedTicket> Others);

/// <summary>What a ticket touches; <see cref="Choices"/> are there once somebody wants to name another asset.</summary>
public sealed record ImpactModel(IReadOnlyList<Touched> Assets, AssetOffer? Choices, bool MayLink);
public sealed record TicketsOfAssetModel(AssetId Asset, IReadOnlyList<TouchedTicket> Tickets);

sealed class ImpactViews(ServiceDesk desk, TicketAtHand hand, AssetBook assets, AssetOffers offers, ContractBook contracts, PeopleBook people, Me me, TimeProvider time)
{
    static readonly TicketState[] Over = [TicketState.Resolved, TicketState.Closed, TicketState.Cancelled, TicketState.Rejected];

    /// <summary>What the ticket touches, and, for whoever works on it and wants to <paramref name="choose"/>, what else could be named: with <paramref name="words"/> what these fit.</summary>
    public async Task<ImpactModel> Of(Ticket ticket, bool mayWork, bool choose, string? words, CancellationToken stop)
    {
        var ids = !(await hand.Hangs(ticket.Id, stop)).Assets ? [] : await desk.AssetsOf(ticket.Id, stop);
        var found = ids.Count == 0 ? [] : await assets.Assets.Where(a => ids.Contains(a.Id)).ToListAsync(stop);
        var owners = found.Select(a => a.Owner).ToList();
        var names = found.Count == 0 ? [] : await people.Contacts.Where(c => owners.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var lines = found.Count == 0 ? [] : await contracts.CoverInForce(ticket.Customer, time.Now(), stop);
        var touched = new List<Touched>();
        foreach (var a in found.OrderBy(a => ids.IndexOf(a.Id)))
            touched.Add(new(a.Id, a.Tag, a.Name, a.Kind, a.State, a.Place, a.Owner is { } owner ? names.GetValueOrDefault(owner) : null, $"{a.Manufacturer} {a.Model}".Trim(),
                [.. lines.Where(l => l.Line.Covers(a)).Select(l => l.Said)], await Open(a.Id, ticket.Id, stop)));
        mayWork &= me.Contact is null;
        return new(touched, mayWork && choose ? await offers.For(ticket.Customer, ticket.Requester, ticket.Site, words, null, ids, stop) : null, mayWork);
    }

    public async Task<object?> TicketsOf(Guid asset, CancellationToken stop)
    {
        if (!me.Can(Thing.Incident, Right.Read)) return null;
        var id = AssetId.From(asset);
        var tickets = await desk.Tickets.Where(t => desk.Concerned.Any(c => c.Ticket == t.Id && c.Asset == id)).OrderByDescending(t => t.OpenedAt)
            .Select(t => new TouchedTicket(t.Id, t.Number, t.Summary, t.State, t.OpenedAt)).Take(20).ToListAsync(stop);
        return new TicketsOfAssetModel(id, tickets);
    }

    async Task<IReadOnlyList<TouchedTicket>> Open(AssetId asset, TicketId but, CancellationToken stop) =>
        await desk.Tickets.Where(t => t.Id != but && !Over.Contains(t.State) && desk.Concerned.Any(c => c.Ticket == t.Id && c.Asset == asset)).OrderByDescending(t => t.OpenedAt)
            .Select(t => new TouchedTicket(t.Id, t.Number, t.Summary, t.State, t.OpenedAt)).Take(10).ToListAsync(stop);

    /// <summary>The customer's assets, those with an owner under the owner's name.</summary>
    public async Task<IReadOnlyList<Option>> Choices(CustomerId customer, IReadOnlyCollection<AssetId> but, CancellationToken stop) =>
        [.. (await assets.Assets.Where(a => a.Customer == customer && a.State != AssetState.Retired).OrderBy(a => a.Name).Select(a => new { a.Id, a.Tag, a.Name }).Take(2000).ToListAsync(stop))
            .Where(a => !but.Contains(a.Id)).Select(a => new Option(a.Id.ToString(), $"{a.Name} · {a.Tag}"))];
}
