// An alert: trouble that a machine sees, from its first sight to its end. The same labels are the same alert while it is open.
using Steward.Platform.Audit;

namespace Steward.Alerting;

public readonly record struct AlertId(Guid Value) : IId<AlertId> { public static AlertId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct SilenceId(Guid Value) : IId<SilenceId> { public static SilenceId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct WindowId(Guid Value) : IId<WindowId> { public static WindowId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Who saw it: a check, the watch over a probe, or another system that sent it in.</summary>
public enum AlertSource { Check, Probe, External }

/// <summary>The gravest first.</summary>
public enum Severity { Critical, Warning, Info }

public enum AlertState { Firing, Over }

/// <summary>What keeps an open alert from being called out. It takes nothing from it: when the cover lifts, the alert is looked at anew.</summary>
public enum Cover { None, Waiting, Maintenance, Silence, Inhibition }

/// <summary>Changed with every sight of it, so that it is not audited line by line; its story is kept (<see cref="AlertStep"/>), and what people do to it is audited.</summary>
public sealed class Alert : ITenantRow, IVersioned, INotAudited
{
    public AlertId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>The fingerprint of the labels.</summary>
    public required string Key { get; init; }
    public required Dictionary<string, string> Labels { get; init; }
    public AlertSource Source { get; init; }
    /// <summary>The check or probe that it is about; empty for others' alerts.</summary>
    public Guid About { get; init; }
    public Guid? Site { get; init; }
    public Guid? Contract { get; init; }
    public Guid? Service { get; init; }
    /// <summary>Whether it is watched around the clock, which says which of the contract's targets count.</summary>
    public bool FullTime { get; init; }
    public required string Name { get; init; }
    public Severity Severity { get; init; }
    public required string Summary { get; set; }
    public string Description { get; set; } = "";
    public string Link { get; set; } = "";
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset LastSeenAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public AlertState State { get; set; }
    public Cover Cover { get; set; }
    /// <summary>The silence, window or alert that covers it.</summary>
    public Guid CoveredBy { get; set; }
    /// <summary>The deadline of looking at it again: when its cover lifts, or when one begins.</summary>
    public DateTimeOffset? LookAt { get; set; }
    /// <summary>The deadline of its life, for what is only sent as long as it lasts.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
    /// <summary>When it first went through all stages; until then nobody was called and no ticket opened.</summary>
    public DateTimeOffset? RaisedAt { get; set; }
    public Guid? Ticket { get; set; }
    public string AckedBy { get; set; } = "";
    public DateTimeOffset? AckedAt { get; set; }
    public string AckComment { get; set; } = "";
    public int Sights { get; set; } = 1;
    /// <summary>How many steps its story has.</summary>
    public int Steps { get; set; }
    public int Version { get; set; }

    public bool IsOpen => State == AlertState.Firing;
}

/// <summary>The stages in their order, then what happens beside them.</summary>
public enum StageName { Fingerprint, Deduplicate, Maintenance, Silence, Inhibit, Route, Group, Raise, Notify, Acknowledge, Over }

/// <summary>A line of an alert's story. <see cref="Words"/> is a key of the texts, filled with <see cref="Args"/>.</summary>
public sealed class AlertStep : ITenantRow, INotAudited
{
    public AlertId Alert { get; init; }
    public int Number { get; init; }
    public CustomerId Customer { get; init; }
    public DateTimeOffset At { get; init; }
    public StageName Stage { get; init; }
    public required string Words { get; init; }
    public required List<string> Args { get; init; }
    /// <summary>Whether the alert went no further.</summary>
    public bool Held { get; init; }
    /// <summary>The silence, window, alert, ticket or notice that it speaks of.</summary>
    public Guid By { get; init; }
}

/// <summary>Somebody knows of it and says so. Not a silence: it goes on being called out, and the ticket's clocks know nothing of it.</summary>
public sealed class Acknowledgement : ITenantRow
{
    public Guid Id { get; init; }
    public AlertId Alert { get; init; }
    public CustomerId Customer { get; init; }
    public required string By { get; init; }
    public DateTimeOffset At { get; init; }
    public string Comment { get; init; } = "";
}

public enum CoverState { Pending, Active, Expired }

/// <summary>For alerts like these nobody is called from <see cref="From"/> until <see cref="Until"/>. All conditions must hold.</summary>
public sealed class Silence : ITenantRow, IVersioned
{
    public SilenceId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>As Prometheus writes them, parted by commas.</summary>
    public required string Matchers { get; init; }
    public required string Author { get; init; }
    public required string Reason { get; init; }
    public Guid? Ticket { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; set; }

    public CoverState StateAt(DateTimeOffset now) => Covering.StateOf(From, Until, now);
}

/// <summary>Announced work: alerts of the customer, of one site, of what is named, or like these, call nobody while it lasts.</summary>
public sealed class MaintenanceWindow : ITenantRow, IVersioned
{
    public WindowId Id { get; init; }
    public CustomerId Customer { get; init; }
    public Guid? Site { get; init; }
    /// <summary>The one check or probe that is worked on; empty for all.</summary>
    public Guid About { get; init; }
    /// <summary>The record of another room that announced the work, and ends it; empty when a person did.</summary>
    public Guid Behind { get; init; }
    /// <summary>Further conditions on the labels; empty for none.</summary>
    public string Matchers { get; init; } = "";
    public required string Reason { get; init; }
    public required string Author { get; init; }
    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public int Version { get; set; }

    public CoverState StateAt(DateTimeOffset now) => Covering.StateOf(From, Until, now);
}

static class Covering
{
    public static CoverState StateOf(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now) => until <= now ? CoverState.Expired : from <= now ? CoverState.Active : CoverState.Pending;
}
