// Periodic surveys (定期满意度调查): what heads of departments are asked each quarter and the management each year, and the rounds in which they are asked.
using System.Globalization;
using Steward.Contracts;
using Steward.Platform.Fields;

namespace Steward.Desk;

public readonly record struct QuestionnaireId(Guid Value) : IId<QuestionnaireId> { public static QuestionnaireId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }
public readonly record struct RoundId(Guid Value) : IId<RoundId> { public static RoundId From(Guid value) => new(value); public override string ToString() => Value.ToString(); }

/// <summary>Who is asked, and with it how often (domain §4.2 满意度): heads by the quarter, the management by the year.</summary>
public enum Respondents { DepartmentHeads, Management }

/// <summary>One version of the questions: the five dimensions of every survey, and what a contract's parties want to ask beside them. A round keeps the version it was sent with.</summary>
public sealed class Questionnaire : ITenantRow, IVersioned
{
    public QuestionnaireId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    public Respondents For { get; init; }
    public int Number { get; init; }
    public required string Title { get; init; }
    public string TitleEn { get; init; } = "";
    public string Intro { get; init; } = "";
    public string IntroEn { get; init; } = "";
    /// <summary>Scores are numbers from 1 to 5.</summary>
    public IReadOnlyList<FormField> Form { get; init; } = [];
    public DateTimeOffset DesignedAt { get; init; }
    public string DesignedBy { get; init; } = "";
    public int Version { get; set; }

    public string Said => Platform.Text.Texts.Current == Platform.Text.Language.En && TitleEn.Length > 0 ? TitleEn : Title;
    public string IntroSaid => Platform.Text.Texts.Current == Platform.Text.Language.En && IntroEn.Length > 0 ? IntroEn : Intro;
}

/// <summary>One time of asking. Planned, then sent once with the newest questions to everybody on the contract's list, reminded of, and closed.</summary>
public sealed class SurveyRound : ITenantRow, IVersioned
{
    public RoundId Id { get; init; }
    public CustomerId Customer { get; init; }
    public ContractId Contract { get; init; }
    public Respondents For { get; init; }
    /// <summary>The quarter ("2026-Q1") or year in which it is sent, on the contract's clocks.</summary>
    public required string Period { get; set; }
    public DateTimeOffset SendAt { get; set; }
    /// <summary>For how long it can be answered.</summary>
    public int Days { get; set; } = 14;
    public QuestionnaireId? Questionnaire { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? ClosesAt { get; set; }
    public int Reminders { get; set; }
    /// <summary>When it is sent or reminded of next; empty when nothing is left to do.</summary>
    public DateTimeOffset? NextDuty { get; set; }
    public int Version { get; set; }

    public static string PeriodOf(Respondents of, DateOnly day) =>
        of == Respondents.DepartmentHeads ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}-Q{(day.Month + 2) / 3}") : day.Year.ToString(CultureInfo.InvariantCulture);

    /// <summary>When whoever has not answered is reminded next: half way, and two days before it closes; null when there is no next time.</summary>
    public DateTimeOffset? NextReminder()
    {
        if (SentAt is not { } sent || ClosesAt is not { } closes) return null;
        var half = sent + (closes - sent) / 2;
        return Reminders switch { 0 => half, 1 when closes.AddDays(-2) > half => closes.AddDays(-2), _ => null };
    }
}
