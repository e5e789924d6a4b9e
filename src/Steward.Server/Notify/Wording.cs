// How the text of a mail is written with names in the places of its words, checked, and filled: pure.
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Steward.Platform.Text;

namespace Steward.Notify;

/// <summary>A place that this kind of mail does not have, and the line where it stands, from 1.</summary>
public sealed record UnknownPlace(string Name, int Line);

/// <summary>
/// Our own texts have numbered places ({0}); people write them by name. The names are the text <c>mail.{template}.places</c>, in the order of the numbers, parted by blanks; either language's are understood.
/// Values are put in as they are, and what they hold is never looked at again: nothing in them is a place, a tag or a command, since mails are plain text.
/// </summary>
public static partial class Wording
{
    public static string Kept(Language language, IReadOnlyList<object?> words) => JsonSerializer.Serialize(words.Select(w => Convert.ToString(w, Texts.Culture(language)) ?? ""), Platform.Web.Json.Options);

    public static IReadOnlyList<string> Read(string kept) => kept.Length == 0 ? [] : JsonSerializer.Deserialize<List<string>>(kept, Platform.Web.Json.Options)!;

    public static IReadOnlyList<string> Places(string template, Language language) => Texts.Has($"mail.{template}.places") ? Texts.In(language, $"mail.{template}.places").Split(' ') : [];

    /// <summary>Our own text with names for numbers.</summary>
    public static string Ours(string template, string part, Language language)
    {
        var names = Places(template, language);
        return Number().Replace(Texts.In(language, $"mail.{template}.{part}"), m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) is var n && n < names.Count ? "{" + names[n] + "}" : m.Value);
    }

    public static IEnumerable<UnknownPlace> Unknown(string template, string text) =>
        text.ReplaceLineEndings("\n").Split('\n').SelectMany((line, i) => Place().Matches(line).Where(m => NumberOf(template, m.Groups[1].Value) is null).Select(m => new UnknownPlace(m.Groups[1].Value.Trim(), i + 1)));

    public static string Fill(string template, string text, IReadOnlyList<string> words) =>
        Place().Replace(text, m => NumberOf(template, m.Groups[1].Value) is { } n && n < words.Count ? words[n] : m.Value);

    static int? NumberOf(string template, string written)
    {
        foreach (var language in Enum.GetValues<Language>())
            for (var (n, names) = (0, Places(template, language)); n < names.Count; n++)
                if (names[n].Equals(written.Trim(), StringComparison.OrdinalIgnoreCase)) return n;
        return null;
    }

    [GeneratedRegex(@"\{(\d+)\}")] private static partial Regex Number();
    [GeneratedRegex(@"\{(?!\s*\})([^{}\n]{1,40})\}")] private static partial Regex Place();
}
