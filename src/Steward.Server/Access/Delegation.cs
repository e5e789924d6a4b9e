// Dated delegation (授权代理): somebody hands roles to a deputy for some days. Who gave and who acts both stand in the audit.
namespace Steward.Access;

public readonly record struct DelegationId(Guid Value) : IId<DelegationId> { public static DelegationId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>In force in [From, Until) and until it is ended. The deputy has what the giver may at the moment, and nothing once the giver may not.</summary>
public sealed class Delegation : IVersioned
{
    public DelegationId Id { get; init; }
    public AccountId Giver { get; init; }
    public AccountId Deputy { get; init; }
    public required List<Role> Roles { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }

    public bool Over(DateTimeOffset now) => EndedAt is not null || Until <= now;
    public bool InForce(DateTimeOffset now) => From <= now && !Over(now);
}
