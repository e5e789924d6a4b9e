// What Monitoring tells upwards: hard changes only, each once.
using Steward.Platform.Events;

namespace Steward.Monitoring;

/// <summary><see cref="OccurredAt"/> is the beginning: of an outage its first failure, of blindness the last that was seen. <paramref name="CertainAt"/> is when it was known.</summary>
public abstract record CheckNews(CheckId Check, CustomerId? Customer, DateTimeOffset OccurredAt, DateTimeOffset CertainAt) : IPressing
{
    public Guid Subject => Check.Value;

    internal static CheckNews Of(CheckId check, CustomerId customer, Flip flip) => flip.Kind switch
    {
        FlipKind.WentDown => new ServiceWentDown(check, customer, flip.From, flip.At),
        FlipKind.CameBack => new ServiceCameBack(check, customer, flip.From, flip.At),
        FlipKind.WentBlind => new WentBlind(check, customer, flip.From, flip.At),
        FlipKind.SeesAgain => new SeesAgain(check, customer, flip.At, flip.At),
    };
}

public sealed record ServiceWentDown(CheckId Check, CustomerId? Customer, DateTimeOffset OccurredAt, DateTimeOffset CertainAt) : CheckNews(Check, Customer, OccurredAt, CertainAt);
public sealed record ServiceCameBack(CheckId Check, CustomerId? Customer, DateTimeOffset OccurredAt, DateTimeOffset CertainAt) : CheckNews(Check, Customer, OccurredAt, CertainAt);
public sealed record WentBlind(CheckId Check, CustomerId? Customer, DateTimeOffset OccurredAt, DateTimeOffset CertainAt) : CheckNews(Check, Customer, OccurredAt, CertainAt);
public sealed record SeesAgain(CheckId Check, CustomerId? Customer, DateTimeOffset OccurredAt, DateTimeOffset CertainAt) : CheckNews(Check, Customer, OccurredAt, CertainAt);
