// The chapters of a month's report about major incidents and changes, and what the chapter of satisfaction says of complaints.
using System.Globalization;
using Steward.Contracts;
using Steward.Desk;
using Steward.Platform.Documents;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Reports.Monthly;

/// <summary>A chapter without records is not written; its name goes into <paramref name="missing"/>.</summary>
sealed class ComposeCases(CaseFigures cases, ReportScope scope, Language language, List<Block> blocks, List<string> missing)
{
    const int MostLines = 30, SmallSample = 10;

    readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(scope.Zone);

    public bool HasComplaints => cases.Complaints.Lines.Count > 0 || cases.Complaints.Handled.Whole > 0;

    public bool HasRounds => cases.Rounds is { Count: > 0 };

    public void Rounds()
    {
        if (cases.Rounds is not { Count: > 0 } rounds) return;
        blocks.Add(new Heading(2, T("Round.Many")));
        Cell Percent(Ratio ratio) => ratio.Value is { } value ? Cell.Percent(Figures.Round(value, 4)) : Cell.None;
        Cell Mean(Satisfaction said) => said.Mean is { } mean ? Cell.Number(Figures.Round(mean), 2) : Cell.None;
        var dimensions = Enum.GetValues<Dimension>();
        blocks.Add(new Table(T("Reports.RoundTable"),
            [
                new(T("Round.For"), Width: 2.5), new(T("Reports.Asked"), ColumnKind.Number), new(T("Reports.Answered"), ColumnKind.Number), new(T("Round.Rate"), ColumnKind.Percent), .. dimensions.Select(d => new Column(T($"Dimension.{d}"), ColumnKind.Number) { Decimals = 2 }),
                new(T("measure.satisfaction"), ColumnKind.Percent, 1.2), new(T("Reports.RoundBefore"), ColumnKind.Percent, 1.2),
            ],
            [.. rounds.Select(r => (IReadOnlyList<Cell>)
            [
                (Cell)$"{T($"Respondents.{r.For}")} {r.Period}" with { Link = $"/surveys/rounds/{r.Round}" }, Cell.Number(r.Asked), Cell.Number(r.Of(Dimension.Overall).Answers), Percent(r.Of(Dimension.Overall).AnswerRate), .. dimensions.Select(d => Mean(r.Of(d))),
                Percent(r.Of(Dimension.Overall).Satisfied), r.Before is { } before ? Percent(before) : Cell.None,
            ])])
        { Note = T("Reports.RoundNote"), SmallSample = rounds.Any(r => r.Of(Dimension.Overall).Answers < SmallSample), Sheet = T("Round.Many") });
    }

    public void Majors()
    {
        var majors = cases.Majors;
        if (majors.Lines.Count == 0 && majors.Notices.Whole == 0 && majors.Restored.Whole == 0) { missing.Add(T("Reports.ch.majors")); return; }
        blocks.Add(new Heading(1, T("Reports.ch.majors")));
        blocks.Add(new KeyFigures(
            new KeyFigure(T("Reports.MajorCount"), Cell.Number(majors.Lines.Count)), Figure(Measures.MajorNotices, majors.Notices), Figure(Measures.MajorRestore, majors.Restored),
            new KeyFigure(T("Reports.MeanRestore"), majors.MeanRestoreSeconds is { } mean ? TimeSpan.FromSeconds(mean) : Cell.None)));
        if (majors.Lines.Count == 0) return;
        blocks.Add(new Table(T("Reports.MajorTable"),
            [new(T("Reports.CaseNumber"), Width: 2), new(T("Reports.Subject"), Width: 3), new(T("Reports.Declared"), ColumnKind.Moment, 1.6), new(T("Reports.RestoredAt"), ColumnKind.Moment, 1.6), new(T("Reports.TimeToRestore"), ColumnKind.Duration, 1.2), new(T("Reports.Notices"), ColumnKind.Number), new(T("Reports.LateNotices"), ColumnKind.Number)],
            [.. majors.Lines.Take(MostLines).Select(m => (IReadOnlyList<Cell>)
            [
                Cell.Quote(m.Number) with { Link = $"/major-incidents/{m.Major}" }, Cell.Quote(m.Summary), Local(m.OpenedAt), m.RestoredAt is { } at ? Local(at) : T("Reports.StillOpen"),
                m.RestoredAt is { } over ? over - m.OpenedAt : Cell.None, m.Notices, Cell.Number(m.Late) with { Tone = m.Late > 0 ? Tone.Bad : Tone.Plain },
            ])]) { Note = Join(T("Reports.MajorNote"), More(majors.Lines.Count)), Sheet = T("Reports.ch.majors") });
    }

    public void Changes()
    {
        var changes = cases.Changes;
        if (changes.Kinds.Count == 0) { missing.Add(T("Reports.ch.changes")); return; }
        blocks.Add(new Heading(1, T("Reports.ch.changes")));
        var ended = changes.Kinds.Sum(k => k.Ended);
        blocks.Add(new KeyFigures(new KeyFigure(T("Reports.ChangesEnded"), Cell.Number(ended)), Figure(Measures.ChangeSuccess, changes.Success), Figure(Measures.EmergencyShare, changes.Emergencies)));
        IReadOnlyList<Cell> Row(Cell name, IReadOnlyCollection<ChangeKindLine> of) =>
            [name, of.Sum(k => k.Ended), of.Sum(k => k.Succeeded), of.Sum(k => k.BackedOut), of.Sum(k => k.Failed), of.Sum(k => k.Unauthorised), Cell.Percent(Figures.Round(new Ratio(of.Sum(k => k.Succeeded), of.Sum(k => k.Ended)).Value ?? 0, 4))];
        blocks.Add(new Table(T("Reports.ChangeTable"),
            [new(T("Reports.Kind"), Width: 1.5), new(T("Reports.ChangesEnded"), ColumnKind.Number), new(T("EvidenceVerdict.Succeeded"), ColumnKind.Number), new(T("EvidenceVerdict.BackedOut"), ColumnKind.Number), new(T("EvidenceVerdict.Failed"), ColumnKind.Number), new(T("Reports.Unauthorised"), ColumnKind.Number), new(T("measure.change-success"), ColumnKind.Percent, 1.3)],
            [.. changes.Kinds.Select(k => Row(T($"ChangeKind.{k.Kind}"), [k]))])
        { Total = Row(T("Reports.Total"), [.. changes.Kinds]), Note = T("Reports.ChangeNote"), SmallSample = ended < SmallSample, Sheet = T("Reports.ch.changes") });
        if (changes.Faults.Count == 0) { blocks.Add(new Paragraph(T("Reports.NoChangeFault"))); return; }
        blocks.Add(new Table(T("Reports.ChangeFaults"),
            [new(T("Reports.CaseNumber"), Width: 2), new(T("Reports.Subject"), Width: 2.5), new(T("Reports.Kind")), new(T("Reports.EndState")), new(T("Reports.EndedAt"), ColumnKind.Moment, 1.6), new(T("Reports.Cause"), Width: 2.5)],
            [.. changes.Faults.Take(MostLines).Select(c => (IReadOnlyList<Cell>)
            [
                Cell.Quote(c.Number) with { Link = $"/changes/{c.Change}" }, Cell.Quote(c.Summary), T($"ChangeKind.{c.Kind}"), (Cell)(c.Unauthorised ? $"{T($"ChangeState.{c.End}")} · {T("Reports.Unauthorised")}" : T($"ChangeState.{c.End}")) with { Tone = Tone.Bad },
                Local(c.EndedAt), c.Result.Length > 0 ? Cell.Quote(c.Result) : Cell.None,
            ])]) { Note = More(changes.Faults.Count), Sheet = T("Reports.ChangeFaults") });
    }

    public void Complaints()
    {
        if (!HasComplaints) { blocks.Add(new Paragraph(T("Reports.NoComplaint"))); return; }
        var (complaints, lines) = (cases.Complaints, cases.Complaints.Lines);
        blocks.Add(new Heading(2, T("Reports.Complaints")));
        blocks.Add(new KeyFigures(
            new KeyFigure(T("Reports.ComplaintCount"), Cell.Number(lines.Count), T("Reports.ComplaintJudged", lines.Count(l => l.Justified == true), lines.Count(l => l.Justified == false), lines.Count(l => l.Justified is null))),
            Figure(Measures.ComplaintHandling, complaints.Handled), Figure(Measures.ComplaintRate, complaints.Rate)));
        if (lines.Count == 0) return;
        blocks.Add(new Table(T("Reports.ComplaintTable"),
            [new(T("Reports.CaseNumber"), Width: 2), new(T("Reports.Subject"), Width: 3), new(T("Reports.Level")), new(T("Reports.State")), new(T("Reports.ReceivedAt"), ColumnKind.Moment, 1.6), new(T("Reports.SettledAt"), ColumnKind.Moment, 1.6), new(T("Reports.Justified")), new(T("Reports.InTime"))],
            [.. lines.Take(MostLines).Select(c => (IReadOnlyList<Cell>)
            [
                Cell.Quote(c.Number) with { Link = $"/complaints/{c.Complaint}" }, c.Summary.Length > 0 ? Cell.Quote(c.Summary) : T("Reports.Withheld"), T($"ComplaintLevel.{c.Level}"), T($"ComplaintState.{c.State}"), Local(c.OpenedAt),
                c.SettledAt is { } at ? Local(at) : Cell.None, c.Justified is { } justified ? T(justified ? "Reports.Yes" : "Reports.No") : Cell.None,
                c.Kept is { } kept ? (Cell)T(kept ? "EvidenceVerdict.Kept" : "EvidenceVerdict.Missed") with { Tone = kept ? Tone.Good : Tone.Bad } : c.State == ComplaintState.Withdrawn ? Cell.None : T("EvidenceVerdict.Pending"),
            ])]) { Note = Join(T("Reports.ComplaintNote"), More(lines.Count)), Sheet = T("Reports.Complaints") });
    }

    string T(string key, params object?[] args) => Texts.In(language, key, args);
    string? More(int count) => count > MostLines ? T("Reports.MoreLines", count - MostLines) : null;
    static string Join(string note, string? more) => more is null ? note : $"{note} {more}";
    DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    KeyFigure Figure(string measure, Ratio ratio) => new(T($"measure.{measure}"),
        ratio.Value is { } value ? Cell.Percent(Figures.Round(value, 4)) with { Link = $"/measures/{measure}/evidence?contract={scope.Contract}&period={scope.Month}" } : Cell.None, FormattableString.Invariant($"{ratio.Part}/{ratio.Whole}"));
}
