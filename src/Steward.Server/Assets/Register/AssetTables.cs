// How assets are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Assets.Inventories;

namespace Steward.Assets.Register;

sealed class AssetTables :
    IEntityTypeConfiguration<Asset>, IEntityTypeConfiguration<AssetIdentity>, IEntityTypeConfiguration<AssetPart>, IEntityTypeConfiguration<AssetChange>, IEntityTypeConfiguration<IntakeRow>, IEntityTypeConfiguration<AssetDependency>
{
    public void Configure(EntityTypeBuilder<Asset> row)
    {
        row.ToTable("assets_asset").HasKey(r => r.Id);
        row.Ignore(r => r.Retired).Ignore(r => r.Differences);
        row.HasIndex(r => new { r.Customer, r.Tag }).IsUnique();
        row.HasIndex(r => new { r.AddedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.Kind, r.State });
        row.HasIndex(r => new { r.Name, r.Id });
        row.HasIndex(r => r.Owner);
    }

    public void Configure(EntityTypeBuilder<AssetIdentity> row)
    {
        row.ToTable("assets_identity").HasKey(r => new { r.Asset, r.Kind, r.Value });
        // One machine, one asset: whoever registers it second is told, and looks again.
        row.HasIndex(r => new { r.Customer, r.Kind, r.Value }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<AssetDependency> row)
    {
        row.ToTable("assets_dependency").HasKey(r => new { r.Asset, r.On });
        row.HasIndex(r => r.On);
        row.HasIndex(r => r.Customer);
    }

    public void Configure(EntityTypeBuilder<AssetPart> row)
    {
        row.ToTable("assets_part").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Asset, r.Section, r.Title, r.Id });
        row.HasIndex(r => new { r.Customer, r.Section, r.Title });
    }

    public void Configure(EntityTypeBuilder<AssetChange> row)
    {
        row.ToTable("assets_change").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Asset, r.At, r.Id });
    }

    public void Configure(EntityTypeBuilder<IntakeRow> row)
    {
        row.ToTable("assets_intake").HasKey(r => r.Id);
        row.Ignore(r => r.LeftOut);
        row.Property(r => r.Sections).AsJson();
        row.Property(r => r.Left).AsJson();
        row.HasIndex(r => new { r.Customer, r.Sha256 }).IsUnique();
        row.HasIndex(r => new { r.Asset, r.At });
    }
}
