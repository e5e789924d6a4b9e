// Numbers headings, tables and figures once, so that every format counts alike.
using System.Globalization;

namespace Steward.Platform.Documents;

/// <summary>A block with its number ("3.2" for headings, "4" for the fourth table) and its anchor.</summary>
sealed record Numbered(Block Block, string Number, string Anchor);

sealed class Outline
{
    public IReadOnlyList<Numbered> Blocks { get; }

    /// <summary>The headings that stand in the table of contents.</summary>
    public IReadOnlyList<Numbered> Contents { get; }

    public Outline(Composition composition)
    {
        var blocks = new List<Numbered>(composition.Blocks.Count);
        Span<int> levels = stackalloc int[3];
        int tables = 0, figures = 0, headings = 0;
        foreach (var block in composition.Blocks)
            blocks.Add(block switch
            {
                Heading h => new(h, h.Numbered ? Next(levels, h.Level) : "", $"h{++headings}"),
                Table t => new(t, Said(++tables), $"t{tables}"),
                Chart c => new(c, Said(++figures), $"f{figures}"),
                _ => new(block, "", ""),
            });
        Blocks = blocks;
        Contents = composition.Contents ? [.. blocks.Where(b => b.Block is Heading { Level: <= 2 })] : [];
    }

    static string Next(Span<int> levels, int level)
    {
        levels[level - 1]++;
        levels[level..].Clear();
        var number = Said(levels[0]);
        for (var i = 1; i < level; i++) number += "." + Said(levels[i]);
        return number;
    }

    static string Said(int n) => n.ToString(CultureInfo.InvariantCulture);
}
