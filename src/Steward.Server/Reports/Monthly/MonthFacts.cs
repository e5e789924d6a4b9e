// What a monthly report is counted from, as the doors below answered: plain values, so that counting is a pure function.
using Steward.Desk;
using Steward.Fulfilment;
using Steward.People;
using Steward.Sla;

namespace Steward.Reports.Monthly;

sealed record MonthFacts(
    ReportScope Scope, Interval Period, TimeZoneInfo Zone, DateTimeOffset CutOff,
    IReadOnlyList<DeedFact> Deeds, IReadOnlyDictionary<TicketId, TicketFact> Tickets, IReadOnlyList<StandingFact> Standing, IReadOnlyList<ClockOf> Clocks,
    IReadOnlyList<TrendMonth> Trend, IReadOnlyList<PromiseFigure> Promises, IReadOnlyList<ServiceFigure> Services, SeenFigures? Seen = null, CaseFigures? Cases = null);

/// <summary>Something that happened to a ticket. <paramref name="Resolution"/>: it was resolved, which is counted beside the four deeds.</summary>
sealed record DeedFact(TicketId Ticket, DateTimeOffset At, Deed? Deed, bool Resolution = false);

/// <summary>A ticket as it stands at the cut-off; <paramref name="StateAtEnd"/> as it stood when the period ended.</summary>
sealed record TicketFact(
    TicketId Id, string Number, string Summary, Priority Priority, TicketState StateAtEnd, string Group, StaffId? Assignee, string Category, string Cause, Channel Channel, DateTimeOffset OpenedAt, int Minutes);

/// <summary>A ticket that was open when the period ended.</summary>
sealed record StandingFact(TicketId Ticket, DateTimeOffset OpenedAt);

/// <summary>A clock judged in the period, as the measures count it.</summary>
sealed record ClockOf(ClockKind Kind, EvidenceRow Row);
