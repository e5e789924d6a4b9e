// How tickets belong together, and who else is told of one.
using Steward.People;

namespace Steward.Desk;

/// <summary>How one ticket stands to another: it is about something related, a part of it, or the same thing reported twice.</summary>
public enum LinkKind { RelatedTo, PartOf, DoubleOf }

/// <summary>From <see cref="Ticket"/> to <see cref="Other"/>: the first is a part or a double of the second.</summary>
public sealed class TicketLink : ITenantRow
{
    public TicketId Ticket { get; init; }
    public TicketId Other { get; init; }
    public CustomerId Customer { get; init; }
    public LinkKind Kind { get; init; }
    public DateTimeOffset Since { get; init; }
}

/// <summary>A person of the customer who is mailed what the requester is mailed.</summary>
public sealed class TicketWatcher : ITenantRow
{
    public TicketId Ticket { get; init; }
    public ContactId Contact { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset Since { get; init; }
}
