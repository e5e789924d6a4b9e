// Asks for something from the catalogue, for oneself or for a caller: entitlement, form, cost centre; then somebody's word, or none is needed.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Fields;
using Steward.Platform.Search;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Requests;

/// <summary>An end user leaves the requester out. <paramref name="Answers"/> holds a value for each question of the item's form, by the question's key; <paramref name="Fields"/> one for each custom field of requests.</summary>
public sealed record SubmitRequest(
    CatalogueItemId Item, JsonObject? Answers = null, ContactId? Requester = null, [property: StringLength(60)] string CostCentre = "", [property: StringLength(4000)] string Description = "", Channel Channel = Channel.Portal, JsonObject? Fields = null);

public sealed record SubmittedRequest(TicketId Id, string Number, TicketState State);

sealed record NotForYou(string Item) : Refusal("DESK-350", Item) { public override int Status => 403; }
sealed record ItemNotOffered(string Item) : Refusal("DESK-353", Item);

sealed class SubmitRequestHandler(StewardDb db, Me me, ContractBook contracts, TicketWork work, RequestWork requests, FieldBook fields, IdSource ids) : IVerb<SubmitRequest, SubmittedRequest>
{
    public async Task<Result<SubmittedRequest>> Handle(SubmitRequest ask, CancellationToken stop)
    {
        if (await contracts.Items.SingleOrDefaultAsync(i => i.Id == ask.Item, stop) is not { State: not ItemState.Draft } item) return new NotFound();
        if ((ask.Requester ?? me.Contact) is not { } requester) return new BadInput([new("requester", "field.required")]);
        if (await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == requester && c.Customer == item.Customer && c.Active, stop) is not { } contact) return me.Contact is null ? new BadInput([new("requester", "STW-404")]) : new NotFound();
        var place = new Place(item.Customer, contact.Site);
        if (!me.Can(Thing.Incident, Right.Create, place) && !(requester == me.Contact && me.Can(Thing.Incident, Right.Create, place, "own"))) return new NotAllowed();
        if (item.State != ItemState.Published) return new ItemNotOffered(item.Said);
        if (!item.IsFor(contact)) return new NotForYou(item.Said);
        if (await contracts.PromiseFor(item.Customer, item.Service, work.Now, stop) is not { } promise) return new NotCovered();
        if (!AnswerSheet.Read(item.Form, ask.Answers, await requests.Devices(contact.Id, stop)).TryGet(out var answers, out var refusal)) return WithCostCentre(item, ask, refusal);
        if (item.CostCentre && ask.CostCentre.Trim().Length == 0) return WithCostCentre(item, ask, null);

        var owner = await db.Set<Customer>().AsNoTracking().SingleAsync(c => c.Id == item.Customer, stop);
        var decider = await requests.DeciderFor(item, contact, stop);
        var ticket = new Ticket
        {
            Id = ids.New<TicketId>(work.Now), Customer = item.Customer, Contract = item.Contract, Service = promise.Service.Id, Item = item.Id, Site = contact.Site, Summary = owner.Language == Language.En ? item.NameEn : item.Name, Description = ask.Description.Trim(), Requester = contact.Id,
            Channel = requester == me.Contact ? Channel.Portal : ask.Channel, Impact = Impact.Person, Urgency = Urgency.Planned, Priority = Priority.P4, Category = Texts.In(owner.Language, $"CatalogueCategory.{item.Category}"), Place = contact.Place, OpenedAt = work.Now, RecordedAt = work.Now,
        };
        var request = new ServiceRequest { Ticket = ticket.Id, Customer = item.Customer, Item = item.Id, Answers = answers, CostCentre = item.CostCentre ? ask.CostCentre.Trim() : "", Decider = decider.Who, Head = decider.Head?.Id };
        if (!(await fields.Put(TicketFields.Request, item.Customer, ticket.Id.Value, ask.Fields, f => f.Need == FieldNeed.AtIntake, me.Contact is not null, stop, isNew: true)).TryGet(out var own, out refusal)) return refusal;
        var series = FormattableString.Invariant($"REQ-{owner.ShortName}-{TimeZoneInfo.ConvertTime(work.Now, TimeZoneInfo.FindSystemTimeZoneById(owner.Zone)):yyyyMMdd}");
        db.TakeNumber(series, n => ticket.Number = FormattableString.Invariant($"{series}-{n:0000}"));
        db.AddRange(ticket, request);
        foreach (var device in answers.Where(a => a.Kind == FieldKind.MyAsset).Select(a => AssetId.From(Guid.Parse(a.Value))).Distinct())
            db.Add(new TicketAsset { Ticket = ticket.Id, Asset = device, Customer = item.Customer, Since = work.Now });
        work.Write(ticket, EntryKind.Opened, "", visible: true, nameof(SubmitRequest), null, TicketState.New);
        db.Index(() => new SearchEntry("Incident", ticket.Id.Value, ticket.Customer, $"{ticket.Number} {ticket.Summary}", $"{item.NameEn} {ticket.Description} {string.Join(' ', answers.Select(a => a.Shown))} {FieldValues.Words(own)} {contact.Name} {contact.Department}", $"/tickets/{ticket.Id}", ticket.OpenedAt));
        var news = decider.Who == Decider.Nobody ? await requests.Approve(ticket, request, "", "", stop) : await requests.AskApproval(ticket, request, item, contact, stop);
        if (!news.TryGet(out var moved, out refusal)) return refusal;
        return (await work.Commit(stop, [new TicketOpened(ticket.Id, ticket.Customer, ticket.Priority, ticket.OpenedAt), .. moved])).TryGet(out _, out var lost) ? new SubmittedRequest(ticket.Id, ticket.Number, ticket.State) : lost;
    }

    /// <summary>All that is missing is said at once.</summary>
    static Refusal WithCostCentre(CatalogueItem item, SubmitRequest ask, Refusal? others)
    {
        BadField[] missing = item.CostCentre && ask.CostCentre.Trim().Length == 0 ? [new("costCentre", "field.required")] : [];
        return others is BadInput bad ? new BadInput([.. bad.Fields, .. missing]) : others ?? new BadInput(missing);
    }
}
