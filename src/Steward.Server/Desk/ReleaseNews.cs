// What the desk tells upwards of releases.
using Steward.Platform.Events;

namespace Steward.Desk;

public abstract record ReleaseNews(ReleaseId Release, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Release.Value;
}

public sealed record ReleaseOpened(ReleaseId Release, CustomerId? Customer, DateTimeOffset OccurredAt) : ReleaseNews(Release, Customer, OccurredAt);
public sealed record ReleaseMoved(ReleaseId Release, CustomerId? Customer, string Verb, ReleaseState From, ReleaseState To, DateTimeOffset OccurredAt) : ReleaseNews(Release, Customer, OccurredAt);
