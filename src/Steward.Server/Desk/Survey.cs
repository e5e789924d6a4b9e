// A survey: one invitation to judge one closed ticket, or the service of a quarter or year, and what was answered, if anything was.
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Fields;

namespace Steward.Desk;

public readonly record struct SurveyId(Guid Value) : IId<SurveyId> { public static SurveyId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>By the link in the mail, or signed in: on the page of the ticket, or with the tap that confirms it.</summary>
public enum AnswerWay { Link, Ticket, Tap }

/// <summary>The five things that are judged, each from 1 (very bad) to 5 (very good).</summary>
public enum Dimension { Timeliness, Skill, Attitude, Outcome, Overall }

/// <summary>No answer is no answer: a survey without <see cref="AnsweredAt"/> counts as asked and as nothing else.</summary>
public sealed class Survey : ITenantRow, IVersioned
{
    public SurveyId Id { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>What is judged: a ticket, or with the round of a periodic survey the service at large. One of the two.</summary>
    public TicketId? Ticket { get; init; }
    public RoundId? Round { get; init; }
    public ContractId? Contract { get; init; }
    public ContactId Requester { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    /// <summary>From then on it cannot be answered any more.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public AnswerWay? Way { get; set; }
    // 1…5 once answered; 0 before, and where only one of them was given.
    public int Timeliness { get; set; }
    public int Skill { get; set; }
    public int Attitude { get; set; }
    public int Outcome { get; set; }
    public int Overall { get; set; }
    /// <summary>What was answered to the questions of one's own of a round.</summary>
    public IReadOnlyList<Answer> Answers { get; set; } = [];
    public string Comment { get; set; } = "";
    /// <summary>Somebody was dissatisfied: until then they are to be called (回访).</summary>
    public DateTimeOffset? CallBackDue { get; set; }
    /// <summary>When it is told that nobody has called; empty once it was, or when somebody has.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public DateTimeOffset? CalledAt { get; set; }
    public string CalledBy { get; set; } = "";
    public string CallResult { get; set; } = "";
    public int Version { get; set; }

    /// <summary>The ticket was solved once more: what was said of the earlier solution is in the audit, and the same survey is answered anew.</summary>
    public void BeginAnew(DateTimeOffset until) =>
        (ExpiresAt, AnsweredAt, CallBackDue, NextDuty, CalledAt, CalledBy, CallResult) = (until, null, null, null, null, "", "");

    /// <summary>The lowest score given to any question.</summary>
    public int Lowest => new[] { Timeliness, Skill, Attitude, Outcome, Overall }.Where(s => s > 0).Concat(Answers.Where(a => a.Kind == FieldKind.Number).Select(a => int.Parse(a.Value, System.Globalization.CultureInfo.InvariantCulture))).Min();

    public int Score(Dimension of) => of switch
    {
        Dimension.Timeliness => Timeliness,
        Dimension.Skill => Skill,
        Dimension.Attitude => Attitude,
        Dimension.Outcome => Outcome,
        Dimension.Overall => Overall,
    };
}
