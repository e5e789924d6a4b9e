// Sizes, distances and colours of Word documents; the styles are written from them and page numbers are foreseen with them.
namespace Steward.Platform.Documents.Word;

/// <summary>A paragraph style. Size in half points; line (exact), before and after in twentieths of a point (twips).</summary>
sealed record ParagraphLook(string Id, string Name, int Size, int Line, int Before = 0, int After = 0)
{
    public bool Heading { get; init; }
    public bool Bold { get; init; }
    public string Color { get; init; } = WordLook.Ink;
    public string Align { get; init; } = "left";
    public bool KeepNext { get; init; }

    /// <summary>Further paragraph properties as XML, in schema order: before spacing, and after it.</summary>
    public string Early { get; init; } = "";
    public string Late { get; init; } = "";
    public int Height => Line + Before + After;
}

static class WordLook
{
    public const string Ink = "1F2933", Navy = "1F3A5F", Grey = "5B6770", Rule = "D3DAE2", HeadFill = "E6EDF5", TotalFill = "F4F7FA", Blue = "1F5FA8";
    public const int PageShort = 11906, PageLong = 16838, Side = 1304, Top = 1361, Bottom = 1247, HeaderAt = 680, FooterAt = 567;
    public const int PortraitWidth = PageShort - 2 * Side, LandscapeWidth = PageLong - 2 * Side;
    public const int PortraitHeight = PageLong - Top - Bottom, LandscapeHeight = PageShort - Top - Bottom;
    public const int CellSide = 85, CellTop = 45, EmuPerTwip = 635;

    public static readonly ParagraphLook
        Body = new("BodyText", "Body Text", 21, 345, 0, 90) { Align = "both" },
        Bullet = new("ListBullet", "List Bullet", 21, 345, 0, 50) { Early = """<w:numPr><w:numId w:val="2"/></w:numPr>""" },
        Heading1 = new("Heading1", "heading 1", 32, 460, 400, 150)
        {
            Heading = true, Bold = true, Color = Navy, KeepNext = true,
            Early = $"""<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="3" w:color="{Navy}"/></w:pBdr>""",
            Late = """<w:outlineLvl w:val="0"/>""",
        },
        Heading2 = new("Heading2", "heading 2", 26, 400, 260, 110)
        {
            Heading = true, Bold = true, Color = Navy, KeepNext = true,
            Early = """<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>""", Late = """<w:outlineLvl w:val="1"/>""",
        },
        Heading3 = new("Heading3", "heading 3", 22, 345, 180, 80)
        {
            Heading = true, Bold = true, KeepNext = true,
            Early = """<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>""", Late = """<w:outlineLvl w:val="2"/>""",
        },
        TableCaption = new("Caption", "caption", 18, 280, 180, 80) { Heading = true, Bold = true, KeepNext = true },
        FigureCaption = new("FigureCaption", "Figure Caption", 18, 280, 40, 160) { Heading = true, Bold = true, Align = "center" },
        Note = new("SourceLine", "Source Line", 17, 260, 50, 140) { Color = Grey },
        CoverMark = new("CoverMark", "Cover Mark", 21, 345) { Color = Grey, Align = "right" },
        CoverOrganisation = new("CoverOrganisation", "Cover Organisation", 26, 420, 1300, 260) { Heading = true, Color = Grey },
        Title = new("Title", "Title", 60, 860, 0, 160) { Heading = true, Bold = true, Color = Navy },
        Subtitle = new("Subtitle", "Subtitle", 30, 480, 0, 480) { Heading = true, Color = Grey },
        ContentsHeading = new("TOCHeading", "TOC Heading", 32, 460, 0, 240) { Heading = true, Bold = true, Color = Navy, KeepNext = true },
        Contents1 = new("TOC1", "toc 1", 21, 350, 70, 0) { Bold = true, Heading = true, Early = Tab(PortraitWidth) },
        Contents2 = new("TOC2", "toc 2", 20, 310) { Early = Tab(PortraitWidth), Late = """<w:ind w:left="340"/>""" },
        FigureLabel = new("KeyLabel", "Key Figure Label", 18, 270, 60, 0) { Color = Grey, Align = "center" },
        FigureValue = new("KeyValue", "Key Figure Value", 38, 520) { Heading = true, Bold = true, Color = Navy, Align = "center" },
        FigureNote = new("KeyNote", "Key Figure Note", 16, 250, 0, 60) { Color = Grey, Align = "center" },
        Picture = new("Picture", "Picture", 21, 0, 140, 0) { Align = "center", KeepNext = true };

    /// <summary>Text in tables, smaller where there are many columns.</summary>
    public static readonly ParagraphLook[] Cells =
        [new("TableText", "Table Text", 18, 265), new("TableTextSmall", "Table Text Small", 16, 240), new("TableTextTiny", "Table Text Tiny", 15, 225)];

    public static readonly IReadOnlyList<ParagraphLook> All =
        [Body, Bullet, Heading1, Heading2, Heading3, TableCaption, FigureCaption, Note, CoverMark, CoverOrganisation, Title, Subtitle,
         ContentsHeading, Contents1, Contents2, FigureLabel, FigureValue, FigureNote, Picture, .. Cells];

    public static ParagraphLook Of(Heading heading) => heading.Level switch { 1 => Heading1, 2 => Heading2, _ => Heading3 };
    public static ParagraphLook CellOf(int columns) => Cells[columns <= 7 ? 0 : columns <= 10 ? 1 : 2];
    public static string? ColorOf(Tone tone) => tone switch { Tone.Good => "1B7A43", Tone.Warn => "9A5B00", Tone.Bad => "B3261E", _ => null };

    /// <summary>Tables up to this many rows stand on one page.</summary>
    public const int KeptWhole = 12;

    /// <summary>Column widths of a table in twips.</summary>
    public static int[] Widths(Table table, Wording wording, int whole)
    {
        var em = CellOf(table.Columns.Count).Size * 10.0;
        return Widths(ColumnWidths.Fit(table, wording, whole / em, 2 * CellSide / em), whole);
    }

    /// <summary>Widths in twips that share <paramref name="whole"/> as <paramref name="shares"/> say.</summary>
    public static int[] Widths(IReadOnlyList<double> shares, int whole)
    {
        var widths = shares.Select(s => (int)(s / shares.Sum() * whole)).ToArray();
        if (widths.Length > 0) widths[^1] += whole - widths.Sum();
        return widths;
    }

    static string Tab(int at) => $"""<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{at}"/></w:tabs>""";
}
