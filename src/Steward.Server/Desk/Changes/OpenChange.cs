// Opens a change: a draft that is filled in, sent and assessed. The desk files it for a user too, who then hears how it goes.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;

namespace Steward.Desk.Changes;

/// <summary>Customer, requester and assets that are left out are those of the ticket or problem behind it. A standard change is a run of a model: <see cref="RunModel"/>.</summary>
public sealed record OpenChange(
    [property: Required, StringLength(200)] string Summary, CustomerId? Customer = null, ChangeKind Kind = ChangeKind.Minor, [property: StringLength(4000)] string Reason = "", ContactId? Requester = null,
    TicketId? Ticket = null, ProblemId? Problem = null, AssetId? Asset = null);

/// <summary>Standard changes come from a model, with its steps and its approval.</summary>
sealed record NeedsModel() : Refusal("DESK-302") { public override string? Field => "kind"; public override int Status => 400; }

sealed class OpenChangeHandler(StewardDb db, ChangeWork work, TicketWork tickets, AssetBook assets, Me me, IdSource ids) : IVerb<OpenChange, ChangeId>
{
    public async Task<Result<ChangeId>> Handle(OpenChange ask, CancellationToken stop)
    {
        if (ask.Kind == ChangeKind.Standard) return new NeedsModel();
        Ticket? ticket = null;
        if (ask.Ticket is { } of && !(await tickets.Load(of, Right.Read, stop)).TryGet(out ticket, out _)) return new BadInput([new("ticket", "STW-404")]);
        var problem = ask.Problem is { } behind ? await db.Set<Problem>().SingleOrDefaultAsync(p => p.Id == behind, stop) : null;
        if (ask.Problem is not null && (problem is null || !me.Can(Thing.Problem, Right.Read, new Place(problem.Customer)))) return new BadInput([new("problem", "STW-404")]);
        if ((ask.Customer ?? ticket?.Customer ?? problem?.Customer) is not { } customer) return new BadInput([new("customer", "field.required")]);
        if (!await db.Set<Customer>().AnyAsync(c => c.Id == customer, stop)) return new BadInput([new("customer", "STW-404")]);
        if (!work.May(customer, Right.Create)) return new NotAllowed();
        if (ticket is not null && ticket.Customer != customer) return new BadInput([new("ticket", "STW-404")]);
        if (problem is not null && problem.Customer != customer) return new BadInput([new("problem", "STW-404")]);
        if (ask.Requester is { } contact && !await db.Set<Contact>().AnyAsync(c => c.Id == contact && c.Customer == customer, stop)) return new BadInput([new("requester", "STW-404")]);
        if (ask.Asset is { } asset && !await assets.Assets.AnyAsync(a => a.Id == asset && a.Customer == customer, stop)) return new BadInput([new("asset", "STW-404")]);
        var change = new Change
        {
            Id = ids.New<ChangeId>(work.Now), Customer = customer, Kind = ask.Kind, Summary = ask.Summary.Trim(), Reason = ask.Reason.Trim(), OpenedAt = work.Now, OpenedBy = me.Id.Value, OpenedByName = me.Signed,
            Requester = ask.Requester ?? ticket?.Requester, Problem = problem?.Id,
        };
        await work.Begin(change, nameof(OpenChange), stop);
        var touched = ticket is null ? [] : await db.Set<TicketAsset>().Where(t => t.Ticket == ticket.Id).Select(t => t.Asset).ToListAsync(stop);
        foreach (var one in touched.Concat(problem?.Asset is { } p ? [p] : []).Concat(ask.Asset is { } a ? [a] : []).Distinct())
            db.Add(new ChangeAsset { Change = change.Id, Asset = one, Customer = customer, Since = work.Now });
        if (ticket is not null) ChangeLinks.Add(db, work, tickets, change, ticket, ChangeTie.Reason);
        return (await db.TryCommit(stop, new ChangeOpened(change.Id, customer, work.Now))).TryGet(out _, out var lost) ? change.Id : lost;
    }
}
