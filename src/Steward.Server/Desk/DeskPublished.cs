// What the desk tells other systems, and under which names: part of the API, never renamed.
using Steward.Platform.Events;
using Steward.Sla;

namespace Steward.Desk;

static class DeskPublished
{
    public static void Add(IServiceCollection services)
    {
        foreach (var one in All) services.AddSingleton(one);
    }

    const string Ticket = "/tickets/{0}", Change = "/changes/{0}", Problem = "/problems/{0}", Complaint = "/complaints/{0}", Major = "/major-incidents/{0}", Release = "/releases/{0}", Sheet = "/sheets/{0}";

    static readonly IReadOnlyList<PublishedNews> All =
    [
        PublishedNews.Of<TicketOpened>("ticket.opened", "ticket", Ticket),
        PublishedNews.Of<TicketMoved>("ticket.reopened", "ticket", Ticket, t => t.From is TicketState.Resolved or TicketState.Closed && t.To is not (TicketState.Resolved or TicketState.Closed)),
        PublishedNews.Of<TicketMoved>("ticket.accepted", "ticket", Ticket, t => Into(t, TicketState.Accepted)),
        PublishedNews.Of<TicketMoved>("ticket.resolved", "ticket", Ticket, t => Into(t, TicketState.Resolved)),
        PublishedNews.Of<TicketMoved>("ticket.closed", "ticket", Ticket, t => Into(t, TicketState.Closed)),
        PublishedNews.Of<TicketMoved>("ticket.cancelled", "ticket", Ticket, t => Into(t, TicketState.Cancelled) || Into(t, TicketState.Rejected)),
        PublishedNews.Of<TicketMoved>("ticket.moved", "ticket", Ticket),
        PublishedNews.Of<TicketAssigned>("ticket.assigned", "ticket", Ticket),
        PublishedNews.Of<TicketPriorityChanged>("ticket.priority_changed", "ticket", Ticket),
        PublishedNews.Of<TicketNoted>("ticket.replied", "ticket", Ticket, t => t.Public),
        PublishedNews.Of<TicketNoted>("ticket.noted", "ticket", Ticket, isInternal: true),
        PublishedNews.Of<TicketRated>("survey.answered", "ticket", Ticket),
        PublishedNews.Of<ClockWarned>("clock.warned", "ticket", Ticket),
        PublishedNews.Of<ClockBreached>("clock.breached", "ticket", Ticket),
        PublishedNews.Of<ChangeOpened>("change.opened", "change", Change),
        PublishedNews.Of<ChangeMoved>("change.scheduled", "change", Change, c => c.To == ChangeState.Scheduled && c.From != ChangeState.Scheduled),
        PublishedNews.Of<ChangeMoved>("change.moved", "change", Change),
        PublishedNews.Of<ProblemOpened>("problem.opened", "problem", Problem),
        PublishedNews.Of<ProblemMoved>("problem.moved", "problem", Problem),
        PublishedNews.Of<ComplaintOpened>("complaint.opened", "complaint", Complaint),
        PublishedNews.Of<ComplaintMoved>("complaint.moved", "complaint", Complaint),
        PublishedNews.Of<MajorDeclared>("major.declared", "major", Major),
        PublishedNews.Of<MajorMoved>("major.restored", "major", Major, m => m.To == MajorState.Restored && m.From != MajorState.Restored),
        PublishedNews.Of<MajorMoved>("major.moved", "major", Major),
        PublishedNews.Of<ReleaseOpened>("release.opened", "release", Release),
        PublishedNews.Of<ReleaseMoved>("release.moved", "release", Release),
        PublishedNews.Of<SheetOpened>("sheet.opened", "sheet", Sheet),
        PublishedNews.Of<SheetMoved>("sheet.moved", "sheet", Sheet),
    ];

    /// <summary>A step may leave a ticket where it is.</summary>
    static bool Into(TicketMoved moved, TicketState state) => moved.To == state && moved.From != state;
}
