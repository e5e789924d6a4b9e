// What programs receive: the board and the evidence as plain values.
using Steward.Contracts;
using Steward.Sla;

namespace Steward.Fulfilment.Pages;

/// <summary>Per cent with two decimals for reading, numerator and denominator for counting on.</summary>
public sealed record FigureAnswer(long Numerator, long Denominator, decimal? Percent, int Excluded, int AtRisk)
{
    public static FigureAnswer Of(Figure figure) => new(figure.Ratio.Part, figure.Ratio.Whole, figure.Ratio.Percent, figure.Excluded, figure.AtRisk);
}

public sealed record TrendAnswer(ReportingMonth Month, long Numerator, long Denominator, decimal? Percent);

public sealed record PromiseAnswer(
    ClauseId Clause, string Number, string Text, string TextEn, string Measure, Comparison Comparison, decimal TargetPercent, Period Every, ReportingMonth First, ReportingMonth Last,
    FigureAnswer? Actual, PromiseVerdict Verdict, IReadOnlyList<TrendAnswer> Trend, string? Evidence);

public sealed record BoardAnswer(
    ContractId Contract, string ContractNumber, string Customer, ReportingMonth Period, DateTimeOffset From, DateTimeOffset To, bool Running, DateTimeOffset At, IReadOnlyList<PromiseAnswer> Promises)
{
    public static BoardAnswer Of(PromiseBoard board) => new(
        board.Of.Contract.Id, board.Of.Contract.Number, board.Of.CustomerName, board.Month, board.Period.From, board.Period.To, board.Running, board.At,
        [.. board.Lines.Select(l => new PromiseAnswer(
            l.Clause.Id, l.Clause.Number, l.Clause.Text, l.Clause.TextEn, l.Clause.Measure, l.Clause.Comparison, l.Clause.Target, l.Clause.Period, l.First, l.Last,
            l.Figure is null ? null : FigureAnswer.Of(l.Figure), l.Verdict,
            [.. board.TrendMonths.Zip(l.Trend, (m, f) => new TrendAnswer(m, f.Ratio.Part, f.Ratio.Whole, f.Ratio.Percent))],
            l.Measure is null ? null : $"/api/v1/promises/{l.Clause.Id}/evidence?period={board.Month}"))]);
}

public sealed record EvidenceAnswer(
    ContractId Contract, ClauseId? Clause, string Measure, string Formula, string FormulaEn, ReportingMonth First, ReportingMonth Last, DateTimeOffset From, DateTimeOffset To,
    FigureAnswer Figure, FigureAnswer? Shown, IReadOnlyList<EvidenceRow> Records, string? Next)
{
    public static EvidenceAnswer Of(EvidenceList list) => new(
        list.Of.Contract.Id, list.Clause?.Id, list.Measure.Name, Say.Formula(list.Measure, Platform.Text.Language.Zh), Say.Formula(list.Measure, Platform.Text.Language.En), list.First, list.Last,
        list.Period.From, list.Period.To, FigureAnswer.Of(list.Figure), list.Shown is null ? null : FigureAnswer.Of(list.Shown), list.Rows, list.Next?.ToString());
}
