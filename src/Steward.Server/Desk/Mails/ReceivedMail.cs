// A mail that reached us and what became of it: the ledger that keeps a mail from being taken twice, and the quarantine of those that a person must look at.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Files;

namespace Steward.Desk.Mails;

/// <summary>Belongs to no customer: before it is released nobody knows to whom it would. Only those who work for all customers see it.</summary>
public sealed class ReceivedMail : IVersioned
{
    public ReceivedMailId Id { get; init; }
    /// <summary>The same for the same mail, however often and by how many nodes it is read; unique.</summary>
    public required string Key { get; init; }
    public string MessageId { get; init; } = "";
    public Guid? Mailbox { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public string Sender { get; init; } = "";
    public string SenderName { get; init; } = "";
    public string Subject { get; init; } = "";
    public MailKind MailKind { get; init; }
    public MailFate Fate { get; set; }
    /// <summary>The key of the text that says why it waits.</summary>
    public string Reason { get; init; } = "";
    public TicketId? Ticket { get; set; }
    /// <summary>The mail as it came.</summary>
    public FileId? File { get; set; }
    public long Bytes { get; init; }
    public string DecidedBy { get; set; } = "";
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>Why it was released or discarded, in the words of whoever did.</summary>
    public string Remark { get; set; } = "";
    public int Version { get; set; }
}

sealed class ReceivedMailTable : IEntityTypeConfiguration<ReceivedMail>
{
    public void Configure(EntityTypeBuilder<ReceivedMail> row)
    {
        row.ToTable("desk_mail").HasKey(r => r.Id);
        row.HasIndex(r => r.Key).IsUnique();
        row.HasIndex(r => r.MessageId).HasFilter("message_id <> ''");
        row.HasIndex(r => r.Ticket).HasFilter("ticket is not null");
        row.HasIndex(r => new { r.Sender, r.ReceivedAt });
        row.HasIndex(r => new { r.Fate, r.ReceivedAt, r.Id });
    }
}

static class Conversation
{
    /// <summary>The Message-IDs of the mails that came for a ticket, the oldest first, as headers list them.</summary>
    public static async Task<string> Of(StewardDb db, TicketId ticket, CancellationToken stop)
    {
        var known = await db.Set<ReceivedMail>().AsNoTracking().Where(m => m.Ticket == ticket && m.MessageId != "").OrderBy(m => m.Id).Select(m => m.MessageId).Take(10).ToListAsync(stop);
        return string.Join(' ', known.Concat(db.ChangeTracker.Entries<ReceivedMail>().Where(e => e.State == EntityState.Added && e.Entity.MessageId.Length > 0).Select(e => e.Entity.MessageId)).Where(i => !i.Contains(' ', StringComparison.Ordinal)).Distinct());
    }
}
