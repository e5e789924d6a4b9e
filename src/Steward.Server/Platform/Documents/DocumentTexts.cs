// Walks through every text of a composition and says where it stands; what is not met here is not guarded.
namespace Steward.Platform.Documents;

sealed record PlacedText(string Where, string Text, bool Quoted = false);

static class DocumentTexts
{
    public static IEnumerable<PlacedText> Of(Composition composition) =>
        OfCover(composition.Cover, new Wording(composition.Language).T("Documents.sheet.cover"))
            .Concat(new Outline(composition).Blocks.SelectMany(b => Of(b, new Wording(composition.Language))))
            .Where(t => !string.IsNullOrEmpty(t.Text));

    static IEnumerable<PlacedText> OfCover(Cover cover, string where) =>
        new[] { cover.Title, cover.Subtitle, cover.Organisation, cover.Mark, cover.Number, cover.Version, cover.Author, cover.Reviewer, cover.Approver }
            .Concat(cover.Lines.SelectMany(l => new[] { l.Label, l.Value }))
            .Select(t => new PlacedText(where, t ?? ""));

    static IEnumerable<PlacedText> Of(Numbered numbered, Wording wording) => numbered.Block switch
    {
        Heading b => [new(b.Text, b.Text)],
        Paragraph b => Runs(b),
        Bullets b => b.Items.SelectMany(Runs),
        KeyFigures b => b.Figures.SelectMany(f => new[] { new PlacedText(f.Label, f.Label), new(f.Label, f.Note ?? ""), OfCell(f.Label, f.Value) }),
        Table b => OfTable(b, wording.T("Documents.table", numbered.Number)),
        Chart b => OfChart(b, wording.T("Documents.figure", numbered.Number)),
        Definitions b => b.Items.SelectMany(d => new[] { new PlacedText(d.Term, d.Term), new(d.Term, d.Meaning) }),
        SignOff b => b.Parties.Append(b.Statement ?? "").Select(p => new PlacedText(p, p)),
        Signatures b => b.By.SelectMany(s => new[] { new PlacedText(s.Party, s.Party), new(s.Party, s.Name, Quoted: true) }),
        SourceLine b => [new(b.Text, b.Text)],
        _ => [],
    };

    static IEnumerable<PlacedText> Runs(Paragraph paragraph)
    {
        var where = SafeText.Cut(SafeText.Line(string.Concat(paragraph.Runs.Select(r => r.Text))), 20);
        return paragraph.Runs.Select(r => new PlacedText(where, r.Text, r.Quoted));
    }

    static IEnumerable<PlacedText> OfTable(Table table, string where) =>
        table.Columns.Select(c => new PlacedText(where, c.Title))
            .Concat([new(where, table.Caption), new(where, table.Note ?? ""), new(where, table.Sheet ?? "")])
            .Concat(table.Rows.Append(table.Total ?? []).SelectMany(r => r).Select(c => OfCell(where, c)));

    static IEnumerable<PlacedText> OfChart(Chart chart, string where) =>
        new[] { chart.Title, chart.Alt, chart.XLabel, chart.YLabel, chart.Note, chart.Target?.Label }
            .Concat(chart.Categories).Concat(chart.Series.Select(s => s.Name)).Select(t => new PlacedText(where, t ?? ""));

    static PlacedText OfCell(string where, Cell cell) => cell switch
    {
        TextCell c => new(where, c.Text, c.Quoted),
        NumberCell c => new(where, c.Unit ?? ""),
        _ => new(where, ""),
    };
}
