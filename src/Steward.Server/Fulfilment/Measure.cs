// What a measure is: a formula over records, computed for periods, with the records behind the number.
using System.Text.Json.Serialization;
using Steward.Contracts;
using Steward.Desk;
using Steward.Sla;

namespace Steward.Fulfilment;

/// <summary>
/// One figure: how much of how much, in which period. <paramref name="AtRisk"/> are records not yet decided that will count as missed
/// within a day unless something is done; only a period that is still running has any.
/// </summary>
public sealed record Figure(Interval Period, Ratio Ratio, int Excluded = 0, int AtRisk = 0)
{
    /// <summary>Months become quarters and years by adding numerators and denominators, never by averaging.</summary>
    public static Figure operator +(Figure a, Figure b) => new(
        new(a.Period.From < b.Period.From ? a.Period.From : b.Period.From, a.Period.To > b.Period.To ? a.Period.To : b.Period.To),
        a.Ratio + b.Ratio, a.Excluded + b.Excluded, a.AtRisk + b.AtRisk);
}

/// <summary>What became of one record of the evidence.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvidenceVerdict>))]
public enum EvidenceVerdict { Kept, Missed, OpenPastDue, Excluded, Solved, NotSolved, Resolved, Reopened, Available, Unavailable, Uncounted, Satisfied, NotSatisfied, NoAnswer, Watched, Unwatched, WithArticle, WithoutArticle,
    /// <summary>In time so far: on no list and in no figure yet.</summary>
    Pending, Complained, Opened, Succeeded, BackedOut, Failed, Emergency, Planned }

/// <summary>
/// One record behind a figure. <paramref name="Part"/> and <paramref name="Whole"/> are what it adds to numerator and denominator, so that
/// whoever adds up the list arrives at the figure. <paramref name="CountedAt"/> is the instant that puts it into the period.
/// </summary>
public sealed record EvidenceRow(
    TicketId Ticket, string Number, string Summary, Priority Priority, DateTimeOffset CountedAt, DateTimeOffset? StartedAt, DateTimeOffset? Due, DateTimeOffset? FinishedAt,
    long? UsedSeconds, long? BudgetSeconds, ClockKind? Clock, EvidenceVerdict Verdict, int Part, int Whole, string? Href = null)
{
    /// <summary>Where the record opens; a ticket's own page unless the record is something else.</summary>
    public string Opens => Href ?? $"/tickets/{Ticket}";
}

/// <summary>Where a list of evidence goes on: the last instant shown, and how many records of that instant have been.</summary>
public readonly record struct EvidenceCursor(DateTimeOffset At, int Shown)
{
    public override string ToString() => FormattableString.Invariant($"{At.ToUnixTimeMilliseconds()}-{Shown}");

    public static EvidenceCursor? Parse(string? text) =>
        text?.Split('-') is [var at, var shown] && long.TryParse(at, out var ms) && int.TryParse(shown, out var n) && n >= 0 && Math.Abs(ms) < 100_000_000_000_000
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(ms), n) : null;
}

/// <summary>Which part of the evidence is wanted; without <paramref name="Take"/> all of it.</summary>
public sealed record EvidenceAsk(bool MissedOnly = false, Priority? Priority = null, EvidenceCursor? After = null, int? Take = null);

/// <summary>A figure shown beside the main one, with its own sentence.</summary>
public sealed record SideFigure(string TextKey, Ratio Ratio);

/// <summary>
/// A measure that clauses may name (<see cref="Clause.Measure"/>). Its title, formula and the word for its bad records are the texts
/// <c>measure.{Name}</c>, <c>formula.{Name}</c> and <c>missed.{Name}</c>. Register it in <c>FulfilmentModule</c>.
/// </summary>
public interface IMeasure
{
    string Name { get; }

    /// <summary>The clocks that are measured, if they are clocks.</summary>
    ClockKind? Clock => null;

    /// <summary>Whether its records are tickets; those of others have no priority.</summary>
    bool OfTickets => true;

    /// <summary>The figures of consecutive periods of one contract, as known at <paramref name="now"/>, in one reading of the data.</summary>
    Task<IReadOnlyList<Figure>> Compute(Contract contract, IReadOnlyList<Interval> periods, DateTimeOffset now, CancellationToken stop);

    /// <summary>The records behind one figure, in the order of <see cref="EvidenceRow.CountedAt"/>.</summary>
    Task<IReadOnlyList<EvidenceRow>> Evidence(Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop);

    /// <summary>Other readings of the same records that the contract's parties ask for.</summary>
    Task<IReadOnlyList<SideFigure>> Beside(Contract contract, Interval period, DateTimeOffset now, CancellationToken stop) => Task.FromResult<IReadOnlyList<SideFigure>>([]);
}
