// Keeps the rows of one tenant from another: one marker, one filter, for every table.
namespace Steward.Platform.Data;

/// <summary>The party whose rows are kept apart from all others; in Steward, a customer.</summary>
public readonly record struct TenantId(Guid Value) : IId<TenantId>
{
    public static TenantId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>A row that belongs to one tenant. Every query is filtered by it; what must be looked for among all is asked within <see cref="Work.AmongAll"/>, which says why.</summary>
public interface ITenantRow
{
    TenantId Customer { get; }
}

/// <summary>Whose rows a unit of work may touch: everyone's (sweeps, provider staff with a general grant) or those of the listed tenants. Nothing by default.</summary>
public sealed record TenantScope(bool All, IReadOnlyList<TenantId> Tenants)
{
    public static readonly TenantScope Nobody = new(false, []);
    public static readonly TenantScope Everyone = new(true, []);
    public static TenantScope Only(params IReadOnlyList<TenantId> tenants) => new(false, tenants);

    public bool Covers(TenantId tenant) => All || Tenants.Contains(tenant);
}
