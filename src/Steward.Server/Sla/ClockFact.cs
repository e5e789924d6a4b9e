// The facts that clocks are computed from: small, append-only, each with the time it happened and the time it was written down.
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>
/// Something that happened to a ticket. <paramref name="OccurredAt"/> is what clocks are judged by; <paramref name="RecordedAt"/> tells what
/// was known when (a paper sheet typed in later). Facts are never changed or removed; a correction is another fact.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(AutoReplied), "auto-replied")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(RemoteStarted), "remote-started")]
[JsonDerivedType(typeof(CalledOut), "called-out")]
[JsonDerivedType(typeof(ArrivedOnSite), "arrived")]
[JsonDerivedType(typeof(WorkaroundGiven), "workaround")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(PauseClaimed), "pause-claimed")]
[JsonDerivedType(typeof(PauseClaimDecided), "pause-claim-decided")]
[JsonDerivedType(typeof(PriorityChanged), "priority-changed")]
[JsonDerivedType(typeof(CalendarChanged), "calendar-changed")]
[JsonDerivedType(typeof(AgreementChanged), "agreement-changed")]
[JsonDerivedType(typeof(DateAgreed), "date-agreed")]
[JsonDerivedType(typeof(Informed), "informed")]
[JsonDerivedType(typeof(Assigned), "assigned")]
[JsonDerivedType(typeof(Progressed), "progressed")]
[JsonDerivedType(typeof(Resolved), "resolved")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(VerdictDisputed), "verdict-disputed")]
[JsonDerivedType(typeof(VerdictDecided), "verdict-decided")]
public abstract record ClockFact(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt)
{
    /// <summary>When the fact begins to tell: the time it happened, except where a rule says otherwise.</summary>
    [JsonIgnore]
    public virtual DateTimeOffset EffectiveAt => OccurredAt;

    /// <summary>
    /// Starts the clocks: contact time for an incident, approval for a request, confirmation for an alert (SLA rule 4).
    /// <paramref name="Calendars"/> replace those of the agreement (team or site, SLA rule 9); <paramref name="ResolutionSeconds"/>
    /// replaces the resolution target by that of a catalogue item. With <paramref name="Item"/>, the item's name, the times given here are all that is promised.
    /// <paramref name="Category"/> is what kind of trouble it is: the agreement may say that such work goes to the next line at once. <paramref name="Silent"/>: words to the requester are not among the facts,
    /// as in a history that was imported, or there is no requester, as where a machine reported: then nothing is promised about them.
    /// </summary>
    public sealed record Opened(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Priority Priority, ServiceMode Mode = ServiceMode.OnSite,
        CalendarPair? Calendars = null, long? ResolutionSeconds = null, long? ResponseSeconds = null, string? Item = null, string? Category = null, bool? Silent = null) : ClockFact(OccurredAt, RecordedAt)
    {
        /// <summary>What the catalogue item promises, whatever the priority: in business hours, and nothing beside response and resolution.</summary>
        public Target? OfItem(ClockKind kind) => (kind switch
        {
            ClockKind.Response => ResponseSeconds,
            ClockKind.Resolution => ResolutionSeconds,
            _ => null,
        }) is { } seconds ? new(seconds) : null;
    }

    /// <summary>A machine answered. Kept as proof; it stops nothing (SLA rule 4).</summary>
    public sealed record AutoReplied(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>A human took the ticket on: the first one stops the response clock (SLA rule 4).</summary>
    public sealed record Accepted(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string By) : ClockFact(OccurredAt, RecordedAt);

    public sealed record RemoteStarted(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>Somebody was sent for: starts an arrival clock that is counted from the call-out.</summary>
    public sealed record CalledOut(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    public sealed record ArrivedOnSite(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    public sealed record WorkaroundGiven(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>Work waits; <paramref name="Proof"/> refers to the message sent, the order placed. Several reasons may hold at once.</summary>
    /// <param name="Supplier">Who is waited for, where a supplier is.</param>
    /// <param name="Carrier">That supplier is a carrier, whose share is told apart.</param>
    public sealed record Paused(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, PauseReason Reason, string? Proof = null, Guid? Supplier = null, bool Carrier = false)
        : ClockFact(OccurredAt, RecordedAt);

    /// <summary>Work goes on: this reason is gone, or, without one, every reason.</summary>
    public sealed record Resumed(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, PauseReason? Reason = null)
        : ClockFact(OccurredAt, RecordedAt);

    /// <summary>A pause entered afterwards, [OccurredAt, <paramref name="Until"/>), which has ended by when it is recorded: it counts only once it is approved (SLA rule 5).</summary>
    public sealed record PauseClaimed(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, DateTimeOffset Until, PauseReason Reason, int Claim,
        string? Proof = null) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>The service manager's word on a claim; the last word holds.</summary>
    public sealed record PauseClaimDecided(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, int Claim, bool Approved, string By)
        : ClockFact(OccurredAt, RecordedAt);

    /// <summary>A downgrade without approval changes nothing where the agreement asks for one (SLA rule 7).</summary>
    public sealed record PriorityChanged(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Priority To, string? ApprovedBy = null)
        : ClockFact(OccurredAt, RecordedAt);

    /// <summary>
    /// Another calendar, or another version of the same one (a closure, the next year's holidays). Consumed time is kept: it tells from the
    /// time it happened or was written down, whichever is later (SLA rule 8).
    /// </summary>
    public sealed record CalendarChanged(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, CalendarUse Use, CalendarRef To)
        : ClockFact(OccurredAt, RecordedAt)
    {
        public override DateTimeOffset EffectiveAt => OccurredAt > RecordedAt ? OccurredAt : RecordedAt;
    }

    /// <summary>
    /// The parties agreed on another version of the agreement, and it holds for this open ticket from now on. <paramref name="Rule"/> says from where a target that differs is counted; what is alike in both
    /// versions does not move. <paramref name="Before"/> is what the clocks showed until then.
    /// </summary>
    public sealed record AgreementChanged(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, AgreementRef To, ChangeRule Rule, string By = "", IReadOnlyList<KeptVerdict>? Before = null) : ClockFact(OccurredAt, RecordedAt)
    {
        public override DateTimeOffset EffectiveAt => OccurredAt > RecordedAt ? OccurredAt : RecordedAt;
    }

    /// <summary>
    /// Agreed with the customer (约定时间): it is to be solved by <paramref name="Due"/>, a moment and not a budget, so that no pause moves it. The target before it stays readable, and a breach stays a breach.
    /// </summary>
    public sealed record DateAgreed(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, DateTimeOffset Due, string ByCustomer, string ByProvider, string Reason) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>A human told the requester how things stand, in words that they can read: a round of the update clock ends and the next begins. Automatic mails are none.</summary>
    public sealed record Informed(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string By) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>
    /// Given to a group. The clocks of the contract do not care who works; those between the provider's own groups (OLA) and the standstill that moves work to the next line do.
    /// </summary>
    public sealed record Assigned(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Guid Team, SupportLine Line) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>Somebody who works on it did something that no other fact tells: began, or wrote what they found. It ends a standstill and moves no clock.</summary>
    public sealed record Progressed(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>Service is restored; waiting for confirmation is not counted (SLA rule 4). <paramref name="Automatic"/>: it came back by itself.</summary>
    public sealed record Resolved(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, bool Automatic = false)
        : ClockFact(OccurredAt, RecordedAt);

    public sealed record Reopened(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>Confirmed, or silent for long enough. After it only a new ticket can be opened.</summary>
    public sealed record Closed(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>Duplicate, withdrawn or false alarm: not measured. A breach that had happened stays visible.</summary>
    public sealed record Cancelled(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Reason) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>The customer says that the verdict on a clock is wrong.</summary>
    public sealed record VerdictDisputed(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, ClockKind Kind, Verdict Verdict, string By, string Reason) : ClockFact(OccurredAt, RecordedAt);

    /// <summary>
    /// What became of a dispute: the verdict that holds from now on. Changed, it carries both names; what was computed stays beside it. The last word holds.
    /// </summary>
    public sealed record VerdictDecided(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, ClockKind Kind, Verdict Verdict, string ByCustomer, string ByProvider, string Reason = "") : ClockFact(OccurredAt, RecordedAt);
}

/// <summary>What a clock showed when another agreement took its place.</summary>
public sealed record KeptVerdict(ClockKind Kind, DateTimeOffset? Due, Verdict Verdict);
