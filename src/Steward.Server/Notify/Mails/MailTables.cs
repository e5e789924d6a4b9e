// How outgoing mails are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Notify.Mails;

sealed class MailTables : IEntityTypeConfiguration<Mail>
{
    public void Configure(EntityTypeBuilder<Mail> row)
    {
        row.ToTable("notify_mail").HasKey(r => r.Id);
        row.HasIndex(r => r.Key).IsUnique();
        row.HasIndex(r => r.About);
        row.HasIndex(r => r.NextTry).HasFilter("next_try is not null");
    }
}
