// A custom field (自定义字段): a question that an administrator adds to a kind of record, for one customer or for all.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Audit;

namespace Steward.Platform.Fields;

public readonly record struct FieldId(Guid Value) : IId<FieldId> { public static FieldId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>When it must be answered: never, by whoever writes the record down, or before it is finished.</summary>
public enum FieldNeed { Optional, AtIntake, AtClosing }

/// <summary>
/// Belongs to the installation, also where it is asked for one customer only. Its key and kind never change; what else is changed makes the next version, and answers keep the words of theirs. It is retired, never
/// deleted: what was answered stays.
/// </summary>
public sealed class CustomField : IVersioned
{
    public FieldId Id { get; init; }
    /// <summary>The kind of record, by the name of its <see cref="FieldRecord"/>.</summary>
    public required string Record { get; init; }
    /// <summary>Empty: of all customers.</summary>
    public TenantId ForCustomer { get; init; }
    /// <summary>Names it in the API and in addresses; among the fields that one customer's record can have there is one of it.</summary>
    public required string Key { get; init; }
    public FieldKind Kind { get; init; }
    /// <summary>The version in force.</summary>
    public int Number { get; set; } = 1;
    public required FormField Question { get; set; }
    public FieldNeed Need { get; set; }
    /// <summary>The customer's people see it, and its users answer it when they report.</summary>
    public bool Visible { get; set; }
    /// <summary>Where it stands among the others.</summary>
    public int Place { get; set; }
    public bool Retired { get; set; }
    public int Version { get; set; }

    public bool IsOf(TenantId customer) => ForCustomer == default || ForCustomer == customer;
}

/// <summary>What was asked from a moment on.</summary>
public sealed class CustomFieldVersion : INotAudited
{
    public FieldId Field { get; init; }
    public int Number { get; init; }
    public required FormField Question { get; init; }
    public FieldNeed Need { get; init; }
    public bool Visible { get; init; }
    public required string By { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What was answered about one record, each with its question as it stood then.</summary>
public sealed class FieldSheet : ITenantRow, IVersioned
{
    public Guid Subject { get; init; }
    public TenantId Customer { get; init; }
    public required string Record { get; init; }
    public IReadOnlyList<Answer> Answers { get; set; } = [];
    public int Version { get; set; }
}

/// <summary>An answer as lists find it, made from the sheet: by field and value the index leads to the records.</summary>
sealed class FieldValue : ITenantRow, INotAudited
{
    public Guid Subject { get; init; }
    public FieldId Field { get; init; }
    public TenantId Customer { get; init; }
    public required string Value { get; set; }
}

sealed class FieldTables : IEntityTypeConfiguration<CustomField>, IEntityTypeConfiguration<CustomFieldVersion>, IEntityTypeConfiguration<FieldSheet>, IEntityTypeConfiguration<FieldValue>
{
    public void Configure(EntityTypeBuilder<CustomField> row)
    {
        row.ToTable("platform_field").HasKey(r => r.Id);
        row.Property(r => r.Question).AsJson();
        row.HasIndex(r => new { r.Record, r.ForCustomer, r.Key }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CustomFieldVersion> row)
    {
        row.ToTable("platform_field_version").HasKey(r => new { r.Field, r.Number });
        row.Property(r => r.Question).AsJson();
    }

    public void Configure(EntityTypeBuilder<FieldSheet> row)
    {
        row.ToTable("platform_field_sheet").HasKey(r => r.Subject);
        row.Property(r => r.Answers).AsJson();
    }

    public void Configure(EntityTypeBuilder<FieldValue> row)
    {
        row.ToTable("platform_field_value").HasKey(r => new { r.Subject, r.Field });
        row.Property(r => r.Value).HasMaxLength(FieldValues.Longest);
        row.HasIndex(r => new { r.Field, r.Value, r.Subject });
    }
}
