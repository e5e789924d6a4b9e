// Uploaded and generated files: kept once by content, listed by the record they belong to.
namespace Steward.Platform.Files;

public readonly record struct FileId(Guid Value) : IId<FileId>
{
    public static FileId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>A file of one tenant, attached to one record. The bytes lie under their SHA-256 in the data directory and are never changed.</summary>
public sealed class StoredFile : ITenantRow
{
    public FileId Id { get; init; }
    public TenantId Customer { get; init; }
    public Guid Subject { get; init; }
    public required string Name { get; init; }
    public required string ContentType { get; init; }
    public long Bytes { get; init; }
    /// <summary>SHA-256 in lower-case hex.</summary>
    public required string Sha256 { get; init; }
    public DateTimeOffset StoredAt { get; init; }
}
