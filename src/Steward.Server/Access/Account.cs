// Accounts, what they are granted, and the tokens that programs use in their place.
using Steward.People;
using Steward.Platform.Audit;
using Steward.Platform.Text;

namespace Steward.Access;

public readonly record struct AccountId(Guid Value) : IId<AccountId> { public static AccountId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct GrantId(Guid Value) : IId<GrantId> { public static GrantId From(Guid value) => new(value); }
public readonly record struct TokenId(Guid Value) : IId<TokenId> { public static TokenId From(Guid value) => new(value); }

/// <summary>Who vouches for an account that has no password here: the company's directory (LDAP) or an OpenID provider.</summary>
public enum AccountSource { Directory, Provider }

/// <summary>A person's way in. It stands for one member of staff or one contact of a customer.</summary>
public sealed class Account : IVersioned
{
    public AccountId Id { get; init; }
    /// <summary>Lower case, unique.</summary>
    public required string UserName { get; init; }
    public required string Name { get; set; }
    [Secret] public string PasswordHash { get; set; } = "";
    /// <summary>Null: its password is kept here.</summary>
    public AccountSource? Source { get; init; }
    /// <summary>What the source knows it by: the entry's name in the directory, or issuer and subject of the provider.</summary>
    public string? SourceId { get; set; }
    /// <summary>Changes whenever all sessions of this account must end.</summary>
    [Secret] public Guid Stamp { get; set; }
    public StaffId? Staff { get; init; }
    public ContactId? Contact { get; init; }
    public Language Language { get; set; }
    public string Theme { get; set; } = "auto";
    public string Zone { get; set; } = "Asia/Shanghai";
    public bool Disabled { get; set; }
    public int Failures { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
    public int Version { get; set; }
}

/// <summary>A role held by an account, cut by customer, site, contract and group (null = any) and by dates [from, until).</summary>
public sealed class Grant
{
    public GrantId Id { get; init; }
    public AccountId Account { get; init; }
    public Role Role { get; init; }
    public CustomerId? Customer { get; init; }
    public SiteId? Site { get; init; }
    public Guid? Contract { get; init; }
    public TeamId? Team { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset? Until { get; set; }
    /// <summary>Follows the groups of this source at each sign-in; null: granted by hand.</summary>
    public AccountSource? Source { get; init; }

    public bool Covers(Place place) =>
        (Customer is null || Customer == place.Customer) && (Site is null || Site == place.Site)
        && (Contract is null || Contract == place.Contract) && (Team is null || Team == place.Team);
}

/// <summary>Where a record belongs, as far as grants are cut by it.</summary>
public readonly record struct Place(CustomerId? Customer, SiteId? Site = null, Guid? Contract = null, TeamId? Team = null);

/// <summary>A program's way in: acts as its account, within the scopes named. Only the SHA-256 of the secret is kept: it is random, so a slow hash would protect nothing.</summary>
public sealed class ApiToken
{
    public TokenId Id { get; init; }
    public AccountId Account { get; init; }
    public required string Name { get; init; }
    [Secret] public required byte[] Hash { get; init; }
    /// <summary>Policy names such as <c>Incident:Read</c>; empty means all that the account may.</summary>
    public required List<string> Scopes { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? Until { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>Requests a minute; null: as the settings say.</summary>
    public int? PerMinute { get; set; }
}
