// What the pages of deeds on many tickets show: which were chosen, and how a run ended for each.
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Pages;
using Steward.People;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;
using Steward.Platform.Web.Help;
using Steward.Platform.Web.Lists;

namespace Steward.Desk.Bulk;

public sealed record ChosenTicket(TicketId Id, string Number, string Summary, TicketState State);

/// <summary><paramref name="TooMany"/>: the list holds more than may be done at once, and only the first of them are chosen.</summary>
public sealed record BulkChoice(BulkDeed Deed, IReadOnlyList<ChosenTicket> Tickets, bool TooMany, IReadOnlyList<Option> Teams, IReadOnlyList<Option> Staff);

public sealed record BulkView(BulkRunId Id, BulkDeed Deed, DateTimeOffset At, IReadOnlyList<BulkLine> Lines, bool MayUndo, BulkRunId? TakenBackBy, BulkRunId? TakesBack);

sealed class BulkQueries(StewardDb db, ServiceDesk desk, TicketLists lists, PeopleBook people, Me me)
{
    public async Task<BulkChoice> Choice(HttpContext http, CancellationToken stop)
    {
        var values = QueryValues.Of(http);
        // After a refusal the form's own entries say what was chosen.
        var refused = RefusedForm.Of(http)?.Fields;
        var deed = Enum.TryParse<BulkDeed>(refused?["deed"]?.ToString() ?? values.Text("deed"), out var named) && Enum.IsDefined(named) ? named : BulkDeed.Assign;
        var chosen = refused?["tickets"] is JsonArray sent ? Read(sent.Select(t => t?.ToString()))
            : values.Is("all", "1") ? await lists.Ids(lists.Read(values), BulkWork.Most + 1, stop)
            : Read(http.Request.Query["t"]);
        var tooMany = chosen.Count > BulkWork.Most;
        chosen = [.. chosen.Take(BulkWork.Most)];
        var tickets = (await desk.Tickets.Where(t => chosen.Contains(t.Id)).Select(t => new ChosenTicket(t.Id, t.Number, t.Summary, t.State)).ToListAsync(stop)).ToDictionary(t => t.Id);
        var found = chosen.Where(tickets.ContainsKey).Select(t => tickets[t]).ToList();
        if (deed != BulkDeed.Assign) return new(deed, found, tooMany, [], []);
        var teams = await people.Teams.AsNoTracking().Where(t => t.Active).OrderBy(t => t.Line).ThenBy(t => t.Name).Take(200).ToListAsync(stop);
        var hands = await (from m in people.TeamMembers join s in people.Staff on m.Staff equals s.Id where s.Active orderby s.Name select new { m.Team, s.Id, s.Name }).Take(1000).ToListAsync(stop);
        return new(deed, found, tooMany, teams.ConvertAll(t => new Option(t.Id.ToString(), t.Name)),
            [.. teams.SelectMany(t => hands.Where(h => h.Team == t.Id).Select(h => new Option(h.Id.ToString(), h.Name, t.Name)))]);
    }

    static List<TicketId> Read(IEnumerable<string?> ids) => [.. ids.Select(t => Guid.TryParse(t, out var id) ? TicketId.From(id) : (TicketId?)null).OfType<TicketId>().Distinct()];

    /// <summary>A run is its author's to read, and of its tickets those that they still may see.</summary>
    public async Task<BulkView?> Of(BulkRunId id, CancellationToken stop)
    {
        if (await db.Set<BulkRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.Account == me.Id, stop) is not { } run) return null;
        var lines = JsonSerializer.Deserialize<List<BulkLine>>(run.Lines, Json.Options)!;
        var ids = lines.ConvertAll(l => l.Ticket);
        var seen = (await desk.Tickets.Where(t => ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(stop)).ToHashSet();
        var back = await db.Set<BulkRun>().Where(r => r.TakesBack == id).Select(r => (BulkRunId?)r.Id).SingleOrDefaultAsync(stop);
        return new(run.Id, run.Deed, run.At, lines.ConvertAll(l => seen.Contains(l.Ticket) ? l : l with { Number = "", Before = null }),
            UndoBulkHandler.HasOpposite(run.Deed) && run.TakesBack is null && back is null && lines.Exists(l => l.Done), back, run.TakesBack);
    }
}
