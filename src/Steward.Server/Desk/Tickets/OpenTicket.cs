// Opens a ticket for a customer and starts the clocks that the contract promises.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk.Escalations;
using Steward.People;
using Steward.Platform.Fields;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Tickets;

/// <summary>
/// An end user leaves out customer and requester: both are their own. Whoever enters a call or a paper sheet later gives
/// <paramref name="OccurredAt"/>, the moment of contact, from which the clocks run (SLA rule 4). <paramref name="Fields"/> holds an answer for each custom field by its key.
/// Whoever does not know the id of the asset names it by <paramref name="AssetWords"/>: its tag, or words that fit no other.
/// </summary>
public sealed record OpenTicket(
    [property: StringLength(200)] string Summary, ServiceId Service, CustomerId? Customer = null, ContactId? Requester = null,
    [property: StringLength(8000)] string Description = "", Channel Channel = Channel.Portal, Impact Impact = Impact.Person, Urgency Urgency = Urgency.Hindered,
    [property: StringLength(60)] string Category = "", [property: StringLength(80)] string Place = "", [property: StringLength(80)] string Device = "",
    SiteId? Site = null, TeamId? Team = null, DateTimeOffset? OccurredAt = null, AssetId? Asset = null, JsonObject? Fields = null,
    [property: StringLength(80)] string AssetWords = "");

public sealed record OpenedTicket(TicketId Id, string Number, Priority Priority, DateTimeOffset? ResponseDue, DateTimeOffset? ResolutionDue);

sealed record NotCovered() : Refusal("DESK-101") { public override string? Field => "service"; }
sealed record ContactInFuture() : Refusal("DESK-102") { public override string? Field => "occurredAt"; public override int Status => 400; }

sealed class OpenTicketHandler(StewardDb db, Me me, ContractBook contracts, SlaClocks clocks, TicketWork work, AssetBook assets, FieldBook fields, IdSource ids) : IVerb<OpenTicket, OpenedTicket>
{
    public async Task<Result<OpenedTicket>> Handle(OpenTicket ask, CancellationToken stop)
    {
        if (!(await Add(ask, stop, byPeople: true)).TryGet(out var opening, out var refusal)) return refusal;
        await db.Commit(stop, opening.News);
        return opening.Done;
    }

    /// <summary>A ticket in the unit of work; <see cref="Done"/> is asked for once it has its number.</summary>
    public sealed record Opening(Ticket Ticket, TicketOpened News, Func<OpenedTicket> Told)
    {
        public OpenedTicket Done => Told();
    }

    /// <summary>Adds the ticket to the unit of work and does not save it, for whoever has more to commit with it.</summary>
    /// <param name="byPeople">Somebody fills in the form, and can answer what must be answered; a mail cannot.</param>
    public async Task<Result<Opening>> Add(OpenTicket ask, CancellationToken stop, bool byPeople = false)
    {
        var now = work.Now;
        var requester = ask.Requester ?? me.Contact;
        if (requester is null) return new BadInput([new("requester", "field.required")]);
        var caller = await CallerOf.In(db)(db, requester.Value, stop);
        if (caller is null) return new BadInput([new("requester", "STW-404")]);
        var (contact, owner) = (caller.Contact, caller.Owner);
        var customer = ask.Customer ?? contact.Customer;
        if (contact.Customer != customer) return new BadInput([new("requester", "STW-404")]);
        var place = new Place(customer, ask.Site ?? contact.Site);
        if (!me.Can(Thing.Incident, Right.Create, place) && !(requester == me.Contact && me.Can(Thing.Incident, Right.Create, place, "own"))) return new NotAllowed();
        if (ask.Site is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site && s.Customer == customer, stop)) return new BadInput([new("site", "STW-404")]);
        var group = ask.Team is { } team ? await db.Set<Team>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == team, stop) : null;
        if (ask.Team is not null && group is null) return new BadInput([new("team", "STW-404")]);
        // Whoever scans the label of a device stands before it, whether or not it is theirs.
        var asset = ask.Asset is { } of ? await (me.Contact is null ? assets.Assets : assets.All).SingleOrDefaultAsync(a => a.Id == of && a.Customer == customer, stop) : null;
        if (ask.Asset is not null && asset is null) return new BadInput([new("asset", "STW-404")]);
        if (asset is null && ask.AssetWords.Trim() is { Length: > 0 } words
            && !(await assets.Assets.Where(a => a.Customer == customer && a.State != AssetState.Retired).Named(words, stop)).TryGet(out asset, out var unnamed)) return unnamed;
        if (asset is not null && ask.Device.Length == 0) ask = ask with { Device = asset.Tag };
        var promise = await contracts.PromiseFor(customer, ask.Service, ask.OccurredAt ?? now, stop);
        var matrix = promise is null ? PriorityMatrix.Standard : (await clocks.Agreement(promise.Agreement, stop)).Matrix;
        if (!Decide(ask, me.Contact is not null && me.Contact == requester, contact, promise, matrix, ids, now).TryGet(out var ticket, out var refusal)) return refusal;
        if (!(await fields.Put(TicketFields.Incident, customer, ticket.Id.Value, ask.Fields, f => byPeople && f.Need == FieldNeed.AtIntake, me.Contact is not null, stop, isNew: true)).TryGet(out var answers, out refusal)) return refusal;

        var day = TimeZoneInfo.ConvertTime(ticket.OpenedAt, TimeZoneInfo.FindSystemTimeZoneById(owner.Zone));
        var series = FormattableString.Invariant($"INC-{owner.ShortName}-{day:yyyyMMdd}");
        db.TakeNumber(series, n => ticket.Number = FormattableString.Invariant($"{series}-{n:0000}"));
        db.Add(ticket);
        if (asset is not null) db.Add(new TicketAsset { Ticket = ticket.Id, Asset = asset.Id, Customer = customer, Since = now });
        work.Write(ticket, EntryKind.Opened, "", visible: true, "OpenTicket", null, TicketState.New, ticket.OpenedAt);
        var reading = await clocks.Start(customer, promise!.Contract.Id.Value, ticket.Id.Value, promise.Agreement,
            new ClockFact.Opened(ticket.OpenedAt, now, ticket.Priority, promise.Mode, Category: ticket.Category.Length > 0 ? ticket.Category : null), now, stop, group is null ? [] : [new ClockFact.Assigned(ticket.OpenedAt, now, group.Id.Value, group.AsLine())]);
        db.Index(() => TicketFields.Entry(ticket, $"{contact.Name} {contact.Department} {FieldValues.Words(answers)}"));
        await work.Notify(ticket, TicketWork.Opened, stop);
        return new Opening(ticket, new TicketOpened(ticket.Id, customer, ticket.Priority, ticket.OpenedAt),
            () => new(ticket.Id, ticket.Number, ticket.Priority, reading[ClockKind.Response].Due, reading[ClockKind.Resolution].Due));
    }

    sealed record Caller(Contact Contact, Customer Owner);

    static readonly KnownQuery<Func<StewardDb, ContactId, CancellationToken, Task<Caller?>>> CallerOf = new(() =>
        EF.CompileAsyncQuery((StewardDb db, ContactId requester, CancellationToken stop) =>
            (from c in db.Set<Contact>().AsNoTracking()
             join o in db.Set<Customer>().AsNoTracking() on c.Customer equals o.Id
             where c.Id == requester
             select new Caller(c, o)).SingleOrDefault()));

    /// <summary>All the rules of intake. An end user says how it hinders them; how much is hit is for the desk to judge.</summary>
    internal static Result<Ticket> Decide(OpenTicket ask, bool byRequester, Contact contact, Promise? promise, PriorityMatrix matrix, IdSource ids, DateTimeOffset now)
    {
        if (promise is null) return new NotCovered();
        var opened = byRequester ? now : ask.OccurredAt ?? now;
        if (opened > now) return new ContactInFuture();
        var impact = byRequester && ask.Impact < Impact.Group ? Impact.Group : ask.Impact;
        var priority = matrix[impact, ask.Urgency];
        // VIP raises one step, never above P2 (intake rule).
        if (contact.Vip && priority > Priority.P2) priority--;
        return new Ticket
        {
            Id = ids.New<TicketId>(now), Customer = contact.Customer, Contract = promise.Contract.Id, Service = promise.Service.Id, Site = ask.Site ?? contact.Site,
            Summary = ask.Summary.Trim(), Description = ask.Description.Trim(), Requester = contact.Id, Channel = byRequester ? Channel.Portal : ask.Channel,
            Impact = impact, Urgency = ask.Urgency, Priority = priority, Category = ask.Category, Place = ask.Place.Length > 0 ? ask.Place : contact.Place, Device = ask.Device,
            Team = ask.Team, OpenedAt = opened, RecordedAt = now,
        };
    }
}
