// Which facts stop which clock, and which only end it because it is no longer needed.
namespace Steward.Sla.Clocks;

static class Deeds
{
    /// <summary>
    /// The deed itself, or a later deed that contains it: who solves a fault has responded to it. Automatic mails are no deed, and a service
    /// that came back by itself is a resolution but nobody's response (SLA rule 4).
    /// </summary>
    public static bool Stop(ClockKind kind, ClockFact fact) => kind switch
    {
        ClockKind.Response => fact is ClockFact.Accepted or ClockFact.RemoteStarted or ClockFact.ArrivedOnSite or ClockFact.WorkaroundGiven
            or ClockFact.Resolved { Automatic: false },
        ClockKind.RemoteStart => fact is ClockFact.RemoteStarted or ClockFact.ArrivedOnSite or ClockFact.WorkaroundGiven
            or ClockFact.Resolved { Automatic: false },
        ClockKind.Arrival => fact is ClockFact.ArrivedOnSite,
        ClockKind.Workaround => fact is ClockFact.WorkaroundGiven or ClockFact.Resolved or ClockFact.Closed,
        ClockKind.Resolution => fact is ClockFact.Resolved or ClockFact.Closed,
        ClockKind.Update => Inform(fact) || fact is ClockFact.Resolved or ClockFact.Closed,
    };

    /// <summary>The requester read something from a human: what was found, or how to go on meanwhile.</summary>
    public static bool Inform(ClockFact fact) => fact is ClockFact.Informed or ClockFact.WorkaroundGiven;

    /// <summary>Nobody has to come to a fault that is solved. Ended in time, such a clock is not measured; ended late, it is breached.</summary>
    public static bool End(ClockFact fact) => fact is ClockFact.Resolved or ClockFact.Closed or ClockFact.Cancelled;
}
