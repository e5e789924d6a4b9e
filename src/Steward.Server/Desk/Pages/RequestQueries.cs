// What the pages of requests show: the catalogue as somebody may ask from it, one item's form, a request's answers and tasks, and whose task is next.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Requests;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Fields;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

public sealed record OfferedItem(CatalogueItemId Id, string Code, string Name, string Description, CatalogueCategory Category, ApprovalBy Approval, int FulfilmentMinutes, bool CostCentre);

/// <summary>What may be asked for; <paramref name="ForOthers"/>: the reader asks for callers, of <paramref name="Caller"/> if one was named.</summary>
public sealed record CatalogueOffer(
    IReadOnlyList<OfferedItem> Items, string? Words, CustomerId? Customer, IReadOnlyList<Option> Customers, bool ForOthers, ContactId? Caller, string? CallerName, int ToDecide);

public sealed record AskModel(CatalogueItem Item, string? CustomerName, bool ForOthers, ContactId? Caller, IReadOnlyList<Option> Callers, IReadOnlyList<KnownRecord> Devices, bool MayAsk)
{
    /// <summary>Custom fields of requests, and what answers to them can name.</summary>
    public IReadOnlyList<CustomField> Fields { get; init; } = [];
    public IReadOnlyList<KnownRecord> Records { get; init; } = [];
}

public sealed record TaskLine(
    RequestTaskId Id, int Step, string Name, string Text, TaskDuty Duty, RequestTaskState State, TeamId? Team, string? TeamName, StaffId? Assignee, string? AssigneeName, DateTimeOffset? DoneAt, string DoneBy, string Note);

public sealed record RequestModel(string Item, int ItemNumber, IReadOnlyList<Answer> Answers, string CostCentre, Decider Decider, string? Head, string DecidedBy, string Answer, IReadOnlyList<TaskLine> Tasks, bool MayWork);

public sealed record MyTask(RequestTaskId Id, TicketId Ticket, string Number, string Summary, string CustomerName, int Step, string Name, string Text, DateTimeOffset ReadyAt, bool Mine, string? TeamName, DateTimeOffset? Due);

public sealed record MyTasksModel(IReadOnlyList<MyTask> Tasks, bool All);

sealed class RequestQueries(StewardDb db, ServiceDesk desk, ContractBook contracts, PeopleBook people, RequestWork work, ApprovalDesk approvals, Sla.SlaClocks clocks, FieldBook fields, Me me, TimeProvider time)
{
    bool ForOthers => me.Contact is null && me.Giving(Thing.Incident, Right.Create).Any(g => g.Wide);

    public async Task<CatalogueOffer> Offer(QueryValues values, CancellationToken stop)
    {
        var (words, now) = (values.Text("q"), time.Now());
        var named = me.Contact ?? values.Id<ContactId>("requester");
        var caller = named is { } id ? await people.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, stop) : null;
        var customer = caller?.Customer ?? values.Id<CustomerId>("customer");
        var names = await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).ToDictionaryAsync(c => c.Id, c => c.Name, stop);
        var inForce = (await contracts.All.Where(c => c.State == ContractState.Signed && (customer == null || c.Customer == customer)).ToListAsync(stop)).Where(c => ContractBook.InForce(c, now)).Select(c => c.Id).ToList();
        // Only a caller who asks has something to choose from; without a contact of one's own, or a caller, nobody is there.
        if (customer is null && names.Count == 1) customer = names.Keys.Single();
        var items = caller is null && (me.Contact is not null || customer is null) ? [] : await contracts.Items.Where(i => i.State == ItemState.Published && inForce.Contains(i.Contract)).ToListAsync(stop);
        var shown = items.Where(i => (caller is null || i.IsFor(caller)) && Mentions(i, words)).OrderBy(i => i.Category).ThenBy(i => i.Said, StringComparer.CurrentCulture);
        return new([.. shown.Select(i => new OfferedItem(i.Id, i.Code, i.Said, i.DescriptionSaid, i.Category, i.Approval, i.FulfilmentMinutes, i.CostCentre))],
            words, customer, [.. names.Select(n => new Option(n.Key.ToString(), n.Value))], ForOthers, me.Contact is null ? caller?.Id : null, me.Contact is null ? caller?.Name : null, await approvals.Waiting.CountAsync(a => a.Kind == RequestApproval.Kind, stop));
    }

    static bool Mentions(CatalogueItem item, string? words) => words is null || words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(w =>
        new[] { item.Name, item.NameEn, item.Description, item.DescriptionEn, item.Code }.Any(t => t.Contains(w, StringComparison.OrdinalIgnoreCase)));

    public async Task<AskModel?> Ask(Guid item, Guid? requester, CancellationToken stop)
    {
        var id = CatalogueItemId.From(item);
        if (await contracts.Items.SingleOrDefaultAsync(i => i.Id == id, stop) is not { State: not ItemState.Draft } found) return null;
        // A link may be old: what is offered now under the same name is what is meant.
        if (found.State == ItemState.Replaced && await contracts.Items.SingleOrDefaultAsync(i => i.Contract == found.Contract && i.Code == found.Code && i.State == ItemState.Published, stop) is { } now) found = now;
        if (me.Contact is { } own)
        {
            var contact = await people.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == own, stop);
            if (contact?.Customer != found.Customer) return null;
            return await WithFields(new(found, null, false, own, [], await work.Devices(own, stop), found.State == ItemState.Published && found.IsFor(contact)), stop);
        }
        if (!me.Can(Thing.Incident, Right.Create, new Place(found.Customer))) return null;
        var callers = await people.Contacts.AsNoTracking().Where(c => c.Customer == found.Customer && c.Active).OrderBy(c => c.Name).Take(1000).ToListAsync(stop);
        var caller = callers.Find(c => c.Id.Value == requester);
        return await WithFields(new(found, await people.Customers.Where(c => c.Id == found.Customer).Select(c => c.Name).SingleOrDefaultAsync(stop), true, caller?.Id,
            [.. callers.Where(found.IsFor).Select(c => new Option(c.Id.ToString(), $"{c.Name} · {c.Department}"))], caller is null ? [] : await work.Devices(caller.Id, stop), found.State == ItemState.Published), stop);
    }

    async Task<AskModel> WithFields(AskModel model, CancellationToken stop)
    {
        var asked = await fields.Asked(TicketFields.Request, model.Item.Customer, me.Contact is not null, stop);
        return asked.Count == 0 ? model : model with { Fields = asked, Records = await fields.Choices(asked, model.Item.Customer, stop) };
    }

    /// <summary>What a request asks for and how far its tasks are; the customer's people see no names of tasks that are not for them to see done.</summary>
    public async Task<RequestModel?> Of(Ticket ticket, bool mayWork, CancellationToken stop)
    {
        if (await db.Set<ServiceRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Ticket == ticket.Id, stop) is not { } request) return null;
        var item = await contracts.Items.SingleAsync(i => i.Id == request.Item, stop);
        var tasks = await db.Set<RequestTask>().AsNoTracking().Where(t => t.Ticket == ticket.Id).OrderBy(t => t.Step).ThenBy(t => t.Id).ToListAsync(stop);
        var (teams, staff) = (tasks.Select(t => t.Team ?? ticket.Team).OfType<TeamId>().ToList(), tasks.Select(t => t.Assignee).OfType<StaffId>().ToList());
        var teamNames = await people.Teams.AsNoTracking().Where(t => teams.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, stop);
        var staffNames = await people.Staff.AsNoTracking().Where(s => staff.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, stop);
        return new(item.Said, item.Number, request.Answers, request.CostCentre, request.Decider, request.Head is { } head ? await people.Contacts.Where(c => c.Id == head).Select(c => c.Name).SingleOrDefaultAsync(stop) : null, request.DecidedBy, request.Answer,
            tasks.ConvertAll(t => new TaskLine(t.Id, t.Step, t.Said, t.Text, t.Duty, t.State, t.Team, (t.Team ?? ticket.Team) is { } team ? teamNames.GetValueOrDefault(team) : null, t.Assignee, t.Assignee is { } a ? staffNames.GetValueOrDefault(a) : null, t.DoneAt, t.DoneBy, t.Note)), mayWork);
    }

    static readonly TicketState[] Living = [TicketState.Approved, TicketState.Fulfilling, TicketState.PendingUser, TicketState.PendingSupplier, TicketState.PendingChange, TicketState.PendingPart];

    /// <summary>The tasks that can be done now: one's own and those of one's teams that nobody has yet, or those of all.</summary>
    public async Task<MyTasksModel> Mine(bool all, CancellationToken stop)
    {
        var mine = me.Staff;
        var teams = mine is null ? [] : await people.TeamMembers.Where(m => m.Staff == mine).Select(m => (TeamId?)m.Team).ToListAsync(stop);
        var rows = from k in db.Set<RequestTask>().AsNoTracking()
                   join t in desk.Tickets on k.Ticket equals t.Id
                   where k.State == RequestTaskState.Ready && Living.Contains(t.State)
                   select new { Task = k, Ticket = t };
        if (!all) rows = rows.Where(r => mine != null && r.Task.Assignee == mine || r.Task.Assignee == null && (teams.Contains(r.Task.Team ?? r.Ticket.Team) || r.Task.Team == null && mine != null && r.Ticket.Assignee == mine));
        var found = await rows.OrderBy(r => r.Task.ReadyAt).ThenBy(r => r.Task.Id).Take(200)
            .Select(r => new { r.Task, r.Ticket.Id, r.Ticket.Number, r.Ticket.Summary, Customer = people.Customers.Where(c => c.Id == r.Ticket.Customer).Select(c => c.Name).FirstOrDefault(), Team = people.Teams.Where(x => x.Id == (r.Task.Team ?? r.Ticket.Team)).Select(x => x.Name).FirstOrDefault() }).ToListAsync(stop);
        var due = (await clocks.Clocks([.. found.Select(f => f.Id.Value)], stop)).Where(c => c.Kind == Sla.ClockKind.Resolution).ToDictionary(c => c.Subject, c => c.Due);
        return new(found.ConvertAll(f => new MyTask(f.Task.Id, f.Id, f.Number, f.Summary, f.Customer ?? "", f.Task.Step, f.Task.Said, f.Task.Text, f.Task.ReadyAt ?? default, mine is not null && f.Task.Assignee == mine, f.Team, due.GetValueOrDefault(f.Id.Value))), all);
    }
}
