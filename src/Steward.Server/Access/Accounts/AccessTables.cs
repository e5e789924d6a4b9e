// How accounts, grants, tokens, second factors and delegations are laid out in the database.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Access.Accounts;

sealed class AccessTables : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Grant>, IEntityTypeConfiguration<ApiToken>, IEntityTypeConfiguration<Display>,
    IEntityTypeConfiguration<Authenticator>, IEntityTypeConfiguration<RecoveryCode>, IEntityTypeConfiguration<Passkey>, IEntityTypeConfiguration<Delegation>, IEntityTypeConfiguration<Tokens.TokenUse>
{
    public void Configure(EntityTypeBuilder<Account> row)
    {
        row.ToTable("access_account").HasKey(r => r.Id);
        row.HasIndex(r => r.UserName).IsUnique();
        row.HasIndex(r => r.Contact);
        row.HasIndex(r => r.Staff);
        row.HasIndex(r => new { r.Source, r.SourceId }).HasFilter("source_id is not null").IsUnique();
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

    public void Configure(EntityTypeBuilder<Tokens.TokenUse> row) => row.ToTable("access_token_use").HasKey(r => r.Token);

    public void Configure(EntityTypeBuilder<Authenticator> row) => row.ToTable("access_authenticator").HasKey(r => r.Account);

    public void Configure(EntityTypeBuilder<RecoveryCode> row)
    {
        row.ToTable("access_recovery_code").HasKey(r => r.Id);
        row.HasIndex(r => r.Account);
    }

    public void Configure(EntityTypeBuilder<Passkey> row)
    {
        row.ToTable("access_passkey").HasKey(r => r.Id);
        row.HasIndex(r => r.Credential).IsUnique();
        row.HasIndex(r => r.Account);
    }

    public void Configure(EntityTypeBuilder<Delegation> row)
    {
        row.ToTable("access_delegation").HasKey(r => r.Id);
        row.Property(r => r.Roles).AsJson();
        row.HasIndex(r => r.Giver);
        row.HasIndex(r => r.Deputy);
    }

    public void Configure(EntityTypeBuilder<Display> row)
    {
        row.ToTable("access_display").HasKey(r => r.Id);
        row.Property(r => r.Customers).AsJson();
        row.Property(r => r.Sites).AsJson();
    }
}
