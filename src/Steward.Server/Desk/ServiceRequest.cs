// A service request (服务请求): what a ticket asks for from the catalogue, as it was answered, and the tasks by which it is fulfilled.
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Fields;

namespace Steward.Desk;

public readonly record struct RequestTaskId(Guid Value) : IId<RequestTaskId> { public static RequestTaskId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Who decides: the head of the requester's department, the customer's administrator, or, where the administrator asks and nobody of the customer stands above, the service manager.</summary>
public enum Decider { Nobody, Head, Administrator, Manager }

/// <summary>The part of a ticket that only a request has.</summary>
public sealed class ServiceRequest : ITenantRow, IVersioned
{
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public CatalogueItemId Item { get; init; }
    public IReadOnlyList<Answer> Answers { get; init; } = [];
    public string CostCentre { get; init; } = "";
    public Decider Decider { get; init; }
    /// <summary>The head who is asked.</summary>
    public ContactId? Head { get; init; }
    /// <summary>Whose word it was, and what they wrote.</summary>
    public string DecidedBy { get; set; } = "";
    public string Answer { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>Waits for the step before, can be done now, is done, or was not needed.</summary>
public enum RequestTaskState { Waiting, Ready, Done, Skipped }

public sealed class RequestTask : ITenantRow, IVersioned
{
    public RequestTaskId Id { get; init; }
    public TicketId Ticket { get; init; }
    public CustomerId Customer { get; init; }
    public int Step { get; init; }
    public required string Name { get; init; }
    public required string NameEn { get; init; }
    public string Text { get; init; } = "";
    public TaskDuty Duty { get; init; }
    public RequestTaskState State { get; set; }
    /// <summary>Null: the team of the request.</summary>
    public TeamId? Team { get; set; }
    public StaffId? Assignee { get; set; }
    public DateTimeOffset? ReadyAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public string DoneBy { get; set; } = "";
    public string Note { get; set; } = "";
    public int Version { get; set; }

    public bool IsOver => State is RequestTaskState.Done or RequestTaskState.Skipped;
    public string Said => Platform.Text.Texts.Current == Platform.Text.Language.En && NameEn.Length > 0 ? NameEn : Name;
}
