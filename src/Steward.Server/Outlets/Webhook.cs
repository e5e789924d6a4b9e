// An address of another system that is told of a customer's events, and what was or will be told there.
using Steward.Access;
using Steward.Platform.Audit;

namespace Steward.Outlets;

public readonly record struct WebhookId(Guid Value) : IId<WebhookId> { public static WebhookId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct DeliveryId(Guid Value) : IId<DeliveryId> { public static DeliveryId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Paused by its keeper; Halted by Steward, because it failed for days or said that it wants nothing any more.</summary>
public enum WebhookState { Active, Paused, Halted }

/// <summary>Belongs to one customer: events of others never go there.</summary>
public sealed class Webhook : ITenantRow, IVersioned
{
    public const string Purpose = "webhook";

    public WebhookId Id { get; init; }
    public CustomerId Customer { get; init; }
    public required string Name { get; set; }
    /// <summary>Whole address; its query may hold a key of the other system, so it is sealed.</summary>
    [Secret] public required string Url { get; set; }
    /// <summary>The address as people may see it: without its query.</summary>
    public required string Address { get; set; }
    /// <summary>Names of events, such as <c>ticket.opened</c>.</summary>
    public required List<string> Kinds { get; set; }
    /// <summary>With which each call is signed; sealed.</summary>
    [Secret] public required string SigningKey { get; set; }
    /// <summary>The key before it, with which calls are signed too until the receiver has changed over; sealed.</summary>
    [Secret] public string FormerKey { get; set; } = "";
    public DateTimeOffset? FormerKeyUntil { get; set; }
    /// <summary>Kept by the provider; the customer's own people neither see nor change it.</summary>
    public bool OfProvider { get; init; }
    public AccountId Keeper { get; init; }
    public required string KeeperName { get; init; }
    public WebhookState State { get; set; }
    /// <summary>Why Steward halted it.</summary>
    public string Reason { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>How far a webhook has come in the log of news, and how it fares.</summary>
public sealed class WebhookProgress : ITenantRow, INotAudited
{
    public WebhookId Webhook { get; init; }
    public CustomerId Customer { get; init; }
    public long Position { get; set; }
    /// <summary>Since then nothing was taken; null while it works.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public DateTimeOffset? LastGoodAt { get; set; }
}

public enum DeliveryState { Waiting, Delivered, GivenUp, Skipped }

/// <summary>One event for one webhook: written once, delivered at least once, always under the same event id.</summary>
public sealed class Delivery : ITenantRow, INotAudited
{
    public DeliveryId Id { get; init; }
    public WebhookId Webhook { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>Goes out as webhook-id: the receiver takes the same one once.</summary>
    public required string Event { get; init; }
    public required string Kind { get; init; }
    public Guid Subject { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public DateTimeOffset WrittenAt { get; init; }
    public required string Body { get; init; }
    public DeliveryState State { get; set; }
    public int Tries { get; set; }
    /// <summary>So many waits of <see cref="Hooks.Waits"/> are over; begins anew when it is sent again.</summary>
    public int Waited { get; set; }
    public DateTimeOffset? NextTry { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>One try: when, what was answered, or why nothing was.</summary>
public sealed class DeliveryTry : ITenantRow, INotAudited
{
    public DeliveryId Delivery { get; init; }
    public int Number { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>The status that was answered; 0 when there was no answer.</summary>
    public int Status { get; init; }
    public int Milliseconds { get; init; }
    /// <summary>Empty when it was taken.</summary>
    public required string Fault { get; init; }
}
