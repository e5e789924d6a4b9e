// How links between tickets and their watchers are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Links;

sealed class LinkTables : IEntityTypeConfiguration<TicketLink>, IEntityTypeConfiguration<TicketWatcher>
{
    public void Configure(EntityTypeBuilder<TicketLink> row)
    {
        row.ToTable("desk_ticket_link").HasKey(r => new { r.Ticket, r.Other });
        row.HasIndex(r => new { r.Other, r.Kind });
        // A ticket is a part of one other at most, and the double of one.
        row.HasIndex(r => new { r.Ticket, r.Kind }).HasFilter("kind <> 'RelatedTo'").IsUnique();
    }

    public void Configure(EntityTypeBuilder<TicketWatcher> row) => row.ToTable("desk_ticket_watcher").HasKey(r => new { r.Ticket, r.Contact });
}
