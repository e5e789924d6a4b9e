// Typed values of tables and key figures, so that Excel receives numbers and dates while paper receives words.
namespace Steward.Platform.Documents;

/// <summary>What a column holds; decides alignment and the shape of its values.</summary>
public enum ColumnKind { Text, Number, Percent, Duration, Date, Moment }

/// <summary>To which edge of its column a value is set.</summary>
public enum Align { Start, Center, End }

/// <summary>How a value is to be taken. It is always drawn with a sign of its own shape beside the colour.</summary>
public enum Tone { Plain, Good, Warn, Bad }

/// <summary>
/// A column. <see cref="Width"/> is relative to the other columns; <see cref="Decimals"/> are those of numbers and of percentages.
/// </summary>
public sealed record Column(string Title, ColumnKind Kind = ColumnKind.Text, double Width = 1)
{
    readonly Align? align;
    public Align Align { get => align ?? (Kind is ColumnKind.Text ? Align.Start : Kind is ColumnKind.Date or ColumnKind.Moment ? Align.Center : Align.End); init => align = value; }
    public int Decimals { get; init; } = Kind == ColumnKind.Percent ? 2 : 0;
}

/// <summary>A value with an optional link (a path within Steward) and a tone.</summary>
public abstract record Cell
{
    public string? Link { get; init; }
    public Tone Tone { get; init; }

    /// <summary>No value: a dash, which is not the same as zero.</summary>
    public static readonly Cell None = new NoCell();
    public static Cell Number(decimal value, int? decimals = null, string? unit = null) => new NumberCell(value, decimals, unit);
    public static Cell Percent(decimal? ratio, int? decimals = null) => ratio is { } r ? new PercentCell(r, decimals) : None;

    /// <summary>Words that a person wrote in a record: shown as they are, and not searched for placeholders.</summary>
    public static Cell Quote(string? text) => new TextCell(text ?? "") { Quoted = true };

    public static implicit operator Cell(string? text) => text is null ? None : new TextCell(text);
    public static implicit operator Cell(int value) => new NumberCell(value);
    public static implicit operator Cell(decimal value) => new NumberCell(value);
    public static implicit operator Cell(TimeSpan value) => new DurationCell(value);
    public static implicit operator Cell(DateOnly value) => new DateCell(value);
    public static implicit operator Cell(DateTimeOffset value) => new MomentCell(value);
}

/// <summary>Words.</summary>
public sealed record TextCell(string Text) : Cell { public bool Quoted { get; init; } }

/// <summary>A number; without <see cref="Decimals"/> of its own it takes those of the column.</summary>
public sealed record NumberCell(decimal Value, int? Decimals = null, string? Unit = null) : Cell;

/// <summary>A share: 0.975 is shown as 97.50%.</summary>
public sealed record PercentCell(decimal Ratio, int? Decimals = null) : Cell;

/// <summary>A length of time.</summary>
public sealed record DurationCell(TimeSpan Value) : Cell;

/// <summary>A calendar day.</summary>
public sealed record DateCell(DateOnly Value) : Cell;

/// <summary>An instant, shown with the wall clock of the offset it carries: convert to the reader's zone first.</summary>
public sealed record MomentCell(DateTimeOffset Value) : Cell;

/// <summary>Nothing to show.</summary>
public sealed record NoCell : Cell;
