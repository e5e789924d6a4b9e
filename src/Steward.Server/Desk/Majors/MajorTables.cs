// How major incidents are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Majors;

sealed class MajorTables : IEntityTypeConfiguration<MajorIncident>
{
    public void Configure(EntityTypeBuilder<MajorIncident> row)
    {
        row.ToTable("desk_major_incident").HasKey(r => r.Id);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => new { r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.OpenedAt, r.Id });
        // Of two who declare the same ticket at once, one is refused.
        row.HasIndex(r => r.Ticket).HasFilter("state <> 'Closed'").IsUnique();
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}
