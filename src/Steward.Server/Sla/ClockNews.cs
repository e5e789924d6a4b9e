// What Sla tells upwards when time runs out.
using Steward.Platform.Events;

namespace Steward.Sla;

/// <summary>A share of the resolution budget (50, 75, 90 %) is used up.</summary>
public sealed record ClockWarned(Guid Subject, CustomerId? Customer, ClockKind Kind, int Share, DateTimeOffset OccurredAt) : INews;

/// <summary>A due date passed unmet.</summary>
public sealed record ClockBreached(Guid Subject, CustomerId? Customer, ClockKind Kind, DateTimeOffset OccurredAt) : INews;
