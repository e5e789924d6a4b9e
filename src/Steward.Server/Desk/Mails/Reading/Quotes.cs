// Parts what somebody says in a reply from what their program quoted of earlier mails.
namespace Steward.Desk.Mails.Reading;

static class Quotes
{
    /// <summary>What is new in a text. If nothing is left, nothing was quoted after all: the whole text.</summary>
    public static string Without(string text)
    {
        var lines = text.Split('\n');
        var gone = new bool[lines.Length];
        // Everything below a divider or below the heads of an earlier mail was quoted.
        var end = Enumerable.Range(0, lines.Length).FirstOrDefault(i => BeginsRest(lines, i), lines.Length);
        for (var i = end; i < lines.Length; i++) gone[i] = true;
        for (var i = 0; i < end; i++)
        {
            if (!lines[i].TrimStart().StartsWith('>')) continue;
            gone[i] = true;
            if (i == 0 || !gone[i - 1]) MarkAttribution(lines, gone, i);
        }
        var said = string.Join('\n', lines.Where((_, i) => !gone[i])).Trim('\n', ' ', '\r', '\t');
        return said.Any(char.IsLetterOrDigit) ? Squeeze(said) : text;
    }

    static bool BeginsRest(string[] lines, int at)
    {
        var line = lines[at];
        if (line.Length > 400) return false;
        if (Markers.Divider.IsMatch(line)) return true;
        if (Markers.FromHead.IsMatch(line))
        {
            // "From:" is a head only in the company of others; of a wrapped one the next lines belong to it.
            var beside = lines.Skip(at + 1).Take(8).Count(l => Markers.BesideHead.IsMatch(l));
            return beside >= 2;
        }
        // Other programs begin with another head.
        if (Markers.BesideHead.IsMatch(line) && lines.Skip(at).TakeWhile(IsHead).Count() >= 3 && lines.Skip(at).TakeWhile(IsHead).Any(l => Markers.FromHead.IsMatch(l))) return true;
        // An attribution with the quotation below it unmarked: it must carry a date or an address, and end its line.
        return IsAttribution(line) && NextSaid(lines, at) is { } next && !next.TrimStart().StartsWith('>') && at > 0;
    }

    static bool IsHead(string line) => Markers.FromHead.IsMatch(line) || Markers.BesideHead.IsMatch(line);

    static bool IsAttribution(string line) => EndsInColon(line) && line.Any(char.IsDigit) && Markers.Wrote.IsMatch(line);

    static bool EndsInColon(string line) => line.TrimEnd() is [.., ':' or '：'];

    static string? NextSaid(string[] lines, int at) => lines.Skip(at + 1).FirstOrDefault(l => l.Trim().Length > 0);

    /// <summary>The line "On … somebody wrote:" above a quotation, which programs break over up to four lines.</summary>
    static void MarkAttribution(string[] lines, bool[] gone, int quote)
    {
        var last = quote - 1;
        while (last >= 0 && lines[last].Trim().Length == 0) last--;
        if (last < 0 || gone[last] || !EndsInColon(lines[last])) return;
        var known = 0;
        for (var n = 1; n <= 4 && last - n + 1 >= 0 && lines[last - n + 1].Trim().Length > 0 && !gone[last - n + 1]; n++)
        {
            var joined = string.Join(' ', lines[(last - n + 1)..(last + 1)]);
            var says = Markers.Wrote.IsMatch(joined) || joined.Contains('@');
            if (says) known = known == 0 ? n : known;
            if (says && joined.Any(char.IsDigit)) { known = n; break; }
        }
        for (var n = 0; n < known; n++) gone[last - n] = true;
    }

    static string Squeeze(string text)
    {
        while (text.Contains("\n\n\n", StringComparison.Ordinal)) text = text.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        return text;
    }
}
