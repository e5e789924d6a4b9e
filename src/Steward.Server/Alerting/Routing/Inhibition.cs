// A graver alert covers lesser ones: while some source burns, targets with the same labels are muted.
namespace Steward.Alerting.Routing;

public sealed record Inhibition(IReadOnlyList<Matcher> Sources, IReadOnlyList<Matcher> Targets, IReadOnlyList<string> Equal)
{
    /// <summary>
    /// Whether <paramref name="target"/> is covered by one of the burning alerts. Labels named as equal count as empty where they lack. An alert that is both source and
    /// target cannot be covered by another that is both, so two never silence each other.
    /// </summary>
    public bool Covers(IReadOnlyDictionary<string, string> target, IEnumerable<IReadOnlyDictionary<string, string>> burning) => MayCover(target) && burning.Any(source => CoveredBy(target, source));

    public bool MayCover(IReadOnlyDictionary<string, string> target) => All(Targets, target);

    /// <summary>Whether this one source covers a target of this rule.</summary>
    public bool CoveredBy(IReadOnlyDictionary<string, string> target, IReadOnlyDictionary<string, string> source) =>
        All(Sources, source) && !(All(Sources, target) && All(Targets, source)) && Equal.All(name => source.GetValueOrDefault(name, "") == target.GetValueOrDefault(name, ""));

    static bool All(IReadOnlyList<Matcher> matchers, IReadOnlyDictionary<string, string> labels) => matchers.All(m => m.Matches(labels));
}
