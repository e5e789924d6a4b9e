// Addresses, rights and navigation of templates: their list, the choice for one ticket, and what a new ticket begins with.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Pages;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Templates;

static class TemplatePages
{
    static readonly string Work = Needs.OfStaff(Thing.Incident, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<TemplateShelf>().AddSingleton(new AuditSubject("desk_template", "/templates?edit={0}"))
        .AddNav(new NavEntry("Nav.Tools", "Template.Many", "/templates", "template", Work, 161));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<TemplatesPage, TemplateList>("/templates", Work, "Templates", (HttpContext http, TemplateShelf shelf, CancellationToken stop) => shelf.Many(QueryValues.Of(http), stop));
        routes.Shows<TicketTemplatesPage, TicketTemplates>("/tickets/{ticket:guid}/templates", Work, "TicketTemplates",
            (HttpContext http, Guid ticket, TemplateShelf shelf, CancellationToken stop) => shelf.For(TicketId.From(ticket), QueryValues.Of(http), stop));
        routes.Verb<KeepTemplate, TemplateId, KeepTemplateHandler>("templates", Work, new() { Then = (_, _) => "/templates", Again = Redraw.Of("/templates") });
        routes.Verb<DropTemplate, Done, DropTemplateHandler>("templates/{template}/drop", Work, new() { Then = (_, _) => "/templates" });
    }

    /// <summary>What the form of a new ticket begins with: another ticket's entries, or a template's; nothing of what happened since.</summary>
    public static async Task<IntakeView> Begin(IntakeView view, QueryValues values, ServiceDesk desk, TemplateShelf shelf, CancellationToken stop)
    {
        if (view.Caller is not { } caller) return view;
        view = view with { Templates = [.. (await shelf.Beginnings(caller.Customer, stop)).Select(t => new Platform.Web.Components.Option(t.Id.ToString(), t.Name))] };
        if (values.Id<TicketId>("copy") is { } copied && await desk.Tickets.SingleOrDefaultAsync(t => t.Id == copied && t.Customer == caller.Customer, stop) is { } ticket)
            return view with
            {
                CopyOf = ticket.Number,
                Draft = Given(("summary", ticket.Summary), ("description", ticket.Description), ("service", ticket.Service?.ToString()), ("category", ticket.Category), ("impact", ticket.Impact.ToString()), ("urgency", ticket.Urgency.ToString()),
                    ("place", ticket.Place), ("device", ticket.Device), ("team", ticket.Team?.ToString())),
            };
        if (values.Id<TemplateId>("template") is { } id && (await shelf.Beginnings(caller.Customer, stop)).Find(t => t.Id == id) is { } template)
        {
            var fill = new Dictionary<string, string> { ["requester"] = caller.Name, ["customer"] = caller.CustomerName ?? "" };
            return view with
            {
                Draft = Given(("summary", Places.Fill(template.Summary, fill)), ("description", Places.Fill(template.Text, fill)), ("category", template.Category), ("impact", template.Impact?.ToString()), ("urgency", template.Urgency?.ToString())),
            };
        }
        return view;

        static Dictionary<string, string> Given(params (string Field, string? Value)[] fields) => fields.Where(f => !string.IsNullOrEmpty(f.Value)).ToDictionary(f => f.Field, f => f.Value!);
    }
}
