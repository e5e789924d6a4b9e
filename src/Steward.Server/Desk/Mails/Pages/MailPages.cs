// Addresses, rights and verbs of mails that came in.
using Steward.Access;
using Steward.Desk.Pages;
using Steward.Desk.Tickets;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Mails.Pages;

static class MailPages
{
    /// <summary>Before it is known whose a mail is, only those see it who work for all customers.</summary>
    static readonly string Judge = Needs.OfProvider(Thing.Incident, Right.Create);

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<MailIntake>().AddScoped<Arrival>().AddScoped<MailTickets>().AddScoped<MailShelf>().AddScoped<MailQueries>().AddScoped<MailWatch>();
        services.AddSingleton(new AuditSubject("desk_mail", "/mails/{0}"));
        services.AddNav(new NavEntry("Desk.Nav", "Mails.Title", "/mails", "mail", Judge, 107));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<MailsPage, MailList>("/mails", Judge, "Mails", (HttpContext http, MailQueries mails, CancellationToken stop) => mails.Many(QueryValues.Of(http), stop));
        routes.Shows<MailPage, MailModel>("/mails/{mail:guid}", Judge, "Mail", (HttpContext http, MailQueries mails, Guid mail, CancellationToken stop) => mails.One(mail, QueryValues.Of(http), stop));
        routes.Verb<TakeMail, MailTaken, TakeMailHandler>("mails", Judge, new() { Then = (_, taken) => $"/mails/{taken.Mail}" });
        routes.Verb<ReleaseMail, OpenedTicket, ReleaseMailHandler>("mails/{mail}/release", Judge, new() { Then = (_, opened) => $"/tickets/{opened.Id}", Again = Redraw.Of("/mails/{mail:guid}") });
        routes.Verb<RestoreMail, Done, RestoreMailHandler>("mails/{mail}/restore", Judge, new() { Then = (ask, _) => $"/mails/{ask.Mail}" });
        routes.Verb<DiscardMail, Done, DiscardMailHandler>("mails/{mail}/discard", Judge, new() { Then = (ask, _) => $"/mails/{ask.Mail}", Again = Redraw.Of("/mails/{mail:guid}") });
    }
}
