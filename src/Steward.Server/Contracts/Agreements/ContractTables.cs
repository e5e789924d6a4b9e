// How contracts are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Contracts.Agreements;

sealed class ContractTables : IEntityTypeConfiguration<Contract>, IEntityTypeConfiguration<ServiceItem>, IEntityTypeConfiguration<Clause>, IEntityTypeConfiguration<CoverLine>, IEntityTypeConfiguration<ContractPerson>
{
    public void Configure(EntityTypeBuilder<Contract> row)
    {
        row.ToTable("contracts_contract").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.FirstDay });
    }

    public void Configure(EntityTypeBuilder<ServiceItem> row)
    {
        row.ToTable("contracts_service").HasKey(r => r.Id);
        row.HasIndex(r => r.Contract);
    }

    public void Configure(EntityTypeBuilder<ContractPerson> row)
    {
        row.ToTable("contracts_person").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Contract, r.Post });
    }

    public void Configure(EntityTypeBuilder<CoverLine> row)
    {
        row.ToTable("contracts_cover").HasKey(r => r.Id);
        row.HasIndex(r => r.Contract);
    }

    public void Configure(EntityTypeBuilder<Clause> row)
    {
        row.ToTable("contracts_clause").HasKey(r => r.Id);
        row.HasIndex(r => r.Contract);
    }
}
