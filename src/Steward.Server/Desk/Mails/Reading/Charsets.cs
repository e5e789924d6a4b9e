// Turns bytes of a mail into text, also where the mail says nothing or something wrong about its character set.
using System.Text;
using System.Text.RegularExpressions;

namespace Steward.Desk.Mails.Reading;

static partial class Charsets
{
    static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    static Encoding Chinese => Encoding.GetEncoding("GB18030");
    static Encoding Western => Encoding.GetEncoding(1252);

    /// <summary>The encoding that a name means in practice: mail programs write gb2312 and mean all of GB 18030, iso-8859-1 and mean Windows' table.</summary>
    public static Encoding? Named(string? name)
    {
        name = name?.Trim().Trim('"', '\'').ToLowerInvariant() ?? "";
        if (name.Length == 0) return null;
        if (name.StartsWith("gb", StringComparison.Ordinal) || name is "x-gbk" or "cp936" or "936" or "chinese" or "euc-cn") return Chinese;
        if (name is "iso-8859-1" or "latin1" or "latin-1" or "iso8859-1" or "cp1252" or "ansi") return Western;
        if (name is "utf8" or "utf-8" or "unicode-1-1-utf-8") return Encoding.UTF8;
        if (name.StartsWith("ks_c_5601", StringComparison.Ordinal) || name is "cp949") return Encoding.GetEncoding(949);
        if (name is "x-sjis" or "sjis" or "cp932") return Encoding.GetEncoding("shift_jis");
        if (name is "utf-7" or "us-ascii" or "ascii" or "7bit" or "8bit" or "unknown-8bit" or "binary") return null;
        try { return Encoding.GetEncoding(name); }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException) { return null; }
    }

    public static string Decode(ReadOnlySpan<byte> bytes, string? said)
    {
        if (bytes.StartsWith("\uFEFF"u8)) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        var named = Named(said);
        // UTF-8 does not come about by chance: what is UTF-8 through and through is UTF-8, whatever it says.
        if (named is null or { CodePage: 65001 or 1252 or 54936 } && !System.Text.Ascii.IsValid(bytes) && IsUtf8(bytes)) return Encoding.UTF8.GetString(bytes);
        return (named is null or { CodePage: 65001 } ? Guess(bytes, named) : named).GetString(bytes);
    }

    /// <summary>For bytes that carry no name, or one that cannot be right.</summary>
    public static Encoding Guess(ReadOnlySpan<byte> bytes, Encoding? hint = null)
    {
        if (IsUtf8(bytes)) return Encoding.UTF8;
        if (hint is { CodePage: 65001 } && BrokenShare(bytes) < 0.7) return Encoding.UTF8;
        return LooksChinese(bytes) ? Chinese : Western;
    }

    /// <summary>The character sets that a mail names for its parts, for headers that name none.</summary>
    public static Encoding GuessFor(ReadOnlySpan<byte> raw)
    {
        var end = raw.IndexOf("\n\n"u8) is > 0 and var lf ? lf : raw.IndexOf("\r\n\r\n"u8) is > 0 and var crlf ? crlf : raw.Length;
        var head = raw[..end];
        if (IsUtf8(head)) return Encoding.UTF8;
        var named = CharsetName().Matches(Encoding.Latin1.GetString(raw[..Math.Min(raw.Length, 64 * 1024)])).Select(m => Named(m.Groups[1].Value)).FirstOrDefault(e => e is not null and not { CodePage: 65001 or 1252 });
        return named ?? Guess(head);
    }

    static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        try { _ = Utf8.GetCharCount(bytes); return true; }
        catch (DecoderFallbackException) { return false; }
    }

    /// <summary>How much of what is not ASCII is no UTF-8: a text that was cut or spoilt in one place stays readable.</summary>
    static double BrokenShare(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var (broken, foreign) = (text.Count(c => c == '\uFFFD'), text.Count(c => c > 127));
        return foreign == 0 ? 0 : (double)broken / foreign;
    }

    /// <summary>Bytes beyond ASCII come in pairs of the common area; Western accents stand alone between letters.</summary>
    static bool LooksChinese(ReadOnlySpan<byte> bytes)
    {
        var (pairs, alone) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80) continue;
            if (i + 1 < bytes.Length && bytes[i] is >= 0xA1 and <= 0xFE && bytes[i + 1] >= 0xA1) { pairs++; i++; }
            else alone++;
        }
        return pairs > 0 && pairs > alone * 4;
    }

    [GeneratedRegex(@"charset\s*=\s*""?'?([A-Za-z0-9_.:-]+)", RegexOptions.IgnoreCase)] private static partial Regex CharsetName();

    /// <summary>What an HTML text says of its own character set.</summary>
    public static string? NamedInHtml(ReadOnlySpan<byte> bytes) =>
        CharsetName().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 4096)])) is { Success: true } found ? found.Groups[1].Value : null;
}
