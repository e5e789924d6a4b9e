// A check: what is watched of a customer's world, from where, how often, and under which promise.
using Steward.Assets;
using Steward.Contracts;
using Steward.People;
using Steward.Protocol;
using Steward.Sla;

namespace Steward.Monitoring;

public readonly record struct CheckId(Guid Value) : IId<CheckId> { public static CheckId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>A paused check keeps what was known; a removed one keeps its ledger and is shown nowhere but there.</summary>
public enum CheckState { Watched, Paused, Removed }

public sealed class Check : ITenantRow, IVersioned
{
    public CheckId Id { get; init; }
    public CustomerId Customer { get; init; }
    public SiteId Site { get; set; }
    /// <summary>The contract whose availability it proves, and the service it stands for.</summary>
    public ContractId? Contract { get; set; }
    public ServiceId? Service { get; set; }
    /// <summary>The asset whose health it shows.</summary>
    public AssetId? Asset { get; set; }
    /// <summary>The probe that looks; empty until one is chosen.</summary>
    public Guid Probe { get; set; }
    public required string Name { get; set; }
    public CheckKind Kind { get; set; }
    /// <summary>Host name or address.</summary>
    public string Target { get; set; } = "";
    public int Port { get; set; }
    public string Url { get; set; } = "";
    /// <summary>Words that the page must hold.</summary>
    public string Contains { get; set; } = "";
    public bool VerifyCertificate { get; set; } = true;
    public int IntervalSeconds { get; set; } = 60;
    public int TimeoutMs { get; set; } = 3000;
    /// <summary>So many more failures must follow the first before it counts as down.</summary>
    public int Confirmations { get; set; } = 2;
    /// <summary>In which hours of its agreement the availability is counted.</summary>
    public CalendarUse Hours { get; set; }
    public CheckState State { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }
    public int Version { get; set; }

    public CheckOrder Order => new(Id.Value, Kind, Target, Port, IntervalSeconds, TimeoutMs, Confirmations,
        Kind == CheckKind.Http ? new HttpOrder(Url, Contains, [], VerifyCertificate) : null);

    /// <summary>What is looked at, as people write it.</summary>
    public string Aim => Kind switch { CheckKind.Http => Url, CheckKind.Tcp => $"{Target}:{Port}", _ => Target };

    /// <summary>However short the interval: a breath of the network is no blindness, and a new order takes a while to reach its probe.</summary>
    const int LeastGraceSeconds = 30;

    internal SightRule Rule(int graceIntervals) => new(Confirmations, TimeSpan.FromSeconds(Math.Max(LeastGraceSeconds, IntervalSeconds * (double)graceIntervals)));
}
