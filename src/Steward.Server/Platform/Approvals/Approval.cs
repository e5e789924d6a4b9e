// A decision that somebody asked for: what is asked and why, of how many people, who said what, and how it ended.
using System.Text.Json;

namespace Steward.Platform.Approvals;

public readonly record struct ApprovalId(Guid Value) : IId<ApprovalId> { public static ApprovalId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct VoteId(Guid Value) : IId<VoteId> { public static VoteId From(Guid value) => new(value); }

/// <summary>Withdrawn by whoever asked, replaced by a newer question, or overtaken by events.</summary>
public enum ApprovalState { Waiting, Granted, Refused, Withdrawn, Expired }

public sealed class Approval : ITenantRow, IVersioned
{
    public ApprovalId Id { get; init; }
    public TenantId Customer { get; init; }
    /// <summary>The <see cref="IApprovalKind"/> that knows who decides and what follows.</summary>
    public required string Kind { get; init; }
    public Guid Subject { get; init; }
    /// <summary>Tells several questions of one kind about one subject apart; of each at most one waits.</summary>
    public string Key { get; init; } = "";
    /// <summary>What people see of the subject, and where it opens.</summary>
    public required string Title { get; set; }
    public required string Href { get; init; }
    public Guid AskedBy { get; init; }
    public required string AskedByName { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    /// <summary>Why, in the words of whoever asked.</summary>
    public string Reason { get; init; } = "";
    /// <summary>What exactly is asked: the kind's own record as JSON.</summary>
    public string Body { get; init; } = "{}";
    /// <summary>So many must agree, of so many who are asked.</summary>
    public int Needed { get; init; } = 1;
    public int Deciders { get; init; } = 1;
    /// <summary>From this moment on nobody can decide any more.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public ApprovalState State { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>Whose word ended it, and what they wrote.</summary>
    public string DecidedBy { get; set; } = "";
    public string Answer { get; set; } = "";
    public int Version { get; set; }

    public TBody Read<TBody>() => JsonSerializer.Deserialize<TBody>(Body, Web.Json.Options)!;

    internal void End(ApprovalState how, string by, string answer, DateTimeOffset now) => (State, DecidedBy, Answer, DecidedAt) = (how, by, answer, now);
}

/// <summary>One decider's word. Never changed: who thinks otherwise later asks anew.</summary>
public sealed class ApprovalVote : ITenantRow
{
    public VoteId Id { get; init; }
    public ApprovalId Approval { get; init; }
    public TenantId Customer { get; init; }
    public Guid By { get; init; }
    /// <summary>As it is read: a deputy's word carries both names.</summary>
    public required string ByName { get; init; }
    /// <summary>In whose place the word was given: it is then theirs too.</summary>
    public Guid? InPlaceOf { get; init; }
    public bool Agree { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset At { get; init; }
}
