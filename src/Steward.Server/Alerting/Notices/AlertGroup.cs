// What belongs together is told together: a group of one destination, who is in it, and what its receivers have been told.
using Steward.Platform.Audit;

namespace Steward.Alerting.Notices;

sealed class AlertGroup : ITenantRow, IVersioned, INotAudited
{
    public Guid Id { get; init; }
    public CustomerId Customer { get; init; }
    public required string Receiver { get; init; }
    /// <summary>Where in the tree its route stands.</summary>
    public required string Path { get; init; }
    public required string Key { get; init; }
    public long WaitSeconds { get; set; }
    public long IntervalSeconds { get; set; }
    public long RepeatSeconds { get; set; }
    public required List<string> MutedDuring { get; set; }
    public required List<string> ActiveDuring { get; set; }
    /// <summary>The deadline of the next tick.</summary>
    public DateTimeOffset NextTick { get; set; }
    public DateTimeOffset? LastTold { get; set; }
    public int Told { get; set; }
    public int Version { get; set; }
}

/// <summary>That an alert is in a group. <see cref="Told"/>: its receivers were told that it fires.</summary>
sealed class GroupMember : ITenantRow, INotAudited
{
    public Guid Group { get; init; }
    public AlertId Alert { get; init; }
    public CustomerId Customer { get; init; }
    public bool Told { get; set; }
}

/// <summary>A line of the log of notices, written with the mails and what they changed: after a restart nothing is told twice.</summary>
public sealed class Notice : ITenantRow, INotAudited
{
    public Guid Id { get; init; }
    public CustomerId Customer { get; init; }
    public Guid Group { get; init; }
    public required string Receiver { get; init; }
    public DateTimeOffset At { get; init; }
    public int Firing { get; init; }
    public int Over { get; init; }
    public required List<string> Addresses { get; init; }
}
