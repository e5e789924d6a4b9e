// Cuts text into search terms: Chinese into overlapping pairs so that any two characters are found, Latin and digits into whole words.
using System.Globalization;
using System.Text;
using Steward.Platform.Text;

namespace Steward.Platform.Search;

/// <summary>
/// A run of Chinese 打印机 becomes 打印, 印机 and, closing the run, 机: so a query of one character works as a prefix.
/// A query must be cut with <see cref="Query"/>, which leaves out the closing single character of longer runs.
/// </summary>
public static class SearchTerms
{
    public static IEnumerable<string> Document(string text) => Runs(text).SelectMany(run => run.Cjk ? Pairs(run.Text, closing: true) : [run.Text]);

    /// <summary>
    /// How the Chinese of a text sounds, from each of its characters on: 打印机 gives dayinji, yinji, dyj and yj, so that the beginning of any part finds it. Meant for names,
    /// titles and keywords: a text of any length would swell the index.
    /// </summary>
    public static IEnumerable<string> Sounds(string text)
    {
        foreach (var run in Runs(text).Where(r => r.Cjk).Select(r => r.Text))
        {
            var said = Pinyin.Read(run);
            for (var i = 0; i < said.Length; i++)
            {
                var rest = said.Skip(i).TakeWhile(s => s is not null).Take(LongestSound).ToList();
                if (rest.Count == 0 || rest.Count == 1 && said.Length > 1) continue;
                yield return string.Concat(rest);
                yield return string.Concat(rest.Select(s => s![0]));
            }
        }
    }

    const int LongestSound = 8;

    /// <summary>The phrases of a query: each inner list must be found in order.</summary>
    public static List<List<string>> Query(string text) =>
        [.. Runs(text).Select(run => run.Cjk && run.Text.Length > 1 ? Pairs(run.Text, closing: false).ToList() : [run.Text])];

    /// <summary>One form for what people type in many: full width to half width (NFKC), lower case.</summary>
    public static string Normal(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    static IEnumerable<string> Pairs(string run, bool closing)
    {
        for (var i = 0; i + 1 < run.Length; i++) yield return run.Substring(i, 2);
        if (closing || run.Length == 1) yield return run[^1..];
    }

    static IEnumerable<(string Text, bool Cjk)> Runs(string text)
    {
        var normal = Normal(text);
        var start = 0;
        var kind = Kind.Other;
        for (var i = 0; i <= normal.Length; i++)
        {
            var next = i == normal.Length ? Kind.Other : KindOf(normal[i]);
            if (next == kind) continue;
            if (kind != Kind.Other) yield return (normal[start..i], kind == Kind.Cjk);
            (start, kind) = (i, next);
        }
    }

    enum Kind { Other, Word, Cjk }

    static Kind KindOf(char c) =>
        c is >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\u3040' and <= '\u30FF' ? Kind.Cjk :
        char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark ? Kind.Word : Kind.Other;
}
