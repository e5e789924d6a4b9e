// What users answered, and what may be said about it.
namespace Steward.Sla;

/// <summary>
/// Answers to a survey: <paramref name="Asked"/> people, and how many gave each score 1–5. No answer is no answer. State which figure a
/// contract means; "≥ 95 %" is the satisfied rate unless it says otherwise.
/// </summary>
public sealed record Satisfaction(long Asked, IReadOnlyDictionary<int, long> Scores)
{
    public long Answers => Scores.Values.Sum();

    public Ratio AnswerRate => new(Answers, Asked);

    /// <summary>Mean score, 1…5; null without answers.</summary>
    public decimal? Mean => Answers == 0 ? null : (decimal)Scores.Sum(s => s.Key * s.Value) / Answers;

    /// <summary>满意度指数: mean ÷ 5 × 100, unrounded.</summary>
    public decimal? Index => Mean / 5 * 100;

    /// <summary>Scores of 4 and 5 ÷ answers.</summary>
    public Ratio Satisfied => new(Scores.Where(s => s.Key >= 4).Sum(s => s.Value), Answers);
}

/// <summary>首次解决率: of the contacts that the desk may solve, those solved at once, without dispatch or reassignment and not reopened in 5 working days.</summary>
public readonly record struct FirstContact(bool Eligible, bool SolvedAtOnce, bool Dispatched, bool Reassigned, bool ReopenedInTime)
{
    public bool IsSolved => Eligible && SolvedAtOnce && !Dispatched && !Reassigned && !ReopenedInTime;

    public static Ratio Rate(IReadOnlyCollection<FirstContact> contacts) => new(contacts.Count(c => c.IsSolved), contacts.Count(c => c.Eligible));
}

/// <summary>How far the antivirus reaches: machines that must have it, have it, have current signatures, were seen this week.</summary>
public sealed record AntivirusCoverage(long Required, long Installed, long Current, long Seen)
{
    public Ratio Deployment => new(Installed, Required);
    public Ratio Currency => new(Current, Installed);
    public Ratio Online => new(Seen, Installed);
}
