// Addresses, rights and navigation of problems: list, page, form, process and verbs.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Problems;
using Steward.Desk.Process;
using Steward.Platform.Approvals;
using Steward.Platform.Live;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class ProblemPages
{
    static readonly string Read = Needs.The(Thing.Problem, Right.Read), Create = Needs.The(Thing.Problem, Right.Create), Work = Needs.The(Thing.Problem, Right.Work);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ProblemWork>().AddScoped<ProblemLinks>().AddScoped<KnownErrors>().AddScoped<ProblemQueries>().AddScoped<IApprovalKind, ProblemApproval>().AddScoped<ISweep, WatchSweep>().AddScoped<ISweep, TrendSweep>();
        services.AddSingleton(new AuditSubject("desk_problem", "/problems/{0}")).AddSingleton(new AuditSubject("desk_problem_ticket", "/problems/{0}", "Problem"));
        services.AddSlot<ProblemOfTicket>(PageSlot.Ticket, 10, (s, ticket, stop) => s.GetRequiredService<ProblemQueries>().OfTicket(ticket, stop));
        services.AddSingleton(new LiveTopic("problem", [typeof(ProblemOpened), typeof(ProblemMoved)], (s, ids, stop) =>
        {
            var named = ids.Select(ProblemId.From).ToList();
            return s.GetRequiredService<ProblemWork>().Visible.Where(p => named.Contains(p.Id)).Select(p => p.Id.Value).ToListAsync(stop);
        }));
        services.AddNav(new NavEntry("Nav.Processes", "Problem.Many", "/problems", "bug", Read, 121));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ProblemsPage, ProblemList>("/problems", Read, "Problems", (HttpContext http, ProblemQueries problems, CancellationToken stop) => problems.Many(QueryValues.Of(http), stop));
        routes.Shows<NewProblemPage, NewProblemModel>("/problems/new", Create, "NewProblem", (HttpContext http, ProblemQueries problems, CancellationToken stop) => problems.New(QueryValues.Of(http), stop));
        routes.Shows<ProblemPage, ProblemView>("/problems/{problem:guid}", Read, "Problem", (Guid problem, ProblemQueries problems, CancellationToken stop) => problems.Of(ProblemId.From(problem), stop));
        routes.Process(ProblemProcess.Table, Thing.Problem, "Problem", "/problems", s => s.Tone());
        routes.Verb<OpenProblem, ProblemId, OpenProblemHandler>("problems", Create, new() { Then = (_, id) => $"/problems/{id}", Again = Redraw.Of("/problems/new") });
        routes.Verb<LogProblem, Done, LogProblemHandler>("problems/{problem}/log", Work, On<LogProblem>(a => a.Problem));
        routes.Verb<DismissProblem, Done, DismissProblemHandler>("problems/{problem}/dismiss", Work, On<DismissProblem>(a => a.Problem));
        routes.Verb<AssignProblem, Done, AssignProblemHandler>("problems/{problem}/assign", Work, On<AssignProblem>(a => a.Problem));
        routes.Verb<DiagnoseProblem, Done, DiagnoseProblemHandler>("problems/{problem}/diagnose", Work, On<DiagnoseProblem>(a => a.Problem));
        routes.Verb<PublishKnownError, Done, PublishKnownErrorHandler>("problems/{problem}/known-error", Work, On<PublishKnownError>(a => a.Problem));
        routes.Verb<ProposeDecision, Done, ProposeDecisionHandler>("problems/{problem}/decision", Work, On<ProposeDecision>(a => a.Problem));
        routes.Verb<FinishProblem, Done, FinishProblemHandler>("problems/{problem}/finish", Work, On<FinishProblem>(a => a.Problem));
        routes.Verb<RecurProblem, Done, RecurProblemHandler>("problems/{problem}/recur", Work, On<RecurProblem>(a => a.Problem));
        routes.Verb<NoteProblem, Done, NoteProblemHandler>("problems/{problem}/notes", Work, On<NoteProblem>(a => a.Problem));
        routes.Verb<LinkProblem, Done, LinkProblemHandler>("problems/{problem}/tickets", Work, On<LinkProblem>(a => a.Problem));
        routes.Verb<UnlinkProblem, Done, UnlinkProblemHandler>("problems/{problem}/tickets/{ticket}/remove", Work, On<UnlinkProblem>(a => a.Problem));
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, ProblemId> problem) => new() { Then = (ask, _) => $"/problems/{problem(ask)}", Again = Redraw.Of("/problems/{problem:guid}") };

    public static Tone Tone(this ProblemState state) => state switch
    {
        ProblemState.Detected or ProblemState.DecisionPending => Platform.Web.Components.Tone.Warn,
        ProblemState.Logged or ProblemState.Deferred => Platform.Web.Components.Tone.Neutral,
        ProblemState.Diagnosing or ProblemState.Fixing or ProblemState.KnownError => Platform.Web.Components.Tone.Info,
        ProblemState.Accepted or ProblemState.Monitoring => Platform.Web.Components.Tone.Good,
        ProblemState.Closed or ProblemState.Dismissed => Platform.Web.Components.Tone.Muted,
    };
}
