// How outgoing mails, and what people want of them, are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Notify.Mails;

sealed class MailTables : IEntityTypeConfiguration<Mail>, IEntityTypeConfiguration<NewsWishes>
{
    public void Configure(EntityTypeBuilder<Mail> row)
    {
        row.ToTable("notify_mail").HasKey(r => r.Id);
        row.HasIndex(r => r.Key).IsUnique();
        row.HasIndex(r => r.About);
        row.HasIndex(r => r.NextTry).HasFilter("next_try is not null");
        row.HasIndex(r => new { r.Address, r.Id });
        row.HasIndex(r => new { r.State, r.Id });
    }

    public void Configure(EntityTypeBuilder<NewsWishes> row)
    {
        row.ToTable("notify_wishes").HasKey(r => r.Person);
        row.Property(r => r.Ways).AsJson();
    }
}
