// Turns one historic ticket into what live work would have left behind: ticket, story, clock facts, news.
using Steward.Desk.Process;
using Steward.Platform.Events;
using Steward.Sla;

namespace Steward.Desk.History;

/// <summary>The records of one imported ticket. A step that the live process refuses is kept and marked with the reason.</summary>
sealed record ImportedTicket(Ticket Ticket, List<TicketEntry> Story, List<ClockFact> Facts, List<INews> News, IReadOnlyList<HistoryLine> Lines);

static class HistoryReader
{
    public static ImportedTicket Read(HistoricTicket past, HistoryOf of, IdSource ids, DateTimeOffset now)
    {
        var first = past.Steps[0];
        // A source may write its first update before its own opening time; contact cannot be later than the first work on it.
        var opened = past.OpenedAt < first.At ? past.OpenedAt : first.At;
        var ticket = new Ticket
        {
            Id = ids.New<TicketId>(now), Customer = of.Customer, Contract = of.Contract, Service = of.Service, Summary = past.Summary, Requester = past.Requester,
            Channel = past.Channel, Impact = past.Impact, Urgency = past.Urgency, Priority = first.Priority, Category = past.Category, Place = past.Place, Device = past.Device,
            Cause = past.Cause, OpenedAt = opened, RecordedAt = now, Source = of.Source, SourceNumber = past.SourceNumber,
        };
        var story = new List<TicketEntry>();
        var facts = new List<ClockFact> { new ClockFact.Opened(opened, now, first.Priority, of.Mode, Silent: true) };
        var news = new List<INews> { new TicketOpened(ticket.Id, of.Customer, first.Priority, opened) };
        void Line(HistoricStep step, EntryKind kind, string verb, TicketState? from, TicketState? to, string text, string refused = "")
        {
            if (refused.Length > 0) ticket.Nonconforming++;
            story.Add(new TicketEntry
            {
                Id = ids.New<EntryId>(now), Ticket = ticket.Id, Customer = of.Customer, OccurredAt = step.At, RecordedAt = now, Kind = kind, By = step.By,
                Verb = verb, From = from, To = to, Text = text, Public = kind != EntryKind.Note, Nonconforming = refused,
            });
        }

        Line(first with { At = opened }, EntryKind.Opened, "OpenTicket", null, TicketState.New, "");
        foreach (var step in past.Steps)
        {
            if (step.Priority != ticket.Priority)
            {
                Line(step, EntryKind.Priority, "ChangePriority", ticket.State, ticket.State, $"{ticket.Priority} → {step.Priority}");
                news.Add(new TicketPriorityChanged(ticket.Id, of.Customer, ticket.Priority, step.Priority, step.At));
                facts.Add(new ClockFact.PriorityChanged(step.At, now, step.Priority, step.By));
                ticket.Priority = step.Priority;
            }
            if (step.Assignee is not null && ticket.AcceptedAt is null)
            {
                // Acceptance: the first update that names a person.
                ticket.AcceptedAt = step.At;
                facts.Add(new ClockFact.Accepted(step.At, now, step.By));
                if (ticket.State == TicketState.New && step.State is not (TicketState.New or TicketState.Cancelled))
                {
                    Line(step, EntryKind.Step, "AcceptTicket", TicketState.New, TicketState.Accepted, "");
                    ticket.State = TicketState.Accepted;
                }
            }
            if (step.Team is not null && step.Team != ticket.Team)
            {
                if (ticket.Team is not null)
                {
                    ticket.Reassigned++;
                    Line(step, EntryKind.Assigned, "AssignTicket", ticket.State, ticket.State, "");
                }
                news.Add(new TicketAssigned(ticket.Id, of.Customer, step.Team?.Value, step.Assignee?.Value, step.At));
            }
            (ticket.Team, ticket.Assignee) = (step.Team ?? ticket.Team, step.Assignee ?? ticket.Assignee);
            if (step.State == ticket.State || step.State == TicketState.New && ticket.State == TicketState.Accepted) Line(step, EntryKind.Note, "", null, null, step.Text);
            else Move(step);
        }
        foreach (var line in past.Lines) line.Ticket = ticket.Id;
        return new(ticket, story, facts, news, past.Lines);

        void Move(HistoricStep step)
        {
            var (from, to) = (ticket.State, step.State);
            var reopening = from is TicketState.Resolved or TicketState.Closed && to is not (TicketState.Resolved or TicketState.Closed or TicketState.Cancelled);
            var refused = IncidentProcess.Table.Allows(from, to) ? "" : $"{from} → {to}";
            Line(step, EntryKind.Step, reopening ? "ReopenTicket" : VerbTo(to), from, to, step.Text, refused);
            news.Add(new TicketMoved(ticket.Id, of.Customer, reopening ? "ReopenTicket" : VerbTo(to), from, to, step.At));
            if (ticket.IsPaused) facts.Add(new ClockFact.Resumed(step.At, now));
            if (reopening)
            {
                ticket.Reopened++;
                facts.Add(new ClockFact.Reopened(step.At, now));
            }
            ticket.State = to;
            switch (to)
            {
                case TicketState.Resolved:
                    ticket.ResolvedAt = step.At;
                    facts.Add(new ClockFact.Resolved(step.At, now));
                    break;
                case TicketState.Closed:
                    if (from != TicketState.Resolved) facts.Add(new ClockFact.Resolved(step.At, now));
                    (ticket.ClosedAt, ticket.ResolvedAt) = (step.At, ticket.ResolvedAt ?? step.At);
                    facts.Add(new ClockFact.Closed(step.At, now));
                    break;
                case TicketState.Cancelled:
                    ticket.ClosedAt = step.At;
                    facts.Add(new ClockFact.Cancelled(step.At, now, nameof(CancelReason.Withdrawn)));
                    break;
                default:
                    (ticket.ResolvedAt, ticket.ClosedAt) = (null, null);
                    if (ReasonOf(to) is { } reason) facts.Add(new ClockFact.Paused(step.At, now, reason, step.Row));
                    break;
            }
        }
    }

    static string VerbTo(TicketState to) => to switch
    {
        TicketState.Accepted => "AcceptTicket",
        TicketState.Assigned => "AssignTicket",
        TicketState.InProgress => "StartWork",
        TicketState.PendingUser => "PauseForUser",
        TicketState.PendingSupplier => "PauseForSupplier",
        TicketState.PendingChange => "PauseForChange",
        TicketState.PendingPart => "PauseForPart",
        TicketState.Resolved => "ResolveTicket",
        TicketState.Closed => "ConfirmTicket",
        TicketState.Cancelled => "CancelTicket",
        _ => "",
    };

    static PauseReason? ReasonOf(TicketState state) => state switch
    {
        TicketState.PendingUser => PauseReason.PendingUser,
        TicketState.PendingSupplier => PauseReason.PendingSupplier,
        TicketState.PendingChange => PauseReason.PendingChange,
        TicketState.PendingPart => PauseReason.PendingPart,
        _ => null,
    };
}
