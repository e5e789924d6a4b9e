// The promises that nearly every contract of the trade makes, with the measures that prove them.
namespace Steward.Contracts;

/// <summary>Measures by name, as <see cref="Clause.Measure"/> uses them; the modules that know the facts offer them.</summary>
public static class Measures
{
    public const string ResponseAttainment = "response-attainment";
    public const string ResolutionAttainment = "resolution-attainment";
    public const string ResolutionRate = "resolution-rate";
    public const string ReopenRate = "reopen-rate";
    public const string Satisfaction = "satisfaction";
    public const string Availability = "availability";
}

public static class StandardClauses
{
    /// <summary>Four that the desk proves by itself; the texts are those of the usual contract.</summary>
    public static IEnumerable<Clause> For(Contract contract, IdSource ids, DateTimeOffset now)
    {
        Clause Promise(string number, string zh, string en, string measure, Comparison comparison, decimal target) => new()
        {
            Id = ids.New<ClauseId>(now), Customer = contract.Customer, Contract = contract.Id, Number = number, Text = zh, TextEn = en, Measure = measure, Comparison = comparison, Target = target, Period = Period.Month,
        };
        yield return Promise("4.1", "按约定时间响应的比例不低于 95%", "At least 95 % of tickets are responded to in time", Measures.ResponseAttainment, Comparison.AtLeast, 95);
        yield return Promise("4.2", "按约定时间解决的比例不低于 90%", "At least 90 % of tickets are resolved in time", Measures.ResolutionAttainment, Comparison.AtLeast, 90);
        yield return Promise("4.3", "故障解决率 100%", "Every fault that falls due is resolved", Measures.ResolutionRate, Comparison.AtLeast, 100);
        yield return Promise("4.4", "重新打开率不高于 3%", "At most 3 % of resolved tickets are reopened", Measures.ReopenRate, Comparison.AtMost, 3);
    }
}
