// The figures of complaints, major incidents and changes of a month.
using Steward.Desk;
using Steward.Fulfilment;
using Steward.Sla;

namespace Steward.Reports.Monthly;

/// <param name="Rounds">Rounds of periodic surveys that could be answered in the month; null in reports from before there were any.</param>
public sealed record CaseFigures(ComplaintFigures Complaints, MajorFigures Majors, ChangeFigures Changes, IReadOnlyList<RoundFigure>? Rounds = null);

/// <summary>What was answered until the month ended, how many gave each score from 1 to 5 in each dimension; and the share of the satisfied in the round before, if there was one.</summary>
public sealed record RoundFigure(Guid Round, Respondents For, string Period, long Asked, IReadOnlyList<IReadOnlyList<long>> Scores, string? BeforePeriod, Ratio? Before)
{
    public Satisfaction Of(Dimension dimension) => new(Asked, Scores[(int)dimension].Select((n, i) => (Score: i + 1, n)).ToDictionary(s => s.Score, s => s.n));
}

/// <summary><paramref name="Lines"/> are those received in the month; <paramref name="Handled"/> those that were judged in it, as the measure counts them.</summary>
public sealed record ComplaintFigures(Ratio Handled, Ratio Rate, IReadOnlyList<ComplaintLine> Lines);

/// <summary>As it stood at the cut-off. <paramref name="Summary"/> is empty while it is about somebody and not yet judged; <paramref name="Kept"/> null while its deadlines have not passed.</summary>
public sealed record ComplaintLine(Guid Complaint, string Number, string Summary, ComplaintLevel Level, ComplaintState State, DateTimeOffset OpenedAt, DateTimeOffset? SettledAt, bool? Justified, bool? Kept);

/// <summary>Those declared in the month, with the notices as the measure counts them in it.</summary>
public sealed record MajorFigures(Ratio Notices, Ratio Restored, long? MeanRestoreSeconds, IReadOnlyList<MajorLine> Lines);

public sealed record MajorLine(Guid Major, string Number, string Summary, DateTimeOffset OpenedAt, DateTimeOffset? RestoredAt, int Notices, int Late);

/// <summary>Those on which work ended in the month; <paramref name="Faults"/> are those that did not succeed or were worked on without leave.</summary>
public sealed record ChangeFigures(Ratio Success, Ratio Emergencies, IReadOnlyList<ChangeKindLine> Kinds, IReadOnlyList<ChangeFault> Faults);

public sealed record ChangeKindLine(ChangeKind Kind, int Ended, int Succeeded, int BackedOut, int Failed, int Unauthorised);

public sealed record ChangeFault(Guid Change, string Number, string Summary, ChangeKind Kind, ChangeState End, bool Unauthorised, DateTimeOffset EndedAt, string Result);
