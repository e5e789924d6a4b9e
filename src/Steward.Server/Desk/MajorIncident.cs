// A major incident (重大事件): a ticket so grave that people are appointed to it, everybody is told at a set pace, and it is reviewed afterwards.
using Steward.People;

namespace Steward.Desk;

public readonly record struct MajorId(Guid Value) : IId<MajorId> { public static MajorId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>States of the major incident process: see <c>Process/MajorProcess.cs</c>.</summary>
public enum MajorState { Declared, Managing, Restored, Reviewed, Closed }

/// <summary>Why it was declared: the ticket is of the highest priority, at least thirty users are hit, a critical service is down, or the service manager or security engineer says so.</summary>
public enum MajorTrigger { HighestPriority, ManyUsers, CriticalService, Called }

/// <summary>A notice that was promised for a moment, and when it came; null as long as it has not.</summary>
public readonly record struct PromisedNotice(DateTimeOffset Due, DateTimeOffset? At)
{
    public bool Late(DateTimeOffset now) => (At ?? now) > Due;
}

public sealed class MajorIncident : ICase<MajorId, MajorState>
{
    /// <summary>So soon the first notice is promised after it is declared, and after it has come back.</summary>
    public const int FirstNoticeMinutes = 5;

    public MajorId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>MAJ-XXQY-20260301-0001</c>, as a ticket's.</summary>
    public string Number { get; set; } = "";
    /// <summary>The ticket whose clocks run; its promises stay its own.</summary>
    public TicketId Ticket { get; init; }
    public required string Summary { get; init; }
    public MajorTrigger Trigger { get; init; }
    /// <summary>How many users are hit, as far as it was known when it was declared.</summary>
    public int? Users { get; init; }
    public MajorState State { get; set; }
    /// <summary>When it was declared.</summary>
    public DateTimeOffset OpenedAt { get; init; }
    public StaffId? Commander { get; set; }
    public StaffId? TechnicalLead { get; set; }
    public StaffId? Scribe { get; set; }
    public StaffId? Communications { get; set; }
    /// <summary>Minutes between two notices to the customer.</summary>
    public int NoticeMinutes { get; init; } = 30;
    public int Notices { get; set; }
    public DateTimeOffset? LastNotice { get; set; }
    /// <summary>Until when the next notice is promised; none once it is restored.</summary>
    public DateTimeOffset? NextNotice { get; set; }
    /// <summary>Notices that came later than promised.</summary>
    public int LateNotices { get; set; }
    public DateTimeOffset? RestoredAt { get; set; }
    public DateTimeOffset? ReviewDue { get; set; }
    public string Cause { get; set; } = "";
    public string Actions { get; set; } = "";
    public DateTimeOffset? ReviewedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    /// <summary>The next moment that somebody must be reminded of: a notice or the review.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public int ProcessVersion { get; init; } = 1;
    public int Version { get; set; }

    public bool IsRunning => State is MajorState.Declared or MajorState.Managing;

    /// <summary>The notices that were promised, as its story tells it (oldest line first): the first after five minutes, each next one at the pace; what is said after it was restored was not promised.</summary>
    public IEnumerable<PromisedNotice> Promised(IEnumerable<CaseEntry> story)
    {
        DateTimeOffset? next = OpenedAt.AddMinutes(FirstNoticeMinutes);
        foreach (var line in story)
        {
            if (line.Verb == "WorsenMajor") next = line.OccurredAt.AddMinutes(FirstNoticeMinutes);
            if (next is not { } due || line.Verb is not ("NoticeMajor" or "RestoreMajor")) continue;
            yield return new(due, line.OccurredAt);
            next = line.Verb == "NoticeMajor" ? line.OccurredAt.AddMinutes(NoticeMinutes) : null;
        }
        if (next is { } open) yield return new(open, null);
    }
}
