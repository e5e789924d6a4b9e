// Who is told when time runs out, and when work moves to the next line.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>Whom a step of the ladder calls; who that is on the day is decided by those who know the people.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationRole>))]
public enum EscalationRole
{
    Owner, GroupLead, ServiceManager, ProjectManager, ProviderDirector, CustomerAdministrator, CustomerHeadOfIt, ContractContacts,
}

/// <summary>At <paramref name="SharePercent"/> of the resolution budget (service time) these are told; <paramref name="Daily"/>: again each working day until solved.</summary>
public sealed record EscalationStep(Priority Priority, int SharePercent, IReadOnlyList<EscalationRole> Tell, bool Daily = false);

[JsonConverter(typeof(JsonStringEnumConverter<SupportLine>))]
public enum SupportLine { First = 1, Second, Third }

/// <summary>Work that stands still at <paramref name="From"/> for so many service seconds goes to the next line; the desk stays its owner.</summary>
public sealed record FunctionalStep(Priority Priority, SupportLine From, long AfterSeconds);

/// <summary>By time to those with more authority, or by standstill to those with more skill.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EscalationKind>))]
public enum EscalationKind
{
    Ladder,
    Line,
    /// <summary>Its category is none for the first line: it goes on at once.</summary>
    AtOnce,
    /// <summary>A group is about to keep a ticket longer than its own target (OLA).</summary>
    Group,
    /// <summary>A supplier is about to deliver later than its contract says (UC).</summary>
    Supplier,
    /// <summary>The requester has not heard from us for too long.</summary>
    Update,
}

/// <summary>At <paramref name="SharePercent"/> of the target of a group (OLA) or of a supplier (underpinning contract) these are told, once for each stay or wait.</summary>
public sealed record ChainStep(ChainLink Link, int SharePercent, IReadOnlyList<EscalationRole> Tell);

/// <summary>
/// Something to tell once. <paramref name="Level"/> is the share of the budget, or the line that work stands still at; <paramref name="Since"/> the target it is a share of (a changed priority
/// climbs a ladder of its own), or the last progress, or the beginning of a stay, a wait or a round. <paramref name="Who"/>: the group or the supplier. <paramref name="Round"/>: zero, then the day on which a daily step is told again.
/// </summary>
public sealed record EscalationLevel(
    EscalationKind Kind, Priority Priority, DateTimeOffset Since, int Level, int Round, DateTimeOffset At, bool Reached, bool Projected, IReadOnlyList<EscalationRole> Tell, bool Daily,
    Guid? Who = null)
{
    /// <summary>What it is a level of: of the ladder of one target, or of one standstill, stay, wait or round, whatever its priority becomes.</summary>
    internal string Of => Kind == EscalationKind.Ladder ? FormattableString.Invariant($"{Kind}:{Priority}:{Since.ToUnixTimeSeconds()}") : FormattableString.Invariant($"{Kind}:{Since.ToUnixTimeSeconds()}");
}
