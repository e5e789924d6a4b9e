// How reports and their figures are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Reports.Filing;

sealed class ReportTables : IEntityTypeConfiguration<Report>, IEntityTypeConfiguration<ReportFigures>
{
    public void Configure(EntityTypeBuilder<Report> row)
    {
        row.ToTable("reports_report").HasKey(r => r.Id);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => new { r.Customer, r.Month });
        row.HasIndex(r => new { r.Contract, r.Month });
        row.Ignore(r => r.Period);
    }

    public void Configure(EntityTypeBuilder<ReportFigures> row) => row.ToTable("reports_figures").HasKey(r => r.Report);
}
