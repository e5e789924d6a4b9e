// A release: a package that is built, tested and approved once, and then brought to many hosts in waves that stop by themselves when too many fail.
using Steward.Assets;
using Steward.Platform.Files;

namespace Steward.Desk;

public readonly record struct ReleaseId(Guid Value) : IId<ReleaseId> { public static ReleaseId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>States of the release process (发布): see <c>Process/ReleaseProcess.cs</c>.</summary>
public enum ReleaseState { Planned, Built, Tested, Approved, Pilot, Rollout, Verified, Closed, Withdrawn }

public sealed class Release : ICase<ReleaseId, ReleaseState>
{
    public ReleaseId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>REL-XXQY-20260301-0001</c>, as a ticket's.</summary>
    public string Number { get; set; } = "";
    public required string Summary { get; init; }
    public string Description { get; init; } = "";
    public ReleaseState State { get; set; }
    public DateTimeOffset OpenedAt { get; init; }
    public Guid OpenedBy { get; init; }
    public string OpenedByName { get; init; } = "";
    /// <summary>The change under which it is rolled out.</summary>
    public ChangeId? Change { get; set; }

    public string PackageName { get; set; } = "";
    public string PackageVersion { get; set; } = "";
    /// <summary>Where the package comes from: maker, download page, own build.</summary>
    public string PackageSource { get; set; } = "";
    public string Licence { get; set; } = "";
    /// <summary>The package itself, in the media library once it is approved.</summary>
    public FileId? Package { get; set; }
    /// <summary>SHA-256 of the package, lower-case hex.</summary>
    public string PackageHash { get; set; } = "";
    public string TestRecord { get; set; } = "";
    public Guid TestedBy { get; set; }
    public string BackoutPlan { get; init; } = "";
    public DateTimeOffset? ApprovedAt { get; set; }
    public string ApprovedByName { get; set; } = "";

    /// <summary>A wave halts when more than so many percent of its hosts have failed.</summary>
    public int StopPercent { get; init; } = 5;
    /// <summary>0 before anything goes out, 1 the pilot, from 2 on the waves after it.</summary>
    public int Wave { get; set; }
    /// <summary>Since when it is halted; nothing more goes out until somebody resumes it.</summary>
    public DateTimeOffset? HaltedAt { get; set; }
    public string HaltedWhy { get; set; } = "";
    /// <summary>Failures of this wave that whoever resumed it knew of: they do not halt it again.</summary>
    public int FailuresKnown { get; set; }
    public string Verification { get; set; } = "";
    public string WithdrawnWhy { get; set; } = "";
    public DateTimeOffset? ClosedAt { get; set; }
    public int ProcessVersion { get; init; } = 1;
    public int Version { get; set; }

    public bool IsOver => State is ReleaseState.Closed or ReleaseState.Withdrawn;
    /// <summary>Whether its package stands in the media library.</summary>
    public bool InLibrary => State is ReleaseState.Approved or ReleaseState.Pilot or ReleaseState.Rollout or ReleaseState.Verified or ReleaseState.Closed;
}

public enum HostResult { Pending, Succeeded, Failed }

/// <summary>A host that the release goes to, and how it went there.</summary>
public sealed class ReleaseTarget : ITenantRow
{
    public ReleaseId Release { get; init; }
    public AssetId Asset { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>The wave that it went out with; 0 for what still waits.</summary>
    public int Wave { get; set; }
    public HostResult Outcome { get; set; }
    public DateTimeOffset? OutcomeAt { get; set; }
    public string OutcomeNote { get; set; } = "";
}
