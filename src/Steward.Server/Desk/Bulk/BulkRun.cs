// One deed done to many tickets at once: what was asked, and how it ended for each of them.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Sla;

namespace Steward.Desk.Bulk;

public readonly record struct BulkRunId(Guid Value) : IId<BulkRunId> { public static BulkRunId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public enum BulkDeed { Assign, Priority, Note, Cancel, Merge, Link }

/// <summary>How a ticket stood before, as far as the deed changed it: what the opposite deed puts back.</summary>
public sealed record Before(TeamId? Team, StaffId? Assignee, Impact Impact, Urgency Urgency);

/// <summary><paramref name="Code"/> is the refusal's, empty where it was done.</summary>
public sealed record BulkLine(TicketId Ticket, string Number, string Code, string Why, Before? Before = null)
{
    public bool Done => Code.Length == 0;
}

/// <summary>What each ticket went through is in its own story and in the audit; this is what its author reads afterwards, and nobody else.</summary>
sealed class BulkRun : INotAudited
{
    public BulkRunId Id { get; init; }
    public AccountId Account { get; init; }
    public DateTimeOffset At { get; init; }
    public BulkDeed Deed { get; init; }
    /// <summary>What was given to all of them: the group, the note, the number; as it was asked.</summary>
    public required string Ask { get; init; }
    public required string Lines { get; init; }
    /// <summary>The run that this one took back.</summary>
    public BulkRunId? TakesBack { get; init; }
}

sealed class BulkTable : IEntityTypeConfiguration<BulkRun>
{
    public void Configure(EntityTypeBuilder<BulkRun> row)
    {
        row.ToTable("desk_bulk_run").HasKey(r => r.Id);
        // Taken back once, whoever presses twice.
        row.HasIndex(r => r.TakesBack).HasFilter("takes_back is not null").IsUnique();
    }
}
