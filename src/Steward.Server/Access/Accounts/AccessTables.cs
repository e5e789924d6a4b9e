// How accounts, grants and tokens are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Access.Accounts;

sealed class AccessTables : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Grant>, IEntityTypeConfiguration<ApiToken>, IEntityTypeConfiguration<Display>
{
    public void Configure(EntityTypeBuilder<Account> row)
    {
        row.ToTable("access_account").HasKey(r => r.Id);
        row.HasIndex(r => r.UserName).IsUnique();
        row.HasIndex(r => r.Contact);
        row.HasIndex(r => r.Staff);
    }

    public void Configure(EntityTypeBuilder<Grant> row)
    {
        row.ToTable("access_grant").HasKey(r => r.Id);
        row.HasIndex(r => r.Account);
    }

    public void Configure(EntityTypeBuilder<ApiToken> row)
    {
        row.ToTable("access_token").HasKey(r => r.Id);
        row.Property(r => r.Scopes).AsJson();
        row.HasIndex(r => r.Account);
    }

    public void Configure(EntityTypeBuilder<Display> row)
    {
        row.ToTable("access_display").HasKey(r => r.Id);
        row.Property(r => r.Customers).AsJson();
        row.Property(r => r.Sites).AsJson();
    }
}
