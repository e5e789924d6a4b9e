// How problems and their incidents are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Desk.Problems;

sealed class ProblemTables : IEntityTypeConfiguration<Problem>, IEntityTypeConfiguration<ProblemTicket>
{
    public void Configure(EntityTypeBuilder<Problem> row)
    {
        row.ToTable("desk_problem").HasKey(r => r.Id);
        row.HasIndex(r => r.Number).IsUnique();
        row.HasIndex(r => new { r.OpenedAt, r.Id });
        row.HasIndex(r => new { r.Customer, r.State, r.OpenedAt, r.Id });
        row.HasIndex(r => r.WatchUntil).HasFilter("watch_until is not null");
        // One trend proposes once, however many nodes look for it.
        row.HasIndex(r => new { r.Customer, r.Trend }).HasFilter("trend <> ''").IsUnique();
    }

    public void Configure(EntityTypeBuilder<ProblemTicket> row)
    {
        row.ToTable("desk_problem_ticket").HasKey(r => r.Ticket);
        row.HasIndex(r => r.Problem);
    }
}
