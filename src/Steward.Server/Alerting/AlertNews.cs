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

/// <summary>Work was announced for [From, Until), or ends at another moment than was announced: the ledgers of what it is about go by it.</summary>
public sealed record WindowDeclared(WindowId Window, CustomerId? Customer, Guid? Site, Guid About, string Matchers, DateTimeOffset From, DateTimeOffset Until, string Reason, string Author, DateTimeOffset OccurredAt) : IPressing
{
    public Guid Subject => Window.Value;

    internal static WindowDeclared Of(MaintenanceWindow window, DateTimeOffset now) =>
        new(window.Id, window.Customer, window.Site, window.About, window.Matchers, window.From, window.Until, window.Reason, window.Author, now);

    /// <summary>Whether alerts with these labels fall under it.</summary>
    public bool Means(Guid? site, Guid about, IReadOnlyDictionary<string, string> labels) =>
        (Site is null || Site == site) && (About == Guid.Empty || About == about) && (Matchers.Length == 0 || Routing.Matcher.ReadAll(Matchers) is { } conditions && conditions.All(m => m.Matches(labels)));
}
/// <summary>Somebody knows of it.</summary>
public sealed record AlertAcknowledged(AlertId Alert, CustomerId? Customer, DateTimeOffset OccurredAt) : AlertNews(Alert, Customer, OccurredAt);

/// <summary>A group's receivers were written to.</summary>
public sealed record AlertsTold(Guid Subject, CustomerId? Customer, DateTimeOffset OccurredAt) : INews, IPressing;
