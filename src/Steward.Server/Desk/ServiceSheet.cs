// A service sheet: what was done at one visit or in one remote job, signed by both sides, with a number that leaves no hole.
using Steward.People;
using Steward.Platform.Files;

namespace Steward.Desk;

public readonly record struct SheetId(Guid Value) : IId<SheetId> { public static SheetId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>States of the sheet's process (服务记录单): see <c>Process/SheetProcess.cs</c>. A voided sheet keeps its number.</summary>
public enum SheetState { Open, Done, Signed, RefusedToSign, Archived, Voided }

public enum SheetKind { Visit, Remote }

/// <summary>How the work ended.</summary>
public enum SheetResult { Solved, Workaround, NeedsPart, AnotherVisit, NotSolved }

/// <summary>What the user thinks of it.</summary>
public enum SheetOpinion { Satisfied, Acceptable, Dissatisfied }

/// <summary>Where the user signed: on the device of whoever did the work, or under their own account.</summary>
public enum SignedWhere { OnTheirDevice, OwnAccount }

public sealed class ServiceSheet : ICase<SheetId, SheetState>
{
    public SheetId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary><c>SRV-XXQY-20260301-0001</c>, as a ticket's.</summary>
    public string Number { get; set; } = "";
    public TicketId Ticket { get; init; }
    public SheetKind Kind { get; init; }
    /// <summary>What the ticket was about when the sheet was opened.</summary>
    public required string Summary { get; init; }
    public SheetState State { get; set; }
    public StaffId? Engineer { get; init; }
    public string EngineerName { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }
    /// <summary>Of a remote job: when it began.</summary>
    public DateTimeOffset? ArrivedAt { get; set; }
    public DateTimeOffset? DepartedAt { get; set; }
    public string WorkDone { get; set; } = "";
    public string Parts { get; set; } = "";
    /// <summary>The assets of the ticket as they were called when the work was done, one a line.</summary>
    public string Devices { get; set; } = "";
    public SheetResult? Result { get; set; }
    /// <summary>The drawn signature of whoever did the work; without one the name alone signs.</summary>
    public FileId? EngineerMark { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public SheetOpinion? Opinion { get; set; }
    public string OpinionText { get; set; } = "";
    public string Signer { get; set; } = "";
    public FileId? SignerMark { get; set; }
    public SignedWhere? SignedWhere { get; set; }
    public DateTimeOffset? SignedAt { get; set; }
    public string RefusedWhy { get; set; } = "";
    public string FollowUp { get; set; } = "";
    public string VoidedWhy { get; set; } = "";
    public DateTimeOffset? ArchivedAt { get; set; }
    /// <summary>SHA-256 over all that was signed, lower-case hex; see <c>Sheets/SheetSeal.cs</c>.</summary>
    public string Hash { get; set; } = "";
    public int ProcessVersion { get; init; } = 1;
    public int Version { get; set; }

    public bool IsSealed => Hash.Length > 0;
}
