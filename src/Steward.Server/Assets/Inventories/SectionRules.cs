// What is done with each section of an inventory, read from Data/sections.tsv: kept or left out, what names a component, what makes history.
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Assets.Inventories;

/// <summary>A section that the table does not know is kept as it came, without history.</summary>
sealed record SectionRule(string Name, bool Keep, string[] Key, string[] Title, bool HasHistory, string[] Watched, string[] Columns, string[] Secret)
{
    static readonly SectionRule[] InOrder = [.. DataTable.Rows("Assets/Data/sections.tsv").Select(c => new SectionRule(c[0], c[1] == "keep", List(c[2]), List(c[3]), c[4] != "-", List(c[4].TrimStart('+')), List(c[5]), List(c[6])))];
    static readonly FrozenDictionary<string, SectionRule> Known = InOrder.ToFrozenDictionary(r => r.Name);

    public static SectionRule Of(string section) => Known.GetValueOrDefault(section) ?? new(section, true, [], ["name", "caption", "description", "value"], false, [], [], []);

    /// <summary>The place of a section among the others; what nobody foresaw stands last.</summary>
    public static int Order(string section) => Known.TryGetValue(section, out var rule) ? Array.IndexOf(InOrder, rule) : int.MaxValue;

    public string KeyOf(JsonObject row) => string.Join('|', Key.Select(row.Text));

    public string TitleOf(JsonObject row) => Title.Select(row.Text).FirstOrDefault(t => t.Length > 0) is { } title ? title[..Math.Min(title.Length, 200)] : "";

    /// <summary>The row as it is kept: fields in order of their names, secrets taken out. Equal rows give equal text.</summary>
    public string BodyOf(JsonObject row) => Ordered(row).ToJsonString(Platform.Web.Json.Options);

    JsonObject Ordered(JsonObject row) => new(row.Where(f => f.Value is not null && f.Value.ToString().Length > 0).OrderBy(f => f.Key, StringComparer.Ordinal)
        .Select(f => KeyValuePair.Create(f.Key, Secret.Contains(f.Key) ? JsonValue.Create("•••") : f.Value is JsonObject inner ? (JsonNode?)Ordered(inner) : f.Value!.DeepClone())));

    static string[] List(string cell) => cell is "-" or "" ? [] : cell.Split(',');
}

static class DataTable
{
    /// <summary>The rows of an embedded table without its comments and head.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        using var reader = new StreamReader(typeof(DataTable).Assembly.GetManifestResourceStream(name)!);
        var head = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (!head) yield return line.Split('\t');
            head = false;
        }
    }
}
