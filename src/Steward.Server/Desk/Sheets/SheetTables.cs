// How service sheets are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Sheets;

sealed class SheetTables : IEntityTypeConfiguration<ServiceSheet>
{
    public void Configure(EntityTypeBuilder<ServiceSheet> row)
    {
        row.ToTable("desk_sheet").HasKey(r => r.Id);
        row.Ignore(r => r.IsSealed);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => r.Ticket);
        row.HasIndex(r => new { r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Engineer, r.OpenedAt });
    }
}
