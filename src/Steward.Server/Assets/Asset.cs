// An asset: a thing of a customer that is looked after, as it is meant to be and as it was last seen.
using Steward.People;

namespace Steward.Assets;

public readonly record struct AssetId(Guid Value) : IId<AssetId> { public static AssetId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct PartId(Guid Value) : IId<PartId> { public static PartId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct AssetChangeId(Guid Value) : IId<AssetChangeId> { public static AssetChangeId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct IntakeId(Guid Value) : IId<IntakeId> { public static IntakeId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

public enum AssetKind { Computer, Notebook, Server, VirtualMachine, Phone, NetworkDevice, SecurityDevice, Storage, Printer, Power, Peripheral, Other }

/// <summary>From plan to scrap (计划→采购→到货→库存→在用→维修→闲置→报废).</summary>
public enum AssetState { Planned, Ordered, Received, InStock, InUse, InRepair, Idle, Retired }

public sealed class Asset : ITenantRow, IVersioned
{
    public AssetId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>NB-XXQY-2026-00123</c>: class, customer, year, running number; never used again.</summary>
    public string Tag { get; set; } = "";
    public SiteId? Site { get; set; }
    public AssetKind Kind { get; set; }
    public AssetState State { get; set; } = AssetState.InUse;
    public required string Name { get; set; }
    public string Manufacturer { get; set; } = "";
    public string Model { get; set; } = "";
    public string Serial { get; set; } = "";
    /// <summary>Building, floor, room or seat, in words.</summary>
    public string Place { get; set; } = "";
    /// <summary>Who has it in use.</summary>
    public ContactId? Owner { get; set; }
    public string Remark { get; set; } = "";
    public DateOnly? WarrantyUntil { get; set; }
    /// <summary>What it is, its place in the works and what it depends on are altered only while a change that names it is worked on (受控配置项).</summary>
    public bool Controlled { get; set; }
    /// <summary>The number of the change under which it was altered last.</summary>
    public string AlteredUnder { get; set; } = "";
    public DateTimeOffset AddedAt { get; init; }
    public DateTimeOffset? RetiredAt { get; set; }
    public string RetiredWhy { get; set; } = "";

    // As it was last seen by an inventory; empty for what was never seen. Nothing of the above follows by itself.
    public string SeenName { get; set; } = "";
    public string SeenManufacturer { get; set; } = "";
    public string SeenModel { get; set; } = "";
    public string SeenSerial { get; set; } = "";
    public string SeenSystem { get; set; } = "";
    public string SeenProcessor { get; set; } = "";
    public long SeenMemoryMb { get; set; }
    public string SeenUser { get; set; } = "";
    /// <summary>IP addresses with a blank between them.</summary>
    public string SeenAddresses { get; set; } = "";
    public string SeenBy { get; set; } = "";
    /// <summary>When it was last seen: as the inventory says itself, or, without its word, when it came.</summary>
    public DateTimeOffset? SeenAt { get; set; }
    /// <summary>The newest time that an inventory named itself; one that names an older time is passed over.</summary>
    public DateTimeOffset? SaidAt { get; set; }
    public DateTimeOffset? ReceivedAt { get; set; }
    public int Version { get; set; }

    public bool Retired => State == AssetState.Retired;

    /// <summary>What the register says and what was seen, where the two are not the same.</summary>
    public IEnumerable<(string Field, string Meant, string Seen)> Differences => SeenAt is null ? [] :
        new[] { (nameof(Name), Name, SeenName), (nameof(Manufacturer), Manufacturer, SeenManufacturer), (nameof(Model), Model, SeenModel), (nameof(Serial), Serial, SeenSerial) }
            .Where(f => f.Item3.Length > 0 && f.Item2 != f.Item3);
}

public enum IdentityKind { Serial, Uuid, Mac, Agent }

/// <summary>A sign by which a machine is known again. No two assets of a customer share one.</summary>
public sealed class AssetIdentity : ITenantRow
{
    public AssetId Asset { get; init; }
    public IdentityKind Kind { get; init; }
    public required string Value { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset Since { get; init; }
}

/// <summary>A component as an inventory told it: one memory module, one program, one port. <see cref="Body"/> is its JSON, fields in order of their names.</summary>
public sealed class AssetPart : ITenantRow, Platform.Audit.INotAudited
{
    public PartId Id { get; init; }
    public AssetId Asset { get; init; }
    public CustomerId Customer { get; init; }
    public required string Section { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset Since { get; init; }
}

/// <summary>What happens to <see cref="On"/> happens to <see cref="Asset"/> too: a server and its power, a program and its database.</summary>
public sealed class AssetDependency : ITenantRow
{
    public AssetId Asset { get; init; }
    public AssetId On { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset Since { get; init; }
}

public enum ChangeDeed { Added, Removed, Changed }

/// <summary>What became different between two inventories of one machine; never changed itself.</summary>
public sealed class AssetChange : ITenantRow
{
    public AssetChangeId Id { get; init; }
    public AssetId Asset { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Section { get; init; }
    public ChangeDeed Deed { get; init; }
    public required string What { get; init; }
    public string Field { get; init; } = "";
    public string Was { get; init; } = "";
    public string Became { get; init; } = "";
}
