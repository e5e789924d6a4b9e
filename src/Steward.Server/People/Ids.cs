// The ids of people and places.
namespace Steward.People;

public readonly record struct SiteId(Guid Value) : IId<SiteId> { public static SiteId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct StaffId(Guid Value) : IId<StaffId> { public static StaffId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct TeamId(Guid Value) : IId<TeamId> { public static TeamId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct SupplierId(Guid Value) : IId<SupplierId> { public static SupplierId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Compared in queries: contacts of one name stand in the order in which they were registered.</summary>
public readonly record struct ContactId(Guid Value) : IId<ContactId>, IComparable<ContactId>
{
    public static ContactId From(Guid value) => new(value);
    public int CompareTo(ContactId other) => Value.CompareTo(other.Value);
    public static bool operator <(ContactId a, ContactId b) => a.CompareTo(b) < 0;
    public static bool operator >(ContactId a, ContactId b) => a.CompareTo(b) > 0;
    public static bool operator <=(ContactId a, ContactId b) => a.CompareTo(b) <= 0;
    public static bool operator >=(ContactId a, ContactId b) => a.CompareTo(b) >= 0;
    public override string ToString() => Value.ToString();
}
