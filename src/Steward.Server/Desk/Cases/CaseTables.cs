// How the stories of cases are laid out in the database; each kind lays out its own cases.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Cases;

sealed class CaseTables : IEntityTypeConfiguration<CaseEntry>
{
    public void Configure(EntityTypeBuilder<CaseEntry> row)
    {
        row.ToTable("desk_case_entry").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Case, r.OccurredAt, r.Id });
    }
}
