// Time spent on a ticket: who, how long, at what. Entries are never changed; what was wrong is taken back by an entry against it.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Access;
using Steward.People;
using Steward.Platform.Audit;

namespace Steward.Desk.Effort;

public readonly record struct TimeEntryId(Guid Value) : IId<TimeEntryId> { public static TimeEntryId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public enum EffortKind { Remote, OnSite, Travel, Preparation }

public sealed class TimeEntry : ITenantRow
{
    public TimeEntryId Id { get; init; }
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public AccountId Account { get; init; }
    public required string By { get; init; }
    public EffortKind Kind { get; init; }
    /// <summary>Below zero for an entry against another.</summary>
    public int Minutes { get; init; }
    /// <summary>When the work was over.</summary>
    public DateTimeOffset OccurredAt { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public string Text { get; init; } = "";
    /// <summary>The entry that this one takes back.</summary>
    public TimeEntryId? TakesBack { get; init; }
}

/// <summary>A watch that runs for somebody on a ticket: in the database, so that it outlives page and server.</summary>
sealed class RunningWatch : ITenantRow, INotAudited
{
    public AccountId Account { get; init; }
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset Since { get; init; }
}

sealed class EffortTables : IEntityTypeConfiguration<TimeEntry>, IEntityTypeConfiguration<RunningWatch>
{
    public void Configure(EntityTypeBuilder<TimeEntry> row)
    {
        row.ToTable("desk_time_entry").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Ticket, r.OccurredAt });
        row.HasIndex(r => new { r.OccurredAt, r.Id });
        // An entry is taken back once.
        row.HasIndex(r => r.TakesBack).HasFilter("takes_back is not null").IsUnique();
    }

    public void Configure(EntityTypeBuilder<RunningWatch> row) => row.ToTable("desk_running_watch").HasKey(r => new { r.Account, r.Ticket });
}
