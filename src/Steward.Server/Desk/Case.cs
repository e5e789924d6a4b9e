// A case: a record of the desk with a process of its own beside the tickets: a problem, a change, a release, a complaint.
namespace Steward.Desk;

/// <summary>What all cases have in common: a number without holes, a state of their process, and a story.</summary>
public interface ICase<TId, TState> : ITenantRow, IVersioned where TId : struct, IId<TId> where TState : struct, Enum
{
    TId Id { get; }
    /// <summary><c>PRB-XXQY-20260301-0001</c>: the kind's letters, the customer's short name, the day in the customer's zone.</summary>
    string Number { get; set; }
    string Summary { get; }
    TState State { get; set; }
    DateTimeOffset OpenedAt { get; }
}

/// <summary>A line of a case's story: which step, from which state to which, by whom.</summary>
public sealed class CaseEntry : ITenantRow
{
    public EntryId Id { get; init; }
    /// <summary>The problem, change or other case, by its id.</summary>
    public Guid Case { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>When it happened; <see cref="RecordedAt"/> is when it was written down.</summary>
    public DateTimeOffset OccurredAt { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public required string By { get; init; }
    /// <summary>The account behind the name; empty for the system.</summary>
    public Guid Account { get; init; }
    public required string Verb { get; init; }
    /// <summary>States of the case's own process by name; empty for a line that is no step.</summary>
    public string From { get; init; } = "";
    public string To { get; init; } = "";
    public string Text { get; init; } = "";
    /// <summary>Whether the customer's people see it.</summary>
    public bool Public { get; init; }
}
