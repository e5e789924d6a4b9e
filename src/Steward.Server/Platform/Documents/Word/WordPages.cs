// Foresees on which page each heading falls, so that a new file opens with a table of contents that is already right.

namespace Steward.Platform.Documents.Word;

/// <summary>
/// Lays out by the same exact line heights as the styles. Texts are measured without fonts, so a heading close to a page's edge may be
/// foreseen one page off; Word corrects it whenever fields are updated.
/// </summary>
sealed class WordPages
{
    int page;
    double at, after, height = WordLook.PortraitHeight;

    public static IReadOnlyDictionary<string, int> Foresee(Outline outline, Wording wording)
    {
        var contents = WordLook.ContentsHeading.Height + outline.Contents.Sum(c => c.Block is Heading { Level: 1 } ? WordLook.Contents1.Height : WordLook.Contents2.Height);
        var pages = new WordPages { page = 2 + (outline.Contents.Count == 0 ? 0 : (int)Math.Ceiling(contents / (double)WordLook.PortraitHeight)) };
        var found = new Dictionary<string, int>();
        var pieces = new WordPieces(wording).Of(outline.Blocks).ToArray();
        for (var i = 0; i < pieces.Length;)
        {
            var end = i + 1;
            while (end < pieces.Length && pieces[end - 1].KeepNext && pieces[end].Turn is null) end++;
            if (!pages.Fits(pieces[i..end]) && pages.Whole(pieces[i..end])) pages.NewPage();
            for (; i < end; i++)
            {
                pages.Place(pieces[i]);
                if (pieces[i].Anchor is { } anchor) found[anchor] = pages.page;
            }
        }
        return found;
    }

    bool Fits(ReadOnlySpan<Piece> chain) => at == 0 || at + Length(chain, after) <= height;

    bool Whole(ReadOnlySpan<Piece> chain) => Length(chain, double.MaxValue) <= height;

    // Word sets between two paragraphs the greater of the distances, and none at the top of a page that it began by itself.
    static double Length(ReadOnlySpan<Piece> chain, double last)
    {
        double length = 0;
        foreach (var piece in chain)
        {
            length += Math.Max(piece.Before - last, 0) + piece.Height + piece.After;
            last = piece.After;
        }
        return length - last;
    }

    void Place(Piece piece)
    {
        if (piece.Turn is { } landscape) { Turn(landscape); return; }
        if (at > 0 && at + Math.Max(piece.Before - after, 0) + piece.Height > height) { NewPage(); at = piece.Repeat; }
        at += Math.Max(piece.Before - after, 0) + piece.Height + piece.After;
        after = piece.After;
        for (; at > height && piece.Height > height; at -= height) page++;
    }

    void Turn(bool landscape)
    {
        NewPage();
        after = 0;
        height = landscape ? WordLook.LandscapeHeight : WordLook.PortraitHeight;
    }

    void NewPage() => (page, at, after) = (page + 1, 0, double.MaxValue);
}
