// A level of escalation of a ticket that was told: whom, when, and where the work went. Its key is what makes it told once.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.People;
using Steward.Platform.Audit;
using Steward.Sla;

namespace Steward.Desk.Escalations;

sealed class ToldLevel : ITenantRow, INotAudited
{
    public TicketId Ticket { get; init; }
    public EscalationKind Kind { get; init; }
    public Priority Priority { get; init; }
    /// <summary>The beginning of the target, or of the standstill.</summary>
    public DateTimeOffset Since { get; init; }
    /// <summary>The share of the budget, or the line that work stood still at.</summary>
    public int Level { get; init; }
    /// <summary>Zero, then the day on which a daily step was told again.</summary>
    public int Round { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>The moment in service time that was reached.</summary>
    public DateTimeOffset At { get; init; }
    public DateTimeOffset ToldAt { get; init; }
    /// <summary>Who was told, as people read it.</summary>
    public string Names { get; init; } = "";
    /// <summary>The group that the work went to, or that was called to help.</summary>
    public TeamId? To { get; init; }
    /// <summary>Who passed it on, and is told when it is solved.</summary>
    public StaffId? Sender { get; init; }
}

sealed class EscalationTables : IEntityTypeConfiguration<ToldLevel>
{
    public void Configure(EntityTypeBuilder<ToldLevel> row) => row.ToTable("desk_escalation").HasKey(r => new { r.Ticket, r.Kind, r.Priority, r.Since, r.Level, r.Round });
}
