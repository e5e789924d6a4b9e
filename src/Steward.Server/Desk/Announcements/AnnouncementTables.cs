// How announcements are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Announcements;

sealed class AnnouncementTables : IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Announcement> row)
    {
        row.ToTable("desk_announcement").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.Until, r.From });
        row.HasIndex(r => r.About).HasFilter("about is not null");
    }
}
