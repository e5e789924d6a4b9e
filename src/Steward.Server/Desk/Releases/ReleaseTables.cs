// How releases and their hosts are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Releases;

sealed class ReleaseTables : IEntityTypeConfiguration<Release>, IEntityTypeConfiguration<ReleaseTarget>
{
    public void Configure(EntityTypeBuilder<Release> row)
    {
        row.ToTable("desk_release").HasKey(r => r.Id);
        row.Ignore(r => r.IsOver).Ignore(r => r.InLibrary);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => new { r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.OpenedAt, r.Id });
    }

    public void Configure(EntityTypeBuilder<ReleaseTarget> row)
    {
        row.ToTable("desk_release_target").HasKey(r => new { r.Release, r.Asset });
        row.HasIndex(r => r.Asset);
    }
}
