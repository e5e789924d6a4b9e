// What the desk tells upwards of service sheets.
using Steward.Platform.Events;

namespace Steward.Desk;

public abstract record SheetNews(SheetId Sheet, CustomerId? Customer, DateTimeOffset OccurredAt) : INews
{
    public Guid Subject => Sheet.Value;
}

public sealed record SheetOpened(SheetId Sheet, CustomerId? Customer, DateTimeOffset OccurredAt) : SheetNews(Sheet, Customer, OccurredAt);
public sealed record SheetMoved(SheetId Sheet, CustomerId? Customer, string Verb, SheetState From, SheetState To, DateTimeOffset OccurredAt) : SheetNews(Sheet, Customer, OccurredAt);
