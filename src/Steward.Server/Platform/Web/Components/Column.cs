// A column of a DataTable; it draws nothing itself but tells its table how.
using Microsoft.AspNetCore.Components;

namespace Steward.Platform.Web.Components;

public sealed class Column<TItem> : ComponentBase
{
    [CascadingParameter] DataTable<TItem> Table { get; set; } = null!;

    [Parameter, EditorRequired] public string Header { get; set; } = "";

    /// <summary>The cell, when plain text is enough.</summary>
    [Parameter] public Func<TItem, object?>? Text { get; set; }

    /// <summary>The cell, when it is more than text.</summary>
    [Parameter] public RenderFragment<TItem>? ChildContent { get; set; }

    /// <summary>The name of this column in the query's "sort"; without it the column does not sort.</summary>
    [Parameter] public string? Sort { get; set; }

    /// <summary>The column that names the record: it carries the row's link and heads the card on a phone.</summary>
    [Parameter] public bool Main { get; set; }

    /// <summary>As narrow as its content, never wrapped: numbers, dates, badges.</summary>
    [Parameter] public bool Narrow { get; set; }
    [Parameter] public Align Align { get; set; }
    [Parameter] public bool HideOnPhone { get; set; }

    internal RenderFragment Cell(TItem item) => ChildContent?.Invoke(item) ?? (builder => builder.AddContent(0, Text?.Invoke(item)));

    internal string CellClass { get; private set; } = "";

    string Classes() => string.Join(' ', new[]
    {
        Align switch { Align.End => "end", Align.Center => "center", Align.Start => null },
        Narrow ? "narrow" : null, Main ? "main" : null, HideOnPhone ? "desk-only" : null,
    }.Where(c => c is not null));

    protected override void OnInitialized()
    {
        CellClass = Classes();
        Table.Add(this);
    }
}
