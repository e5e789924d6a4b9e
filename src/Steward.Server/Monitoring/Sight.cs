// What is known of a check: the pure state machine from results and silence to flips and facts of the ledger.
using Steward.Protocol;

namespace Steward.Monitoring;

/// <summary>So many failures must follow the first before it counts; silence longer than <paramref name="Grace"/> is blindness.</summary>
public readonly record struct SightRule(int Confirmations, TimeSpan Grace);

public enum FlipKind { WentDown, CameBack, WentBlind, SeesAgain }

/// <summary>A hard change, the only thing that goes on as news. <paramref name="From"/> is when it began, <paramref name="At"/> when it was certain.</summary>
public readonly record struct Flip(FlipKind Kind, DateTimeOffset From, DateTimeOffset At);

/// <summary>"From this instant on it was so", until something else is observed.</summary>
public readonly record struct Observed(LedgerKind Kind, DateTimeOffset From);

/// <summary>What a step leaves behind: the new state, and what it has to tell.</summary>
public sealed record Step(Sight Sight, IReadOnlyList<Flip> Flips, IReadOnlyList<Observed> Facts);

/// <summary>
/// The hard state <see cref="Known"/> is kept while the check is blind: blindness covers what is known and takes nothing from it.
/// A result speaks for the time until the next one, so that a gap begins at the last result before it.
/// </summary>
public sealed record Sight(DateTimeOffset WatchedFrom)
{
    /// <summary>Up or Down by confirmed evidence; null before the first.</summary>
    public Outcome? Known { get; init; }
    public DateTimeOffset? KnownSince { get; init; }
    public bool Blind { get; init; }
    /// <summary>Failures that are not confirmed yet, and the first of them.</summary>
    public int Failures { get; init; }
    public DateTimeOffset? FirstFailure { get; init; }
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The end of the evidence: a silence is counted from here.</summary>
    public DateTimeOffset Evidence => LastAt ?? WatchedFrom;

    public bool IsSoft => Failures > 0;

    /// <summary>
    /// Takes one result. What is no newer than the last changes nothing (it is kept as a sample elsewhere). A failure that only a gap parts from
    /// the next is not confirmed by it. Recovery needs no confirmation: an answer is an answer.
    /// </summary>
    public Step Take(CheckResult result, SightRule rule)
    {
        if (result.Outcome == Outcome.Blind || result.At <= Evidence && LastAt is not null || result.At < WatchedFrom) return new(this, [], []);
        var (flips, facts) = (new List<Flip>(), new List<Observed>());
        var gap = result.At - Evidence > rule.Grace;
        if (gap && !Blind) GoBlind(result.At, flips, facts);
        if (gap || Blind) flips.Add(new(FlipKind.SeesAgain, Evidence, result.At));
        // Late news is no blindness: if the evidence has no gap after all, the ledger goes on from where it had stopped.
        if ((gap || Blind || LastAt is null) && Known is { } known) facts.Add(new(Kind(known), gap || LastAt is null ? result.At : Evidence));
        var next = this with { Blind = false, LastAt = result.At, Failures = gap ? 0 : Failures, FirstFailure = gap ? null : FirstFailure };
        next = result.Outcome == Outcome.Up ? next.Answered(result.At, flips, facts) : next.Failed(result.At, rule, flips, facts);
        return new(next, flips, facts);
    }

    /// <summary>Watched anew from <paramref name="now"/> on (after a pause): what was known stays, evidence begins again.</summary>
    public Sight Anew(DateTimeOffset now) => new(now) { Known = Known, KnownSince = KnownSince };

    /// <summary>Looks at a check of which nothing was heard until <paramref name="now"/>.</summary>
    public Step Silence(DateTimeOffset now, SightRule rule)
    {
        if (Blind || now - Evidence <= rule.Grace) return new(this, [], []);
        var (flips, facts) = (new List<Flip>(), new List<Observed>());
        GoBlind(now, flips, facts);
        return new(this with { Blind = true }, flips, facts);
    }

    void GoBlind(DateTimeOffset at, List<Flip> flips, List<Observed> facts)
    {
        flips.Add(new(FlipKind.WentBlind, Evidence, at));
        facts.Add(new(LedgerKind.Blind, Evidence));
    }

    Sight Answered(DateTimeOffset at, List<Flip> flips, List<Observed> facts)
    {
        var next = this with { Failures = 0, FirstFailure = null };
        if (Known == Outcome.Up) return next;
        if (Known == Outcome.Down) flips.Add(new(FlipKind.CameBack, at, at));
        facts.Add(new(LedgerKind.Up, at));
        return next with { Known = Outcome.Up, KnownSince = at };
    }

    Sight Failed(DateTimeOffset at, SightRule rule, List<Flip> flips, List<Observed> facts)
    {
        if (Known == Outcome.Down) return this;
        var first = FirstFailure ?? at;
        if (Failures < rule.Confirmations) return this with { Failures = Failures + 1, FirstFailure = first };
        flips.Add(new(FlipKind.WentDown, first, at));
        facts.Add(new(LedgerKind.Down, first));
        return this with { Failures = 0, FirstFailure = null, Known = Outcome.Down, KnownSince = first };
    }

    static LedgerKind Kind(Outcome known) => known == Outcome.Up ? LedgerKind.Up : LedgerKind.Down;
}
