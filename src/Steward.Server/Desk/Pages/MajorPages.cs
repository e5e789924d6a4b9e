// Addresses, rights and navigation of major incidents and announcements.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Announcements;
using Steward.Desk.Majors;
using Steward.Desk.Process;
using Steward.Platform.Live;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Pages;

static class MajorPages
{
    static readonly string Read = Needs.The(Thing.Incident, Right.Read), Others = Needs.OverOthers(Thing.Incident, Right.Read), Work = Needs.The(Thing.Incident, Right.Work), Approve = Needs.The(Thing.Incident, Right.Approve);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<MajorWork>().AddScoped<MajorNotices>().AddScoped<MajorQueries>().AddScoped<ISweep, MajorSweep>().AddScoped<AnnouncementBoard>().AddScoped<AnnouncementQueries>();
        services.AddSingleton(new AuditSubject("desk_major_incident", "/major-incidents/{0}")).AddSingleton(new AuditSubject("desk_announcement", "/announcements"));
        services.AddSlot<MajorOfTicket>(PageSlot.Ticket, 5, (s, ticket, stop) => s.GetRequiredService<MajorQueries>().OfTicket(ticket, stop));
        services.AddSingleton(new LiveTopic("major", [typeof(MajorDeclared), typeof(MajorMoved)], (s, ids, stop) =>
        {
            var named = ids.Select(MajorId.From).ToList();
            return s.GetRequiredService<MajorWork>().Visible.Where(m => named.Contains(m.Id)).Select(m => m.Id.Value).ToListAsync(stop);
        })
        {
            Notice = new("Major.Declared", "/major-incidents/{id}", "/major-incidents", Needs.OfStaff(Thing.Incident, Right.Work)),
        });
        services.AddNav(
            new NavEntry("Nav.Processes", "Major.Many", "/major-incidents", "alert-octagon", Others, 120),
            new NavEntry("Nav.Tools", "Announcement.Many", "/announcements", "speakerphone", Others, 160));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<MajorsPage, MajorList>("/major-incidents", Others, "MajorIncidents", (HttpContext http, MajorQueries majors, CancellationToken stop) => majors.Many(QueryValues.Of(http), stop));
        routes.Shows<MajorPage, MajorView>("/major-incidents/{major:guid}", Others, "MajorIncident", (Guid major, MajorQueries majors, CancellationToken stop) => majors.Of(MajorId.From(major), stop));
        routes.Process(MajorProcess.Table, Thing.Incident, "Major", "/major-incidents", s => s.Tone());
        routes.Verb<DeclareMajor, MajorId, DeclareMajorHandler>("tickets/{ticket}/declare-major", Read, new() { Then = (_, id) => $"/major-incidents/{id}", Again = DeskPages.OnTicket<DeclareMajor>(a => a.Ticket).Again });
        routes.Verb<AppointMajor, Done, AppointMajorHandler>("major-incidents/{major}/appoint", Work, On<AppointMajor>(a => a.Major));
        routes.Verb<NoticeMajor, Done, NoticeMajorHandler>("major-incidents/{major}/notices", Work, On<NoticeMajor>(a => a.Major));
        routes.Verb<RestoreMajor, Done, RestoreMajorHandler>("major-incidents/{major}/restore", Work, On<RestoreMajor>(a => a.Major));
        routes.Verb<WorsenMajor, Done, WorsenMajorHandler>("major-incidents/{major}/worsen", Work, On<WorsenMajor>(a => a.Major));
        routes.Verb<ReviewMajor, Done, ReviewMajorHandler>("major-incidents/{major}/review", Work, On<ReviewMajor>(a => a.Major));
        routes.Verb<CloseMajor, Done, CloseMajorHandler>("major-incidents/{major}/close", Approve, On<CloseMajor>(a => a.Major));
        routes.Verb<NoteMajor, Done, NoteMajorHandler>("major-incidents/{major}/notes", Work, On<NoteMajor>(a => a.Major));
        routes.Shows<AnnouncementsPage, AnnouncementList>("/announcements", Others, "Announcements", (AnnouncementQueries announcements, CancellationToken stop) => announcements.Standing(stop));
        routes.Verb<Announce, Done, AnnounceHandler>("announcements", Approve, new() { Then = (_, _) => "/announcements", Again = Redraw.Of("/announcements") });
        routes.Verb<WithdrawAnnouncement, Done, WithdrawAnnouncementHandler>("announcements/{announcement}/withdraw", Approve, new() { Then = (_, _) => "/announcements", Again = Redraw.Of("/announcements") });
    }

    static FormAnswer<TAsk, Done> On<TAsk>(Func<TAsk, MajorId> major) => new() { Then = (ask, _) => $"/major-incidents/{major(ask)}", Again = Redraw.Of("/major-incidents/{major:guid}") };

    public static Tone Tone(this MajorState state) => state switch
    {
        MajorState.Declared or MajorState.Managing => Platform.Web.Components.Tone.Bad,
        MajorState.Restored => Platform.Web.Components.Tone.Warn,
        MajorState.Reviewed => Platform.Web.Components.Tone.Good,
        MajorState.Closed => Platform.Web.Components.Tone.Muted,
    };

    public static Tone Tone(this AnnouncementKind kind) => kind switch
    {
        AnnouncementKind.MajorIncident => Platform.Web.Components.Tone.Bad,
        AnnouncementKind.PlannedOutage => Platform.Web.Components.Tone.Warn,
        AnnouncementKind.Information => Platform.Web.Components.Tone.Info,
    };
}
