// The words by which people decide in writing: in a chat before the number, in the answer to a mail above the quotation.
using System.Text.RegularExpressions;
using Steward.Platform.Text;

namespace Steward.Access;

/// <summary>A decision in somebody's own words.</summary>
public sealed record WrittenWord(bool Agree, string Reason);

public static partial class DecisionWords
{
    /// <summary>Whether a word agrees or refuses, in either language; null for every other word.</summary>
    public static bool? Of(string word) => Is("Approving.AgreeWords", word) ? true : Is("Approving.RefuseWords", word) ? false : null;

    /// <summary>
    /// What somebody said above a quotation: the first word decides, what stands behind it on its line, up to the end of the paragraph, is the reason. Null: it is no clear word. Nothing is guessed:
    /// a question, both words at once, or "no problem" decide nothing, and a signature below the word is no reason.
    /// </summary>
    public static WrittenWord? Read(string said)
    {
        var lines = said.Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(l => l.Trim(' ', '\t', '\u00A0', '\u200B', '\uFEFF', '\u3000')).SkipWhile(l => l.Length == 0).TakeWhile(l => l.Length > 0).ToList();
        if (lines.Count == 0 || First().Match(lines[0]) is not { Success: true } first || Of(first.Groups["word"].Value) is not { } agree) return null;
        var rest = first.Groups["rest"].Value.Trim();
        if (rest.StartsWith('?') || rest.StartsWith('？')) return null;
        if (First().Match(rest) is { Success: true } second && (Of(second.Groups["word"].Value) == !agree || Is("Approving.NoRefusal", $"{first.Groups["word"].Value}-{second.Groups["word"].Value}"))) return null;
        var reason = rest.Length == 0 ? "" : string.Join('\n', lines.Skip(1).Prepend(rest));
        return new(agree, reason.Length <= 1000 ? reason : reason[..1000]);
    }

    static bool Is(string key, string word) => Enum.GetValues<Language>().Any(l => Texts.In(l, key).Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex(@"^(?<word>[^\s,.!:;，。！：；、…—]+)[\s,.!:;，。！：；、…—–-]*(?<rest>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)] private static partial Regex First();
}
