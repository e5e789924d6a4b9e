// How catalogue items are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Contracts.Catalogue;

sealed class CatalogueTables : IEntityTypeConfiguration<CatalogueItem>
{
    public void Configure(EntityTypeBuilder<CatalogueItem> row)
    {
        row.ToTable("contracts_catalogue_item").HasKey(r => r.Id);
        row.Property(r => r.Named).AsJson();
        row.Property(r => r.Form).AsJson();
        row.Property(r => r.Tasks).AsJson();
        row.HasIndex(r => new { r.Contract, r.Code, r.Number }).IsUnique();
        // Of each item at most one version is offered, and one is being designed.
        row.HasIndex(r => new { r.Contract, r.Code }).HasDatabaseName("ix_contracts_catalogue_item_published").HasFilter("state = 'Published'").IsUnique();
        row.HasIndex(r => new { r.Contract, r.Code, r.State }).HasFilter("state = 'Draft'").IsUnique();
    }
}
