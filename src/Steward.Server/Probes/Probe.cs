// A probe: a small program at the customer's site that looks at things there and reports over a line that only it opens.
using Steward.People;
using Steward.Platform.Audit;

namespace Steward.Probes;

public readonly record struct ProbeId(Guid Value) : IId<ProbeId> { public static ProbeId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Waiting: not enrolled yet. Silent: nothing was heard for longer than agreed.</summary>
public enum ProbeState { Waiting, Working, Silent, Revoked }

public sealed class Probe : ITenantRow, IVersioned
{
    public ProbeId Id { get; init; }
    public CustomerId Customer { get; init; }
    public SiteId Site { get; init; }
    public required string Name { get; set; }
    /// <summary>After so many seconds without a contact it counts as silent.</summary>
    public int SilentAfterSeconds { get; set; } = 60;
    public DateTimeOffset AddedAt { get; init; }
    /// <summary>SHA-256 of the enrolment token while it may be used; the token is random, so a slow hash would protect nothing.</summary>
    [Secret] public byte[]? EnrolHash { get; set; }
    public DateTimeOffset? EnrolUntil { get; set; }
    /// <summary>SHA-256 of the credential that enrolment gave.</summary>
    [Secret] public byte[]? CredentialHash { get; set; }
    public DateTimeOffset? EnrolledAt { get; set; }
    /// <summary>The name of the machine that it was enrolled on.</summary>
    public string Machine { get; set; } = "";
    public DateTimeOffset? RevokedAt { get; set; }
    public int Version { get; set; }
}

/// <summary>What is known from the probe's contacts. Written many times a minute, so not audited; one row for each enrolled probe.</summary>
public sealed class ProbeContact : ITenantRow, IVersioned, INotAudited
{
    public ProbeId Probe { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset LastContact { get; set; }
    public string ProbeVersion { get; set; } = "";
    /// <summary>The probe's clock minus ours, the way of the message included.</summary>
    public long SkewMs { get; set; }
    /// <summary>What keeps it from its work, in its own words.</summary>
    public string Trouble { get; set; } = "";
    /// <summary>When silence will be announced; null while it is, and after a revocation.</summary>
    public DateTimeOffset? SilentAt { get; set; }
    public bool Silent { get; set; }
    /// <summary>The number of the last result taken.</summary>
    public long Taken { get; set; }
    /// <summary>Results that the probe's disk lost before they were handed over.</summary>
    public long Missing { get; set; }
    public int Version { get; set; }
}
