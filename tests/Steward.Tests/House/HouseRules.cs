// The rules of the house as pure functions of what they judge, so that a canary can show each of them a breach.
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Steward.Platform.Audit;
using Steward.Platform.Data;

namespace Steward.House;

/// <summary>One type of the server uses another: both by full name.</summary>
public sealed record Use(string From, string To);

public static partial class HouseRules
{
    /// <summary>Floor of each module, read from the table in docs/architecture.md.</summary>
    public static Dictionary<string, int> Floors(string architecture)
    {
        var floors = new Dictionary<string, int>();
        foreach (Match row in FloorRow().Matches(architecture))
            foreach (var module in row.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries)) floors[module] = int.Parse(row.Groups[1].Value);
        return floors;
    }

    public static IEnumerable<string> FloorBreaches(IEnumerable<Use> uses, Dictionary<string, int> floors)
    {
        foreach (var (from, to) in uses.Select(u => (ModuleOf(u.From), ModuleOf(u.To))).Where(m => m.Item1 is not null && m.Item2 is not null && m.Item1 != m.Item2).Distinct())
        {
            if (!floors.ContainsKey(from!)) yield return $"{from} has no floor in docs/architecture.md";
            else if (!floors.ContainsKey(to!)) yield return $"{to} has no floor in docs/architecture.md";
            else if (floors[to!] >= floors[from!]) yield return $"{from} (floor {floors[from!]}) uses {to} (floor {floors[to!]})";
        }
    }

    /// <param name="open">Types that may be named from outside although they lie deeper: requests of verbs.</param>
    public static IEnumerable<string> DoorBreaches(IEnumerable<Use> uses, IReadOnlySet<string> open) =>
        uses.Where(u => ModuleOf(u.From) is { } from && ModuleOf(u.To) is { } to && from != to && to != "Platform" && from != "Commands"
                && NamespaceOf(u.To) != $"Steward.{to}" && !open.Contains(u.To))
            .Select(u => $"{u.From} enters {u.To} not by its door").Distinct();

    /// <summary>Plain SQL that names another module's table. <paramref name="file"/> is a path under src/Steward.Server.</summary>
    public static IEnumerable<string> TableBreaches(string file, string source, IReadOnlyCollection<string> modules)
    {
        var owner = file.Split('/')[0];
        foreach (Match table in SqlTable().Matches(source))
        {
            var of = modules.FirstOrDefault(m => table.Groups[1].Value.StartsWith(m.ToLowerInvariant() + "_", StringComparison.Ordinal));
            if (of is not null && of != owner) yield return $"{file} names the table {table.Groups[1].Value} of {of}";
        }
    }

    /// <summary>Chinese in a string: text that belongs into the resources. Comments do not count, nor does the sample company's own data.</summary>
    public static IEnumerable<string> TextBreaches(string file, string source)
    {
        if (file.StartsWith("Demo/", StringComparison.Ordinal) || file.StartsWith("Commands/", StringComparison.Ordinal) || file.Contains("/Migrations/", StringComparison.Ordinal)) yield break;
        foreach (var (line, number) in source.Split('\n').Select((l, i) => (l, i + 1)))
        {
            var code = line.TrimStart();
            if (code.StartsWith("//", StringComparison.Ordinal) || code.StartsWith("@*", StringComparison.Ordinal) || code.StartsWith('*')) continue;
            // Names of typefaces are names, not text.
            if (ChineseString().IsMatch(Comment().Replace(line, "").Replace("黑体", "").Replace("宋体", "").Replace("微软雅黑", ""))) yield return $"{file}:{number} holds text";
        }
    }

    /// <summary>Keys asked for by T("…") or as a refusal's code that no resource holds.</summary>
    public static IEnumerable<string> MissingTexts(string file, string source, Func<string, bool> has) =>
        TextKey().Matches(source).Select(m => m.Groups[1].Value + m.Groups[2].Value).Where(key => !key.Contains('{') && !has(key)).Select(key => $"{file}: no text {key}").Distinct();

    /// <summary>Tables and columns that the audit log would show under the code's name.</summary>
    public static IEnumerable<string> UnnamedInTheAudit(IModel model, Func<string, bool> has) => model.GetEntityTypes()
        // The platform's own ledgers are written past the tracker; of its tables only files are records.
        .Where(e => !typeof(INotAudited).IsAssignableFrom(e.ClrType) && (!e.GetTableName()!.StartsWith("platform_", StringComparison.Ordinal) || e.GetTableName() == "platform_file"))
        .SelectMany(e => e.GetProperties().Where(p => !p.IsPrimaryKey() && p.Name != nameof(IVersioned.Version)).Select(p => $"Audit.field.{p.Name}").Prepend($"table.{e.GetTableName()}"))
        .Distinct().Where(key => !has(key));

    /// <summary>Each file opens with one sentence that says what it is for.</summary>
    public static bool OpensWithSentence(string file, string source)
    {
        var first = source.TrimStart('\uFEFF').Split('\n')[0].Trim();
        return file.EndsWith(".razor", StringComparison.Ordinal) ? first.StartsWith("@*", StringComparison.Ordinal) : first.StartsWith("// ", StringComparison.Ordinal) && first.Length > 20;
    }

    /// <summary>Paths in backticks that a document names and the tree does not hold.</summary>
    public static IEnumerable<string> DeadPaths(string document, string text, Func<string, bool> exists) =>
        DocPath().Matches(text).Select(m => m.Groups[1].Value.TrimEnd('/')).Where(path => !path.Contains('{') && !path.Contains('*') && !path.Contains('$') && !exists(path)).Select(path => $"{document} names {path}").Distinct();

    public static string? ModuleOf(string type) => type.Split('.') is ["Steward", var module, _, ..] ? module : null;

    static string NamespaceOf(string type) => type[..type.LastIndexOf('.')];

    [GeneratedRegex(@"^\| (\d+) \| ([A-Za-z, ]+) \|", RegexOptions.Multiline)] private static partial Regex FloorRow();
    [GeneratedRegex(@"\b(?:from|into|update|join|table|on|copy)\s+([a-z]+_[a-z_]+)\b")] private static partial Regex SqlTable();
    [GeneratedRegex("\"[^\"]*[\\u4e00-\\u9fff][^\"]*\"|>[^<@{]*[\\u4e00-\\u9fff]")] private static partial Regex ChineseString();
    [GeneratedRegex(@"///?.*$|@\*.*?\*@")] private static partial Regex Comment();
    [GeneratedRegex("\\bT\\(\"([A-Za-z0-9.-]+)\"|Refusal\\(\"([A-Z]+-[0-9]+)\"")] private static partial Regex TextKey();
    [GeneratedRegex(@"`((?:src|docs|tests|bench|Platform|Desk|Sla|Access|Contracts|Notify|People|Fulfilment|Probes|Reports|Home|Demo|Commands)/[A-Za-z0-9_./-]+)`")] private static partial Regex DocPath();
}
