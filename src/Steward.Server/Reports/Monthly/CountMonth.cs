// Counts a month: facts in, figures out. Nothing is asked and nothing is rounded here.
using Steward.Desk;
using Steward.Fulfilment;
using Steward.People;
using Steward.Sla;

namespace Steward.Reports.Monthly;

static class CountMonth
{
    const int MostCategories = 15, MostGroups = 6;

    /// <summary>Ends of the age classes of what is left open, in days.</summary>
    public static readonly int[] Ages = [1, 3, 7, 30];

    public static MonthlyFigures Of(MonthFacts facts)
    {
        var standing = facts.Standing.Select(s => facts.Tickets[s.Ticket]).ToList();
        var groups = Lines(facts, standing, t => t.Group).OrderByDescending(l => l.Deeds.All + l.Standing).ThenBy(l => l.Key, StringComparer.Ordinal).ToList();
        var columns = groups.Where(g => g.Key.Length > 0).OrderByDescending(g => g.Deeds.Created).ThenBy(g => g.Key, StringComparer.Ordinal).Take(MostGroups).Select(g => g.Key).ToList();
        var created = facts.Deeds.Where(d => d.Deed == Deed.Created).ToList();
        return new MonthlyFigures
        {
            Scope = facts.Scope, CutOff = facts.CutOff, Deeds = Sum(facts.Deeds),
            Sla = [.. Enum.GetValues<Priority>().Select(p => Sla(p, facts))],
            ByPriority = [.. Lines(facts, standing, t => t.Priority.ToString()).OrderBy(l => l.Key, StringComparer.Ordinal)],
            ByState = [.. Lines(facts, standing, t => t.StateAtEnd.ToString()).OrderBy(l => Enum.Parse<TicketState>(l.Key))],
            ByGroup = groups,
            Channels = Named(created.Select(d => facts.Tickets[d.Ticket].Channel.ToString())),
            Causes = Named(facts.Deeds.Where(d => d.Resolution).Select(d => facts.Tickets[d.Ticket].Cause)),
            CategoryGroups = columns,
            Categories = Categories([.. created.Select(d => facts.Tickets[d.Ticket])], columns),
            HeatMap = HeatMap(created.Select(d => d.At), facts.Zone),
            BacklogAges = BacklogAges(facts),
            Trend = facts.Trend, Promises = facts.Promises, Services = facts.Services, Seen = facts.Seen, Cases = facts.Cases,
            Groups = Groups(facts),
            Breaches = Breaches(facts),
        };
    }

    public static Deeds Sum(IEnumerable<DeedFact> deeds)
    {
        var counts = deeds.Where(d => d.Deed is not null).CountBy(d => d.Deed!.Value).ToDictionary();
        return new(counts.GetValueOrDefault(Deed.Created), counts.GetValueOrDefault(Deed.Reopened), counts.GetValueOrDefault(Deed.Reassigned), counts.GetValueOrDefault(Deed.Closed));
    }

    static IEnumerable<DeedLine> Lines(MonthFacts facts, IReadOnlyList<TicketFact> standing, Func<TicketFact, string> key)
    {
        var open = standing.CountBy(key).ToDictionary();
        var deeds = facts.Deeds.Where(d => d.Deed is not null).GroupBy(d => key(facts.Tickets[d.Ticket])).ToDictionary(g => g.Key, g => Sum(g));
        return open.Keys.Union(deeds.Keys).Select(k => new DeedLine(k, deeds.GetValueOrDefault(k, new(0, 0, 0, 0)), open.GetValueOrDefault(k)));
    }

    static SlaLine Sla(Priority priority, MonthFacts facts)
    {
        var clocks = facts.Clocks.Where(c => c.Row.Priority == priority).ToList();
        var counted = clocks.Where(c => c.Row.Verdict != EvidenceVerdict.Excluded).ToList();
        Ratio Met(ClockKind kind) => new(counted.Where(c => c.Kind == kind).Sum(c => c.Row.Part), counted.Where(c => c.Kind == kind).Sum(c => c.Row.Whole));
        List<decimal> Used(ClockKind kind) => [.. counted.Where(c => c.Kind == kind && c.Row.FinishedAt is { } at && at < facts.Period.To).Select(c => (decimal)(c.Row.UsedSeconds ?? 0))];
        var (response, resolution) = (Used(ClockKind.Response), Used(ClockKind.Resolution));
        return new(priority, clocks.DistinctBy(c => c.Row.Ticket).Count(), clocks.Where(c => c.Row.Verdict == EvidenceVerdict.Excluded).DistinctBy(c => c.Row.Ticket).Count(),
            Met(ClockKind.Response), Met(ClockKind.Arrival), Met(ClockKind.Resolution), Whole(Statistics.Mean(response)), Whole(Statistics.Mean(resolution)), Whole(Statistics.Percentile(resolution, 90)), resolution.Count);
    }

    static long? Whole(decimal? seconds) => seconds is { } s ? (long)Figures.Round(s, 0) : null;

    static IReadOnlyList<NamedCount> Named(IEnumerable<string> names) =>
        [.. names.CountBy(n => n).OrderByDescending(n => n.Value).ThenBy(n => n.Key, StringComparer.Ordinal).Select(n => new NamedCount(n.Key, n.Value))];

    /// <summary>The most frequent categories by group; what is left over stands in one line and one column without a name.</summary>
    static IReadOnlyList<CategoryLine> Categories(IReadOnlyList<TicketFact> created, IReadOnlyList<string> groups)
    {
        var lines = created.GroupBy(t => t.Category).Select(g => new CategoryLine(g.Key, [.. groups.Select(name => g.Count(t => t.Group == name)), g.Count(t => !groups.Contains(t.Group))], g.Count()))
            .OrderByDescending(l => l.Total).ThenBy(l => l.Category, StringComparer.Ordinal).ToList();
        if (lines.Count <= MostCategories) return lines;
        var rest = lines.Skip(MostCategories).ToList();
        return [.. lines.Take(MostCategories), new(Others, [.. Enumerable.Range(0, groups.Count + 1).Select(i => rest.Sum(l => l.ByGroup[i]))], rest.Sum(l => l.Total))];
    }

    /// <summary>The name of the line for all that is not shown by itself; no category is called so.</summary>
    public const string Others = "\u2026";

    static IReadOnlyList<IReadOnlyList<int>> HeatMap(IEnumerable<DateTimeOffset> instants, TimeZoneInfo zone)
    {
        var map = Enumerable.Range(0, 7).Select(_ => new int[24]).ToArray();
        foreach (var at in instants)
        {
            var local = TimeZoneInfo.ConvertTime(at, zone);
            map[((int)local.DayOfWeek + 6) % 7][local.Hour]++;
        }
        return map;
    }

    static IReadOnlyList<int> BacklogAges(MonthFacts facts)
    {
        var end = facts.Period.To < facts.CutOff ? facts.Period.To : facts.CutOff;
        var ages = new int[Ages.Length + 1];
        foreach (var one in facts.Standing) ages[Ages.Count(days => end - one.OpenedAt >= TimeSpan.FromDays(days))]++;
        return ages;
    }

    static IReadOnlyList<GroupWork> Groups(MonthFacts facts) =>
        [.. facts.Deeds.Where(d => d.Resolution).Select(d => facts.Tickets[d.Ticket]).GroupBy(t => t.Group)
            .Select(g => new GroupWork(g.Key, g.Select(t => t.Assignee).OfType<StaffId>().Distinct().Count(), g.Count(), g.DistinctBy(t => t.Id).Sum(t => t.Minutes)))
            .OrderByDescending(g => g.Resolved).ThenBy(g => g.Group, StringComparer.Ordinal)];

    static IReadOnlyList<Breach> Breaches(MonthFacts facts) =>
        [.. facts.Clocks.Where(c => c.Row.Verdict is EvidenceVerdict.Missed or EvidenceVerdict.OpenPastDue)
            .Select(c => (c.Kind, c.Row, Ticket: facts.Tickets.GetValueOrDefault(c.Row.Ticket)))
            .OrderBy(c => c.Row.Priority).ThenBy(c => c.Row.Number, StringComparer.Ordinal).ThenBy(c => c.Kind)
            .Select(c => new Breach(c.Row.Ticket, c.Row.Number, c.Row.Priority, c.Kind, c.Row.CountedAt, c.Row.FinishedAt, c.Row.UsedSeconds ?? 0, c.Row.BudgetSeconds, c.Ticket?.Group ?? "", c.Ticket?.Cause ?? "", c.Row.Summary))];
}
