// A change: something of a customer that is altered on purpose, from the request over assessment, approval and window to the review afterwards.
using Steward.Assets;
using Steward.People;

namespace Steward.Desk;

public readonly record struct ChangeId(Guid Value) : IId<ChangeId> { public static ChangeId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ChangeStepId(Guid Value) : IId<ChangeStepId> { public static ChangeStepId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct ChangeModelId(Guid Value) : IId<ChangeModelId> { public static ChangeModelId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct FreezeId(Guid Value) : IId<FreezeId> { public static FreezeId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>States of the change process (变更): see <c>Process/ChangeProcess.cs</c>. Pir is the review after the work (post-implementation review).</summary>
public enum ChangeState { Draft, Submitted, Assessing, PendingApproval, Approved, Scheduled, Implementing, Implemented, BackedOut, Failed, Pir, Closed, Rejected, Cancelled }

/// <summary>Standard comes from a model that is approved ahead; the next three are normal changes by weight; emergency goes the fast way.</summary>
public enum ChangeKind { Standard, Minor, Significant, Major, Emergency }

/// <summary>Impact times likelihood: up to 3 low, 4 to 7 medium, from 8 on high, which is rehearsed first.</summary>
public enum ChangeRisk { Low, Medium, High }

/// <summary>What makes an emergency: an open P1 or P2 ticket of the customer, a security incident, or an order of a regulator.</summary>
public enum EmergencyGround { Ticket, SecurityIncident, RegulatorOrder }

/// <summary>By what lists of changes are cut, the same for a list and for whoever counts what stands on it.</summary>
public static class ChangeLists
{
    public static readonly ChangeState[] Over = [ChangeState.Closed, ChangeState.Rejected, ChangeState.Cancelled];
    /// <summary>Work has ended; the review, or the last word after it, is still to come.</summary>
    public static readonly ChangeState[] Ended = [ChangeState.Implemented, ChangeState.BackedOut, ChangeState.Failed, ChangeState.Pir];
    /// <summary>What has a firm place in the calendar: a draft is in nobody's way.</summary>
    public static readonly ChangeState[] Firm = [ChangeState.PendingApproval, ChangeState.Approved, ChangeState.Scheduled, ChangeState.Implementing];
    static readonly ChangeState[] BegunOrEnded = [ChangeState.Approved, ChangeState.Scheduled, ChangeState.Implementing, .. Ended];

    /// <summary>What was left out for haste is still to be made good: papers of an emergency, or all of it where work was done without approval.</summary>
    public static IQueryable<Change> Owing(this IQueryable<Change> changes) =>
        changes.Where(c => BegunOrEnded.Contains(c.State) && (c.PapersDue != null && c.PapersAt == null || c.Unauthorised && c.ReviewedAt == null));
}

public sealed class Change : ICase<ChangeId, ChangeState>
{
    public ChangeId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>CHG-XXQY-20260301-0001</c>, as a ticket's.</summary>
    public string Number { get; set; } = "";
    public ChangeKind Kind { get; set; }
    public ChangeModelId? FromModel { get; init; }
    public required string Summary { get; set; }
    public string Reason { get; set; } = "";
    public ChangeState State { get; set; }
    /// <summary>The user for whom the desk filed it.</summary>
    public ContactId? Requester { get; init; }
    public ProblemId? Problem { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    /// <summary>Who wrote it does not approve it.</summary>
    public Guid OpenedBy { get; init; }
    public string OpenedByName { get; init; } = "";

    /// <summary>1 one person to 4 the whole customer; with <see cref="Likelihood"/> of failure, 1 to 3, the risk.</summary>
    public int? Impact { get; set; }
    public int? Likelihood { get; set; }
    public string TestResult { get; set; } = "";
    public string Rehearsal { get; set; } = "";
    public string BackoutPlan { get; set; } = "";
    /// <summary>When it is decided at the latest whether to go on or back.</summary>
    public DateTimeOffset? BackoutAt { get; set; }
    public string ToNotify { get; set; } = "";
    /// <summary>The window [from, to): only within it may be worked.</summary>
    public DateTimeOffset? WindowFrom { get; set; }
    public DateTimeOffset? WindowTo { get; set; }
    /// <summary>Who does the work; never one of those who approve it.</summary>
    public StaffId? Implementer { get; set; }
    public bool SecurityRelevant { get; set; }
    public EmergencyGround? Ground { get; set; }
    /// <summary>The name of the security incident or the regulator's order.</summary>
    public string GroundReference { get; set; } = "";

    public DateTimeOffset? AskedAt { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    /// <summary>When work ended: done, backed out or failed.</summary>
    public DateTimeOffset? WorkEndedAt { get; set; }
    public string Result { get; set; } = "";
    /// <summary>Work was done outside the approved window, or without approval at all.</summary>
    public bool Unauthorised { get; set; }
    /// <summary>An emergency's papers are complete by then.</summary>
    public DateTimeOffset? PapersDue { get; set; }
    public DateTimeOffset? PapersAt { get; set; }
    public DateTimeOffset? ReviewDue { get; set; }
    public DateTimeOffset? ReviewedAt { get; set; }
    public string Review { get; set; } = "";
    public DateTimeOffset? ClosedAt { get; set; }
    /// <summary>The next moment that the sweep looks at it; everything up to <see cref="ToldUntil"/> has been told.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public DateTimeOffset? ToldUntil { get; set; }
    public int ProcessVersion { get; init; } = 1;
    public int Version { get; set; }

    public int? Score => Impact * Likelihood;
    public ChangeRisk? Risk => Score switch { null => null, <= 3 => ChangeRisk.Low, <= 7 => ChangeRisk.Medium, _ => ChangeRisk.High };
    public bool IsOver => State is ChangeState.Closed or ChangeState.Rejected or ChangeState.Cancelled;
}

/// <summary>A thing that the change touches.</summary>
public sealed class ChangeAsset : ITenantRow
{
    public ChangeId Change { get; init; }
    public AssetId Asset { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset Since { get; init; }
}

/// <summary>How a ticket belongs to a change: it is the reason for it, or came from it.</summary>
public enum ChangeTie { Reason, Caused }

public sealed class ChangeTicket : ITenantRow
{
    public ChangeId Change { get; init; }
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public ChangeTie Tie { get; init; }
    public DateTimeOffset Since { get; init; }
}

/// <summary>A step of the work with the minutes it may take; marked by the implementer.</summary>
public sealed class ChangeStep : ITenantRow
{
    public ChangeStepId Id { get; init; }
    public ChangeId Change { get; init; }
    public CustomerId Customer { get; init; }
    public int Position { get; init; }
    public required string What { get; init; }
    public int Minutes { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
    public string DoneBy { get; set; } = "";
}

/// <summary>The change manager lets a collision pass, and says why. It falls when window, implementer or assets change.</summary>
public sealed class ChangeWaiver : ITenantRow
{
    public ChangeId Change { get; init; }
    public required string Collision { get; init; }
    public CustomerId Customer { get; init; }
    public required string Reason { get; init; }
    public required string ByName { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>A period [from, until) in which only emergency changes are allowed: of one customer, or of all.</summary>
public sealed class ChangeFreeze : IVersioned
{
    public FreezeId Id { get; init; }
    public CustomerId? ForCustomer { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; set; }
    public required string Reason { get; init; }
    public required string ByName { get; init; }
    public int Version { get; set; }
}

/// <summary>How a recurring change of low risk is done, approved ahead: each run begins scheduled. Of all customers.</summary>
public sealed class ChangeModel : IVersioned
{
    public ChangeModelId Id { get; init; }
    public required string Name { get; set; }
    public string Reason { get; set; } = "";
    /// <summary>A step a line, its minutes first.</summary>
    public string Steps { get; set; } = "";
    public string TestResult { get; set; } = "";
    public string BackoutPlan { get; set; } = "";
    public string ToNotify { get; set; } = "";
    public int Impact { get; set; } = 1;
    public int Likelihood { get; set; } = 1;
    /// <summary>The service desk may run it by itself.</summary>
    public bool ForDesk { get; set; }
    public bool Active { get; set; } = true;
    public int Version { get; set; }
}
