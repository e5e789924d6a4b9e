// The shape of an imported history: what another desk recorded about a ticket, step by step, in its own times.
using Steward.Contracts;
using Steward.People;
using Steward.Sla;

namespace Steward.Desk;

/// <summary>A ticket of another system with everything it went through, and the rows that tell of it. Steps are ordered by <see cref="HistoricStep.At"/>; a field the source lacks is left empty.</summary>
public sealed record HistoricTicket(
    string SourceNumber, DateTimeOffset OpenedAt, string Summary, ContactId? Requester, Channel Channel, Impact Impact, Urgency Urgency,
    string Category, string Place, string Device, string Cause, IReadOnlyList<HistoricStep> Steps, IReadOnlyList<HistoryLine> Lines);

/// <summary>One update as the source recorded it: the state of the ticket after it. <paramref name="Row"/> says where it stands in the source, as proof.</summary>
public sealed record HistoricStep(
    DateTimeOffset At, string By, TicketState State, Priority Priority, TeamId? Team, StaffId? Assignee, string Text, string Row);

/// <summary>Where a history goes and comes from.</summary>
public sealed record HistoryOf(CustomerId Customer, ContractId Contract, ServiceId Service, AgreementRef Agreement, ServiceMode Mode, string Source);

/// <summary>What became of a batch.</summary>
public sealed record HistoryRecorded(int Tickets, int Steps, int Known, int Nonconforming)
{
    public static HistoryRecorded operator +(HistoryRecorded a, HistoryRecorded b) => new(a.Tickets + b.Tickets, a.Steps + b.Steps, a.Known + b.Known, a.Nonconforming + b.Nonconforming);
}
