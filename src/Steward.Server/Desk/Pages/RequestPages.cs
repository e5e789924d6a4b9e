// Addresses, rights and navigation of requests: catalogue, form, tasks, process and verbs.
using Steward.Access;
using Steward.Desk.Process;
using Steward.Desk.Requests;
using Steward.Platform.Approvals;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class RequestPages
{
    static readonly string Create = Needs.The(Thing.Incident, Right.Create), Work = Needs.The(Thing.Incident, Right.Work);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<RequestWork>().AddScoped<Leaving>().AddScoped<RequestQueries>().AddScoped<IApprovalKind, RequestApproval>();
        services.AddSingleton(new AuditSubject("desk_request", "/tickets/{0}", "Ticket")).AddSingleton(new AuditSubject("desk_request_task", "/tickets/{0}", "Ticket"));
        services.AddNav(
            new NavEntry("Desk.Nav", "Request.Catalogue", "/catalogue", "shopping-cart", Create, 105, OnPhone: true),
            new NavEntry("Desk.Nav", "Request.MyTasks", "/tasks", "subtask", Needs.OfStaff(Thing.Incident, Right.Work), 104));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<CataloguePage, CatalogueOffer>("/catalogue", Create, "Catalogue", (HttpContext http, RequestQueries requests, CancellationToken stop) => requests.Offer(QueryValues.Of(http), stop));
        routes.Shows<AskPage, AskModel>("/catalogue/{item:guid}", Create, "AskForItem", (Guid item, Guid? requester, RequestQueries requests, CancellationToken stop) => requests.Ask(item, requester, stop));
        routes.Shows<MyTasksPage, MyTasksModel>("/tasks", Work, "Tasks", (bool? all, RequestQueries requests, CancellationToken stop) => requests.Mine(all == true, stop));
        routes.Process(RequestProcess.Table, Thing.Incident, "Request", "/tickets?kind=Request", s => s.Tone(), s => s.Said(isRequest: true));
        routes.Verb<SubmitRequest, SubmittedRequest, SubmitRequestHandler>("catalogue/{item}", Create, new() { Then = (_, done) => $"/tickets/{done.Id}", Again = Redraw.Of("/catalogue/{item:guid}") });
        routes.Verb<FulfilRequest, Done, FulfilRequestHandler>("tickets/{ticket}/fulfil", Work, DeskPages.OnTicket<FulfilRequest>(a => a.Ticket));
        routes.Verb<AssignTask, Done, AssignTaskHandler>("tickets/{ticket}/tasks/{task}/assign", Work, DeskPages.OnTicket<AssignTask>(a => a.Ticket));
        routes.Verb<FinishTask, Done, FinishTaskHandler>("tickets/{ticket}/tasks/{task}/finish", Work, DeskPages.OnTicket<FinishTask>(a => a.Ticket));
        routes.Verb<SkipTask, Done, SkipTaskHandler>("tickets/{ticket}/tasks/{task}/skip", Work, DeskPages.OnTicket<SkipTask>(a => a.Ticket));
    }
}
