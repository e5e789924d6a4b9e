// How Chinese is read aloud, so that it is found by its sound: 打印机 is dayinji, and dyj in short, without an input method.
using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Steward.Platform.Text;

static class Pinyin
{
    static readonly FrozenDictionary<char, string> Syllables = Rows("Platform/Text/Data/pinyin.tsv").SelectMany(row => row[1].Select(c => (Character: c, Syllable: row[0]))).ToFrozenDictionary(r => r.Character, r => r.Syllable);

    /// <summary>The words that modules brought along (every <c>Data/words.tsv</c>), with the reading that each has as a whole: 重启 is chong qi, although 重 alone is zhong.</summary>
    static readonly FrozenDictionary<string, string[]> Words = typeof(Pinyin).Assembly.GetManifestResourceNames().Where(n => n.EndsWith("Data/words.tsv", StringComparison.Ordinal))
        .SelectMany(Rows).ToFrozenDictionary(row => row[0], row => row[1].Split(' '));

    static readonly int Longest = Words.Keys.Max(w => w.Length);
    static readonly FrozenDictionary<string, string[]> BySound = Words.SelectMany(w => new[] { string.Concat(w.Value), string.Concat(w.Value.Select(s => s[0])) }.Distinct().Select(sound => (sound, w.Key)))
        .GroupBy(w => w.sound, w => w.Key).ToFrozenDictionary(g => g.Key, g => g.ToArray());

    static readonly ConcurrentDictionary<string, string> Known = new();

    /// <summary>Letters and digits stand for themselves; a rare character is left out. Of a character that is read in two ways the usual one counts.</summary>
    public static string InitialsOf(string text) => Known.GetOrAdd(text, static words => string.Concat(words.Select(c => c < 128 ? char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '\0' : Syllables.TryGetValue(c, out var s) ? s[0] : '\0').Where(c => c != '\0')));

    /// <summary>The syllable of each character, null for one that the table does not know; within a known word as it is read there.</summary>
    public static string?[] Read(string run)
    {
        var said = new string?[run.Length];
        for (var i = 0; i < run.Length;)
        {
            var word = Math.Min(Longest, run.Length - i);
            while (word > 1 && !Words.ContainsKey(run.Substring(i, word))) word--;
            if (word > 1) Words[run.Substring(i, word)].CopyTo(said, i);
            else said[i] = Syllables.GetValueOrDefault(run[i]);
            i += Math.Max(1, word);
        }
        return said;
    }

    /// <summary>The known words that sound so, in full or by their initials.</summary>
    public static IReadOnlyList<string> WordsLike(string sound) => BySound.GetValueOrDefault(sound, []);

    static IEnumerable<string[]> Rows(string resource)
    {
        using var reader = new StreamReader(typeof(Pinyin).Assembly.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#')) yield return line.Split('\t');
    }
}
