// A complaint (投诉): somebody is dissatisfied with the service, from the first word until a call-back has shown that it is settled.
using Steward.People;

namespace Steward.Desk;

public readonly record struct ComplaintId(Guid Value) : IId<ComplaintId> { public static ComplaintId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>States of the complaint process: see <c>Process/ComplaintProcess.cs</c>.</summary>
public enum ComplaintState { Received, Investigating, Proposed, Settled, Verified, Closed, Withdrawn }

/// <summary>一般, 严重, 重大: the last is one with the press, a regulator or the contract behind it.</summary>
public enum ComplaintLevel { Ordinary, Serious, Grave }

public sealed class Complaint : ICase<ComplaintId, ComplaintState>
{
    public ComplaintId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>CMP-XXQY-20260301-0001</c>, as a ticket's.</summary>
    public string Number { get; set; } = "";
    public required string Summary { get; init; }
    public string Description { get; init; } = "";
    public ComplaintLevel Level { get; set; }
    public ComplaintState State { get; set; }
    public Channel Channel { get; init; }
    /// <summary>Who complains; nobody for an anonymous one.</summary>
    public ContactId? Complainant { get; init; }
    public TicketId? Ticket { get; init; }
    /// <summary>The person complained about, who does not see it before it is decided whether it is justified.</summary>
    public StaffId? About { get; init; }
    /// <summary>The account that wrote it down.</summary>
    public Guid RecordedBy { get; init; }
    /// <summary>When it was said; <see cref="RecordedAt"/> is when it was written down.</summary>
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>Until when somebody must have taken it on (half an hour), proposed a settlement (a working day) and settled it (three), all in the contract's service time.</summary>
    public DateTimeOffset AcknowledgeDue { get; init; }
    public DateTimeOffset ReplyDue { get; init; }
    public DateTimeOffset SettleDue { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public DateTimeOffset? RepliedAt { get; set; }
    public DateTimeOffset? SettledAt { get; set; }
    /// <summary>Whether it is justified, decided with a reason by whoever may approve; null until then.</summary>
    public bool? Justified { get; set; }
    public string Judgement { get; set; } = "";
    public string Proposal { get; set; } = "";
    /// <summary>The account that proposed the settlement: it does not also accept it.</summary>
    public Guid ProposedBy { get; set; }
    /// <summary>When the complainant is called back to see whether it stayed settled.</summary>
    public DateTimeOffset? VerifyDue { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public int Escalated { get; set; }
    /// <summary>The next deadline that nobody has been told of.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public int ProcessVersion { get; init; } = 1;
    public int Version { get; set; }

    /// <summary>
    /// Whether all three deadlines were kept, and when that was decided: where the first of them passed unkept, or when it was settled. Null while it is open and in time, when the moment is the next deadline,
    /// and where it was withdrawn in time, which leaves nothing to judge.
    /// </summary>
    public (DateTimeOffset At, bool? Kept) Handled(DateTimeOffset now)
    {
        foreach (var (due, done) in new[] { (AcknowledgeDue, AcknowledgedAt), (ReplyDue, RepliedAt), (SettleDue, SettledAt) })
        {
            if ((done ?? ClosedAt ?? now) > due) return (due, false);
            if (done is null) return (ClosedAt ?? due, null);
        }
        return (SettledAt!.Value, true);
    }

    /// <summary>What is due next in its present state; null where nothing is.</summary>
    public DateTimeOffset? Due => State switch
    {
        ComplaintState.Received => AcknowledgeDue,
        ComplaintState.Investigating => RepliedAt is null ? ReplyDue : SettleDue,
        ComplaintState.Proposed => SettleDue,
        ComplaintState.Settled => VerifyDue,
        ComplaintState.Verified or ComplaintState.Closed or ComplaintState.Withdrawn => null,
    };
}
