// The door of Fulfilment: which promises were kept in a period, and the records that prove it.
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Contracts;
using Steward.Fulfilment.Measuring;
using Steward.People;
using Steward.Sla;

namespace Steward.Fulfilment;

[JsonConverter(typeof(JsonStringEnumConverter<PromiseVerdict>))]
public enum PromiseVerdict
{
    Kept,
    /// <summary>The period still runs, and the promise is missed now or may be within a day.</summary>
    AtRisk,
    Broken,
    /// <summary>A measure is agreed, but nothing in the period falls under it: neither kept nor broken.</summary>
    NothingToMeasure,
    /// <summary>No measure is agreed, or nobody offers it: shown red, never hidden (M-249).</summary>
    NotMeasured,
}

/// <summary>A contract that the caller may see, for choosing.</summary>
public sealed record PromiseContract(Contract Contract, string CustomerName, string CustomerShort);

/// <summary>One clause in one period, with its figure and the twelve months up to it.</summary>
public sealed record PromiseLine(Clause Clause, IMeasure? Measure, ReportingMonth First, ReportingMonth Last, Figure? Figure, PromiseVerdict Verdict, IReadOnlyList<SideFigure> Beside, IReadOnlyList<Figure> Trend);

/// <summary>All clauses of a contract in one period. <paramref name="Running"/>: the period has not ended, so figures may still change.</summary>
public sealed record PromiseBoard(
    PromiseContract Of, ReportingMonth Month, Interval Period, bool Running, DateTimeOffset At, IReadOnlyList<ReportingMonth> TrendMonths, IReadOnlyList<PromiseLine> Lines)
{
    public int Count(PromiseVerdict verdict) => Lines.Count(l => l.Verdict == verdict);
}

/// <summary>The verdicts of a contract's clauses in a month, and the availability in it.</summary>
public sealed record PromiseStanding(ReportingMonth Month, IReadOnlyList<PromiseVerdict> Verdicts, Ratio Availability)
{
    public int Count(PromiseVerdict verdict) => Verdicts.Count(v => v == verdict);
}

/// <summary>A part of the records behind a figure. The figure is that of the whole period, whatever part is shown.</summary>
public sealed record EvidenceList(
    PromiseContract Of, Clause? Clause, IMeasure Measure, ReportingMonth First, ReportingMonth Last, Figure Figure, Figure? Shown, IReadOnlyList<Figure> Trend, IReadOnlyList<ReportingMonth> TrendMonths,
    EvidenceAsk Ask, IReadOnlyList<EvidenceRow> Rows, EvidenceCursor? Next)
{
    public Interval Period => Figure.Period;
}

public sealed class PromiseBook(ContractBook contracts, PeopleBook people, IEnumerable<IMeasure> measures, SlaClocks clocks, Me me, TimeProvider time)
{
    public const int PageSize = 50, TrendLength = 12;

    public IMeasure? Measure(string name) => measures.FirstOrDefault(m => m.Name == name);

    /// <summary>The contracts whose promises the caller may see, those in force first.</summary>
    public async Task<IReadOnlyList<PromiseContract>> Contracts(CancellationToken stop, Thing thing = Thing.Contract)
    {
        var found = await (from c in contracts.All join k in people.Customers.AsNoTracking() on c.Customer equals k.Id where c.State != ContractState.Draft select new { c, k.Name, k.ShortName }).ToListAsync(stop);
        var now = time.Now();
        return [.. found.Where(f => me.Can(thing, Right.Read, new Place(f.c.Customer, Contract: f.c.Id.Value)))
            .OrderByDescending(f => ContractBook.InForce(f.c, now)).ThenBy(f => f.Name, StringComparer.Ordinal).ThenByDescending(f => f.c.FirstDay)
            .Select(f => new PromiseContract(f.c, f.Name, f.ShortName))];
    }

    /// <summary>The running month, or for a contract that has ended or whose records end earlier, the last month with records.</summary>
    public async Task<ReportingMonth> Latest(Contract contract, CancellationToken stop)
    {
        var now = ReportingMonth.At(time.Now(), contract);
        var last = await Last(contract, stop);
        return last is { } at && ReportingMonth.At(at, contract) is var month && month < now.Plus(-1) ? month : now;
    }

    /// <summary>The months from the contract's first to its last with records.</summary>
    public async Task<IReadOnlyList<ReportingMonth>> MonthsWithRecords(Contract contract, CancellationToken stop)
    {
        var id = contract.Id.Value;
        var first = await clocks.All.Where(c => c.Contract == id).MinAsync(c => c.StartedAt, stop);
        return first is { } from && await Last(contract, stop) is { } to ? ReportingMonth.At(from, contract).Through(ReportingMonth.At(to, contract)) : [];
    }

    Task<DateTimeOffset?> Last(Contract contract, CancellationToken stop)
    {
        var (id, now) = (contract.Id.Value, time.Now());
        return clocks.All.Where(c => c.Contract == id && c.Kind == ClockKind.Resolution && c.JudgedAt <= now).MaxAsync(c => c.JudgedAt, stop);
    }

    public async Task<PromiseBoard> Board(PromiseContract of, ReportingMonth month, CancellationToken stop)
    {
        var (contract, now) = (of.Contract, time.Now());
        var clauses = await contracts.Clauses.Where(c => c.Contract == contract.Id).ToListAsync(stop);
        var trend = month.Plus(1 - TrendLength).Through(month);
        var known = new Dictionary<string, IReadOnlyDictionary<ReportingMonth, Figure>>();
        var lines = new List<PromiseLine>();
        foreach (var clause in clauses.OrderBy(c => c.Number, new ClauseOrder()))
        {
            var (first, last) = Span(clause.Period, month, contract);
            if (Measure(clause.Measure) is not { } measure)
            {
                lines.Add(new(clause, null, first, last, null, PromiseVerdict.NotMeasured, [], []));
                continue;
            }
            if (!known.TryGetValue(measure.Name, out var figures) || !figures.ContainsKey(first) || !figures.ContainsKey(last))
                known[measure.Name] = figures = await Months(measure, contract, first < trend[0] ? first : trend[0], last, now, stop);
            var figure = first.Through(last).Select(m => figures[m]).Aggregate((a, b) => a + b);
            lines.Add(new(clause, measure, first, last, figure, Judge(clause, figure, now), await measure.Beside(contract, figure.Period, now, stop), [.. trend.Select(m => figures[m])]));
        }
        var period = month.In(contract);
        return new(of, month, period, period.Contains(now), now, trend, lines);
    }

    /// <summary>How each clause of a contract stands in a period, and how available what it covers was: the board without its past.</summary>
    public async Task<PromiseStanding> Standing(Contract contract, ReportingMonth month, CancellationToken stop)
    {
        var now = time.Now();
        var verdicts = new List<PromiseVerdict>();
        foreach (var clause in await contracts.Clauses.Where(c => c.Contract == contract.Id).ToListAsync(stop))
        {
            var (first, last) = Span(clause.Period, month, contract);
            verdicts.Add(Measure(clause.Measure) is { } measure ? Judge(clause, (await Months(measure, contract, first, last, now, stop)).Values.Aggregate((a, b) => a + b), now) : PromiseVerdict.NotMeasured);
        }
        return new(month, verdicts, (await Measure(Steward.Contracts.Measures.Availability)!.Compute(contract, [month.In(contract)], now, stop))[0].Ratio);
    }

    public async Task<EvidenceList> Evidence(PromiseContract of, Clause? clause, IMeasure measure, ReportingMonth month, EvidenceAsk ask, CancellationToken stop)
    {
        var (contract, now) = (of.Contract, time.Now());
        var (first, last) = Span(clause?.Period ?? Period.Month, month, contract);
        var trend = month.Plus(1 - TrendLength).Through(month);
        var figures = await Months(measure, contract, first < trend[0] ? first : trend[0], last, now, stop);
        var figure = first.Through(last).Select(m => figures[m]).Aggregate((a, b) => a + b);
        var rows = await measure.Evidence(contract, figure.Period, ask, now, stop);
        // A filtered list has its own sum, so that the reader can still add up what is seen.
        var shown = ask.Priority is null && !ask.MissedOnly ? null : await Sum(measure, contract, figure.Period, ask, now, stop);
        return new(of, clause, measure, first, last, figure, shown, [.. trend.Select(m => figures[m])], trend, ask, rows, Paged.After(rows, ask));
    }

    /// <summary>Unrounded: 94.995 % does not reach 95 %.</summary>
    public static PromiseVerdict Judge(Clause clause, Figure figure, DateTimeOffset now)
    {
        var running = figure.Period.Contains(now);
        if (Reached(clause, figure.Ratio) is not { } reached) return running && figure.AtRisk > 0 && Reached(clause, Worst(clause, figure)) == false ? PromiseVerdict.AtRisk : PromiseVerdict.NothingToMeasure;
        if (!running) return reached ? PromiseVerdict.Kept : PromiseVerdict.Broken;
        // What allows no miss at all cannot be made good within the period.
        if (!reached) return clause is { Comparison: Comparison.AtLeast, Target: >= 100 } or { Comparison: Comparison.AtMost, Target: <= 0 } ? PromiseVerdict.Broken : PromiseVerdict.AtRisk;
        return Reached(clause, Worst(clause, figure)) == false ? PromiseVerdict.AtRisk : PromiseVerdict.Kept;
    }

    static bool? Reached(Clause clause, Ratio ratio) => ratio.Whole == 0 ? null
        : clause.Comparison == Comparison.AtLeast ? ratio.Reaches(clause.Target / 100) : ratio.Part <= clause.Target / 100 * ratio.Whole;

    static Ratio Worst(Clause clause, Figure figure) => clause.Comparison == Comparison.AtLeast
        ? figure.Ratio with { Whole = figure.Ratio.Whole + figure.AtRisk }
        : new(figure.Ratio.Part + figure.AtRisk, figure.Ratio.Whole + figure.AtRisk);

    /// <summary>The months that a clause is judged over: the month itself, its calendar quarter, or its year of the contract.</summary>
    public static (ReportingMonth First, ReportingMonth Last) Span(Period period, ReportingMonth month, Contract contract)
    {
        switch (period)
        {
            case Period.Quarter:
                var quarter = month.Plus(-((month.Month - 1) % 3));
                return (quarter, quarter.Plus(2));
            case Period.Year:
                var began = ReportingMonth.At(new ReportingMonth(contract.FirstDay.Year, contract.FirstDay.Month).In(contract).From, contract);
                var years = (int)Math.Floor(month.Since(began) / 12.0);
                return (began.Plus(years * 12), began.Plus(years * 12 + 11));
            default:
                return (month, month);
        }
    }

    static async Task<IReadOnlyDictionary<ReportingMonth, Figure>> Months(IMeasure measure, Contract contract, ReportingMonth first, ReportingMonth last, DateTimeOffset now, CancellationToken stop)
    {
        var months = first.Through(last);
        var figures = await measure.Compute(contract, [.. months.Select(m => m.In(contract))], now, stop);
        return months.Zip(figures).ToDictionary(p => p.First, p => p.Second);
    }

    static async Task<Figure> Sum(IMeasure measure, Contract contract, Interval period, EvidenceAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var all = await measure.Evidence(contract, period, ask with { After = null, Take = null }, now, stop);
        return new(period, new(all.Sum(r => (long)r.Part), all.Sum(r => (long)r.Whole)), all.Count(r => r.Verdict == EvidenceVerdict.Excluded));
    }

    /// <summary>4.2 stands before 4.10.</summary>
    sealed class ClauseOrder : IComparer<string>
    {
        public int Compare(string? a, string? b)
        {
            foreach (var (x, y) in (a ?? "").Split('.').Zip((b ?? "").Split('.')))
            {
                var order = int.TryParse(x, out var m) && int.TryParse(y, out var n) ? m.CompareTo(n) : string.CompareOrdinal(x, y);
                if (order != 0) return order;
            }
            return string.CompareOrdinal(a, b);
        }
    }
}
