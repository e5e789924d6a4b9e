// Measures text without a font: good enough to choose column widths, wrap labels and foresee page numbers.
using System.Text;

namespace Steward.Platform.Documents;

static class TextWidth
{
    /// <summary>The width in em of a sans-serif face: 1 for a Chinese character, about a half for a Latin one.</summary>
    public static double Em(ReadOnlySpan<char> text)
    {
        double width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Em(rune);
        return width;
    }

    public static double Em(Rune rune) => rune.Value switch
    {
        >= 0x1100 and < 0x11A0 or >= 0x2E80 and < 0xD7B0 or >= 0xF900 and < 0xFB00 or >= 0xFE30 and < 0xFE70 or >= 0xFF00 and < 0xFF61 or >= 0x1F000 => 1,
        0x2014 or 0x2018 or 0x2019 or 0x201C or 0x201D or 0x2026 or >= 0x2190 and < 0x2700 => 1,
        0x200B or 0x200C or 0x200D or 0xFE0F => 0,
        'i' or 'j' or 'l' or '|' or '\'' => 0.22,
        'f' or 't' or 'r' or ' ' or ',' or '.' or ':' or ';' or '/' or '!' or '(' or ')' or '[' or ']' or '-' => 0.31,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.86,
        >= 'A' and <= 'Z' => 0.68,
        _ => 0.56,
    };

    /// <summary>The width of the longest stretch that should not be broken: Latin words, numbers, codes. Chinese may break anywhere.</summary>
    public static double LongestWord(string text, bool hyphens = false)
    {
        double longest = 0, word = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var width = Em(rune);
            word = width == 1 || Rune.IsWhiteSpace(rune) ? 0 : word + width;
            longest = Math.Max(longest, word);
            if (hyphens && rune.Value == '-') word = 0;
        }
        return longest;
    }

    /// <summary>
    /// How many lines the text takes in a column of <paramref name="em"/>; Latin words are kept whole where they fit.
    /// <paramref name="latin"/> narrows Latin letters: 0.9 for Times against Arial.
    /// </summary>
    public static int Lines(string text, double em, double latin = 1)
    {
        var lines = 0;
        foreach (var paragraph in text.EnumerateLines())
        {
            lines++;
            double at = 0, word = 0;
            foreach (var rune in paragraph.EnumerateRunes())
            {
                var width = Em(rune) is var wide and not 1 ? wide * latin : 1;
                word = width is 1 or 0 || Rune.IsWhiteSpace(rune) || rune.Value == '-' ? 0 : word + width;
                if (at + width > em + 0.01) { lines++; at = word < em && word > 0 ? word - width : 0; if (word >= em) word = width; }
                at += width;
            }
        }
        return Math.Max(lines, 1);
    }

    /// <summary>Breaks a label into at most <paramref name="most"/> lines of <paramref name="em"/>; what does not fit ends in an ellipsis.</summary>
    public static string Wrap(string text, double em, int most)
    {
        var wrapped = new StringBuilder();
        double at = 0;
        var lines = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            var width = Em(rune);
            if (at > 0 && at + width > em)
            {
                if (lines++ == most) return wrapped.Append('…').ToString();
                wrapped.Append('\n');
                at = 0;
            }
            wrapped.Append(rune.ToString());
            at += width;
        }
        return wrapped.ToString();
    }
}
