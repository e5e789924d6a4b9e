// How alerts, their stories, covers, groups and routes are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Alerting.Notices;
using Steward.Alerting.Routing;

namespace Steward.Alerting.Stages;

sealed class AlertTables : IEntityTypeConfiguration<Alert>, IEntityTypeConfiguration<AlertStep>, IEntityTypeConfiguration<Acknowledgement>, IEntityTypeConfiguration<Silence>, IEntityTypeConfiguration<MaintenanceWindow>,
    IEntityTypeConfiguration<AlertGroup>, IEntityTypeConfiguration<GroupMember>, IEntityTypeConfiguration<Notice>, IEntityTypeConfiguration<RouteVersion>
{
    public void Configure(EntityTypeBuilder<Alert> row)
    {
        row.ToTable("alerting_alert").HasKey(r => r.Id);
        row.Ignore(r => r.IsOpen);
        row.Property(r => r.Labels).AsJson();
        row.HasIndex(r => new { r.Customer, r.Key }).HasFilter("state = 'Firing'").IsUnique();
        row.HasIndex(r => new { r.StartsAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.StartsAt });
        row.HasIndex(r => new { r.About, r.StartsAt });
        row.HasIndex(r => r.Ticket);
        row.HasIndex(r => r.CoveredBy).HasFilter("state = 'Firing'");
        row.HasIndex(r => r.LookAt).HasFilter("look_at is not null");
        row.HasIndex(r => r.ExpiresAt).HasFilter("expires_at is not null");
    }

    public void Configure(EntityTypeBuilder<AlertStep> row)
    {
        row.ToTable("alerting_step").HasKey(r => new { r.Alert, r.Number });
        row.Property(r => r.Args).AsJson();
        row.HasIndex(r => r.By);
    }

    public void Configure(EntityTypeBuilder<Acknowledgement> row)
    {
        row.ToTable("alerting_acknowledgement").HasKey(r => r.Id);
        row.HasIndex(r => r.Alert);
    }

    public void Configure(EntityTypeBuilder<Silence> row)
    {
        row.ToTable("alerting_silence").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.Until });
    }

    public void Configure(EntityTypeBuilder<MaintenanceWindow> row)
    {
        row.ToTable("alerting_window").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.Until });
    }

    public void Configure(EntityTypeBuilder<AlertGroup> row)
    {
        row.ToTable("alerting_group").HasKey(r => r.Id);
        row.Property(r => r.MutedDuring).AsJson();
        row.Property(r => r.ActiveDuring).AsJson();
        row.HasIndex(r => new { r.Customer, r.Receiver, r.Path, r.Key }).IsUnique();
        row.HasIndex(r => r.NextTick);
    }

    public void Configure(EntityTypeBuilder<GroupMember> row)
    {
        row.ToTable("alerting_member").HasKey(r => new { r.Group, r.Alert });
        row.HasIndex(r => r.Alert);
    }

    public void Configure(EntityTypeBuilder<Notice> row)
    {
        row.ToTable("alerting_notice").HasKey(r => r.Id);
        row.Property(r => r.Addresses).AsJson();
    }

    public void Configure(EntityTypeBuilder<RouteVersion> row)
    {
        row.ToTable("alerting_route").HasKey(r => r.Id);
        row.HasIndex(r => r.Number).IsUnique();
    }
}
