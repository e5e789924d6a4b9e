// All tasks are over: stops the clock; the requester is asked to confirm.
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Steward.Access;
using Steward.Desk.Tickets;
using Steward.Platform.Fields;
using Steward.Platform.Web;
using Steward.Sla;

namespace Steward.Desk.Requests;

public sealed record FulfilRequest(TicketId Ticket, [property: Required, StringLength(4000)] string Solution, [property: Range(0, 100_000)] int MinutesSpent, JsonObject? Fields = null);

/// <summary>Work that is not done yet, by its name.</summary>
sealed record TasksOpen(string Names) : Refusal("DESK-354", Names);

sealed class FulfilRequestHandler(TicketWork work, RequestWork requests, ClosingRules closing, FieldBook fields, Me me) : IVerb<FulfilRequest, Done>
{
    public async Task<Result<Done>> Handle(FulfilRequest ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Ticket, Right.Work, stop)).TryGet(out var ticket, out var refusal)) return refusal;
        if (!work.Step(ticket, nameof(FulfilRequest)).TryGet(out var step, out refusal)) return refusal;
        if ((await requests.Tasks(ticket.Id, stop)).Where(t => !t.IsOver).Select(t => t.Said).ToList() is { Count: > 0 } open) return new TasksOpen(string.Join(Platform.Text.Texts.T("Desk.Comma"), open));
        if (!(await fields.Put(TicketFields.Request, ticket.Customer, ticket.Id.Value, ask.Fields, f => f.Need != FieldNeed.Optional, me.Contact is not null, stop)).TryGet(out _, out refusal)) return refusal;
        (ticket.Solution, ticket.MinutesSpent, ticket.ResolvedAt) = (ask.Solution.Trim(), ticket.MinutesSpent + ask.MinutesSpent, work.Now);
        (ticket.Notices, ticket.NextDuty) = (1, await closing.NextDuty(ticket, 1, stop));
        var news = work.Move(ticket, step, ticket.Solution);
        await work.Tell(ticket, stop, [new ClockFact.Resolved(work.Now, work.Now)]);
        await work.Notify(ticket, "fulfilled", stop, ticket.Solution);
        return await work.Commit(stop, news);
    }
}
