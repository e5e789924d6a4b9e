// How probes are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Probes.Fleet;

sealed class ProbeTables : IEntityTypeConfiguration<Probe>, IEntityTypeConfiguration<ProbeContact>
{
    public void Configure(EntityTypeBuilder<Probe> row)
    {
        row.ToTable("probes_probe").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.Site });
    }

    public void Configure(EntityTypeBuilder<ProbeContact> row)
    {
        row.ToTable("probes_contact").HasKey(r => r.Probe);
        row.HasIndex(r => r.SilentAt).HasFilter("silent_at is not null");
    }
}
