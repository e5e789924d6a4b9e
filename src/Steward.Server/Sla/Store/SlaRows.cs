// How agreements, calendars, facts and the cached clocks of tickets are stored.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Audit;

namespace Steward.Sla.Store;

/// <summary>One version of an agreement, never changed once in force.</summary>
sealed class AgreementRow
{
    public required string Id { get; init; }
    public int Number { get; init; }
    public required string Body { get; init; }
}

/// <summary>One version of a service calendar, never changed once in force.</summary>
sealed class CalendarRow
{
    public required string Id { get; init; }
    public int Number { get; init; }
    public required string Body { get; init; }
}

/// <summary>The record whose clocks run, with the agreement version it keeps for life.</summary>
sealed class SubjectRow : ITenantRow, INotAudited
{
    public Guid Subject { get; init; }
    public CustomerId Customer { get; init; }
    public Guid Contract { get; init; }
    public required string Agreement { get; init; }
    public int AgreementNumber { get; init; }
    /// <summary>The deadline of the sweep: the next instant at which a clock has something to tell.</summary>
    public DateTimeOffset? NextMoment { get; set; }
    /// <summary>The largest share of the resolution budget that has been announced.</summary>
    public int ToldShare { get; set; }
    /// <summary>The levels of escalation that have been told, of the target that runs and of the present standstill.</summary>
    public string Told { get; set; } = "";
    public bool Excluded { get; set; }
    /// <summary>Its times are those of a catalogue item.</summary>
    public bool Request { get; init; }
}

/// <summary>An append-only fact about a subject; <see cref="Order"/> keeps facts of one instant in the order they were told.</summary>
sealed class FactRow : ITenantRow, INotAudited
{
    public Guid Subject { get; init; }
    public int Order { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public required string Body { get; init; }
}

sealed class SlaTables : IEntityTypeConfiguration<AgreementRow>, IEntityTypeConfiguration<CalendarRow>, IEntityTypeConfiguration<SubjectRow>,
    IEntityTypeConfiguration<FactRow>, IEntityTypeConfiguration<ClockRow>
{
    public void Configure(EntityTypeBuilder<AgreementRow> row) => row.ToTable("sla_agreement").HasKey(r => new { r.Id, r.Number });
    public void Configure(EntityTypeBuilder<CalendarRow> row) => row.ToTable("sla_calendar").HasKey(r => new { r.Id, r.Number });

    public void Configure(EntityTypeBuilder<SubjectRow> row)
    {
        row.ToTable("sla_subject").HasKey(r => r.Subject);
        row.HasIndex(r => r.NextMoment).HasFilter("next_moment is not null");
    }

    public void Configure(EntityTypeBuilder<FactRow> row) => row.ToTable("sla_fact").HasKey(r => new { r.Subject, r.Order });

    public void Configure(EntityTypeBuilder<ClockRow> row)
    {
        row.ToTable("sla_clock").HasKey(r => new { r.Subject, r.Kind });
        // Holds all that a year of attainment asks for, so that a board of 20,000 tickets reads no rows.
        row.HasIndex(r => new { r.Contract, r.Kind, r.JudgedAt, r.Verdict, r.Phase, r.Excluded, r.StartedAt, r.StoppedAt, r.BreachedAt, r.Due, r.Request });
        row.HasIndex(r => new { r.Customer, r.Kind, r.Due }).HasFilter("phase in ('Running', 'Paused')");
        // What is due next over all customers, and what is late: with all that counting asks for.
        row.HasIndex(r => new { r.Due, r.Subject, r.Kind, r.DueIsProjected, r.Customer }, "ix_sla_clock_due").HasDatabaseName("ix_sla_clock_due").HasFilter("phase in ('Running', 'Paused')");
        row.HasIndex(r => new { r.Subject, r.Due, r.DueIsProjected, r.Customer }, "ix_sla_clock_breached").HasDatabaseName("ix_sla_clock_breached").HasFilter("phase in ('Running', 'Paused') and verdict = 'Breached'");
    }
}
