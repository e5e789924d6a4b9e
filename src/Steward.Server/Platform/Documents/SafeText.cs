// Makes any text fit to stand in XML and in front of a reader: what files cannot hold or eyes cannot trust is taken out.
using System.Text;

namespace Steward.Platform.Documents;

static class SafeText
{
    /// <summary>
    /// Line ends become \n; characters that XML 1.0 forbids, lone surrogates, and bidirectional overrides (which can make a text read
    /// other than it is stored) are dropped. Emoji, right-to-left scripts and joiners stay.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (!NeedsCleaning(text)) return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r') { if (i + 1 >= text.Length || text[i + 1] != '\n') clean.Append('\n'); }
            else if (c is '\u2028' or '\u2029' or '\v' or '\f') clean.Append('\n');
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(c).Append(text[++i]);
            else if (!IsUnwelcome(c)) clean.Append(c);
        }
        return clean.ToString();
    }

    /// <summary>One line of clean text.</summary>
    public static string Line(string? text) => Clean(text).Replace('\n', ' ').Replace('\t', ' ').Trim();

    /// <summary>Cuts to at most <paramref name="length"/> UTF-16 units without halving a character; a cut is shown by an ellipsis.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = length - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + "…";
    }

    /// <summary>Whether the first letter with a direction reads from right to left (Hebrew, Arabic and their neighbours).</summary>
    public static bool IsRightToLeft(string text)
    {
        foreach (var c in text)
        {
            if (c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC') return true;
            if (char.IsLetter(c)) return false;
        }
        return false;
    }

    static bool NeedsCleaning(string text)
    {
        foreach (var c in text)
            if (c == '\r' || c is '\u2028' or '\u2029' || char.IsSurrogate(c) || IsUnwelcome(c)) return true;
        return false;
    }

    static bool IsUnwelcome(char c) =>
        c < ' ' && c is not ('\t' or '\n') || c is >= '\u007F' and <= '\u009F' || char.IsSurrogate(c)
        || c is '\uFFFE' or '\uFFFF' or '\uFEFF' || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
