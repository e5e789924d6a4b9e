// A problem: the cause behind one or many incidents, from the first suspicion until it has stayed away for its watch period.
using Steward.Assets;
using Steward.Contracts;
using Steward.People;
using Steward.Sla;

namespace Steward.Desk;

public readonly record struct ProblemId(Guid Value) : IId<ProblemId> { public static ProblemId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>States of the problem process (问题): see <c>Process/ProblemProcess.cs</c>. What a trend proposes is only detected until somebody takes it on.</summary>
public enum ProblemState { Detected, Logged, Diagnosing, KnownError, DecisionPending, Fixing, Accepted, Deferred, Monitoring, Closed, Dismissed }

/// <summary>What is to become of a known error.</summary>
public enum ProblemDecision { Fix, Accept, Defer }

/// <summary>By what lists of problems are cut, the same for a list and for whoever counts what stands on it.</summary>
public static class ProblemLists
{
    /// <summary>So long before a risk's acceptance or a delay runs out it is looked at again.</summary>
    const int ReviewDays = 14;

    public static readonly ProblemState[] Open = [.. Enum.GetValues<ProblemState>().Except([ProblemState.Closed, ProblemState.Dismissed])];

    /// <summary>Those of somebody, and those of their groups that nobody has taken.</summary>
    public static IQueryable<Problem> InHandsOf(this IQueryable<Problem> problems, StaffId? staff, IReadOnlyCollection<TeamId?> groups) =>
        problems.Where(p => Open.Contains(p.State) && (staff != null && p.Assignee == staff || p.Assignee == null && p.Team != null && groups.Contains(p.Team)));

    /// <summary>Known errors that are lived with or put off until a day that is near or past.</summary>
    public static IQueryable<Problem> DueForReview(this IQueryable<Problem> problems, DateTimeOffset now)
    {
        var near = now.AddDays(ReviewDays);
        return problems.Where(p => (p.State == ProblemState.Accepted || p.State == ProblemState.Deferred) && p.DecidedUntil < near);
    }
}

public sealed class Problem : ICase<ProblemId, ProblemState>
{
    public ProblemId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>PRB-XXQY-20260301-0001</c>, as a ticket's.</summary>
    public string Number { get; set; } = "";
    public ServiceId? Service { get; init; }
    public AssetId? Asset { get; init; }
    public string Category { get; init; } = "";
    public required string Summary { get; set; }
    public string Description { get; init; } = "";
    public Priority Priority { get; init; }
    public ProblemState State { get; set; }
    public TeamId? Team { get; set; }
    public StaffId? Assignee { get; set; }
    public DateTimeOffset OpenedAt { get; init; }
    /// <summary>How long users were hit, as far as it is known.</summary>
    public int ImpactMinutes { get; set; }
    public string Cause { get; set; } = "";
    public string Workaround { get; set; } = "";
    /// <summary>When cause and workaround were first published.</summary>
    public DateTimeOffset? KnownAt { get; set; }
    /// <summary>Until when a risk is accepted or the work put off.</summary>
    public DateTimeOffset? DecidedUntil { get; set; }
    public string Solution { get; set; } = "";
    public DateTimeOffset? FixedAt { get; set; }
    /// <summary>The end of the watch period: without recurrence it is closed then.</summary>
    public DateTimeOffset? WatchUntil { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public int Recurred { get; set; }
    /// <summary>The trend that proposed it: the same trend proposes once. Empty for what people opened.</summary>
    public string Trend { get; init; } = "";
    public int ProcessVersion { get; init; } = 1;
    public int Version { get; set; }

    public bool IsOpen => State is not (ProblemState.Closed or ProblemState.Dismissed);
}

/// <summary>An incident that the problem is behind; an incident has one problem at most.</summary>
public sealed class ProblemTicket : ITenantRow
{
    public TicketId Ticket { get; init; }
    public ProblemId Problem { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset Since { get; init; }
}
