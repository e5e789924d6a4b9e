// A ticket: one thing that a user of a customer needs from the desk, from first contact to closing.
using Steward.Contracts;
using Steward.People;
using Steward.Sla;

namespace Steward.Desk;

public readonly record struct TicketId(Guid Value) : IId<TicketId> { public static TicketId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct EntryId(Guid Value) : IId<EntryId> { public static EntryId From(Guid value) => new(value); }

/// <summary>
/// States of the processes of tickets: <c>Process/IncidentProcess.cs</c> and <c>Process/RequestProcess.cs</c> say who moves one from one to the next.
/// A request that is fulfilled is <see cref="Resolved"/>, shown under the name of its own process. Their order is that of the way, by which the diagrams are drawn.
/// </summary>
public enum TicketState { New, PendingApproval, Approved, Accepted, Assigned, InProgress, Fulfilling, PendingUser, PendingSupplier, PendingChange, PendingPart, Resolved, Closed, Rejected, Cancelled }

/// <summary>
/// The states that lists are cut by. They stand as constants in queries and in the conditions of indexes, word for word and in the same order, which is how a database knows that an
/// index over the open tickets answers a question about them.
/// </summary>
public static class TicketStates
{
    public static readonly TicketState[] Open =
        [TicketState.New, TicketState.PendingApproval, TicketState.Approved, TicketState.Accepted, TicketState.Assigned, TicketState.InProgress, TicketState.Fulfilling, TicketState.PendingUser, TicketState.PendingSupplier, TicketState.PendingChange, TicketState.PendingPart];
    public static readonly TicketState[] Waiting = [TicketState.PendingApproval, TicketState.PendingUser, TicketState.PendingSupplier, TicketState.PendingChange, TicketState.PendingPart];
    public static readonly TicketState[] Ended = [TicketState.Closed, TicketState.Rejected, TicketState.Cancelled];

    /// <summary>Open, and in somebody's hands: nobody can work on what is not approved yet.</summary>
    public static IQueryable<Ticket> InWork(this IQueryable<Ticket> tickets) => tickets.Where(t => Open.Contains(t.State) && t.State != TicketState.PendingApproval);

    internal static string Sql(this TicketState[] states) => $"state in ({string.Join(", ", states.Select(s => $"'{s}'"))})";
}

/// <summary>Something that worked is to work again (事件), or something from the catalogue is wanted (服务请求).</summary>
public enum TicketKind { Incident, Request }

/// <summary>How the contact reached the desk.</summary>
public enum Channel { Portal, Phone, Mail, WalkUp, Chat, Monitoring, Paper, Import }

/// <summary>Why a ticket ended without being solved.</summary>
public enum CancelReason { Duplicate, Withdrawn, FalseAlarm }

public sealed class Ticket : ITenantRow, IVersioned
{
    public TicketId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>INC-XXQY-20260301-0001</c>: customer's short name, day of contact in the customer's zone, no holes.</summary>
    public string Number { get; set; } = "";
    public ContractId? Contract { get; init; }
    public ServiceId? Service { get; set; }
    /// <summary>The version of the catalogue item that is asked for; a ticket without one is an incident.</summary>
    public CatalogueItemId? Item { get; init; }
    public SiteId? Site { get; set; }
    public required string Summary { get; set; }
    public string Description { get; set; } = "";
    public ContactId? Requester { get; set; }
    public Channel Channel { get; init; }
    public Impact Impact { get; set; }
    public Urgency Urgency { get; set; }
    public Priority Priority { get; set; }
    public TicketState State { get; set; }
    public string Category { get; set; } = "";
    public string Place { get; set; } = "";
    /// <summary>The thing concerned, in the user's words, until the register of assets knows it.</summary>
    public string Device { get; set; } = "";
    public TeamId? Team { get; set; }
    public StaffId? Assignee { get; set; }
    /// <summary>When the user made contact, which is when the clocks start; <see cref="RecordedAt"/> is when it was written down.</summary>
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>Of a request: when it was approved, which is when its clocks start (SLA rule 4).</summary>
    public DateTimeOffset? ApprovedAt { get; set; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public int Reopened { get; set; }
    public int Reassigned { get; set; }
    public int Urged { get; set; }
    public string Cause { get; set; } = "";
    public string Solution { get; set; } = "";
    public int MinutesSpent { get; set; }
    /// <summary>What a pause waits for, and until when it is expected.</summary>
    public string WaitsFor { get; set; } = "";
    public DateTimeOffset? ExpectedAt { get; set; }
    /// <summary>The deadline of the duty "remind, then close": when silence after resolving is next looked at.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public int Notices { get; set; }
    /// <summary>Where an imported ticket came from, and its number there; empty for live work.</summary>
    public string Source { get; init; } = "";
    public string SourceNumber { get; init; } = "";
    /// <summary>The trouble behind a ticket that a machine opened: the same trouble has the same ticket while it lives. Empty for people's tickets.</summary>
    public string Key { get; init; } = "";
    /// <summary>Steps of an imported history that the live process would have refused.</summary>
    public int Nonconforming { get; set; }
    public int ProcessVersion { get; init; } = 1;
    public int Version { get; set; }

    public TicketKind Kind => Item is null ? TicketKind.Incident : TicketKind.Request;
    public bool IsOpen => State is not (TicketState.Resolved or TicketState.Closed or TicketState.Cancelled or TicketState.Rejected);
    public bool IsPaused => State is TicketState.PendingUser or TicketState.PendingSupplier or TicketState.PendingChange or TicketState.PendingPart;
}

/// <summary><see cref="Assigned"/> marks a reassignment: from one team to another.</summary>
public enum EntryKind { Opened, Step, Assigned, Priority, Note, Reply, Mail, File, Urged, Duty }

/// <summary>A line of the ticket's story: what happened, when it happened and when it was written down, by whom.</summary>
public sealed class TicketEntry : ITenantRow
{
    public EntryId Id { get; init; }
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public EntryKind Kind { get; init; }
    public required string By { get; init; }
    /// <summary>The account behind the name; empty for imported lines and the system.</summary>
    public Guid Account { get; init; }
    public string Verb { get; init; } = "";
    public TicketState? From { get; init; }
    public TicketState? To { get; init; }
    public string Text { get; init; } = "";
    /// <summary>Of a mail that quoted earlier ones, all of it, where <see cref="Text"/> is what was new; else empty.</summary>
    public string Whole { get; init; } = "";
    /// <summary>Whether the requester sees it.</summary>
    public bool Public { get; init; }
    /// <summary>For imported steps that the live process would refuse: why.</summary>
    public string Nonconforming { get; init; } = "";
}
