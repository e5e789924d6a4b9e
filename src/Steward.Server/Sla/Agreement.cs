// One version of a service level agreement, without a customer: a contract names the version it holds.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>Names one version of one agreement; a ticket keeps the version it was opened under.</summary>
public readonly record struct AgreementRef(string Id, int Number)
{
    public override string ToString() => $"{Id}/{Number}";
}

/// <summary>Whose calendar a ticket uses: the serving team's or that of the user's site (SLA rule 9).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CalendarOwner>))]
public enum CalendarOwner { ServingTeam, UserSite }

/// <summary>
/// Everything that the parties agreed about time. What a later version of Steward added stands last and may be missing: then nothing is promised about it. A verdict may be disputed for <paramref name="DisputeWorkingDays"/> after the ticket was closed. Immutable: an amendment is the next number. <paramref name="Calendars"/> are those a
/// ticket gets unless it is opened with others.
/// </summary>
public sealed record Agreement(
    AgreementRef Ref,
    string Name,
    PriorityMatrix Matrix,
    CalendarPair Calendars,
    CalendarOwner CalendarsOf,
    IReadOnlyList<TargetSet> Targets,
    IReadOnlyList<PauseRule> Pauses,
    PriorityChangePolicy PriorityChanges,
    ReopenPolicy Reopening,
    IReadOnlyList<EscalationStep> Ladder,
    IReadOnlyList<FunctionalStep> Functional,
    IReadOnlyList<string> Notes,
    IReadOnlyList<GroupTarget>? Groups = null,
    IReadOnlyList<SupplierTarget>? Suppliers = null,
    int DisputeWorkingDays = 5,
    IReadOnlyList<UpdateRule>? Updates = null,
    AgreedDatePolicy? AgreedDates = null,
    IReadOnlyList<ChainStep>? ChainLadder = null,
    IReadOnlyList<string>? AtOnce = null)
{
    public Target? TargetOf(ServiceMode mode, Priority priority, ClockKind kind) => kind == ClockKind.Update
        ? UpdateOf(priority) is { } update ? new(update.Seconds, update.Calendar) : null
        : Targets.FirstOrDefault(t => t.Mode == mode && t.Priority == priority)?[kind];

    public UpdateRule? UpdateOf(Priority priority) => Updates?.FirstOrDefault(u => u.Priority == priority);

    /// <summary>A version that says nothing about dates agreed by hand allows none.</summary>
    [JsonIgnore]
    public AgreedDatePolicy DatePolicy => AgreedDates ?? AgreedDatePolicy.None;

    /// <summary>Work of this category is none for the first line. <see cref="AtOnce"/> are words of the catalogue, in either language.</summary>
    public bool GoesAtOnce(string? category) => category is { Length: > 0 } given && AtOnce?.Contains(given, StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>The rule for a reason; a reason that the agreement does not name stops nothing.</summary>
    public PauseRule RuleOf(PauseReason reason) =>
        Pauses.FirstOrDefault(p => p.Reason == reason) ?? new(reason, StopsClocks: false);

    /// <summary>Steps of one priority, smallest share first.</summary>
    public IEnumerable<EscalationStep> LadderOf(Priority priority) =>
        Ladder.Where(s => s.Priority == priority).OrderBy(s => s.SharePercent);

    /// <summary>Service seconds without progress after which work leaves <paramref name="line"/>; null: it stays.</summary>
    public long? FunctionalAfter(Priority priority, SupportLine line) =>
        Functional.FirstOrDefault(f => f.Priority == priority && f.From == line)?.AfterSeconds;

    /// <summary>What a group is given for a ticket; null: nothing was agreed with it.</summary>
    public GroupTarget? GroupTargetOf(Guid team, SupportLine line, Priority priority) =>
        Groups?.FirstOrDefault(g => g.Priority == priority && g.Team == team) ?? Groups?.FirstOrDefault(g => g.Priority == priority && g.Team is null && g.Line == line);

    public SupplierTarget? SupplierTargetOf(Guid? supplier, Priority priority) =>
        Suppliers?.FirstOrDefault(s => s.Priority == priority && supplier is not null && s.Supplier == supplier) ?? Suppliers?.FirstOrDefault(s => s.Priority == priority && s.Supplier is null);

    /// <summary>What keeps this version from being used; null when it is sound.</summary>
    public Refusal? Fault()
    {
        if (!Matrix.IsSound()) return new BadField(nameof(Matrix), "SLA-201");
        if (Targets.GroupBy(t => (t.Mode, t.Priority)).Any(g => g.Count() > 1)) return new BadField(nameof(Targets), "SLA-202");
        if (Targets.SelectMany(t => Enum.GetValues<ClockKind>().Select(k => t[k])).Any(t => t is { Seconds: <= 0 }))
            return new BadField(nameof(Targets), "SLA-203");
        if (Pauses.GroupBy(p => p.Reason).Any(g => g.Count() > 1) || Pauses.Any(p => p.CapSeconds < 0))
            return new BadField(nameof(Pauses), "SLA-204");
        if (Reopening.WithinWorkingDays < 0) return new BadField(nameof(Reopening), "SLA-205");
        if (Ladder.Any(s => s.SharePercent < 0)) return new BadField(nameof(Ladder), "SLA-206");
        if (Groups?.Any(g => g.Seconds <= 0) == true) return new BadField(nameof(Groups), "SLA-207");
        if (Suppliers?.Any(s => s.Seconds <= 0) == true) return new BadField(nameof(Suppliers), "SLA-207");
        if (ChainLadder?.Any(s => s.SharePercent is <= 0 or > 1000) == true || ChainLadder?.GroupBy(s => (s.Link, s.SharePercent)).Any(g => g.Count() > 1) == true) return new BadField(nameof(ChainLadder), "SLA-208");
        if (Updates?.Any(u => u.Seconds <= 0) == true || Updates?.GroupBy(u => u.Priority).Any(g => g.Count() > 1) == true) return new BadField(nameof(Updates), "SLA-209");
        return AgreedDates is { WithinWorkingDays: < 0 } or { Times: < 0 } ? new BadField(nameof(AgreedDates), "SLA-210") : null;
    }
}
