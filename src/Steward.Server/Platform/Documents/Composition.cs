// What a document says, before anyone decides whether it becomes Word, Excel, PDF or a web page.
using Steward.Platform.Text;

namespace Steward.Platform.Documents;

/// <summary>
/// A whole document: cover and blocks. It is pure data, so the same composition always gives the same bytes.
/// Texts are the reader's words already, in <see cref="Language"/>; the composer adds only its own labels.
/// </summary>
public sealed record Composition(Cover Cover, IReadOnlyList<Block> Blocks)
{
    public Language Language { get; init; } = Language.Zh;

    /// <summary>Whether a table of contents of heading levels 1 and 2 follows the cover.</summary>
    public bool Contents { get; init; } = true;

    /// <summary>False for a paper of a page or two: the cover's words stand above the text instead of on a page of their own.</summary>
    public bool CoverPage { get; init; } = true;

    /// <summary>Where this Steward is reached, so that links in a file lead back to it; without it files carry no links.</summary>
    public Uri? BaseAddress { get; init; }
}

/// <summary>The first page: what the document is, who answers for it, and from which frozen data it was made.</summary>
public sealed record Cover(string Title)
{
    public string? Subtitle { get; init; }

    /// <summary>Who issues the document.</summary>
    public string? Organisation { get; init; }

    /// <summary>A mark such as "internal", shown on the cover and in every header.</summary>
    public string? Mark { get; init; }

    public IReadOnlyList<KeyLine> Lines { get; init; } = [];
    public string? Number { get; init; }
    public string? Version { get; init; }
    public string? Author { get; init; }
    public string? Reviewer { get; init; }
    public string? Approver { get; init; }
    public DateOnly? Date { get; init; }

    /// <summary>Nothing later than this instant was counted. Shown with the offset it carries: give it in the reader's zone.</summary>
    public DateTimeOffset? CutOff { get; init; }

    /// <summary>The digest of the frozen figures, so that a printed copy can be held against the stored one.</summary>
    public string? SnapshotHash { get; init; }
}

/// <summary>A label and its value on the cover: customer, period, contract.</summary>
public sealed record KeyLine(string Label, string Value);

/// <summary>
/// A stretch of words in a paragraph. <see cref="Link"/> is a path within Steward ("/…"), anything else is not linked.
/// <see cref="Quoted"/> says that the words were written by a person in a record, so that placeholders are not looked for in them.
/// </summary>
public sealed record Run(string Text, bool Bold = false, string? Link = null, bool Quoted = false)
{
    public static implicit operator Run(string text) => new(text);
}
