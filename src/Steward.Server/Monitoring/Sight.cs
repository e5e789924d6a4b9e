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
    /// <summary>An outage that late evidence told of, and nobody since: it goes on as news once it is seen to last, or to be over.</summary>
    public bool Untold { get; init; }
    public bool Blind { get; init; }
    /// <summary>Blind now, and evidence comes all the same, late: the ledger follows it, and what lies behind it is blind (<see cref="Watch.Facts"/>).</summary>
    public bool Behind { get; init; }
    /// <summary>Failures that are not confirmed yet, and the first of them.</summary>
    public int Failures { get; init; }
    public DateTimeOffset? FirstFailure { get; init; }
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The end of the evidence: a silence is counted from here.</summary>
    public DateTimeOffset Evidence => LastAt ?? WatchedFrom;

    public bool IsSoft => Failures > 0;

    /// <summary>
    /// Takes one result that came at <paramref name="now"/>. What is no newer than the last changes nothing (it is kept as a sample elsewhere). A failure that only a gap parts from
    /// the next is not confirmed by it. Recovery needs no confirmation: an answer is an answer. A result from before the grace says what was, and not what is: who is blind stays so,
    /// and an outage is told when it is over, or seen to last.
    /// </summary>
    public Step Take(CheckResult result, SightRule rule, DateTimeOffset now)
    {
        if (result.Outcome == Outcome.Blind || result.At <= Evidence && LastAt is not null || result.At < WatchedFrom) return new(this, [], []);
        var (flips, facts) = (new List<Flip>(), new List<Observed>());
        var (gap, late) = (result.At - Evidence > rule.Grace, now - result.At > rule.Grace);
        var unseen = gap || Blind;
        if (gap && !Blind) flips.Add(new(FlipKind.WentBlind, Evidence, late ? now : result.At));
        if (gap && (!Blind || Behind)) facts.Add(new(LedgerKind.Blind, Evidence));
        if (unseen && !late) flips.Add(new(FlipKind.SeesAgain, Evidence, result.At));
        // Late news is no blindness: if the evidence has no gap after all, the ledger goes on from where it had stopped.
        if ((unseen && (gap || !Behind) || LastAt is null) && Known is { } known) facts.Add(new(Kind(known), gap || LastAt is null ? result.At : Evidence));
        var next = this with { Blind = unseen && late, Behind = unseen && late, LastAt = result.At, Failures = gap ? 0 : Failures, FirstFailure = gap ? null : FirstFailure };
        next = result.Outcome == Outcome.Up ? next.Answered(result.At, flips, facts) : next.Failed(result.At, late, rule, flips, facts);
        return new(next, flips, facts);
    }

    /// <summary>Watched anew from <paramref name="now"/> on (after a pause): what was known stays, evidence begins again.</summary>
    public Sight Anew(DateTimeOffset now) => new(now) { Known = Known, KnownSince = KnownSince, Untold = Untold };

    /// <summary>Looks at a check of which nothing was heard until <paramref name="now"/>.</summary>
    public Step Silence(DateTimeOffset now, SightRule rule)
    {
        if (Blind || now - Evidence <= rule.Grace) return new(this, [], []);
        return new(this with { Blind = true }, [new(FlipKind.WentBlind, Evidence, now)], [new(LedgerKind.Blind, Evidence)]);
    }

    Sight Answered(DateTimeOffset at, List<Flip> flips, List<Observed> facts)
    {
        var next = this with { Failures = 0, FirstFailure = null };
        if (Known == Outcome.Up) return next;
        if (Known == Outcome.Down)
        {
            next = next.Tell(at, flips);
            flips.Add(new(FlipKind.CameBack, at, at));
        }
        facts.Add(new(LedgerKind.Up, at));
        return next with { Known = Outcome.Up, KnownSince = at };
    }

    Sight Failed(DateTimeOffset at, bool late, SightRule rule, List<Flip> flips, List<Observed> facts)
    {
        var next = this;
        if (Known != Outcome.Down)
        {
            var first = FirstFailure ?? at;
            if (Failures < rule.Confirmations) return this with { Failures = Failures + 1, FirstFailure = first };
            facts.Add(new(LedgerKind.Down, first));
            next = this with { Failures = 0, FirstFailure = null, Known = Outcome.Down, KnownSince = first, Untold = true };
        }
        return late ? next : next.Tell(at, flips);
    }

    Sight Tell(DateTimeOffset at, List<Flip> flips)
    {
        if (!Untold) return this;
        flips.Add(new(FlipKind.WentDown, KnownSince!.Value, at));
        return this with { Untold = false };
    }

    static LedgerKind Kind(Outcome known) => known == Outcome.Up ? LedgerKind.Up : LedgerKind.Down;
}
