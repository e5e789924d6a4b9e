// Addresses, rights and navigation of changes: list, page, plan, agenda, calendar, models, process and verbs.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Desk.Changes;
using Steward.Desk.Process;
using Steward.Platform.Approvals;
using Steward.Platform.Live;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class ChangePages
{
    static readonly string Read = Needs.The(Thing.Change, Right.Read), Create = Needs.OfStaff(Thing.Change, Right.Create), Work = Needs.The(Thing.Change, Right.Work), Confirm = Needs.The(Thing.Change, Right.Confirm);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ChangeWork>().AddScoped<WorkWindows>().AddScoped<IAlterationPermits, AlterationPermits>().AddScoped<CollisionCheck>().AddScoped<ChangeMails>().AddScoped<EndOfWork>().AddScoped<PhoneBook>().AddScoped<ChangeQueries>().AddScoped<IApprovalKind, ChangeApproval>().AddScoped<ISweep, DutySweep>();
        services.AddSingleton(new AuditSubject("desk_change", "/changes/{0}"));
        foreach (var part in new[] { "asset", "ticket", "waiver" }) services.AddSingleton(new AuditSubject($"desk_change_{part}", "/changes/{0}"));
        services.AddSingleton(new AuditSubject("desk_change_step", "/changes/{0}", "Change"));
        services.AddSlot<ChangesOfTicket>(PageSlot.Ticket, 12, (s, ticket, stop) => s.GetRequiredService<ChangeQueries>().OfTicket(ticket, stop));
        services.AddSingleton(new LiveTopic("change", [typeof(ChangeOpened), typeof(ChangeMoved)], (s, ids, stop) =>
        {
            var named = ids.Select(ChangeId.From).ToList();
            return s.GetRequiredService<ChangeWork>().Visible.Where(c => named.Contains(c.Id)).Select(c => c.Id.Value).ToListAsync(stop);
        }));
        services.AddNav(new NavEntry("Nav.Processes", "Change.Many", "/changes", "transfer", Read, 122));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ChangesPage, ChangeList>("/changes", Read, "Changes", (HttpContext http, ChangeQueries changes, CancellationToken stop) => changes.Many(QueryValues.Of(http), stop));
        routes.Shows<NewChangePage, NewChangeModel>("/changes/new", Create, "NewChange", (HttpContext http, ChangeQueries changes, CancellationToken stop) => changes.New(QueryValues.Of(http), stop));
        routes.Shows<AgendaPage, AgendaView>("/changes/agenda", Read, "ChangeAgenda", (ChangeQueries changes, CancellationToken stop) => changes.Agenda(stop));
        routes.Shows<ChangeMonthPage, ChangeMonth>("/changes/calendar", Read, "ChangeMonth", (HttpContext http, ChangeQueries changes, CancellationToken stop) => changes.Calendar(QueryValues.Of(http), stop));
        routes.Shows<ChangeModelsPage, ModelList>("/changes/models", Read, "ChangeModels", (ChangeQueries changes, CancellationToken stop) => changes.Models(stop));
        routes.Shows<ChangePage, ChangeView>("/changes/{change:guid}", Read, "Change", (Guid change, ChangeQueries changes, CancellationToken stop) => changes.Of(ChangeId.From(change), stop));
        routes.Shows<EditChangePage, ChangeView>("/changes/{change:guid}/edit", Read, "EditChange", (Guid change, ChangeQueries changes, CancellationToken stop) => changes.ToEdit(ChangeId.From(change), stop));
        routes.Process(ChangeProcess.Table, Thing.Change, "Change", "/changes", s => s.Tone());
        routes.Verb<OpenChange, ChangeId, OpenChangeHandler>("changes", Create, new() { Then = (_, id) => $"/changes/{id}/edit", Again = Redraw.Of("/changes/new") });
        routes.Verb<RunModel, ChangeId, RunModelHandler>("changes/models/{model}/run", Work, new() { Then = (_, id) => $"/changes/{id}", Again = Redraw.Of("/changes/models") });
        routes.Verb<SetChangeModel, ChangeModelId, SetChangeModelHandler>("changes/models", Confirm, new() { Then = (_, _) => "/changes/models", Again = Redraw.Of("/changes/models") });
        routes.Verb<RecordUnauthorised, ChangeId, RecordUnauthorisedHandler>("changes/unauthorised", Create, new() { Then = (_, id) => $"/changes/{id}", Again = Redraw.Of("/changes/new") });
        routes.Verb<DeclareFreeze, FreezeId, DeclareFreezeHandler>("changes/freezes", Confirm, new() { Then = (_, _) => "/changes/calendar", Again = Redraw.Of("/changes/calendar") });
        routes.Verb<EndFreeze, Done, EndFreezeHandler>("changes/freezes/{freeze}/end", Confirm, new() { Then = (_, _) => "/changes/calendar" });
        // Who wrote it may go on with it; whether it is theirs, the handler asks.
        routes.Verb<PlanChange, Done, PlanChangeHandler>("changes/{change}/plan", Read, new() { Then = (ask, _) => $"/changes/{ask.Change}", Again = Redraw.Of("/changes/{change:guid}/edit") });
        routes.Verb<SubmitChange, Done, SubmitChangeHandler>("changes/{change}/submit", Read, On<SubmitChange>(a => a.Change));
        routes.Verb<CancelChange, Done, CancelChangeHandler>("changes/{change}/cancel", Read, On<CancelChange>(a => a.Change));
        routes.Verb<NoteChange, Done, NoteChangeHandler>("changes/{change}/notes", Read, On<NoteChange>(a => a.Change));
        routes.Verb<LinkChangeAsset, Done, LinkChangeAssetHandler>("changes/{change}/assets", Read, On<LinkChangeAsset>(a => a.Change));
        routes.Verb<UnlinkChangeAsset, Done, UnlinkChangeAssetHandler>("changes/{change}/assets/{asset}/remove", Read, On<UnlinkChangeAsset>(a => a.Change));
        routes.Verb<LinkChangeTicket, Done, LinkChangeTicketHandler>("changes/{change}/tickets", Read, On<LinkChangeTicket>(a => a.Change));
        routes.Verb<UnlinkChangeTicket, Done, UnlinkChangeTicketHandler>("changes/{change}/tickets/{ticket}/remove", Read, On<UnlinkChangeTicket>(a => a.Change));
        routes.Verb<AssessChange, Done, AssessChangeHandler>("changes/{change}/assess", Work, On<AssessChange>(a => a.Change));
        routes.Verb<RequestApproval, Done, RequestApprovalHandler>("changes/{change}/request-approval", Work, On<RequestApproval>(a => a.Change));
        routes.Verb<RecordPhoneWord, Done, RecordPhoneWordHandler>("changes/{change}/phone-words", Confirm, On<RecordPhoneWord>(a => a.Change));
        routes.Verb<RejectChange, Done, RejectChangeHandler>("changes/{change}/reject", Confirm, On<RejectChange>(a => a.Change));
        routes.Verb<ReworkChange, Done, ReworkChangeHandler>("changes/{change}/rework", Work, On<ReworkChange>(a => a.Change));
        routes.Verb<WaiveCollision, Done, WaiveCollisionHandler>("changes/{change}/waivers", Confirm, On<WaiveCollision>(a => a.Change));
        routes.Verb<ScheduleChange, Done, ScheduleChangeHandler>("changes/{change}/schedule", Work, On<ScheduleChange>(a => a.Change));
        routes.Verb<StartChange, Done, StartChangeHandler>("changes/{change}/start", Work, On<StartChange>(a => a.Change));
        routes.Verb<MarkStep, Done, MarkStepHandler>("changes/{change}/steps/{step}/done", Work, On<MarkStep>(a => a.Change));
        routes.Verb<RecordStep, Done, RecordStepHandler>("changes/{change}/steps/{step}/record", Work, On<RecordStep>(a => a.Change));
        routes.Verb<FinishChange, Done, FinishChangeHandler>("changes/{change}/finish", Work, On<FinishChange>(a => a.Change));
        routes.Verb<BackOutChange, Done, BackOutChangeHandler>("changes/{change}/back-out", Work, On<BackOutChange>(a => a.Change));
        routes.Verb<FailChange, Done, FailChangeHandler>("changes/{change}/fail", Work, On<FailChange>(a => a.Change));
        routes.Verb<CompletePapers, Done, CompletePapersHandler>("changes/{change}/papers", Work, On<CompletePapers>(a => a.Change));
        routes.Verb<ReviewChange, Done, ReviewChangeHandler>("changes/{change}/review", Work, On<ReviewChange>(a => a.Change));
        routes.Verb<CloseChange, Done, CloseChangeHandler>("changes/{change}/close", Confirm, On<CloseChange>(a => a.Change));
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, ChangeId> change) => new() { Then = (ask, _) => $"/changes/{change(ask)}", Again = Redraw.Of("/changes/{change:guid}") };

    public static Tone Tone(this ChangeState state) => state switch
    {
        ChangeState.Draft or ChangeState.Submitted => Platform.Web.Components.Tone.Neutral,
        ChangeState.Assessing or ChangeState.Approved or ChangeState.Scheduled or ChangeState.Implementing or ChangeState.Pir => Platform.Web.Components.Tone.Info,
        ChangeState.PendingApproval or ChangeState.BackedOut => Platform.Web.Components.Tone.Warn,
        ChangeState.Implemented => Platform.Web.Components.Tone.Good,
        ChangeState.Failed => Platform.Web.Components.Tone.Bad,
        ChangeState.Closed or ChangeState.Rejected or ChangeState.Cancelled => Platform.Web.Components.Tone.Muted,
    };

    public static Tone Tone(this ChangeRisk risk) => risk switch { ChangeRisk.Low => Platform.Web.Components.Tone.Neutral, ChangeRisk.Medium => Platform.Web.Components.Tone.Warn, ChangeRisk.High => Platform.Web.Components.Tone.Bad };

    public static Tone Tone(this ChangeKind kind) => kind == ChangeKind.Emergency ? Platform.Web.Components.Tone.Bad : Platform.Web.Components.Tone.Neutral;
}
