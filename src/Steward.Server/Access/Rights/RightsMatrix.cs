// Reads the rights matrix and answers what a role may do with a thing, and how narrowly.
using System.Collections.Frozen;

namespace Steward.Access.Rights;

/// <summary>The matrix of Data/rights.tsv. A cell may hold a right several times, wide or narrowed by a word such as <c>own</c>.</summary>
public static class RightsMatrix
{
    /// <summary>No narrowing: the right holds for every record within the grant's scope.</summary>
    public const string Wide = "";

    static readonly FrozenDictionary<(Role, Thing, Right), string[]> Cells = Load();

    /// <summary>The narrowings under which the role has the right; empty when it has not.</summary>
    public static IReadOnlyList<string> Of(Role role, Thing thing, Right right) => Cells.GetValueOrDefault((role, thing, right), []);

    public static bool Allows(Role role, Thing thing, Right right) => Cells.ContainsKey((role, thing, right));

    static FrozenDictionary<(Role, Thing, Right), string[]> Load()
    {
        var cells = new Dictionary<(Role, Thing, Right), List<string>>();
        using var reader = new StreamReader(typeof(RightsMatrix).Assembly.GetManifestResourceStream("Access/Data/rights.tsv")!);
        Role[]? roles = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split('\t');
            if (roles is null) { roles = [.. parts.Skip(1).Select(Enum.Parse<Role>)]; continue; }
            var thing = Enum.Parse<Thing>(parts[0]);
            for (var i = 0; i < roles.Length; i++)
                foreach (var token in parts[i + 1].Split(' ').Where(t => t != "-"))
                {
                    var letters = token.Split(':');
                    foreach (var letter in letters[0])
                    {
                        var key = (roles[i], thing, RightOf(letter));
                        if (!cells.TryGetValue(key, out var narrow)) cells[key] = narrow = [];
                        narrow.Add(letters.Length > 1 ? letters[1] : Wide);
                    }
                }
        }
        return cells.ToFrozenDictionary(c => c.Key, c => c.Value.ToArray());
    }

    static Right RightOf(char letter) => letter switch
    {
        'C' => Right.Create,
        'R' => Right.Read,
        'W' => Right.Work,
        'A' => Right.Approve,
        'X' => Right.Confirm,
        _ => throw new InvalidDataException($"rights.tsv: unknown right {letter}"),
    };
}
