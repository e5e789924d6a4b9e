// The words of mail programs in many languages, as patterns: made once from Data/markers.tsv.
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Steward.Desk.Mails.Reading;

static class Markers
{
    static readonly FrozenDictionary<string, string> Words = Load();

    const RegexOptions How = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Compiled;

    /// <summary>What stands before a topic: "Re:", "答复：", "AW[2]:", any number of them.</summary>
    public static readonly Regex Prefixes = new($@"^\s*(?:(?:{Words["reply"]}|{Words["forward"]})\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*)+", How);
    public static readonly Regex ReplyPrefix = new($@"^\s*(?:{Words["reply"]})\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]", How);
    public static readonly Regex Away = new($@"^\s*[\[(【]?\s*(?:{Words["away"]})(?!\p{{L}})|^\s*[\[(【]?\s*(?:{Words["away"]})\s*[:：\]】]", How);
    public static readonly Regex Undelivered = new(Words["undelivered"], How);
    public static readonly Regex Failed = new(Words["failed"], How);
    public static readonly Regex Wrote = new($@"(?<!\p{{L}})(?:{Words["wrote"]})(?!\p{{L}})|(?:{Words["wrote"]})\s*[:：]\s*$", How);
    public static readonly Regex Divider = new($@"^\s*[-_=*—]{{2,}}\s*(?:{Words["divider"]})\s*[-_=*—]{{2,}}\s*[:：]?\s*$|^\s*(?:Begin forwarded message)\s*[:：]\s*$", How);
    public static readonly Regex FromHead = new($@"^\s*\**(?:{Words["from"]})\**\s*[:：]\**\s*\S", How);
    public static readonly Regex BesideHead = new($@"^\s*\**(?:{Words["beside"]})\**\s*[:：]", How);

    static FrozenDictionary<string, string> Load()
    {
        var words = new Dictionary<string, List<string>>();
        using var reader = new StreamReader(typeof(Markers).Assembly.GetManifestResourceStream("Desk/Mails/Data/markers.tsv")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split('\t') is not [var kind, .. var given]) continue;
            if (!words.TryGetValue(kind, out var known)) words[kind] = known = [];
            known.AddRange(given.Where(w => w.Length > 0));
        }
        // The longest first, so that "Reply" is not read as "R".
        return words.ToFrozenDictionary(w => w.Key, w => string.Join('|', w.Value.OrderByDescending(x => x.Length).Select(x => Regex.Escape(x).Replace("\\ ", @"\s+", StringComparison.Ordinal))));
    }
}
