// Desk: the work. Tickets from first contact to closing, by the incident process.
using Steward.Access;
using Steward.Desk.Mails.Boxes;
using Steward.Desk.Mails.Pages;
using Steward.Desk.Pages;
using Steward.Desk.Tickets;
using Steward.Platform.Approvals;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Desk;

public sealed class DeskModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<ServiceDesk>().AddScoped<HistoryImport>().AddScoped<HistoryCounts>().AddScoped<TicketWork>().AddScoped<ClosingRules>().AddScoped<Incidents>().AddScoped<TicketSights>().AddScoped<ISweep, ClosingSweep>();
        services.AddScoped<IApprovalKind, PriorityApproval>().AddScoped<IApprovalKind, PauseApproval>();
        services.AddScoped<TicketLists>().AddScoped<TicketAtHand>().AddScoped<TicketViews>().AddScoped<ClockViews>().AddScoped<IntakeViews>().AddScoped<ImpactViews>().AddScoped<AssetOffers>();
        TicketFields.Add(services);
        Escalations.EscalationServices.Add(services);
        Disputes.DisputeRoutes.Add(services);
        Agreements.AgreementRoutes.Add(services);
        RequestPages.Add(services);
        SurveyPages.Add(services);
        Undated.UndatedPages.Add(services);
        MailPages.Add(services);
        MailboxPages.Add(services);
        ProblemPages.Add(services);
        ComplaintPages.Add(services);
        MajorPages.Add(services);
        LinkPages.Add(services);
        Chats.ChatPages.Add(services);
        News.DeskNewsKinds.Add(services);
        Deliveries.DeliveryPages.Add(services);
        Wordings.WordingPages.Add(services);
        ChangePages.Add(services);
        AgentPages.Add(services);
        ArticleDeskPages.Add(services);
        SheetPages.Add(services);
        ReleasePages.Add(services);
        DeskPublished.Add(services);
        services.AddCommands(
            new CommandEntry("Desk.TakeCall", "/tickets/new", Needs.OfStaff(Thing.Incident, Right.Create)), new CommandEntry("Desk.Mine", "/tickets?group=Mine&sort=due", Needs.OfStaff(Thing.Incident, Right.Work)),
            new CommandEntry("Desk.Unassigned", "/tickets?group=Unassigned", Needs.OfStaff(Thing.Incident, Right.Work)), new CommandEntry("Desk.Overdue", "/tickets?group=Overdue", Needs.OverOthers(Thing.Incident, Right.Read)));
        services.AddSingleton(LiveTickets.Tickets).AddSingleton(LiveTickets.Mine);
        services.AddSlot<TicketsOfAsset>(PageSlot.Asset, 20, (s, asset, stop) => s.GetRequiredService<ImpactViews>().TicketsOf(asset, stop));
        services.AddNav(
            new NavEntry("Desk.Nav", "Desk.Tickets", "/tickets", "ticket", Needs.The(Thing.Incident, Right.Read), 100, OnPhone: true, Key: 't'),
            new NavEntry("Desk.Nav", "Desk.New", "/report", "plus", Needs.The(Thing.Incident, Right.Create), 101, OnPhone: true, Key: 'n', Also: "/tickets/new"),
            new NavEntry("Nav.Processes", "Desk.Process", "/processes/incident", "route", Needs.The(Thing.Incident, Right.Work), 125));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        var (create, read, work, confirm) = (Needs.The(Thing.Incident, Right.Create), Needs.The(Thing.Incident, Right.Read), Needs.The(Thing.Incident, Right.Work), Needs.The(Thing.Incident, Right.Confirm));
        routes.Verb<AcceptTicket, Done, AcceptTicketHandler>("tickets/{ticket}/accept", work, DeskPages.OnTicket<AcceptTicket>(a => a.Ticket));
        routes.Verb<AssignTicket, Done, AssignTicketHandler>("tickets/{ticket}/assign", work, DeskPages.OnTicket<AssignTicket>(a => a.Ticket));
        routes.Verb<StartWork, Done, StartWorkHandler>("tickets/{ticket}/start", work, DeskPages.OnTicket<StartWork>(a => a.Ticket));
        routes.Verb<PauseTicket, Done, PauseTicketHandler>("tickets/{ticket}/pause", work, DeskPages.OnTicket<PauseTicket>(a => a.Ticket));
        routes.Verb<ResumeTicket, Done, ResumeTicketHandler>("tickets/{ticket}/resume", work, DeskPages.OnTicket<ResumeTicket>(a => a.Ticket));
        routes.Verb<ArriveOnSite, Done, ArriveOnSiteHandler>("tickets/{ticket}/arrive", work, DeskPages.OnTicket<ArriveOnSite>(a => a.Ticket));
        routes.Verb<GiveWorkaround, Done, GiveWorkaroundHandler>("tickets/{ticket}/workaround", work, DeskPages.OnTicket<GiveWorkaround>(a => a.Ticket));
        routes.Verb<ResolveTicket, Done, ResolveTicketHandler>("tickets/{ticket}/resolve", work, DeskPages.OnTicket<ResolveTicket>(a => a.Ticket));
        routes.Verb<ConfirmTicket, Done, ConfirmTicketHandler>("tickets/{ticket}/confirm", confirm, DeskPages.OnTicket<ConfirmTicket>(a => a.Ticket));
        routes.Verb<ReopenTicket, Done, ReopenTicketHandler>("tickets/{ticket}/reopen", confirm, DeskPages.OnTicket<ReopenTicket>(a => a.Ticket));
        routes.Verb<WithdrawTicket, Done, WithdrawTicketHandler>("tickets/{ticket}/withdraw", confirm, DeskPages.OnTicket<WithdrawTicket>(a => a.Ticket));
        routes.Verb<CancelTicket, Done, CancelTicketHandler>("tickets/{ticket}/cancel", work, DeskPages.OnTicket<CancelTicket>(a => a.Ticket));
        routes.Verb<ChangePriority, Done, ChangePriorityHandler>("tickets/{ticket}/priority", work, DeskPages.OnTicket<ChangePriority>(a => a.Ticket));
        routes.Verb<ClaimPause, Done, ClaimPauseHandler>("tickets/{ticket}/pause-claims", work, DeskPages.OnTicket<ClaimPause>(a => a.Ticket));
        routes.Verb<Dates.AgreeDate, Done, Dates.AgreeDateHandler>("tickets/{ticket}/agreed-date", work, DeskPages.OnTicket<Dates.AgreeDate>(a => a.Ticket));
        routes.Verb<LinkAsset, Done, LinkAssetHandler>("tickets/{ticket}/assets", work, DeskPages.OnTicket<LinkAsset>(a => a.Ticket));
        routes.Verb<UnlinkAsset, Done, UnlinkAssetHandler>("tickets/{ticket}/assets/{asset}/remove", work, DeskPages.OnTicket<UnlinkAsset>(a => a.Ticket));
        routes.Verb<AddNote, Done, AddNoteHandler>("tickets/{ticket}/notes", read, DeskPages.OnTicket<AddNote>(a => a.Ticket));
        routes.Verb<SeeTicket, Beholders, SeeTicketHandler>("tickets/{ticket}/sight", work, new() { Quiet = true, Then = (ask, _) => $"/tickets/{ask.Ticket}" });
        routes.Verb<UrgeTicket, Done, UrgeTicketHandler>("tickets/{ticket}/urge", confirm, DeskPages.OnTicket<UrgeTicket>(a => a.Ticket));
        routes.Verb<OpenTicket, OpenedTicket, OpenTicketHandler>("tickets", create, DeskPages.OnOpening);
        DeskPages.Map(routes);
        Disputes.DisputeRoutes.Map(routes);
        Calendars.CalendarRoutes.Map(routes);
        Agreements.AgreementRoutes.Map(routes);
        RequestPages.Map(routes);
        SurveyPages.Map(routes);
        Undated.UndatedPages.Map(routes);
        MailPages.Map(routes);
        MailboxPages.Map(routes);
        ProblemPages.Map(routes);
        ComplaintPages.Map(routes);
        MajorPages.Map(routes);
        LinkPages.Map(routes);
        Chats.ChatPages.Map(routes);
        Deliveries.DeliveryPages.Map(routes);
        Wordings.WordingPages.Map(routes);
        ChangePages.Map(routes);
        AgentPages.Map(routes);
        ArticleDeskPages.Map(routes);
        SheetPages.Map(routes);
        ReleasePages.Map(routes);
    }
}
