// What waits for the caller's decision, what they decided and what they asked for: one list for every kind of approval.
using Microsoft.EntityFrameworkCore;
using Steward.People;
using Steward.Platform.Approvals;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;
using Cursor = Steward.Platform.Web.Lists.Cursor;

namespace Steward.Access.Pages;

public enum ApprovalView { Waiting, Decided, Asked }

/// <summary>A part of the list; give next as after, or previous as before.</summary>
public sealed record ApprovalsModel(ApprovalView View, IReadOnlyList<ApprovalLine> Items, string? Previous, string? Next, int Total, bool TotalIsFloor, IReadOnlyDictionary<CustomerId, string> Customers);

sealed class ApprovalQueries(ApprovalDesk approvals, PeopleBook people)
{
    const int PageOf = 50;
    static readonly Sorting<Approval, DateTimeOffset, ApprovalId> ByAsking = new("asked", a => a.AskedAt, a => a.Id);
    static readonly Sorting<Approval, DateTimeOffset, ApprovalId> ByDecision = new("decided", a => a.DecidedAt!.Value, a => a.Id);

    public async Task<ApprovalsModel> Of(ApprovalView view, Cursor? after, Cursor? before, CancellationToken stop)
    {
        // What has waited longest stands first; what is over, newest first.
        var rows = (view switch
        {
            ApprovalView.Waiting => approvals.Waiting,
            ApprovalView.Decided => approvals.Deciding.Where(a => a.State != ApprovalState.Waiting),
            ApprovalView.Asked => approvals.AskedByCaller,
        }).AsNoTracking();
        var total = await Total.Of(rows, false, stop);
        var part = await (view == ApprovalView.Decided ? ByDecision : ByAsking).Take(rows, a => a, view != ApprovalView.Waiting, after, before, PageOf, stop);
        var customers = part.Items.Select(a => a.Customer).Distinct().ToList();
        return new(view, await approvals.Lines(part.Items, stop), part.Previous, part.Next, total.Count, total.IsFloor,
            await people.Customers.AsNoTracking().Where(c => customers.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, stop));
    }
}

static class ApprovalPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ApprovalQueries>().AddNav(new NavEntry("", "Approvals.Title", "/approvals", "checkbox", Needs.Approver, 10, Key: 'a'));
        services.AddSingleton(new AuditSubject("platform_approval", "/approvals/{0}")).AddSingleton(new AuditSubject("platform_approval_vote", "/approvals/{0}", "Approval"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ApprovalsPage, ApprovalsModel>("/approvals", Needs.SignedIn, "Approvals",
            (ApprovalQueries approvals, ApprovalView? view, string? after, string? before, CancellationToken stop) => approvals.Of(view ?? ApprovalView.Waiting, Place(after), Place(before), stop));
        // An approval has no page of its own: it leads to what it is about.
        routes.MapGet("/approvals/{approval:guid}", async (Guid approval, StewardDb db, ApprovalDesk approvals, Me me, CancellationToken stop) =>
        {
            var id = ApprovalId.From(approval);
            var seen = me.Contact is null ? db.Set<Approval>() : approvals.Deciding;
            return await seen.Where(a => a.Id == id).Select(a => a.Href).SingleOrDefaultAsync(stop) is { } href ? Results.Redirect(href) : Results.NotFound();
        }).RequireAuthorization(Needs.SignedIn).ExcludeFromDescription();
    }

    static Cursor? Place(string? text) => text is null ? null : Cursor.From(text);
}
