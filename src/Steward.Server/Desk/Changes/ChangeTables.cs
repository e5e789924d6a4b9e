// How changes and what belongs to them are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Changes;

sealed class ChangeTables : IEntityTypeConfiguration<Change>, IEntityTypeConfiguration<ChangeAsset>, IEntityTypeConfiguration<ChangeTicket>, IEntityTypeConfiguration<ChangeStep>, IEntityTypeConfiguration<ChangeWaiver>,
    IEntityTypeConfiguration<ChangeFreeze>, IEntityTypeConfiguration<ChangeModel>
{
    public void Configure(EntityTypeBuilder<Change> row)
    {
        row.ToTable("desk_change").HasKey(r => r.Id);
        row.Ignore(r => r.Score).Ignore(r => r.Risk).Ignore(r => r.IsOver);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => new { r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.OpenedAt, r.Id });
        row.HasIndex(r => r.WindowFrom).HasFilter("window_from is not null");
        row.HasIndex(r => r.Implementer).HasFilter("implementer is not null");
        row.HasIndex(r => r.NextDuty).HasFilter("next_duty is not null");
    }

    public void Configure(EntityTypeBuilder<ChangeAsset> row)
    {
        row.ToTable("desk_change_asset").HasKey(r => new { r.Change, r.Asset });
        row.HasIndex(r => r.Asset);
    }

    public void Configure(EntityTypeBuilder<ChangeTicket> row)
    {
        row.ToTable("desk_change_ticket").HasKey(r => new { r.Change, r.Ticket });
        row.HasIndex(r => r.Ticket);
    }

    public void Configure(EntityTypeBuilder<ChangeStep> row)
    {
        row.ToTable("desk_change_step").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Change, r.Position });
    }

    public void Configure(EntityTypeBuilder<ChangeWaiver> row)
    {
        row.ToTable("desk_change_waiver").HasKey(r => new { r.Change, r.Collision });
        row.Property(r => r.Collision).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<ChangeFreeze> row)
    {
        row.ToTable("desk_change_freeze").HasKey(r => r.Id);
        row.HasIndex(r => r.Until);
    }

    public void Configure(EntityTypeBuilder<ChangeModel> row) => row.ToTable("desk_change_model").HasKey(r => r.Id);
}
