// How complaints are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Complaints;

sealed class ComplaintTables : IEntityTypeConfiguration<Complaint>
{
    public void Configure(EntityTypeBuilder<Complaint> row)
    {
        row.ToTable("desk_complaint").HasKey(r => r.Id);
        row.Ignore(r => r.Due);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => new { r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.OpenedAt, r.Id });
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }
}
