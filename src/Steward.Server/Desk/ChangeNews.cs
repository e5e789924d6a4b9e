// What is told upwards of changes.
using Steward.Platform.Events;

namespace Steward.Desk;

public abstract record ChangeNews(ChangeId Change, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Change.Value;
}

public sealed record ChangeOpened(ChangeId Change, CustomerId? Customer, DateTimeOffset OccurredAt) : ChangeNews(Change, Customer, OccurredAt);
public sealed record ChangeMoved(ChangeId Change, CustomerId? Customer, string Verb, ChangeState From, ChangeState To, DateTimeOffset OccurredAt) : ChangeNews(Change, Customer, OccurredAt);
