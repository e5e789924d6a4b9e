// The company's own wording of a kind of mail, for one customer or for all, in one language: each version is kept, at most one of them is in use.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Text;

namespace Steward.Notify;

public readonly record struct WordingId(Guid Value) : IId<WordingId> { public static WordingId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Belongs to the installation, also where it is for one customer's readers. Its words never change: who writes otherwise writes the next version.</summary>
public sealed class MailWording : IVersioned
{
    public WordingId Id { get; init; }
    public required string Template { get; init; }
    /// <summary>Empty: for all customers that have none of their own.</summary>
    public CustomerId ForCustomer { get; init; }
    public Language Language { get; init; }
    public int Number { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public required string By { get; init; }
    public DateTimeOffset At { get; init; }
    public bool InUse { get; set; }
    public int Version { get; set; }
}

sealed class WordingTable : IEntityTypeConfiguration<MailWording>
{
    public void Configure(EntityTypeBuilder<MailWording> row)
    {
        row.ToTable("notify_wording").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Template, r.ForCustomer, r.Language, r.Number }).IsUnique();
        row.HasIndex(r => new { r.Template, r.ForCustomer, r.Language }).HasFilter("in_use").HasDatabaseName("ix_notify_wording_in_use").IsUnique();
    }
}

/// <summary>The door to wordings: what is in use, and what mails read by it.</summary>
public sealed class Wordings(StewardDb db)
{
    public IQueryable<MailWording> All => db.Set<MailWording>();

    /// <summary>Words mails as the company words them now, where it does: a customer's own wording before that for all. In memory; whoever sends or tells them keeps it.</summary>
    public async Task Apply(IReadOnlyList<Mail> mails, CancellationToken stop)
    {
        var templates = mails.Where(m => m.Words.Length > 0).Select(m => m.Template).Distinct().ToList();
        var used = templates.Count == 0 ? [] : await db.Set<MailWording>().AsNoTracking().Where(w => w.InUse && templates.Contains(w.Template)).ToListAsync(stop);
        if (used.Count == 0) return;
        foreach (var mail in mails)
            if (used.Where(w => w.Template == mail.Template && w.Language == mail.Language && (w.ForCustomer == mail.Customer || w.ForCustomer == default)).OrderBy(w => w.ForCustomer == default).FirstOrDefault() is { } wording)
            {
                var words = Wording.Read(mail.Words);
                (mail.Title, mail.Body) = (Wording.Fill(mail.Template, wording.Title, words).ReplaceLineEndings(" "), Wording.Fill(mail.Template, wording.Body, words));
            }
    }
}
