// Finds the words for a key in the reader's language; every sentence a person sees stands in a *.texts.tsv beside its module.
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Steward.Platform.Text;

/// <summary>The two languages of Steward. Chinese comes first everywhere that nothing else is known.</summary>
public enum Language { Zh, En }

/// <summary>
/// All texts of the program: lines <c>key TAB Chinese TAB English</c> from every embedded <c>*.texts.tsv</c>.
/// A placeholder is <c>{0}</c>, <c>{1}</c>… as in <see cref="string.Format(string, object[])"/>; a literal line break is written <c>\n</c>.
/// An unknown key answers itself in brackets, and a house test finds it.
/// </summary>
public static class Texts
{
    static readonly FrozenDictionary<string, (string Zh, string En)> All = Load(typeof(Texts).Assembly);

    /// <summary>The reader's language, taken from <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public static Language Current =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? Language.En : Language.Zh;

    public static CultureInfo Culture(Language language) =>
        CultureInfo.GetCultureInfo(language == Language.En ? "en-GB" : "zh-CN");

    /// <summary>The text of <paramref name="key"/> in the reader's language.</summary>
    public static string T(string key, params object?[] args) => In(Current, key, args);

    public static string In(Language language, string key, params object?[] args)
    {
        if (!All.TryGetValue(key, out var text)) return $"[{key}]";
        var pattern = language == Language.En ? text.En : text.Zh;
        return args.Length == 0 ? pattern : string.Format(Culture(language), pattern, args);
    }

    public static bool Has(string key) => All.ContainsKey(key);

    /// <summary>Every key, for the house test that compares texts with their uses.</summary>
    public static IReadOnlyCollection<string> Keys => All.Keys;

    /// <summary>The text of an enum value: key <c>TypeName.Value</c>.</summary>
    public static string Name<TEnum>(TEnum value) where TEnum : struct, Enum => T($"{typeof(TEnum).Name}.{value}");

    static FrozenDictionary<string, (string, string)> Load(Assembly assembly)
    {
        var texts = new Dictionary<string, (string, string)>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".texts.tsv", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            for (var number = 1; reader.ReadLine() is { } line; number++)
            {
                if (line.Length == 0 || line[0] == '#') continue;
                var cells = line.Split('\t');
                if (cells.Length != 3 || cells.Any(string.IsNullOrWhiteSpace))
                    throw new InvalidDataException($"{name}, line {number}: a text needs a key, Chinese and English, parted by tabs.");
                if (!texts.TryAdd(cells[0], (Unescape(cells[1]), Unescape(cells[2]))))
                    throw new InvalidDataException($"{name}, line {number}: the key {cells[0]} stands twice.");
            }
        }
        return texts.ToFrozenDictionary();
    }

    static string Unescape(string cell) => cell.Replace("\\n", "\n", StringComparison.Ordinal);
}
