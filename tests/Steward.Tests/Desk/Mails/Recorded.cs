// Recorded mails, and when two texts say the same.
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Steward.Desk.Mails;

static partial class Recorded
{
    public static byte[] Bytes(string file)
    {
        using var stream = File.OpenRead(file);
        using var unpacked = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        using var all = new MemoryStream();
        unpacked.CopyTo(all);
        return all.ToArray();
    }

    public static IncomingMail Read(string file) => IncomingMail.Read(Bytes(file));

    /// <summary>How much of two texts' words they share, from 0 to 1; each Chinese character is a word.</summary>
    public static double Likeness(string one, string other)
    {
        var (a, b) = (Counts(one), Counts(other));
        var (wholeA, wholeB) = (a.Values.Sum(), b.Values.Sum());
        return wholeA + wholeB == 0 ? 1 : 2.0 * a.Sum(w => Math.Min(w.Value, b.GetValueOrDefault(w.Key))) / (wholeA + wholeB);
    }

    static Dictionary<string, int> Counts(string text) => Word().Matches(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant()).GroupBy(m => m.Value).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>An HTML text without its tags, in the plainest way there is.</summary>
    public static string Bare(string html) => WebUtility.HtmlDecode(Tag().Replace(Block().Replace(html, " "), ""));

    public static string OneLine(string text) => White().Replace(text.Normalize(NormalizationForm.FormC), " ").Trim();

    [GeneratedRegex(@"[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]|[\p{L}\p{N}-[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF]]+")] private static partial Regex Word();
    [GeneratedRegex(@"</?(?:p|div|br|tr|td|th|li|ul|ol|table|tbody|h\d|center|blockquote|hr|img|title)\b[^<>]*>", RegexOptions.IgnoreCase)] private static partial Regex Block();
    [GeneratedRegex(@"<[^<>]*>")] private static partial Regex Tag();
    [GeneratedRegex(@"\s+")] private static partial Regex White();
}
