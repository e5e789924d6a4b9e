// How approvals and the words on them are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Platform.Approvals;

sealed class ApprovalTables : IEntityTypeConfiguration<Approval>, IEntityTypeConfiguration<ApprovalVote>
{
    public void Configure(EntityTypeBuilder<Approval> row)
    {
        row.ToTable("platform_approval").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Kind, r.Subject, r.Key }).HasFilter("state = 'Waiting'").IsUnique();
        row.HasIndex(r => r.Subject);
        // Few wait at any time, many have been decided: each list reads its own part.
        row.HasIndex(r => new { r.AskedAt, r.Id }).HasFilter("state = 'Waiting'");
        row.HasIndex(r => new { r.DecidedAt, r.Id });
        row.HasIndex(r => new { r.AskedBy, r.AskedAt, r.Id });
        row.HasIndex(r => r.ExpiresAt).HasFilter("state = 'Waiting' and expires_at is not null");
    }

    public void Configure(EntityTypeBuilder<ApprovalVote> row)
    {
        row.ToTable("platform_approval_vote").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Approval, r.By }).IsUnique();
    }
}
