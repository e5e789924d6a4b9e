// How promises, figures and verdicts are put into words: the same on board, evidence and reports.
using System.Globalization;
using Steward.Contracts;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Fulfilment.Pages;

static class Say
{
    public static string Title(IMeasure measure) => Texts.T($"measure.{measure.Name}");
    public static string Formula(IMeasure measure) => Texts.T($"formula.{measure.Name}");
    public static string Formula(IMeasure measure, Language language) => Texts.In(language, $"formula.{measure.Name}");
    public static string Missed(IMeasure measure) => Texts.T($"missed.{measure.Name}");
    public static string Text(Clause clause) => Texts.Current == Language.En && clause.TextEn.Length > 0 ? clause.TextEn : clause.Text;

    public static string Target(Clause clause) => clause.Measure.Length == 0 ? "—"
        : $"{(clause.Comparison == Comparison.AtLeast ? "≥" : "≤")} {Texts.T("Format.Percent", clause.Target.ToString("0.##", CultureInfo.InvariantCulture))}";

    /// <summary>Two decimals, halves away from zero, always with the counts.</summary>
    public static string Share(Ratio ratio) => ratio.Percent is { } percent ? Texts.T("Format.Percent", percent.ToString("0.00", CultureInfo.InvariantCulture)) : "—";
    public static string Counts(Ratio ratio) => FormattableString.Invariant($"({ratio.Part:N0}/{ratio.Whole:N0})");

    public static (Light Light, string? Words) Light(PromiseVerdict verdict) => verdict switch
    {
        PromiseVerdict.Kept => (Platform.Web.Components.Light.Green, null),
        PromiseVerdict.AtRisk => (Platform.Web.Components.Light.Amber, null),
        PromiseVerdict.Broken => (Platform.Web.Components.Light.Red, null),
        PromiseVerdict.NothingToMeasure => (Platform.Web.Components.Light.Blind, Texts.Name(PromiseVerdict.NothingToMeasure)),
        PromiseVerdict.NotMeasured => (Platform.Web.Components.Light.Red, Texts.Name(PromiseVerdict.NotMeasured)),
    };

    public static Tone Tone(EvidenceVerdict verdict) => verdict switch
    {
        EvidenceVerdict.Kept or EvidenceVerdict.Solved or EvidenceVerdict.Available or EvidenceVerdict.Satisfied or EvidenceVerdict.Watched or EvidenceVerdict.WithArticle or EvidenceVerdict.Succeeded => Platform.Web.Components.Tone.Good,
        EvidenceVerdict.Missed or EvidenceVerdict.OpenPastDue or EvidenceVerdict.NotSolved or EvidenceVerdict.Reopened or EvidenceVerdict.Unavailable or EvidenceVerdict.NotSatisfied or EvidenceVerdict.Unwatched
            or EvidenceVerdict.Complained or EvidenceVerdict.BackedOut or EvidenceVerdict.Failed => Platform.Web.Components.Tone.Bad,
        EvidenceVerdict.Excluded or EvidenceVerdict.Resolved or EvidenceVerdict.Uncounted or EvidenceVerdict.NoAnswer or EvidenceVerdict.WithoutArticle
            or EvidenceVerdict.Pending or EvidenceVerdict.Opened or EvidenceVerdict.Planned => Platform.Web.Components.Tone.Muted,
        EvidenceVerdict.Emergency => Platform.Web.Components.Tone.Warn,
    };

    /// <summary>The month, or from which month to which.</summary>
    public static string Months(ReportingMonth first, ReportingMonth last) => first == last ? first.ToString() : $"{first} – {last}";

    /// <summary>First and last day, as people write a period.</summary>
    public static string Days(ReportingMonth first, ReportingMonth last, Contract contract) =>
        string.Create(CultureInfo.InvariantCulture, $"{first.FirstDay(contract):yyyy-MM-dd} – {last.LastDay(contract):yyyy-MM-dd}");

    public static string Used(long? seconds) => seconds is { } s ? Format.Duration(TimeSpan.FromSeconds(s)) : "—";
}
