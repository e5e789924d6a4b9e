// Who decides on a request, and what follows: approved it is begun, refused it is over and the requester is told why.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Process;
using Steward.Desk.Tickets;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Text;

namespace Steward.Desk.Requests;

sealed record AskedItem(string Name, string NameEn, string Requester, string Department);

sealed class RequestApproval(StewardDb db, RequestWork requests, TicketWork work, Me me) : IApprovalKind
{
    public const string Kind = "request";

    public string Name => Kind;

    /// <summary>The head who was asked, the administrators of the customer, and the service manager where an administrator asks.</summary>
    public Expression<Func<Approval, bool>> MayDecide
    {
        get
        {
            var of = db.Set<ServiceRequest>();
            if (me.IsSystem) return a => of.Any(r => (Guid)(object)r.Ticket == a.Subject);
            var contact = me.Contact;
            var administered = me.Grants.Where(g => g.Role == Role.CustAdm && g.Customer is not null).Select(g => (TenantId)g.Customer!.Value).ToList();
            var managing = me.Giving(Thing.Incident, Right.Approve).Where(g => g is { Wide: true, Grant: { Site: null, Contract: null, Team: null } }).Select(g => g.Grant.Customer).ToList();
            var (all, managed) = (managing.Contains(null), managing.OfType<TenantId>().ToList());
            return a => of.Any(r => (Guid)(object)r.Ticket == a.Subject
                && (contact != null && r.Head == contact || administered.Contains(r.Customer) || r.Decider == Decider.Manager && (all || managed.Contains(r.Customer))));
        }
    }

    public string Words(Approval approval) => approval.Read<AskedItem>() is var asked ? Texts.T("Request.AskedWords", asked.Requester, asked.Department, Texts.Current == Language.En ? asked.NameEn : asked.Name) : "";

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop)
    {
        var (ticket, request) = await Of(approval, stop);
        return await requests.Approve(ticket, request, approval.DecidedBy, approval.Answer, stop);
    }

    public async Task<INews[]> NotGranted(Approval approval, CancellationToken stop)
    {
        var (ticket, request) = await Of(approval, stop);
        // Taken back by whoever asked it is withdrawn, otherwise it was refused.
        var step = ticket.Process().Step(ticket.State, approval.State == ApprovalState.Withdrawn ? nameof(WithdrawTicket) : "RejectRequest");
        if (step is null) return [];
        (ticket.ClosedAt, request.DecidedBy, request.Answer) = (work.Now, approval.DecidedBy, approval.Answer);
        var news = work.Move(ticket, step, approval.Answer);
        if (approval.State != ApprovalState.Withdrawn) await work.Notify(ticket, "request-rejected", stop, approval.DecidedBy, approval.Answer);
        return [news];
    }

    async Task<(Ticket, ServiceRequest)> Of(Approval approval, CancellationToken stop)
    {
        var id = TicketId.From(approval.Subject);
        return (await db.Set<Ticket>().SingleAsync(t => t.Id == id, stop), await db.Set<ServiceRequest>().SingleAsync(r => r.Ticket == id, stop));
    }
}
