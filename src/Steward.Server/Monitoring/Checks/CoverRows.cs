// What is kept of coverage: for each asset under a line of a contract since when it has been watched, or has not.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Assets;
using Steward.Contracts;

namespace Steward.Monitoring.Checks;

/// <summary>It was so in [<see cref="From"/>, <see cref="Until"/>), or is so still. Once ended it is never changed.</summary>
sealed class CoverRow : ITenantRow, IVersioned
{
    public CoverLineId Line { get; init; }
    public AssetId Asset { get; init; }
    public DateTimeOffset From { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    /// <summary>The line's number, as it was then.</summary>
    public required string Number { get; init; }
    public bool Watched { get; init; }
    public DateTimeOffset? Until { get; set; }
    public int Version { get; set; }
}

sealed class CoverTables : IEntityTypeConfiguration<CoverRow>
{
    public void Configure(EntityTypeBuilder<CoverRow> row)
    {
        row.ToTable("monitoring_cover").HasKey(r => new { r.Line, r.Asset, r.From });
        row.HasIndex(r => new { r.Contract, r.From });
        // One of a kind lasts at a time: of two nodes that see the same change at one moment the second is refused.
        row.HasIndex(r => new { r.Line, r.Asset }).HasFilter("until is null").IsUnique();
    }
}
