// What Sla tells upwards when time runs out.
using Steward.Platform.Events;

namespace Steward.Sla;

/// <summary>A share of the resolution budget (50, 75, 90 %) is used up.</summary>
public sealed record ClockWarned(Guid Subject, CustomerId? Customer, ClockKind Kind, int Share, DateTimeOffset OccurredAt) : INews;

/// <summary>A due date passed unmet.</summary>
public sealed record ClockBreached(Guid Subject, CustomerId? Customer, ClockKind Kind, DateTimeOffset OccurredAt) : INews;

/// <summary>A level of escalation was reached, told once: a share of the budget at which <paramref name="Tell"/> are called, or work that stands still at line <paramref name="Level"/>.</summary>
public sealed record EscalationReached(Guid Subject, CustomerId? Customer, EscalationKind Kind, Priority Priority, DateTimeOffset Since, int Level, int Round, IReadOnlyList<EscalationRole> Tell, DateTimeOffset OccurredAt, Guid? Who = null) : INews;
