// Finds what became different between two inventories of a section: components that came, went, or changed in a field that matters.
using System.Text.Json.Nodes;

namespace Steward.Assets.Inventories;

sealed record Difference(ChangeDeed Deed, string What, string Field = "", string Was = "", string Became = "");

static class Comparison
{
    public static IEnumerable<Difference> Of(SectionRule rule, IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> now)
    {
        if (!rule.HasHistory) yield break;
        var (old, fresh) = (before.ToLookup(rule.KeyOf), now.ToLookup(rule.KeyOf));
        foreach (var key in old.Select(g => g.Key).Union(fresh.Select(g => g.Key)).Order(StringComparer.Ordinal))
        {
            // Equal modules in a row have one key: they are told apart by their order, and counted.
            var (was, became) = (old[key].ToList(), fresh[key].ToList());
            for (var i = 0; i < Math.Min(was.Count, became.Count); i++)
                foreach (var field in rule.Watched)
                    if (was[i].Text(field) is var from && became[i].Text(field) is var to && from != to)
                        yield return new(ChangeDeed.Changed, rule.TitleOf(became[i]), field, Shown(rule, field, from), Shown(rule, field, to));
            foreach (var gone in was.Skip(became.Count)) yield return new(ChangeDeed.Removed, Told(rule, gone));
            foreach (var come in became.Skip(was.Count)) yield return new(ChangeDeed.Added, Told(rule, come));
        }
    }

    static string Shown(SectionRule rule, string field, string value) => rule.Secret.Contains(field) ? "•••" : value[..Math.Min(value.Length, 200)];

    /// <summary>The component with what matters of it: "Firefox 115.0", "DIMM 8192 DDR3".</summary>
    static string Told(SectionRule rule, JsonObject row) => string.Join(' ', rule.Watched.Where(f => !rule.Secret.Contains(f)).Select(row.Text).Prepend(rule.TitleOf(row)).Where(t => t.Length > 0).Distinct()) is var told ? told[..Math.Min(told.Length, 300)] : "";
}
