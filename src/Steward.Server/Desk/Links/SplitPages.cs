// The page on which a line of a ticket's story is made a ticket of its own.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Desk.Pages;
using Steward.Desk.Tickets;
using Steward.People;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;

namespace Steward.Desk.Links;

public sealed record SplitModel(TicketId Ticket, EntryId Entry, string Number, string Text, string By, DateTimeOffset At, bool Public, string Suggested, string? Requester, string? Service, IReadOnlyList<Option> Services);

sealed class SplitQueries(StewardDb db, TicketWork work, ContractBook contracts, PeopleBook people)
{
    public async Task<SplitModel?> Of(TicketId id, EntryId entry, CancellationToken stop)
    {
        if (!(await work.Load(id, Right.Work, stop)).TryGet(out var ticket, out _)) return null;
        if (await db.Set<TicketEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entry && e.Ticket == id && (e.Kind == EntryKind.Note || e.Kind == EntryKind.Reply), stop) is not { } line) return null;
        var account = AccountId.From(line.Account);
        var writer = line.Kind == EntryKind.Reply ? await db.Set<Account>().Where(a => a.Id == account && a.Contact != null).Select(a => a.Contact).SingleOrDefaultAsync(stop) : null;
        var requester = writer ?? ticket.Requester;
        var first = line.Text.Split('\n')[0];
        return new(id, entry, ticket.Number, line.Text, line.By, line.OccurredAt, line.Public, first.Length > 80 ? first[..80] : first,
            await people.Contacts.Where(c => c.Id == requester).Select(c => c.Name).FirstOrDefaultAsync(stop), ticket.Service?.ToString(),
            (await contracts.Services.Where(s => s.Contract == ticket.Contract).OrderBy(s => s.Name).ToListAsync(stop)).ConvertAll(s => new Option(s.Id.ToString(), TicketViews.Named(s.Name, s.NameEn))));
    }
}

static class SplitPages
{
    static readonly string Work = Needs.OfStaff(Thing.Incident, Right.Work);

    public static void Add(IServiceCollection services) => services.AddScoped<SplitQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Shows<SplitPage, SplitModel>("/tickets/{ticket:guid}/split/{entry:guid}", Work, "Split", (Guid ticket, Guid entry, SplitQueries split, CancellationToken stop) => split.Of(TicketId.From(ticket), EntryId.From(entry), stop));
        routes.Verb<SplitTicket, OpenedTicket, SplitTicketHandler>("tickets/{ticket}/entries/{entry}/split", Work, new() { Then = (_, opened) => $"/tickets/{opened.Id}", Again = Redraw.Of("/tickets/{ticket:guid}/split/{entry:guid}") });
    }
}
