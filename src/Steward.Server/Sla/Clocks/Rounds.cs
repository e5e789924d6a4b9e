// Runs the update clock: one stopwatch for each round in which the requester had to hear from us.
namespace Steward.Sla.Clocks;

/// <summary>
/// A round begins when the ticket is opened, when the requester was told something, and when it is opened again; it ends when they are told, or when the ticket is solved, which tells them too. Rounds are judged
/// one by one: a late word is late, and the next round begins with a clean slate.
/// </summary>
sealed class Rounds
{
    readonly List<Stopwatch> rounds = [];

    public static Rounds Of(TicketHistory history)
    {
        var all = new Rounds();
        var (priority, agreement, open) = (history.Opened.Priority, history.OpenedUnder, true);
        // Most agreements promise nothing of the kind.
        if (history.Opened.Silent == true) return all;
        if (agreement.Updates is null && !history.Moments.Any(m => m.Fact is ClockFact.AgreementChanged)) return all;
        all.rounds.Add(new(history, ClockKind.Update, history.OpenedAt, priority, agreement));
        foreach (var (at, fact) in history.Moments)
        {
            all.rounds[^1].Take(at, fact);
            if (fact is ClockFact.PriorityChanged change) priority = change.To;
            else if (fact is ClockFact.AgreementChanged renewed) agreement = history.VersionOf(renewed.To);
            var begins = fact is ClockFact.Reopened || open && Deeds.Inform(fact);
            open = fact is ClockFact.Reopened || open && !Deeds.End(fact);
            if (begins) all.rounds.Add(new(history, ClockKind.Update, at, priority, agreement));
        }
        return all;
    }

    /// <summary>The present round, or the last one; a solved ticket shows the verdict of all.</summary>
    public ClockReading Read()
    {
        var known = rounds.ConvertAll(r => r.Read()).FindAll(r => r.Phase != ClockPhase.NotStarted);
        if (known.Count == 0) return new(ClockKind.Update) { Phase = ClockPhase.NotStarted };
        var last = known[^1] with { Rounds = known.ConvertAll(r => new UpdateRound(r.StartedAt!.Value, r.StoppedAt, r.Due, r.Computed ?? r.Verdict)) };
        if (last.Phase != ClockPhase.Stopped) return last;
        var whole = last.Rounds.Any(r => r.Verdict == Verdict.Breached) ? Verdict.Breached : last.Rounds.Any(r => r.Verdict == Verdict.Met) ? Verdict.Met : Verdict.NotMeasured;
        var agreed = rounds[^1].Decided;
        return last with { Verdict = agreed ?? whole, Computed = agreed is { } other && other != whole ? whole : null, BreachedAt = known.Find(r => r.BreachedAt is not null)?.BreachedAt };
    }

    public IReadOnlyList<ExplainedSpan> Explain() => rounds.Count == 0 ? [] : Present.Explain();

    public IReadOnlyList<EscalationLevel> Escalation(ClockReading reading) => rounds.Count == 0 ? [] : Present.Escalation(reading);

    /// <summary>The one whose figures are shown.</summary>
    Stopwatch Present => rounds.FindLast(r => r.Started) ?? rounds[^1];
}
