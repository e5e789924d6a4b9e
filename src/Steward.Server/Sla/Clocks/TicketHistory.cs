// Reads the facts of one ticket in order: what held when, which pauses there were, and which facts changed nothing.
namespace Steward.Sla.Clocks;

/// <summary>A wait [From, To) for one reason; <paramref name="Stops"/>: the agreement lets it stop clocks.</summary>
sealed record PauseStretch(DateTimeOffset From, DateTimeOffset To, PauseReason Reason, bool Stops, bool Claimed = false, Guid? Supplier = null, bool Carrier = false)
{
    public bool IsOpen => To == DateTimeOffset.MaxValue;
    public bool Covers(DateTimeOffset at) => From <= at && at < To;
}

/// <summary>A fact that counts, at its whole second and not before the ticket was opened.</summary>
readonly record struct Moment(DateTimeOffset At, ClockFact Fact);

sealed class TicketHistory
{
    enum Stage { Open, Resolved, Ended }

    readonly CalendarShelf shelf;
    readonly List<(DateTimeOffset Since, CalendarUse Use, CalendarRef Calendar)> calendars = [];
    readonly List<Moment> moments = [];
    readonly List<PauseStretch> pauses = [];
    readonly List<IgnoredFact> ignored = [];
    Stage stage = Stage.Open;
    DateTimeOffset resolvedAt;

    TicketHistory(ClockFact.Opened opened, Agreement agreement, CalendarShelf shelf, DateTimeOffset now)
    {
        (Opened, OpenedUnder, Agreement, this.shelf, Now) = (opened, agreement, agreement, shelf, Cut(now));
        OpenedAt = Cut(opened.OccurredAt);
        Priority = opened.Priority;
        foreach (var use in Enum.GetValues<CalendarUse>())
            calendars.Add((OpenedAt, use, (opened.Calendars ?? agreement.Calendars)[use]));
    }

    public ClockFact.Opened Opened { get; }
    /// <summary>The version that it was opened under.</summary>
    public Agreement OpenedUnder { get; }
    /// <summary>The version in force now; while facts are read, the one in force then.</summary>
    public Agreement Agreement { get; private set; }
    public DateTimeOffset Now { get; }
    public DateTimeOffset OpenedAt { get; }
    public Priority Priority { get; private set; }
    public bool Reopened { get; private set; }
    public DateTimeOffset? CancelledAt { get; private set; }
    public IReadOnlyList<Moment> Moments => moments;
    public IReadOnlyList<PauseStretch> Pauses => pauses;
    public IReadOnlyList<IgnoredFact> Ignored => ignored;

    /// <summary>The instants at which a calendar version begins to tell.</summary>
    public IEnumerable<DateTimeOffset> CalendarChanges => calendars.Select(c => c.Since);

    public Agreement VersionOf(AgreementRef key) => key == OpenedUnder.Ref ? OpenedUnder : shelf[key];

    public ServiceCalendar CalendarAt(CalendarUse use, DateTimeOffset at) => shelf[calendars.Last(c => c.Use == use && c.Since <= at).Calendar];

    public static TicketHistory Of(IEnumerable<ClockFact> facts, Agreement agreement, CalendarShelf shelf, DateTimeOffset now)
    {
        var ordered = facts.OrderBy(f => f.EffectiveAt).ThenBy(f => f.RecordedAt).ToList();
        var opened = ordered.OfType<ClockFact.Opened>().FirstOrDefault() ?? throw new ArgumentException("Clocks need an opened ticket.", nameof(facts));
        var history = new TicketHistory(opened, agreement, shelf, now);
        foreach (var fact in ordered.Where(f => f != (ClockFact)opened && f.EffectiveAt <= now))
            history.Take(fact);
        history.TakeClaims(ordered.Where(f => f.EffectiveAt <= now).ToList());
        return history;
    }

    /// <summary>Whole seconds in UTC (SLA rule 10).</summary>
    public static DateTimeOffset Cut(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    DateTimeOffset Clamp(DateTimeOffset at) => Cut(at) is var cut && cut > OpenedAt ? cut : OpenedAt;

    void Take(ClockFact fact)
    {
        var at = Clamp(fact.EffectiveAt);
        if (WhyIgnored(fact, at) is { } reason)
        {
            ignored.Add(new(fact, reason));
            return;
        }
        moments.Add(new(at, fact));
        switch (fact)
        {
            case ClockFact.Paused p: pauses.Add(new(at, DateTimeOffset.MaxValue, p.Reason, Stops(p.Reason, p.Proof), Supplier: p.Supplier, Carrier: p.Carrier)); break;
            case ClockFact.Resumed r: EndPauses(at, r.Reason); break;
            case ClockFact.Resolved: Resolve(at); break;
            case ClockFact.Reopened: (stage, Reopened) = (Stage.Open, true); break;
            case ClockFact.Closed: Resolve(at); stage = Stage.Ended; break;
            case ClockFact.Cancelled: Resolve(at); (stage, CancelledAt) = (Stage.Ended, at); break;
            case ClockFact.PriorityChanged p: Priority = p.To; break;
            case ClockFact.CalendarChanged c: calendars.Add((at, c.Use, c.To)); break;
            case ClockFact.AgreementChanged a: Agreement = VersionOf(a.To); break;
        }
    }

    /// <summary>The text key of the reason why a fact changes nothing; null when it counts.</summary>
    string? WhyIgnored(ClockFact fact, DateTimeOffset at) => fact switch
    {
        ClockFact.Opened => "SLA.ignored.second-opening",
        ClockFact.PauseClaimed or ClockFact.PauseClaimDecided or ClockFact.VerdictDisputed or ClockFact.VerdictDecided => null,
        _ when stage == Stage.Ended => "SLA.ignored.after-end",
        ClockFact.Paused or ClockFact.Resolved when stage == Stage.Resolved => "SLA.ignored.already-resolved",
        ClockFact.Paused p when pauses.Any(s => s.IsOpen && s.Reason == p.Reason) => "SLA.ignored.already-paused",
        ClockFact.Resumed r when !pauses.Any(s => s.IsOpen && s.Reason == (r.Reason ?? s.Reason)) => "SLA.ignored.not-paused",
        ClockFact.Reopened when stage == Stage.Open => "SLA.ignored.not-resolved",
        ClockFact.Reopened when at > SlaClock.ReopenUntil(Agreement, CalendarAt(CalendarUse.Business, resolvedAt), resolvedAt) => "SLA.ignored.reopened-too-late",
        ClockFact.DateAgreed when stage == Stage.Resolved => "SLA.ignored.already-resolved",
        ClockFact.DateAgreed when Agreement.DatePolicy.Rule == AgreedDateRule.Never => "SLA.ignored.date-not-allowed",
        ClockFact.DateAgreed d when Cut(d.Due) <= at => "SLA.ignored.date-passed",
        ClockFact.AgreementChanged c when c.To == Agreement.Ref => "SLA.ignored.same-agreement",
        ClockFact.PriorityChanged p when p.To == Priority => "SLA.ignored.same-priority",
        ClockFact.PriorityChanged { ApprovedBy: null } p when p.To > Priority && Agreement.PriorityChanges.DowngradeNeedsApproval => "SLA.ignored.downgrade-unapproved",
        _ => null,
    };

    void Resolve(DateTimeOffset at)
    {
        if (stage == Stage.Open) (stage, resolvedAt) = (Stage.Resolved, at);
        EndPauses(at, null);
    }

    void EndPauses(DateTimeOffset at, PauseReason? reason)
    {
        for (var i = 0; i < pauses.Count; i++)
            if (pauses[i].IsOpen && (reason ?? pauses[i].Reason) == pauses[i].Reason)
                pauses[i] = pauses[i] with { To = at };
    }

    /// <summary>Pauses entered afterwards count once approved; the last word holds (SLA rule 5).</summary>
    void TakeClaims(List<ClockFact> facts)
    {
        var approved = facts.OfType<ClockFact.PauseClaimDecided>().GroupBy(d => d.Claim).Where(d => d.Last().Approved).Select(d => d.Key).ToHashSet();
        foreach (var claim in facts.OfType<ClockFact.PauseClaimed>())
            if (!approved.Contains(claim.Claim)) ignored.Add(new(claim, "SLA.ignored.claim-unapproved"));
            else if (Clamp(claim.Until) <= Now) pauses.Add(Claimed(claim, Clamp(claim.Until)));
            else pauses.Add(Claimed(claim, Now));
    }

    PauseStretch Claimed(ClockFact.PauseClaimed claim, DateTimeOffset until) =>
        new(Clamp(claim.OccurredAt), until, claim.Reason, Stops(claim.Reason, claim.Proof), Claimed: true);

    bool Stops(PauseReason reason, string? proof) => Agreement.RuleOf(reason) is { StopsClocks: true } rule && (!rule.NeedsProof || !string.IsNullOrWhiteSpace(proof));
}
