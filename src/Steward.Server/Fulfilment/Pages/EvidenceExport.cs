// The whole evidence of a figure as CSV or Excel, with the sum that it adds up to.
using System.Globalization;
using System.Text;
using CsvHelper;
using Steward.Platform.Documents;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Fulfilment.Pages;

static class EvidenceExport
{
    static readonly string[] Heads = ["Number", "Summary", "Priority", "CountedAt", "Due", "Finished", "Used", "Verdict", "Part", "Whole"];

    /// <summary>UTF-8 with a mark, so that Excel opens Chinese; a text that Excel would take for a formula gets an apostrophe.</summary>
    public static byte[] Csv(EvidenceList list)
    {
        var zone = ReportingMonth.Zone(list.Of.Contract);
        using var stream = new MemoryStream();
        using (var text = new StreamWriter(stream, new UTF8Encoding(true)))
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var head in Heads) csv.WriteField(Texts.T($"Fulfilment.{head}"));
            csv.NextRecord();
            foreach (var row in list.Rows)
            {
                foreach (var cell in new[] { row.Number, Safe(row.Summary), list.Measure.OfTickets ? row.Priority.ToString() : "", When(row.CountedAt), When(row.Due), When(row.FinishedAt), row.UsedSeconds?.ToString(CultureInfo.InvariantCulture) ?? "", Texts.Name(row.Verdict) })
                    csv.WriteField(cell);
                csv.WriteField(row.Part);
                csv.WriteField(row.Whole);
                csv.NextRecord();
            }
        }
        return stream.ToArray();

        string When(DateTimeOffset? at) => at is { } a ? TimeZoneInfo.ConvertTime(a, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
    }

    public static Composition Composition(EvidenceList list)
    {
        var zone = ReportingMonth.Zone(list.Of.Contract);
        var ratio = new Ratio(list.Rows.Sum(r => (long)r.Part), list.Rows.Sum(r => (long)r.Whole));
        Cell When(DateTimeOffset? at) => at is { } a ? TimeZoneInfo.ConvertTime(a, zone) : Cell.None;
        var table = new Table(Say.Title(list.Measure),
            [
                new(Texts.T("Fulfilment.Number"), ColumnKind.Text, 2), new(Texts.T("Fulfilment.Summary"), ColumnKind.Text, 3), new(Texts.T("Fulfilment.Priority")), new(Texts.T("Fulfilment.CountedAt"), ColumnKind.Moment, 1.5),
                new(Texts.T("Fulfilment.Due"), ColumnKind.Moment, 1.5), new(Texts.T("Fulfilment.Finished"), ColumnKind.Moment, 1.5), new(Texts.T("Fulfilment.Used"), ColumnKind.Duration),
                new(Texts.T("Fulfilment.Verdict")), new(Texts.T("Fulfilment.Part"), ColumnKind.Number), new(Texts.T("Fulfilment.Whole"), ColumnKind.Number),
            ],
            [.. list.Rows.Select(r => (IReadOnlyList<Cell>)
            [
                r.Number, Cell.Quote(r.Summary), list.Measure.OfTickets ? r.Priority.ToString() : "", When(r.CountedAt), When(r.Due), When(r.FinishedAt), r.UsedSeconds is { } used ? TimeSpan.FromSeconds(used) : Cell.None,
                Texts.Name(r.Verdict), r.Part, r.Whole,
            ])])
        {
            Total = [Texts.T("Fulfilment.Sum"), "", "", "", "", "", "", ratio.Value is null ? Cell.None : Say.Share(ratio), (decimal)ratio.Part, (decimal)ratio.Whole],
            Note = Say.Formula(list.Measure), Sheet = Texts.T("Fulfilment.Evidence"),
        };
        return new(new Cover(Texts.T("Fulfilment.EvidenceOf", Say.Title(list.Measure)))
        {
            Lines = [new(Texts.T("Fulfilment.Contract"), $"{list.Of.CustomerName} · {list.Of.Contract.Number}"), new(Texts.T("Fulfilment.Period"), $"{Say.Months(list.First, list.Last)} ({Say.Days(list.First, list.Last, list.Of.Contract)})"),
                new(Texts.T("Fulfilment.Formula"), Say.Formula(list.Measure))],
        }, [new KeyFigures(new KeyFigure(Say.Title(list.Measure), ratio.Value is null ? Cell.None : Cell.Percent(Figures.Round(ratio.Value!.Value, 4)), Say.Counts(ratio))), table])
        { Language = Texts.Current, Contents = false };
    }

    static string Safe(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
}
