// Reads the few marks that people use when they write plain text: headings, lists, steps, commands, bold, links. What it reads are words, never markup: the page writes all of them out safely.
using System.Text.RegularExpressions;

namespace Steward.Platform.Web.Components;

public enum BlockKind { Paragraph, Heading, Bullets, Steps, Code }
public enum RunKind { Plain, Bold, Code, Link }

public sealed record TextRun(RunKind Kind, string Text);

/// <summary>A block of lines; a list has one entry a point. <paramref name="From"/> is the number of the first step, so that a picture or a remark between steps does not begin them anew.</summary>
public sealed record TextBlock(BlockKind Kind, IReadOnlyList<IReadOnlyList<TextRun>> Lines, int From = 1);

public static partial class RichText
{
    public static IReadOnlyList<TextBlock> Read(string text)
    {
        var blocks = new List<TextBlock>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) { i++; continue; }
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, l => l.StartsWith("```", StringComparison.Ordinal)) is var at and > 0 ? at : lines.Length;
                blocks.Add(new(BlockKind.Code, [.. lines[(i + 1)..end].Select(l => (IReadOnlyList<TextRun>)[new(RunKind.Plain, l)])]));
                i = end + 1;
                continue;
            }
            var kind = KindOf(lines[i]);
            var first = i++;
            // A heading is one line; what follows a point without a mark of its own belongs to it.
            var points = new List<string> { Bare(lines[first], kind) };
            for (; kind != BlockKind.Heading && i < lines.Length && !string.IsNullOrWhiteSpace(lines[i]) && !lines[i].StartsWith("```", StringComparison.Ordinal); i++)
            {
                var next = KindOf(lines[i]);
                if (next == kind) points.Add(Bare(lines[i], kind));
                else if (next == BlockKind.Paragraph && kind is BlockKind.Bullets or BlockKind.Steps) points[^1] += "\n" + lines[i].Trim();
                else break;
            }
            blocks.Add(new(kind, [.. points.Select(Runs)], kind == BlockKind.Steps && int.TryParse(Step().Match(lines[first]).Groups[1].Value, out var number) ? number : 1));
        }
        return blocks;
    }

    static BlockKind KindOf(string line) =>
        Heading().IsMatch(line) ? BlockKind.Heading : Bullet().IsMatch(line) ? BlockKind.Bullets : Step().IsMatch(line) ? BlockKind.Steps : BlockKind.Paragraph;

    static string Bare(string line, BlockKind kind) => kind switch
    {
        BlockKind.Heading => Heading().Replace(line, ""),
        BlockKind.Bullets => Bullet().Replace(line, ""),
        BlockKind.Steps => Step().Replace(line, ""),
        _ => line.Trim(),
    };

    static IReadOnlyList<TextRun> Runs(string line)
    {
        var runs = new List<TextRun>();
        var at = 0;
        foreach (Match mark in Marked().Matches(line))
        {
            if (mark.Index > at) runs.Add(new(RunKind.Plain, line[at..mark.Index]));
            runs.Add(mark.Groups["bold"].Success ? new(RunKind.Bold, mark.Groups["bold"].Value) : mark.Groups["code"].Success ? new(RunKind.Code, mark.Groups["code"].Value) : new(RunKind.Link, mark.Value));
            at = mark.Index + mark.Length;
        }
        if (at < line.Length) runs.Add(new(RunKind.Plain, line[at..]));
        return runs;
    }

    [GeneratedRegex(@"^#{1,4}\s+")] private static partial Regex Heading();
    [GeneratedRegex(@"^\s*[-*•·]\s+")] private static partial Regex Bullet();
    [GeneratedRegex(@"^\s*(\d{1,3})[.)、．]\s*(?!\d)")] private static partial Regex Step();
    // A link ends where Chinese punctuation or text begins: it is often written without a space.
    [GeneratedRegex(@"\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`|https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*[A-Za-z0-9/_~=-]")] private static partial Regex Marked();
}
