// What the verbs of requests share: whose word is needed, what approval and refusal do, and how tasks begin one after the other.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Fields;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Desk.Requests;

sealed record WhoDecides(Decider Who, Contact? Head);

sealed class RequestWork(StewardDb db, ContractBook contracts, AssetBook assets, SlaClocks clocks, TicketWork work, ApprovalDesk approvals, Me me, IdSource ids)
{
    /// <summary>What somebody has in use and may name as theirs.</summary>
    public async Task<IReadOnlyList<KnownRecord>> Devices(ContactId owner, CancellationToken stop) =>
        [.. (await assets.Assets.Where(a => a.Owner == owner && a.State != AssetState.Retired).OrderBy(a => a.Name).Take(200).Select(a => new { a.Id, a.Name, a.Tag }).ToListAsync(stop)).Select(a => new KnownRecord(FieldKind.MyAsset, a.Id.Value, $"{a.Name} · {a.Tag}"))];

    /// <summary>The head of the department decides if there is one who can sign in and who is somebody else; then the administrator; over an administrator the service manager.</summary>
    public async Task<WhoDecides> DeciderFor(CatalogueItem item, Contact requester, CancellationToken stop)
    {
        if (item.Approval == ApprovalBy.Nobody) return new(Decider.Nobody, null);
        if (item.Approval == ApprovalBy.DepartmentHead && requester.Department.Length > 0)
        {
            var head = await db.Set<Contact>().AsNoTracking().Where(c => c.Customer == requester.Customer && c.Active && c.Head && c.Department == requester.Department && c.Id != requester.Id
                && db.Set<Account>().Any(a => a.Contact == c.Id && !a.Disabled)).OrderBy(c => c.Id).FirstOrDefaultAsync(stop);
            if (head is not null) return new(Decider.Head, head);
        }
        var now = work.Now;
        var administers = await db.Set<Account>().AnyAsync(a => a.Contact == requester.Id && db.Set<Grant>().Any(g => g.Account == a.Id && g.Role == Role.CustAdm && (g.Until == null || g.Until > now)), stop);
        return new(administers ? Decider.Manager : Decider.Administrator, null);
    }

    /// <summary>Whose word a request waits for: the head who was asked by name, otherwise by what they are.</summary>
    public async Task<string> Awaited(TicketId ticket, CancellationToken stop)
    {
        var asked = await db.Set<ServiceRequest>().Where(r => r.Ticket == ticket).Select(r => new { r.Decider, Head = db.Set<Contact>().Where(c => c.Id == r.Head).Select(c => c.Name).FirstOrDefault() }).SingleAsync(stop);
        return asked.Head ?? Platform.Text.Texts.Name(asked.Decider);
    }

    public async Task<Result<INews[]>> AskApproval(Ticket ticket, ServiceRequest request, CatalogueItem item, Contact requester, CancellationToken stop)
    {
        // Whoever asks for another does not decide, nor does the other for themselves.
        var by = requester.Id == me.Contact ? null : await db.Set<Account>().AsNoTracking().Where(a => a.Contact == requester.Id).OrderBy(a => a.Id).Select(a => new { a.Id, a.Name }).FirstOrDefaultAsync(stop);
        var news = work.Move(ticket, ticket.Process().Step(ticket.State, "AskApproval")!);
        var asked = await approvals.Ask(new(RequestApproval.Kind, ticket.Customer, ticket.Id.Value, ticket.Summary, $"/tickets/{ticket.Id}", new AskedItem(item.Name, item.NameEn, requester.Name, requester.Department), ticket.Description,
            By: by is null ? null : new Actor(by.Id.Value, by.Name)), stop);
        await work.Notify(ticket, "requested", stop);
        db.OnceNumbered(() => asked.Title = $"{ticket.Number} {ticket.Summary}");
        return new INews[] { news };
    }

    /// <summary>Approved, by somebody or because nobody's word is needed: the clocks start, and the first tasks are there (SLA rule 4).</summary>
    public async Task<Result<INews[]>> Approve(Ticket ticket, ServiceRequest request, string by, string words, CancellationToken stop)
    {
        if (ticket.Process().Step(ticket.State, "ApproveRequest") is not { } step) return new StepNotAllowed("ApproveRequest", ticket.State);
        if (await contracts.PromiseFor(ticket.Customer, ticket.Service!.Value, work.Now, stop) is not { } promise) return new NotCovered();
        var item = await contracts.Items.SingleAsync(i => i.Id == request.Item, stop);
        (ticket.ApprovedAt, request.DecidedBy, request.Answer) = (work.Now, by, words);
        var news = work.Move(ticket, step, words);
        await clocks.Start(ticket.Customer, promise.Contract.Id.Value, ticket.Id.Value, promise.Agreement,
            new ClockFact.Opened(work.Now, work.Now, ticket.Priority, promise.Mode, ResolutionSeconds: item.FulfilmentMinutes * 60L, ResponseSeconds: item.ResponseMinutes * 60L, Item: $"{item.Name} ({item.Code}/{item.Number})", Category: Pages.Categories.Of(item.Category)), work.Now, stop);
        var first = item.Tasks.Count == 0 ? 0 : item.Tasks.Min(t => t.Step);
        foreach (var task in item.Tasks)
            db.Add(new RequestTask
            {
                Id = ids.New<RequestTaskId>(work.Now), Ticket = ticket.Id, Customer = ticket.Customer, Step = task.Step, Name = task.Name, NameEn = task.NameEn, Text = task.Text, Duty = task.Duty, Team = task.Team,
                State = task.Step == first ? RequestTaskState.Ready : RequestTaskState.Waiting, ReadyAt = task.Step == first ? work.Now : null,
            });
        await work.Notify(ticket, by.Length > 0 ? "request-approved" : "requested", stop, by);
        return new INews[] { news };
    }

    /// <summary>The next step begins when all tasks before it are over.</summary>
    public static void Begin(IReadOnlyList<RequestTask> tasks, DateTimeOffset now)
    {
        var open = tasks.Where(t => !t.IsOver).ToList();
        if (open.Count == 0) return;
        var step = open.Min(t => t.Step);
        foreach (var task in open.Where(t => t.Step == step && t.State == RequestTaskState.Waiting)) (task.State, task.ReadyAt) = (RequestTaskState.Ready, now);
    }

    public Task<List<RequestTask>> Tasks(TicketId ticket, CancellationToken stop) => db.Set<RequestTask>().Where(t => t.Ticket == ticket).OrderBy(t => t.Step).ThenBy(t => t.Id).ToListAsync(stop);
}
