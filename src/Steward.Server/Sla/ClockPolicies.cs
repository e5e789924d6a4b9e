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
