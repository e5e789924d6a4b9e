// The initials of Chinese words as they are typed: 工单 is gd, so that a menu entry is found without an input method.
using System.Collections.Concurrent;
using System.Text;

namespace Steward.Platform.Text;

static class Pinyin
{
    /// <summary>The first plane of GB 2312 stands in the order of pinyin: where each letter begins, up to D7F9.</summary>
    static readonly (int From, char Letter)[] Letters =
    [
        (0xB0A1, 'a'), (0xB0C5, 'b'), (0xB2C1, 'c'), (0xB4EE, 'd'), (0xB6EA, 'e'), (0xB7A2, 'f'), (0xB8C1, 'g'), (0xB9FE, 'h'), (0xBBF7, 'j'), (0xBFA6, 'k'), (0xC0AC, 'l'), (0xC2E8, 'm'),
        (0xC4C3, 'n'), (0xC5B6, 'o'), (0xC5BE, 'p'), (0xC6DA, 'q'), (0xC8BB, 'r'), (0xC8F6, 's'), (0xCBFA, 't'), (0xCDDA, 'w'), (0xCEF4, 'x'), (0xD1B9, 'y'), (0xD4D1, 'z'),
    ];

    static readonly Encoding Gb = CodePagesEncodingProvider.Instance.GetEncoding(936)!;
    static readonly ConcurrentDictionary<string, string> Known = new();

    /// <summary>Letters and digits stand for themselves; a rare character is left out. Of a character that is read in two ways the usual one counts.</summary>
    public static string InitialsOf(string text) => Known.GetOrAdd(text, static words => string.Concat(words.Select(c => c < 128 ? char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '\0' : Initial(c)).Where(c => c != '\0')));

    static char Initial(char c) => Gb.GetBytes([c]) is [var high, var low] && ((high << 8) | low) is var code and >= 0xB0A1 and <= 0xD7F9 ? Letters.Last(l => l.From <= code).Letter : '\0';
}
