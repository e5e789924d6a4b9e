// What Probes tells upwards.
using Steward.Platform.Events;

namespace Steward.Probes;

/// <summary>Nothing was heard since <paramref name="Since"/>: whatever it looks at is unseen until it is back.</summary>
public sealed record ProbeFellSilent(Guid Subject, CustomerId? Customer, DateTimeOffset Since, DateTimeOffset OccurredAt) : IPressing;

public sealed record ProbeIsBack(Guid Subject, CustomerId? Customer, DateTimeOffset OccurredAt) : IPressing;

/// <summary>It has its credential, or a new one.</summary>
public sealed record ProbeEnrolled(Guid Subject, CustomerId? Customer, DateTimeOffset OccurredAt) : INews;

public sealed record ProbeRevoked(Guid Subject, CustomerId? Customer, DateTimeOffset OccurredAt) : INews;
