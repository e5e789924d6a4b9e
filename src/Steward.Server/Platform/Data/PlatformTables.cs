// How the platform's own ledgers are laid out.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Audit;
using Steward.Platform.Events;
using Steward.Platform.Files;
using Steward.Platform.Numbers;
using Steward.Platform.Search;

namespace Steward.Platform.Data;

sealed class PlatformTables :
    IEntityTypeConfiguration<NumberRow>, IEntityTypeConfiguration<AuditRow>, IEntityTypeConfiguration<AuditHeadRow>,
    IEntityTypeConfiguration<EventRow>, IEntityTypeConfiguration<EventReaderRow>, IEntityTypeConfiguration<MissedNews>, IEntityTypeConfiguration<IdempotencyRow>,
    IEntityTypeConfiguration<SearchRow>, IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<NumberRow> row) => row.ToTable("platform_number").HasKey(r => r.Series);

    public void Configure(EntityTypeBuilder<AuditRow> row)
    {
        row.ToTable("platform_audit").HasKey(r => r.Sequence);
        row.Property(r => r.Sequence).ValueGeneratedNever();
        row.Ignore(r => r.Line);
        row.HasIndex(r => new { r.SubjectId, r.Sequence });
        row.HasIndex(r => new { r.Customer, r.Sequence });
    }

    public void Configure(EntityTypeBuilder<AuditHeadRow> row)
    {
        row.ToTable("platform_audit_head").HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.HasData(new AuditHeadRow());
    }

    public void Configure(EntityTypeBuilder<EventRow> row)
    {
        row.ToTable("platform_event").HasKey(r => r.Position);
        row.HasIndex(r => r.Subject);
    }

    public void Configure(EntityTypeBuilder<EventReaderRow> row)
    {
        row.ToTable("platform_event_reader").HasKey(r => r.Name);
        row.Property(r => r.Position).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<MissedNews> row)
    {
        row.ToTable("platform_event_missed").HasKey(r => new { r.Ear, r.Position });
        row.Property(r => r.Tries).IsConcurrencyToken();
        row.Property(r => r.Fault).HasMaxLength(500);
    }

    public void Configure(EntityTypeBuilder<IdempotencyRow> row)
    {
        row.ToTable("platform_idempotency").HasKey(r => new { r.Actor, r.Key });
        row.HasIndex(r => r.At);
    }

    public void Configure(EntityTypeBuilder<SearchRow> row)
    {
        row.ToTable("platform_search").HasKey(r => r.Id);
        row.HasIndex(r => r.Subject).IsUnique();
        row.HasIndex(r => new { r.Customer, r.At });
    }

    public void Configure(EntityTypeBuilder<StoredFile> row)
    {
        row.ToTable("platform_file").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Subject, r.Id });
    }
}

/// <summary>Properties kept as one JSON text: definitions that are read whole and versioned whole.</summary>
public static class JsonColumn
{
    public static PropertyBuilder<TValue> AsJson<TValue>(this PropertyBuilder<TValue> property) => property.HasConversion(
        value => JsonSerializer.Serialize(value, Web.Json.Options),
        text => JsonSerializer.Deserialize<TValue>(text, Web.Json.Options)!,
        new ValueComparer<TValue>(
            (a, b) => JsonSerializer.Serialize(a, Web.Json.Options) == JsonSerializer.Serialize(b, Web.Json.Options),
            value => JsonSerializer.Serialize(value, Web.Json.Options).GetHashCode(StringComparison.Ordinal),
            value => JsonSerializer.Deserialize<TValue>(JsonSerializer.Serialize(value, Web.Json.Options), Web.Json.Options)!));
}
