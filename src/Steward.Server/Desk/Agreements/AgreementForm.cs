// Reads the lists of a proposal into the next version of an agreement, and writes a version out as the fields of the form.
using System.Globalization;
using Steward.Desk.Pages;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Desk.Agreements;

/// <summary>Pure. What the form does not speak of (pauses, priority changes, reopening, calendars, lines) stays as it was agreed.</summary>
static class AgreementForm
{
    public const int MostMinutes = 1_000_000;

    /// <summary>The shares at which the ladder calls somebody, and at which groups and suppliers are chased.</summary>
    public static readonly int[] Shares = [0, 50, 75, 90, 100], ChainShares = [75, 100, 150];

    public static Result<Agreement> Apply(ProposeAgreement ask, Agreement of, AgreementRef next)
    {
        try
        {
            return of with
            {
                Ref = next,
                Targets = ask.Targets is { } targets ? Targets(targets, of) : of.Targets,
                Matrix = ask.Matrix is { } matrix ? Matrix(matrix) : of.Matrix,
                Ladder = ask.Ladder is { } ladder ? Ladder(ladder, of) : of.Ladder,
                ChainLadder = ask.Chain is { } chain ? Chain(chain) : of.ChainLadder,
                Groups = Groups(ask, of),
                Suppliers = Suppliers(ask, of),
                Updates = ask.Updates is { } updates ? Updates(updates, ask.UpdateCalendars, of) : of.Updates,
                AgreedDates = ask.DateRule is { } rule ? new(rule, ask.DateDays ?? of.DatePolicy.WithinWorkingDays, ask.DateTimes ?? of.DatePolicy.Times) : of.AgreedDates,
                AtOnce = ask.AtOnce is { } words ? AtOnce(words) : of.AtOnce,
            };
        }
        catch (Unreadable fault) { return new BadInput([new(fault.Field, "SLA-220", fault.Entry)]); }
    }

    /// <summary>An entry that stands for nothing.</summary>
    sealed class Unreadable(string field, string entry) : Exception
    {
        public string Field { get; } = field;
        public string Entry { get; } = entry;
    }

    static List<TargetSet> Targets(IReadOnlyDictionary<string, string> given, Agreement of)
    {
        var entries = given.Where(g => g.Value.Length > 0).Select(g => g.Key.Split('-') is [var m, var p, var k] ? (Mode: Word<ServiceMode>("targets", m), Priority: Word<Priority>("targets", p), Kind: Word<ClockKind>("targets", k), Seconds: Seconds("targets", g.Value))
            : throw new Unreadable("targets", g.Key)).ToList();
        if (entries.Exists(e => e.Kind == ClockKind.Update)) throw new Unreadable("targets", nameof(ClockKind.Update));
        return [.. entries.GroupBy(e => (e.Mode, e.Priority)).OrderBy(g => g.Key.Mode).ThenBy(g => g.Key.Priority).Select(g =>
        {
            var old = of.Targets.FirstOrDefault(t => t.Mode == g.Key.Mode && t.Priority == g.Key.Priority);
            Target? One(ClockKind kind) => g.FirstOrDefault(e => e.Kind == kind) is { Seconds: > 0 } entry
                ? old?[kind] is { } was ? was with { Seconds = entry.Seconds }
                    : new(entry.Seconds, old?.Resolution?.Calendar ?? CalendarUse.Business, kind == ClockKind.Arrival && g.Key.Mode == ServiceMode.FullTimeRemote ? ClockStart.CalledOut : ClockStart.Opened)
                : null;
            return new TargetSet(g.Key.Mode, g.Key.Priority, One(ClockKind.Response), One(ClockKind.RemoteStart), One(ClockKind.Arrival), One(ClockKind.Workaround), One(ClockKind.Resolution));
        })];
    }

    static PriorityMatrix Matrix(IReadOnlyDictionary<string, string> given) => new([.. Enum.GetValues<Impact>().Select(impact => (IReadOnlyList<Priority>)[.. Enum.GetValues<Urgency>()
        .Select(urgency => given.TryGetValue($"{impact}-{urgency}", out var priority) ? Word<Priority>("matrix", priority) : throw new Unreadable("matrix", $"{impact}-{urgency}"))])]);

    static List<EscalationStep> Ladder(IReadOnlyDictionary<string, string> given, Agreement of) => [.. given.Where(g => g.Value.Length > 0).Select(g =>
    {
        if (g.Key.Split('-') is not [var p, var s] || !int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var share)) throw new Unreadable("ladder", g.Key);
        var priority = Word<Priority>("ladder", p);
        return new EscalationStep(priority, share, Roles("ladder", g.Value), of.Ladder.FirstOrDefault(l => l.Priority == priority && l.SharePercent == share)?.Daily ?? share == 100);
    }).OrderBy(s => s.Priority).ThenBy(s => s.SharePercent)];

    static List<ChainStep> Chain(IReadOnlyDictionary<string, string> given) => [.. given.Where(g => g.Value.Length > 0).Select(g =>
        g.Key.Split('-') is [var l, var s] && int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var share) ? new ChainStep(Word<ChainLink>("chain", l), share, Roles("chain", g.Value)) : throw new Unreadable("chain", g.Key))
        .OrderBy(s => s.Link).ThenBy(s => s.SharePercent)];

    static List<GroupTarget>? Groups(ProposeAgreement ask, Agreement of)
    {
        if (ask.Groups is null && ask.Team is null) return of.Groups?.ToList();
        List<GroupTarget> lines = ask.Groups is { } given
            ? [.. given.Where(g => g.Value.Length > 0).Select(g => g.Key.Split('-') is [var l, var p] ? new GroupTarget(Word<SupportLine>("groups", l), Word<Priority>("groups", p), Seconds("groups", g.Value)) : throw new Unreadable("groups", g.Key))
                .OrderBy(g => g.Line).ThenBy(g => g.Priority)]
            : [.. of.Groups?.Where(g => g.Team is null) ?? []];
        var alone = (of.Groups ?? []).Where(g => g.Team is not null && g.Team != ask.Team?.Value).ToList();
        if (ask.Team is { } team) alone.AddRange((ask.OfTeam ?? new Dictionary<string, string>()).Where(g => g.Value.Length > 0).Select(g => new GroupTarget(SupportLine.First, Word<Priority>("ofTeam", g.Key), Seconds("ofTeam", g.Value), team.Value)).OrderBy(g => g.Priority));
        return [.. lines, .. alone];
    }

    static List<SupplierTarget>? Suppliers(ProposeAgreement ask, Agreement of)
    {
        if (ask.Suppliers is null && ask.Supplier is null) return of.Suppliers?.ToList();
        SupplierTarget One(string field, string priority, string minutes, Guid? supplier)
        {
            var key = Word<Priority>(field, priority);
            return new(key, Seconds(field, minutes), of.SupplierTargetOf(supplier, key)?.Calendar ?? CalendarUse.Business, supplier);
        }
        List<SupplierTarget> all = ask.Suppliers is { } given ? [.. given.Where(g => g.Value.Length > 0).Select(g => One("suppliers", g.Key, g.Value, null)).OrderBy(s => s.Priority)] : [.. of.Suppliers?.Where(s => s.Supplier is null) ?? []];
        var alone = (of.Suppliers ?? []).Where(s => s.Supplier is not null && s.Supplier != ask.Supplier?.Value).ToList();
        if (ask.Supplier is { } supplier) alone.AddRange((ask.OfSupplier ?? new Dictionary<string, string>()).Where(g => g.Value.Length > 0).Select(g => One("ofSupplier", g.Key, g.Value, supplier.Value)).OrderBy(s => s.Priority));
        return [.. all, .. alone];
    }

    static List<UpdateRule> Updates(IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string>? calendars, Agreement of) => [.. given.Where(g => g.Value.Length > 0).Select(g =>
    {
        var priority = Word<Priority>("updates", g.Key);
        var calendar = calendars is not null && calendars.TryGetValue(g.Key, out var named) && named.Length > 0 ? Word<CalendarUse>("updateCalendars", named) : of.UpdateOf(priority)?.Calendar ?? CalendarUse.Business;
        return new UpdateRule(priority, Seconds("updates", g.Value), calendar, of.UpdateOf(priority)?.Tell);
    }).OrderBy(u => u.Priority)];

    /// <summary>A category is known by its words in both languages, whichever the desk writes in.</summary>
    static List<string> AtOnce(IReadOnlyList<string> given)
    {
        string[][] both = [.. Categories.InEachLanguage()];
        return [.. given.Select(g => g.Trim()).Where(g => g.Length > 0).SelectMany(word => Array.Find(both, b => b.Contains(word, StringComparer.OrdinalIgnoreCase)) ?? [word]).Distinct()];
    }

    static TWord Word<TWord>(string field, string text) where TWord : struct, Enum => Enum.TryParse<TWord>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) ? word : throw new Unreadable(field, text);

    static long Seconds(string field, string minutes) => int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostMinutes ? number * 60L : throw new Unreadable(field, minutes);

    /// <summary>By name in either language, or as the program calls them.</summary>
    static EscalationRole[] Roles(string field, string text) => [.. text.Split([',', '，', '、', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name =>
        Enum.GetValues<EscalationRole>().Where(r => new[] { r.ToString(), Texts.In(Language.Zh, $"EscalationRole.{r}"), Texts.In(Language.En, $"EscalationRole.{r}") }.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(r => (EscalationRole?)r).FirstOrDefault()
            ?? throw new Unreadable(field, name)).Distinct()];

    /// <summary>The fields of a version, as the form shows and posts them.</summary>
    public static IReadOnlyDictionary<string, string> Fields(Agreement of)
    {
        var fields = new Dictionary<string, string>();
        foreach (var set in of.Targets)
            foreach (var kind in Enum.GetValues<ClockKind>())
                if (set[kind] is { } target) fields[$"targets.{set.Mode}-{set.Priority}-{kind}"] = Minutes(target.Seconds);
        foreach (var impact in Enum.GetValues<Impact>())
            foreach (var urgency in Enum.GetValues<Urgency>()) fields[$"matrix.{impact}-{urgency}"] = of.Matrix[impact, urgency].ToString();
        foreach (var step in of.Ladder) fields[$"ladder.{step.Priority}-{step.SharePercent}"] = Names(step.Tell);
        foreach (var step in of.ChainLadder ?? []) fields[$"chain.{step.Link}-{step.SharePercent}"] = Names(step.Tell);
        foreach (var group in of.Groups?.Where(g => g.Team is null) ?? []) fields[$"groups.{group.Line}-{group.Priority}"] = Minutes(group.Seconds);
        foreach (var supplier in of.Suppliers?.Where(s => s.Supplier is null) ?? []) fields[$"suppliers.{supplier.Priority}"] = Minutes(supplier.Seconds);
        foreach (var update in of.Updates ?? []) (fields[$"updates.{update.Priority}"], fields[$"updateCalendars.{update.Priority}"]) = (Minutes(update.Seconds), update.Calendar.ToString());
        (fields["dateRule"], fields["dateDays"], fields["dateTimes"]) = (of.DatePolicy.Rule.ToString(), of.DatePolicy.WithinWorkingDays.ToString(CultureInfo.InvariantCulture), of.DatePolicy.Times.ToString(CultureInfo.InvariantCulture));
        return fields;
    }

    static string Minutes(long seconds) => (seconds / 60).ToString(CultureInfo.InvariantCulture);

    static string Names(IEnumerable<EscalationRole> roles) => string.Join(Texts.T("Desk.Comma"), roles.Select(r => Texts.Name(r)));
}
