// Addresses, rights and navigation of complaints: list, page, form, process and verbs.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Complaints;
using Steward.Desk.Process;
using Steward.Platform.Live;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class ComplaintPages
{
    static readonly string Read = Needs.The(Thing.Complaint, Right.Read), Create = Needs.The(Thing.Complaint, Right.Create), Work = Needs.The(Thing.Complaint, Right.Work),
        Approve = Needs.The(Thing.Complaint, Right.Approve), Confirm = Needs.The(Thing.Complaint, Right.Confirm);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<CaseBook>().AddScoped<ComplaintWork>().AddScoped<ComplaintQueries>().AddScoped<ISweep, ComplaintSweep>();
        services.AddSingleton(new AuditSubject("desk_complaint", "/complaints/{0}"));
        services.AddSingleton(new LiveTopic("complaint", [typeof(ComplaintOpened), typeof(ComplaintMoved)], (s, ids, stop) =>
        {
            var named = ids.Select(ComplaintId.From).ToList();
            return s.GetRequiredService<ComplaintWork>().Visible.Where(c => named.Contains(c.Id)).Select(c => c.Id.Value).ToListAsync(stop);
        }));
        services.AddNav(new NavEntry("Nav.Processes", "Complaint.Many", "/complaints", "message-report", Read, 124));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<ComplaintsPage, ComplaintList>("/complaints", Read, "Complaints", (HttpContext http, ComplaintQueries complaints, CancellationToken stop) => complaints.Many(QueryValues.Of(http), stop));
        routes.Shows<NewComplaintPage, NewComplaintModel>("/complaints/new", Create, "NewComplaint", (HttpContext http, ComplaintQueries complaints, CancellationToken stop) => complaints.New(QueryValues.Of(http), stop));
        routes.Shows<ComplaintPage, ComplaintView>("/complaints/{complaint:guid}", Read, "Complaint", (Guid complaint, ComplaintQueries complaints, CancellationToken stop) => complaints.Of(ComplaintId.From(complaint), stop));
        routes.Process(ComplaintProcess.Table, Thing.Complaint, "Complaint", "/complaints", s => s.Tone());
        routes.Verb<OpenComplaint, ComplaintId, OpenComplaintHandler>("complaints", Create, new() { Then = (_, id) => $"/complaints/{id}", Again = Redraw.Of("/complaints/new") });
        routes.Verb<AcknowledgeComplaint, Done, AcknowledgeComplaintHandler>("complaints/{complaint}/acknowledge", Work, On<AcknowledgeComplaint>(a => a.Complaint));
        routes.Verb<JudgeComplaint, Done, JudgeComplaintHandler>("complaints/{complaint}/judge", Approve, On<JudgeComplaint>(a => a.Complaint));
        routes.Verb<ProposeSettlement, Done, ProposeSettlementHandler>("complaints/{complaint}/propose", Work, On<ProposeSettlement>(a => a.Complaint));
        routes.Verb<AcceptSettlement, Done, AcceptSettlementHandler>("complaints/{complaint}/accept", Confirm, On<AcceptSettlement>(a => a.Complaint));
        routes.Verb<EscalateComplaint, Done, EscalateComplaintHandler>("complaints/{complaint}/escalate", Confirm, On<EscalateComplaint>(a => a.Complaint));
        routes.Verb<VerifyComplaint, Done, VerifyComplaintHandler>("complaints/{complaint}/verify", Work, On<VerifyComplaint>(a => a.Complaint));
        routes.Verb<ReturnComplaint, Done, ReturnComplaintHandler>("complaints/{complaint}/return", Work, On<ReturnComplaint>(a => a.Complaint));
        routes.Verb<CloseComplaint, Done, CloseComplaintHandler>("complaints/{complaint}/close", Work, On<CloseComplaint>(a => a.Complaint));
        routes.Verb<AddToComplaint, Done, AddToComplaintHandler>("complaints/{complaint}/words", Confirm, On<AddToComplaint>(a => a.Complaint));
        routes.Verb<WithdrawComplaint, Done, WithdrawComplaintHandler>("complaints/{complaint}/withdraw", Confirm, On<WithdrawComplaint>(a => a.Complaint));
        routes.Verb<NoteComplaint, Done, NoteComplaintHandler>("complaints/{complaint}/notes", Work, On<NoteComplaint>(a => a.Complaint));
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, ComplaintId> complaint) => new() { Then = (ask, _) => $"/complaints/{complaint(ask)}", Again = Redraw.Of("/complaints/{complaint:guid}") };

    public static Tone Tone(this ComplaintState state) => state switch
    {
        ComplaintState.Received => Platform.Web.Components.Tone.Warn,
        ComplaintState.Investigating or ComplaintState.Proposed => Platform.Web.Components.Tone.Info,
        ComplaintState.Settled or ComplaintState.Verified => Platform.Web.Components.Tone.Good,
        ComplaintState.Closed or ComplaintState.Withdrawn => Platform.Web.Components.Tone.Muted,
    };

    public static Tone Tone(this ComplaintLevel level) => level switch
    {
        ComplaintLevel.Ordinary => Platform.Web.Components.Tone.Neutral,
        ComplaintLevel.Serious => Platform.Web.Components.Tone.Warn,
        ComplaintLevel.Grave => Platform.Web.Components.Tone.Bad,
    };
}
