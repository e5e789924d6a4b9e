// What the parties agreed about pauses, changes of priority and reopening.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>Why work waits for somebody else.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PauseReason>))]
public enum PauseReason { PendingUser, PendingSupplier, PendingPart, PendingChange }

/// <summary>
/// Whether waiting for this reason stops the clocks other than response (SLA rule 5).
/// <paramref name="NeedsProof"/>: a pause without proof is kept on record but counts as service time.
/// <paramref name="CapSeconds"/>: at most so much service time of one ticket is forgiven for this reason, however the pause is cut up.
/// <paramref name="RemindAfterWorkingDays"/>: when to ask the one waited for again.
/// </summary>
public sealed record PauseRule(
    PauseReason Reason,
    bool StopsClocks,
    bool NeedsProof = false,
    long? CapSeconds = null,
    IReadOnlyList<int>? RemindAfterWorkingDays = null);

/// <summary>From where a changed target is counted (SLA rule 7).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeRule>))]
public enum ChangeRule
{
    /// <summary>The whole new target, from the moment of change.</summary>
    FromChange,
    /// <summary>The new target as if it had been agreed at the start: everything since then is counted again, in the calendar of the new target.</summary>
    FromStart,
    /// <summary>The share already used stays used: half of the old target gone leaves half of the new one.</summary>
    Proportional,
}

/// <summary>What a change of priority does to running clocks. A breach is never undone by it (SLA rule 7).</summary>
public sealed record PriorityChangePolicy(ChangeRule Upgrade, ChangeRule Downgrade, bool DowngradeNeedsApproval = true);

/// <summary>What reopening does to the resolution clock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReopenRule>))]
public enum ReopenRule { Continue, Restart }

/// <summary>A resolved ticket may be reopened within so many working days (same time of day, business calendar; SLA rule 6).</summary>
public sealed record ReopenPolicy(ReopenRule Rule, int WithinWorkingDays);

/// <summary>Who may agree with the customer on another date for a ticket.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgreedDateRule>))]
public enum AgreedDateRule
{
    /// <summary>No date agreed by hand counts.</summary>
    Never,
    /// <summary>Whoever may decide on tickets: the service manager.</summary>
    ByManager,
    /// <summary>Whoever works on the ticket.</summary>
    ByAgent,
}

/// <summary>
/// Whether a date may be agreed by hand, by whom, and how far: at most <paramref name="WithinWorkingDays"/> working days after the date that the contract promises, and <paramref name="Times"/> times a ticket.
/// </summary>
public sealed record AgreedDatePolicy(AgreedDateRule Rule, int WithinWorkingDays = 10, int Times = 2)
{
    public static AgreedDatePolicy None { get; } = new(AgreedDateRule.Never, 0, 0);

    /// <summary>The last moment that may be agreed on, for a ticket whose contract promises <paramref name="promised"/>.</summary>
    public DateTimeOffset Latest(DateTimeOffset promised, ServiceCalendar business) => business.LastWithin(promised, WithinWorkingDays);
}
