// What changed between two texts: Chinese by the character, Latin by the word, so that a changed step is seen at a glance.
namespace Steward.Knowledge.Articles;

public enum DiffKind { Same, Gone, New }

public sealed record DiffPart(DiffKind Kind, string Text);

static class TextDiff
{
    /// <summary>Beyond so many comparisons whole lines are compared.</summary>
    const int MostCells = 4_000_000;

    public static IReadOnlyList<DiffPart> Of(string before, string after)
    {
        var (old, fresh) = (Tokens(before), Tokens(after));
        if ((long)old.Count * fresh.Count > MostCells) (old, fresh) = (Lines(before), Lines(after));
        if ((long)old.Count * fresh.Count > MostCells) return [new(DiffKind.Gone, before), new(DiffKind.New, after)];
        // The longest common run of tokens, from the end backwards.
        var length = new int[old.Count + 1, fresh.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
            for (var j = fresh.Count - 1; j >= 0; j--)
                length[i, j] = old[i] == fresh[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        var parts = new List<DiffPart>();
        void Add(DiffKind kind, string text)
        {
            if (parts.Count > 0 && parts[^1].Kind == kind) parts[^1] = parts[^1] with { Text = parts[^1].Text + text };
            else parts.Add(new(kind, text));
        }
        for (int i = 0, j = 0; i < old.Count || j < fresh.Count;)
        {
            if (i < old.Count && j < fresh.Count && old[i] == fresh[j]) { Add(DiffKind.Same, old[i]); i++; j++; }
            else if (i < old.Count && (j == fresh.Count || length[i + 1, j] >= length[i, j + 1])) Add(DiffKind.Gone, old[i++]);
            else Add(DiffKind.New, fresh[j++]);
        }
        return parts;
    }

    static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var end = i + 1;
            while (char.IsAsciiLetterOrDigit(text[i]) && end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
            tokens.Add(text[i..end]);
            i = end;
        }
        return tokens;
    }

    static List<string> Lines(string text) => [.. text.Split('\n').Select(l => l + "\n")];
}
