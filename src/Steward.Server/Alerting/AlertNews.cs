// What Alerting tells upwards.
using Steward.Platform.Events;

namespace Steward.Alerting;

public abstract record AlertNews(AlertId Alert, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Alert.Value;
}

/// <summary>It went through all stages: it has its ticket, and its group is waiting to be told.</summary>
public sealed record AlertRaised(AlertId Alert, CustomerId? Customer, Guid? Ticket, DateTimeOffset OccurredAt) : AlertNews(Alert, Customer, OccurredAt), IPressing;

/// <summary>It is open and nobody is called: something covers it.</summary>
public sealed record AlertCovered(AlertId Alert, CustomerId? Customer, Cover Cover, DateTimeOffset OccurredAt) : AlertNews(Alert, Customer, OccurredAt);

public sealed record AlertIsOver(AlertId Alert, CustomerId? Customer, DateTimeOffset OccurredAt) : AlertNews(Alert, Customer, OccurredAt), IPressing;

/// <summary>Somebody knows of it.</summary>
public sealed record AlertAcknowledged(AlertId Alert, CustomerId? Customer, DateTimeOffset OccurredAt) : AlertNews(Alert, Customer, OccurredAt);

/// <summary>A group's receivers were written to.</summary>
public sealed record AlertsTold(Guid Subject, CustomerId? Customer, DateTimeOffset OccurredAt) : INews, IPressing;
