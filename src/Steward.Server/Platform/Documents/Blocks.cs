// The parts a document is made of, in reading order.
namespace Steward.Platform.Documents;

/// <summary>One part of a document; the writers know every kind below and no other.</summary>
public abstract record Block;

/// <summary>A heading of level 1 to 3. Numbers are given by the writers, never typed.</summary>
public sealed record Heading(int Level, string Text) : Block
{
    public int Level { get; } = Level is >= 1 and <= 3 ? Level : throw new ArgumentOutOfRangeException(nameof(Level));

    /// <summary>False for a heading that stands outside the count, such as a foreword.</summary>
    public bool Numbered { get; init; } = true;
}

/// <summary>Running text.</summary>
public sealed record Paragraph(params IReadOnlyList<Run> Runs) : Block
{
    public static implicit operator Paragraph(string text) => new(new Run(text));
}

/// <summary>An unordered list.</summary>
public sealed record Bullets(params IReadOnlyList<Paragraph> Items) : Block;

/// <summary>The few numbers that a reader in a hurry should see, side by side.</summary>
public sealed record KeyFigures(params IReadOnlyList<KeyFigure> Figures) : Block;

/// <summary>One such number with what it is and what it should be. <see cref="Note"/> is the target, the count, or the change.</summary>
public sealed record KeyFigure(string Label, Cell Value, string? Note = null);

/// <summary>Figures in rows and columns; the caption is numbered by the writers.</summary>
public sealed record Table(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows) : Block
{
    public IReadOnlyList<IReadOnlyList<Cell>> Rows { get; } = Rows.All(r => r.Count == Columns.Count)
        ? Rows : throw new ArgumentException($"A row of '{Caption}' does not have {Columns.Count} cells.", nameof(Rows));

    /// <summary>The closing row, set apart; as many cells as columns.</summary>
    public IReadOnlyList<Cell>? Total { get; init; }
    public string? Note { get; init; }

    /// <summary>Marks a table whose shares rest on so few cases that they prove little.</summary>
    public bool SmallSample { get; init; }

    /// <summary>A short name for the sheet in Excel; the caption serves when there is none.</summary>
    public string? Sheet { get; init; }
}

/// <summary>A new page; with <see cref="Landscape"/> for the wide tables of an appendix, until the next page break.</summary>
public sealed record PageBreak(bool Landscape = false) : Block;

/// <summary>Terms and how they are counted.</summary>
public sealed record Definitions(params IReadOnlyList<Definition> Items) : Block;

/// <summary>A term and its meaning.</summary>
public sealed record Definition(string Term, string Meaning);

/// <summary>The places where the parties sign and put their seals (公章), side by side.</summary>
public sealed record SignOff(params IReadOnlyList<string> Parties) : Block
{
    /// <summary>The sentence that is signed.</summary>
    public string? Statement { get; init; }
}

/// <summary>What was signed already, side by side: whose signature it is, the name, when, and what was drawn.</summary>
public sealed record Signatures(params IReadOnlyList<Signature> By) : Block;

/// <summary>One of them. Without <paramref name="Png"/> the name signs; without a name nobody has signed yet.</summary>
public sealed record Signature(string Party, string Name, string? At = null, byte[]? Png = null);

/// <summary>A small line under a figure: where the data comes from, with a link to the query behind it.</summary>
public sealed record SourceLine(string Text, string? Link = null) : Block;
