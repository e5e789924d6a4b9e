// How tickets and their stories are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Tickets;

sealed class DeskTables : IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<TicketEntry>, IEntityTypeConfiguration<TicketAsset>
{
    public void Configure(EntityTypeBuilder<Ticket> row)
    {
        row.ToTable("desk_ticket").HasKey(r => r.Id);
        row.HasIndex(r => r.Number).IsUnique();
        // Lists run newest first, for one customer or for all, with or without a state.
        row.HasIndex(r => new { r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.OpenedAt, r.Id });
        // Customer and state at the end: counting touches no ticket. There is no index over all states: a database would take it for the open ones, and sort those.
        row.HasIndex(r => new { r.OpenedAt, r.Id, r.Customer, r.State }, "ix_desk_ticket_open").HasDatabaseName("ix_desk_ticket_open").HasFilter(TicketStates.Open.Sql());
        row.HasIndex(r => new { r.OpenedAt, r.Id, r.Customer, r.State }, "ix_desk_ticket_waiting").HasDatabaseName("ix_desk_ticket_waiting").HasFilter(TicketStates.Waiting.Sql());
        row.HasIndex(r => new { r.OpenedAt, r.Id, r.Customer, r.State }, "ix_desk_ticket_ended").HasDatabaseName("ix_desk_ticket_ended").HasFilter(TicketStates.Ended.Sql());
        row.HasIndex(r => new { r.OpenedAt, r.Id }, "ix_desk_ticket_resolved").HasDatabaseName("ix_desk_ticket_resolved").HasFilter("state = 'Resolved'");
        row.HasIndex(r => r.Id, "ix_desk_ticket_open_again").HasDatabaseName("ix_desk_ticket_open_again").HasFilter($"{TicketStates.Open.Sql()} and reopened > 0");
        row.HasIndex(r => new { r.OpenedAt, r.Id }, "ix_desk_ticket_requests").HasDatabaseName("ix_desk_ticket_requests").HasFilter("item is not null");
        row.HasIndex(r => new { r.Priority, r.Id }, "ix_desk_ticket_open_priority").HasDatabaseName("ix_desk_ticket_open_priority").HasFilter(TicketStates.Open.Sql());
        row.HasIndex(r => new { r.Team, r.OpenedAt, r.Id, r.State });
        row.HasIndex(r => new { r.Assignee, r.OpenedAt, r.Id, r.State });
        row.HasIndex(r => new { r.Priority, r.OpenedAt, r.Id, r.State });
        row.HasIndex(r => new { r.Category, r.OpenedAt, r.Id, r.State });
        row.HasIndex(r => new { r.Channel, r.OpenedAt, r.Id, r.State });
        row.HasIndex(r => new { r.Requester, r.OpenedAt });
        row.HasIndex(r => new { r.Contract, r.ResolvedAt });
        row.HasIndex(r => new { r.Customer, r.Source, r.SourceNumber }).HasFilter("source <> ''").IsUnique();
        row.HasIndex(r => new { r.Customer, r.Key }).HasFilter("key <> '' and state not in ('Closed', 'Cancelled')").IsUnique();
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }

    public void Configure(EntityTypeBuilder<TicketAsset> row)
    {
        row.ToTable("desk_ticket_asset").HasKey(r => new { r.Ticket, r.Asset });
        row.HasIndex(r => r.Asset);
    }

    public void Configure(EntityTypeBuilder<TicketEntry> row)
    {
        row.ToTable("desk_ticket_entry").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Ticket, r.OccurredAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.Kind, r.OccurredAt });
        // Holds all that counting resolutions and reopenings of a year asks for.
        row.HasIndex(r => new { r.Customer, r.From, r.To, r.OccurredAt, r.Ticket });
    }
}
