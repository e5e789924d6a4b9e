// What was promised: the contract, the services it covers, and its clauses, each a promise that can be measured.
using Steward.Assets;
using Steward.People;

namespace Steward.Contracts;

public readonly record struct ContractId(Guid Value) : IId<ContractId> { public static ContractId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ServiceId(Guid Value) : IId<ServiceId> { public static ServiceId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct CoverLineId(Guid Value) : IId<CoverLineId> { public static CoverLineId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ContractPersonId(Guid Value) : IId<ContractPersonId> { public static ContractPersonId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ClauseId(Guid Value) : IId<ClauseId> { public static ClauseId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Draft until both sides agreed; in force between its dates once signed; ended by date or notice.</summary>
public enum ContractState { Draft, Signed, Ended }

/// <summary>A yearly contract with one customer. Dates are days in <see cref="Zone"/>, first day included, last day included.</summary>
public sealed class Contract : ITenantRow, IVersioned
{
    public ContractId Id { get; init; }
    public CustomerId Customer { get; init; }
    public string Number { get; set; } = "";
    public required string Name { get; set; }
    public ContractState State { get; set; }
    public DateOnly FirstDay { get; set; }
    public DateOnly LastDay { get; set; }
    public required string Zone { get; set; }
    /// <summary>Yearly price in yuan.</summary>
    public decimal Price { get; set; }
    /// <summary>The agreement version that new records are opened under.</summary>
    public required string Agreement { get; set; }
    public int AgreementNumber { get; set; }
    /// <summary>Day of the month on which a reporting month begins (26 for months from the 26th).</summary>
    public int MonthStartsOn { get; set; } = 1;
    public DateTimeOffset? SignedAt { get; set; }
    public string SignedBy { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>How a service is triggered (M-244): the four kinds of the service level system.</summary>
public enum ServiceKind { Reporting, Managing, Proactive, Reactive }

/// <summary>A service item of a contract: what users may ask for.</summary>
public sealed class ServiceItem : ITenantRow, IVersioned
{
    public ServiceId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    public required string Name { get; set; }
    public required string NameEn { get; set; }
    public ServiceKind Kind { get; set; } = ServiceKind.Reactive;
    /// <summary>What belongs to it and what does not, in words.</summary>
    public string ScopeIn { get; set; } = "";
    public string ScopeOut { get; set; } = "";
    public Sla.ServiceMode Mode { get; set; }
    public bool Critical { get; set; }
    public int Version { get; set; }
}

/// <summary>
/// A line of the contract that says which of the customer's assets it covers: those of a kind, at a site (null: any), and whether they must be watched.
/// </summary>
public sealed class CoverLine : ITenantRow, IVersioned
{
    public CoverLineId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    public required string Number { get; set; }
    public required string Text { get; set; }
    public required string TextEn { get; set; }
    public AssetKind? Kind { get; set; }
    public SiteId? Site { get; set; }
    public bool MustWatch { get; set; }
    public int Version { get; set; }

    /// <summary>What is planned, out of use or retired is not covered.</summary>
    public bool Covers(Asset asset) => asset.Customer == Customer && asset.State is (AssetState.InUse or AssetState.InRepair) && (Kind is null || asset.Kind == Kind) && (Site is null || asset.Site == Site);
}

/// <summary>Who stands for what in a contract: posts of the provider first, then those of the customer.</summary>
public enum ContractPost { ServiceManager, ProjectManager, ProviderDirector, ProviderContact, CustomerAdministrator, CustomerHeadOfIt, CustomerContact,
    /// <summary>The last two are asked how content they are: heads of departments each quarter, the management each year.</summary>
    DepartmentHead, Management }

/// <summary>A person that the contract names for a post: one of the provider's staff or one of the customer's people. A post may have several.</summary>
public sealed class ContractPerson : ITenantRow, IVersioned
{
    public ContractPersonId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    public ContractPost Post { get; init; }
    public StaffId? Staff { get; init; }
    public ContactId? Contact { get; init; }
    public int Version { get; set; }

    public static bool OfProvider(ContractPost post) => post <= ContractPost.ProviderContact;
}

public enum Comparison { AtLeast, AtMost }
public enum Period { Month, Quarter, Year }

/// <summary>
/// One promise: a measure, a target and a period. <see cref="Measure"/> names a measure that some module offers;
/// a clause without a measure is shown red as "not measured", never hidden (M-249).
/// </summary>
public sealed class Clause : ITenantRow, IVersioned
{
    public ClauseId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    public required string Number { get; set; }
    public required string Text { get; set; }
    public required string TextEn { get; set; }
    public string Measure { get; set; } = "";
    public Comparison Comparison { get; set; }
    /// <summary>Per cent for rates, the plain number otherwise.</summary>
    public decimal Target { get; set; }
    public Period Period { get; set; }
    public int Version { get; set; }
}
