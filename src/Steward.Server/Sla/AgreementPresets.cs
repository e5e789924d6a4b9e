// The agreement that a new contract starts from; every figure in it is meant to be changed by contract.
using static Steward.Sla.CalendarUse;
using static Steward.Sla.EscalationRole;

namespace Steward.Sla;

/// <summary>5×8 on site with 7×24 telephone and remote service.</summary>
public static class AgreementPresets
{
    const long Minute = 60, Hour = 3600;

    public static Agreement Standard { get; } = new(
        new("standard", 1),
        "5×8 + 7×24",
        PriorityMatrix.Standard,
        new(CalendarPresets.FiveByEight.Ref, CalendarPresets.SevenByTwentyFour.Ref),
        CalendarOwner.ServingTeam,
        [.. OnSite(), .. Remote()],
        [
            new(PauseReason.PendingUser, StopsClocks: true, NeedsProof: true, RemindAfterWorkingDays: [1, 2, 3]),
            new(PauseReason.PendingSupplier, StopsClocks: false),
            new(PauseReason.PendingPart, StopsClocks: false),
            new(PauseReason.PendingChange, StopsClocks: false),
        ],
        new(ChangeRule.FromChange, ChangeRule.FromStart),
        new(ReopenRule.Continue, WithinWorkingDays: 5),
        [
            .. Ladder(Priority.P1, [ServiceManager, CustomerAdministrator], [ProjectManager], [ProjectManager, ProviderDirector], [CustomerHeadOfIt], [ContractContacts]),
            .. Ladder(Priority.P2, [Owner], [GroupLead], [ServiceManager], [ProjectManager], [CustomerAdministrator]),
            .. Ladder(Priority.P3, [Owner], [Owner], [GroupLead], [ServiceManager], [ServiceManager]),
            .. Ladder(Priority.P4, [Owner], [Owner], [GroupLead], [ServiceManager], [ServiceManager]),
        ],
        [
            new(Priority.P1, SupportLine.First, 10 * Minute), new(Priority.P1, SupportLine.Second, 30 * Minute),
            .. new[] { Priority.P2, Priority.P3, Priority.P4 }.SelectMany(p => new FunctionalStep[]
                { new(p, SupportLine.First, 30 * Minute), new(p, SupportLine.Second, 2 * Hour) }),
        ],
        [],
        [.. Enum.GetValues<Priority>().SelectMany(p => new GroupTarget[] { new(SupportLine.First, p, Whole(p) / 4), new(SupportLine.Second, p, Whole(p) / 2), new(SupportLine.Third, p, Whole(p) / 2) })],
        [.. Enum.GetValues<Priority>().Select(p => new SupplierTarget(p, Whole(p) / 2))]);

    /// <summary>
    /// The same promises, and what was added to them since: words to the requester at a steady pace, dates agreed by hand, and a ladder for groups and suppliers that are late.
    /// </summary>
    public static Agreement WithUpdates { get; } = Standard with
    {
        Ref = new("standard", 2),
        Updates =
        [
            new(Priority.P1, 30 * Minute, FullTime, [Owner, GroupLead, ServiceManager]), new(Priority.P2, 2 * Hour, FullTime),
            new(Priority.P3, 8 * Hour), new(Priority.P4, 16 * Hour, Tell: [Owner]),
        ],
        AgreedDates = new(AgreedDateRule.ByManager),
        ChainLadder =
        [
            new(ChainLink.Group, 75, [Owner]), new(ChainLink.Group, 100, [GroupLead, ServiceManager]),
            new(ChainLink.Supplier, 75, [Owner]), new(ChainLink.Supplier, 100, [ServiceManager]), new(ChainLink.Supplier, 150, [ProjectManager]),
        ],
    };

    /// <summary>What every installation knows without its database.</summary>
    public static IReadOnlyList<Agreement> All { get; } = [Standard, WithUpdates];

    /// <summary>What the customer is promised on site: each line and each supplier gets a part of it.</summary>
    static long Whole(Priority priority) => OnSite().Single(t => t.Priority == priority).Resolution!.Seconds;

    static TargetSet[] OnSite() =>
    [
        new(ServiceMode.OnSite, Priority.P1, new(10 * Minute), null, new(15 * Minute), new(2 * Hour), new(4 * Hour)),
        new(ServiceMode.OnSite, Priority.P2, new(15 * Minute), null, new(30 * Minute), new(4 * Hour), new(8 * Hour)),
        new(ServiceMode.OnSite, Priority.P3, new(30 * Minute), null, new(60 * Minute), null, new(16 * Hour)),
        new(ServiceMode.OnSite, Priority.P4, new(60 * Minute), null, new(4 * Hour), null, new(40 * Hour)),
    ];

    /// <summary>P1 and P2 run round the clock; P3 is registered round the clock and then, like P4, served in business hours.</summary>
    static TargetSet[] Remote() =>
    [
        new(ServiceMode.FullTimeRemote, Priority.P1, Round(10 * Minute), Round(30 * Minute), CallOut(2 * Hour, FullTime), null, Round(8 * Hour)),
        new(ServiceMode.FullTimeRemote, Priority.P2, Round(15 * Minute), Round(60 * Minute), CallOut(4 * Hour, FullTime), null, Round(16 * Hour)),
        new(ServiceMode.FullTimeRemote, Priority.P3, Round(30 * Minute), null, CallOut(60 * Minute, Business), null, new(16 * Hour)),
        new(ServiceMode.FullTimeRemote, Priority.P4, null, null, CallOut(4 * Hour, Business), null, new(40 * Hour)),
    ];

    static Target Round(long seconds) => new(seconds, FullTime);

    static Target CallOut(long seconds, CalendarUse calendar) => new(seconds, calendar, ClockStart.CalledOut);

    static IEnumerable<EscalationStep> Ladder(Priority priority, params EscalationRole[][] tell) =>
        new[] { 0, 50, 75, 90, 100 }.Zip(tell, (share, roles) => new EscalationStep(priority, share, roles, Daily: share == 100));
}
