// The templates that somebody may use, and what stands in them for a ticket.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Text;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Lists;
using Steward.Sla;

namespace Steward.Desk.Templates;

public sealed record TemplateRow(Template Template, string? Customer, bool MayWrite);
public sealed record TemplateList(IReadOnlyList<TemplateRow> Rows, IReadOnlyList<Option> Customers, bool MayWriteForAll, Template? Editing);

/// <summary>A template as it reads for the ticket.</summary>
public sealed record FilledTemplate(TemplateId Id, string Name, string Text, Language? Language);
public sealed record TicketTemplates(TicketId Ticket, string Number, string Summary, string? Words, IReadOnlyList<FilledTemplate> Templates);

sealed class TemplateShelf(StewardDb db, TicketWork work, PeopleBook people, ContractBook contracts, SlaClocks clocks, Viewer viewer, Me me)
{
    /// <summary>Those for all customers, and for the customers whose tickets the caller may work on.</summary>
    public IQueryable<Template> Readable
    {
        get
        {
            var templates = db.Set<Template>().AsNoTracking();
            if (me.IsSystem) return templates;
            var wide = me.Giving(Thing.Incident, Right.Work).Where(g => g.Wide).Select(g => g.Grant.Customer).ToList();
            if (wide.Contains(null)) return templates;
            return templates.Where(t => t.ForCustomer == null || wide.Contains(t.ForCustomer));
        }
    }

    /// <summary>For one customer, whoever may work on its tickets; for all, whoever may on everybody's.</summary>
    public bool MayWrite(CustomerId? customer) => me.IsSystem || me.Contact is null && me.Giving(Thing.Incident, Right.Work).Any(g => g.Wide && (g.Grant.Customer is null || g.Grant.Customer == customer) && g.Grant is { Site: null, Contract: null, Team: null });

    public async Task<TemplateList> Many(QueryValues values, CancellationToken stop)
    {
        var customers = await people.Customers.AsNoTracking().Where(c => c.Active).OrderBy(c => c.Name).Take(500).Select(c => new { c.Id, c.Name }).ToListAsync(stop);
        var templates = await Readable.OrderBy(t => t.Kind).ThenBy(t => t.Name).Take(500).ToListAsync(stop);
        var edit = values.Id<TemplateId>("edit");
        return new(templates.ConvertAll(t => new TemplateRow(t, customers.Find(c => c.Id == t.ForCustomer)?.Name, MayWrite(t.ForCustomer))),
            [.. customers.Where(c => MayWrite(c.Id)).Select(c => new Option(c.Id.ToString(), c.Name))], MayWrite(null), templates.Find(t => t.Id == edit && MayWrite(t.ForCustomer)));
    }

    /// <summary>The answers for a ticket, filled: those for its customer and in its requester's language first.</summary>
    public async Task<TicketTemplates?> For(TicketId id, QueryValues values, CancellationToken stop)
    {
        if (!(await work.Load(id, Right.Work, stop)).TryGet(out var ticket, out _)) return null;
        var filling = await Filling(ticket, stop);
        var language = ticket.Requester is { } requester ? (await work.Addressee(requester, stop)).Language : viewer.Language;
        var found = Readable.Where(t => t.Kind == TemplateKind.Answer && (t.ForCustomer == null || t.ForCustomer == ticket.Customer));
        if (values.Text("q") is { } words) found = found.Where(t => t.Name.Contains(words) || t.Text.Contains(words));
        var templates = await found.OrderBy(t => t.Name).Take(200).ToListAsync(stop);
        return new(ticket.Id, ticket.Number, ticket.Summary, values.Text("q"), [.. templates.OrderBy(t => t.Language != null && t.Language != language).ThenBy(t => t.ForCustomer is null)
            .Select(t => new FilledTemplate(t.Id, t.Name, Places.Fill(t.Text, filling), t.Language))]);
    }

    /// <summary>One answer, filled; null where there is none to be used.</summary>
    public async Task<string?> Filled(TemplateId id, Ticket ticket, CancellationToken stop) =>
        await Readable.SingleOrDefaultAsync(t => t.Id == id && t.Kind == TemplateKind.Answer && (t.ForCustomer == null || t.ForCustomer == ticket.Customer), stop) is { } template
            ? Places.Fill(template.Text, await Filling(ticket, stop)) : null;

    /// <summary>The beginnings of tickets for a customer.</summary>
    public Task<List<Template>> Beginnings(CustomerId customer, CancellationToken stop) =>
        me.Contact is not null ? Task.FromResult(new List<Template>()) : Readable.Where(t => t.Kind == TemplateKind.Ticket && (t.ForCustomer == null || t.ForCustomer == customer)).OrderBy(t => t.Name).Take(50).ToListAsync(stop);

    async Task<Dictionary<string, string>> Filling(Ticket ticket, CancellationToken stop)
    {
        var due = (await clocks.Clocks([ticket.Id.Value], stop)).FirstOrDefault(c => c.Kind == ClockKind.Resolution)?.Due;
        return new()
        {
            ["requester"] = ticket.Requester is { } requester ? await people.Contacts.Where(c => c.Id == requester).Select(c => c.Name).FirstOrDefaultAsync(stop) ?? "" : "",
            ["number"] = ticket.Number, ["summary"] = ticket.Summary, ["agent"] = me.Name,
            ["customer"] = await people.Customers.Where(c => c.Id == ticket.Customer).Select(c => c.Name).FirstOrDefaultAsync(stop) ?? "",
            ["service"] = await contracts.Services.Where(s => s.Id == ticket.Service).Select(s => s.Name).FirstOrDefaultAsync(stop) ?? "",
            ["due"] = due is { } at ? Format.Moment(at, viewer.Zone) : "",
        };
    }
}
