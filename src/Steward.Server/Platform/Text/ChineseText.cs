// Text files of people who save them with a Chinese spreadsheet.
using System.Text;

namespace Steward.Platform.Text;

public static class ChineseText
{
    /// <summary>UTF-8 if it is UTF-8 through and through, else GB 18030, as Chinese spreadsheets save.</summary>
    public static string Decode(byte[] bytes)
    {
        try { return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'); }
        catch (DecoderFallbackException) { return Encoding.GetEncoding("GB18030").GetString(bytes); }
    }
}
