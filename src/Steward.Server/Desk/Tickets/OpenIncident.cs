// Opens a ticket for trouble that a machine found: one ticket for one key, as long as it lives.
using Microsoft.EntityFrameworkCore;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Search;
using Steward.Sla;

namespace Steward.Desk.Tickets;

sealed class Incidents(StewardDb db, ContractBook contracts, SlaClocks clocks, TicketWork work, ClosingRules closing, IdSource ids)
{
    public async Task<RaisedIncident> Open(Incident of, DateTimeOffset now, CancellationToken stop)
    {
        if (await Living(of.Customer, of.Key, stop) is { } known) return new(known.Id, known.Number, false, [await SeenAgain(known, of, now, stop)]);
        var owner = await db.Set<Customer>().AsNoTracking().SingleAsync(c => c.Id == of.Customer, stop);
        var promise = await contracts.PromiseFor(of.Customer, of.Contract, of.Service, of.Mode, now, stop);
        var matrix = promise is null ? PriorityMatrix.Standard : (await clocks.Agreement(promise.Agreement, stop)).Matrix;
        var ticket = Decide(of, promise, matrix, ids, now);
        var series = FormattableString.Invariant($"INC-{owner.ShortName}-{TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(owner.Zone)):yyyyMMdd}");
        db.TakeNumber(series, n => ticket.Number = FormattableString.Invariant($"{series}-{n:0000}"));
        db.Add(ticket);
        work.Write(ticket, EntryKind.Opened, of.Note, visible: true, nameof(OpenTicket), null, TicketState.New, now);
        if (promise is not null) await clocks.Start(of.Customer, promise.Contract.Value, ticket.Id.Value, promise.Agreement, new ClockFact.Opened(now, now, ticket.Priority, promise.Mode, Silent: true), now, stop);
        db.Index(() => new SearchEntry("Incident", ticket.Id.Value, of.Customer, $"{ticket.Number} {ticket.Summary}", $"{ticket.Description} {ticket.Place} {ticket.Device}", $"/tickets/{ticket.Id}", ticket.OpenedAt));
        return new(ticket.Id, "", true, [new TicketOpened(ticket.Id, of.Customer, ticket.Priority, now)]);
    }

    /// <summary>The clocks start when the trouble is certain (SLA rule 4), which is when it is raised.</summary>
    internal static Ticket Decide(Incident of, PromiseTerms? promise, PriorityMatrix matrix, IdSource ids, DateTimeOffset now) => new()
    {
        Id = ids.New<TicketId>(now), Customer = of.Customer, Key = of.Key, Contract = promise?.Contract, Service = promise?.Service, Site = of.Site, Summary = of.Summary.Length > 200 ? of.Summary[..200] : of.Summary,
        Description = of.Description, Channel = Channel.Monitoring, Impact = of.Impact, Urgency = of.Urgency, Priority = matrix[of.Impact, of.Urgency], Device = of.Device.Length > 80 ? of.Device[..80] : of.Device,
        OpenedAt = now, RecordedAt = now,
    };

    /// <summary>A solved ticket whose trouble is back goes on, and so does its clock (SLA rule 6); one that is being worked on gets a note.</summary>
    async Task<INews> SeenAgain(Ticket ticket, Incident of, DateTimeOffset now, CancellationToken stop)
    {
        if (ticket.State != TicketState.Resolved) return Note(ticket, of.Note);
        (ticket.ResolvedAt, ticket.NextDuty, ticket.Notices) = (null, null, 0);
        ticket.Reopened++;
        var news = work.Move(ticket, Process.IncidentProcess.Table.Step(ticket.State, nameof(ReopenTicket))!, of.Note);
        await work.Tell(ticket, stop, [new ClockFact.Reopened(now, now)]);
        return news;
    }

    public async Task<IReadOnlyList<INews>> Over(TicketId id, string note, bool resolve, DateTimeOffset now, CancellationToken stop)
    {
        var ticket = await db.Set<Ticket>().SingleAsync(t => t.Id == id, stop);
        if (ticket.State is TicketState.Closed or TicketState.Cancelled) return [];
        var noted = Note(ticket, note);
        if (!resolve || !ticket.IsOpen) return [noted];
        // What nobody has taken on yet is over by itself; the process knows solving only from the hands of somebody, so the system is that somebody.
        var step = Process.IncidentProcess.Table.Step(ticket.State, nameof(ResolveTicket)) ?? new(nameof(ResolveTicket), [TicketState.New], TicketState.Resolved, "W");
        (ticket.Solution, ticket.ResolvedAt) = (note, now);
        (ticket.Notices, ticket.NextDuty) = (1, await closing.NextDuty(ticket, 1, stop));
        var news = work.Move(ticket, step, note);
        await work.Tell(ticket, stop, [new ClockFact.Resolved(now, now)]);
        return [noted, news];
    }

    public async Task<INews?> Note(TicketId id, string text, CancellationToken stop) =>
        await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Id == id, stop) is { State: not (TicketState.Closed or TicketState.Cancelled) } ticket ? Note(ticket, text) : null;

    TicketNoted Note(Ticket ticket, string text)
    {
        work.Write(ticket, EntryKind.Note, text, visible: false, nameof(AddNote));
        ticket.Version++;
        return new(ticket.Id, ticket.Customer, false, work.Now);
    }

    async Task<Ticket?> Living(CustomerId customer, string key, CancellationToken stop) =>
        db.Held<Ticket>().Select(e => e.Entity).FirstOrDefault(t => t.Customer == customer && t.Key == key)
        ?? await db.Set<Ticket>().SingleOrDefaultAsync(t => t.Customer == customer && t.Key == key && t.State != TicketState.Closed && t.State != TicketState.Cancelled, stop);
}
