// How customers and people are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform.Text;

namespace Steward.People.Customers;

sealed class PeopleTables : IEntityTypeConfiguration<Customer>, IEntityTypeConfiguration<Site>, IEntityTypeConfiguration<Contact>,
    IEntityTypeConfiguration<Staff>, IEntityTypeConfiguration<Team>, IEntityTypeConfiguration<TeamMember>, IEntityTypeConfiguration<Supplier>, IEntityTypeConfiguration<Provider>
{
    public void Configure(EntityTypeBuilder<Provider> row) => row.ToTable("people_provider").HasKey(r => r.Id);

    public void Configure(EntityTypeBuilder<Customer> row)
    {
        row.ToTable("people_customer").HasKey(r => r.Id);
        row.HasIndex(r => r.ShortName).IsUnique();
        // Customers of an older data folder are written to as before.
        row.Property(r => r.Language).HasDefaultValue(Language.Zh);
    }

    public void Configure(EntityTypeBuilder<Site> row)
    {
        row.ToTable("people_site").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.Name });
    }

    public void Configure(EntityTypeBuilder<Contact> row)
    {
        row.ToTable("people_contact").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.Name, r.Id });
        row.HasIndex(r => r.Phone);
        row.HasIndex(r => r.Email);
    }

    public void Configure(EntityTypeBuilder<Staff> row) => row.ToTable("people_staff").HasKey(r => r.Id);

    public void Configure(EntityTypeBuilder<Team> row)
    {
        row.ToTable("people_team").HasKey(r => r.Id);
        row.HasIndex(r => r.Name);
    }

    public void Configure(EntityTypeBuilder<TeamMember> row)
    {
        row.ToTable("people_team_member").HasKey(r => new { r.Team, r.Staff });
        row.HasIndex(r => r.Staff);
    }

    public void Configure(EntityTypeBuilder<Supplier> row) => row.ToTable("people_supplier").HasKey(r => r.Id);
}
