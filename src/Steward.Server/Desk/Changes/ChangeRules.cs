// What a change needs before it is asked for, who sits on it, how its steps are written, and which moments it is watched for: pure.
using Steward.Access;

namespace Steward.Desk.Changes;

/// <summary>A place at the table where a change is decided; all that a kind has must agree.</summary>
public enum ChangeSeat { Manager, Chair, Board, Customer, Technical, Security }

enum ChangeDuty { Lapse, NearlyOver, BackoutDecision, Overrun, PapersLate, ReviewLate }

static class ChangeRules
{
    /// <summary>With the chair, so many of the board make the quorum of three.</summary>
    public const int BoardWords = 2;

    public const int PapersDays = 2, ReviewDays = 5;

    /// <summary>The share of the window after which the implementer is warned.</summary>
    const double WarnAt = 0.8;

    public static IReadOnlyList<ChangeSeat> Seats(Change change)
    {
        IReadOnlyList<ChangeSeat> seats = change.Kind switch
        {
            ChangeKind.Standard => [],
            ChangeKind.Minor => [ChangeSeat.Manager],
            ChangeKind.Significant => [ChangeSeat.Chair, ChangeSeat.Board],
            ChangeKind.Major => [ChangeSeat.Chair, ChangeSeat.Board, ChangeSeat.Customer],
            ChangeKind.Emergency => [ChangeSeat.Chair, ChangeSeat.Customer, ChangeSeat.Technical],
        };
        return change is { SecurityRelevant: true, Kind: not ChangeKind.Standard } ? [.. seats, ChangeSeat.Security] : seats;
    }

    public static int WordsNeeded(ChangeSeat seat) => seat == ChangeSeat.Board ? BoardWords : 1;

    /// <summary>Whose word counts at a seat. A deputy holds the giver's role while the delegation is in force.</summary>
    public static Role Holder(ChangeSeat seat) => seat switch
    {
        ChangeSeat.Manager => Role.SvcMgr,
        ChangeSeat.Chair => Role.ChgMgr,
        ChangeSeat.Board or ChangeSeat.Technical => Role.CAB,
        ChangeSeat.Customer => Role.CustAdm,
        ChangeSeat.Security => Role.SecEng,
    };

    /// <summary>
    /// What is missing or wrong before approval, each by its field. An emergency may be decided on less (<paramref name="full"/> false); the rest is due afterwards.
    /// </summary>
    public static IReadOnlyList<BadField> Faults(Change change, int assets, IReadOnlyList<ChangeStep> steps, bool full, DateTimeOffset? now)
    {
        var faults = new List<BadField>();
        void Need(bool there, string field)
        {
            if (!there) faults.Add(new(field, $"Change.Need.{field}"));
        }
        Need(change.Reason.Length > 0, "reason");
        Need(assets > 0, "assets");
        Need(change is { WindowFrom: not null, WindowTo: not null }, "window");
        Need(change.Implementer is not null, "implementer");
        Need(change.BackoutPlan.Length > 0, "backoutPlan");
        if (change.Kind == ChangeKind.Emergency) Need(change.Ground is EmergencyGround.Ticket || change.Ground is not null && change.GroundReference.Length > 0, "ground");
        if (full)
        {
            Need(change.Risk is not null, "risk");
            Need(change.TestResult.Length > 0, "testResult");
            Need(steps.Count > 0, "steps");
            Need(change.BackoutAt is not null, "backoutAt");
            Need(change.ToNotify.Length > 0, "toNotify");
            if (change.Risk == ChangeRisk.High) Need(change.Rehearsal.Length > 0, "rehearsal");
        }
        if (change is { WindowFrom: { } from, WindowTo: { } to })
        {
            if (to <= now) faults.Add(new("window", "DESK-311"));
            if (change.BackoutAt is { } decision && (decision < from || decision >= to)) faults.Add(new("backoutAt", "DESK-312"));
            if (steps.Sum(s => s.Minutes) is var minutes && minutes > (to - from).TotalMinutes) faults.Add(new("steps", "DESK-313", minutes));
        }
        if (change is { Kind: ChangeKind.Minor, Risk: ChangeRisk.Medium or ChangeRisk.High }) faults.Add(new("kind", "DESK-314"));
        return faults;
    }

    /// <summary>Whether nobody may close it without a review.</summary>
    public static bool MustBeReviewed(Change change) => change.Kind is not (ChangeKind.Standard or ChangeKind.Minor) || change.Unauthorised || change.State is ChangeState.BackedOut or ChangeState.Failed;

    /// <summary>The moments at which something is due, as the change stands now.</summary>
    public static IEnumerable<(DateTimeOffset At, ChangeDuty What)> Duties(Change change)
    {
        if (change is { WindowFrom: { } from, WindowTo: { } to })
        {
            if (change.State is ChangeState.Approved or ChangeState.Scheduled) yield return (to, ChangeDuty.Lapse);
            if (change.State == ChangeState.Implementing)
            {
                yield return (from + (to - from) * WarnAt, ChangeDuty.NearlyOver);
                if (change.BackoutAt is { } decision) yield return (decision, ChangeDuty.BackoutDecision);
                yield return (to, ChangeDuty.Overrun);
            }
        }
        if (change is { PapersDue: { } papers, PapersAt: null, IsOver: false }) yield return (papers, ChangeDuty.PapersLate);
        if (change is { ReviewDue: { } review, State: ChangeState.Implemented or ChangeState.BackedOut or ChangeState.Failed }) yield return (review, ChangeDuty.ReviewLate);
    }

    public static DateTimeOffset? Next(Change change) =>
        Duties(change).Where(d => change.ToldUntil is null || d.At > change.ToldUntil).Select(d => (DateTimeOffset?)d.At).Min();

    /// <summary>Steps as people write them, a line each: <c>15 stop the service</c>. The first line that has no minutes in front is answered as a fault.</summary>
    public static Result<List<(int Minutes, string What)>> ReadSteps(string text)
    {
        var steps = new List<(int Minutes, string What)>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var digits = line.TakeWhile(char.IsAsciiDigit).Count();
            var what = line[digits..].TrimStart(' ', '\t', '.', '、', '|', ':', '：').Trim();
            if (digits is 0 or > 5 || what.Length == 0 || int.Parse(line[..digits], System.Globalization.CultureInfo.InvariantCulture) is not (> 0 and var minutes)) return new BadInput([new("steps", "DESK-315", line)]);
            steps.Add((minutes, what.Length > 400 ? what[..400] : what));
        }
        return steps.Count > 100 ? new BadInput([new("steps", "field.too-long", 100)]) : steps;
    }

    public static string WriteSteps(IEnumerable<ChangeStep> steps) => string.Join('\n', steps.OrderBy(s => s.Position).Select(s => FormattableString.Invariant($"{s.Minutes} {s.What}")));
}
