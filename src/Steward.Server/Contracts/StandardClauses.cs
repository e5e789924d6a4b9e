// The promises that nearly every contract of the trade makes, with the measures that prove them.
using Steward.Platform.Text;

namespace Steward.Contracts;

/// <summary>Measures by name, as <see cref="Clause.Measure"/> uses them; the modules that know the facts offer them.</summary>
public static class Measures
{
    public const string ResponseAttainment = "response-attainment";
    public const string ResolutionAttainment = "resolution-attainment";
    /// <summary>Service requests fulfilled within the time of their catalogue item; the other measures of tickets leave requests out.</summary>
    public const string RequestAttainment = "request-attainment";
    public const string ResolutionRate = "resolution-rate";
    public const string ReopenRate = "reopen-rate";
    public const string Satisfaction = "satisfaction";
    /// <summary>For contracts that treat no answer as a good one.</summary>
    public const string SatisfactionWithSilence = "satisfaction-with-silence";
    /// <summary>What heads of departments say each quarter and the management each year.</summary>
    public const string PeriodicSatisfaction = "periodic-satisfaction";
    /// <summary>Resolutions of tickets on which an article of the knowledge base was noted.</summary>
    public const string ArticleShare = "article-share";
    public const string Coverage = "coverage";
    public const string Availability = "availability";
    /// <summary>Complaints of which all three deadlines were kept.</summary>
    public const string ComplaintHandling = "complaint-handling";
    /// <summary>Complaints for each ticket opened.</summary>
    public const string ComplaintRate = "complaint-rate";
    /// <summary>Notices about major incidents that came when they were promised.</summary>
    public const string MajorNotices = "major-notices";
    /// <summary>Major incidents restored before the resolution of their ticket was due.</summary>
    public const string MajorRestore = "major-restore";
    public const string ChangeSuccess = "change-success";
    public const string EmergencyShare = "emergency-share";
}

public static class StandardClauses
{
    /// <summary>Four that the desk proves by itself; the texts are those of the usual contract.</summary>
    public static IEnumerable<Clause> For(Contract contract, IdSource ids, DateTimeOffset now)
    {
        Clause Promise(string number, string measure, Comparison comparison, decimal target) => new()
        {
            Id = ids.New<ClauseId>(now), Customer = contract.Customer, Contract = contract.Id, Number = number, Text = Texts.In(Language.Zh, $"clause.{measure}", target), TextEn = Texts.In(Language.En, $"clause.{measure}", target), Measure = measure, Comparison = comparison, Target = target, Period = Period.Month,
        };
        yield return Promise("4.1", Measures.ResponseAttainment, Comparison.AtLeast, 95);
        yield return Promise("4.2", Measures.ResolutionAttainment, Comparison.AtLeast, 90);
        yield return Promise("4.3", Measures.ResolutionRate, Comparison.AtLeast, 100);
        yield return Promise("4.4", Measures.ReopenRate, Comparison.AtMost, 3);
    }
}
