// Says in which lines two versions of an agreement differ, so that whoever approves reads what changes and nothing else.
namespace Steward.Sla;

/// <summary>
/// One line that differs. <paramref name="What"/> and both values are words joined by <c>|</c>: the key of a text, or after <c>=</c> what stands there as it is. Empty: nothing is said about it.
/// </summary>
public sealed record AgreementChange(string What, string Before, string After);

public static class AgreementEdit
{
    public static IReadOnlyList<AgreementChange> Diff(Agreement before, Agreement after)
    {
        var (old, next) = (Read(before), Read(after));
        static Dictionary<string, string> Read(Agreement of) => Lines(of).DistinctBy(l => l.What).ToDictionary(l => l.What, l => l.Value);
        return [.. old.Keys.Union(next.Keys).Select(what => new AgreementChange(what, old.GetValueOrDefault(what, ""), next.GetValueOrDefault(what, ""))).Where(c => c.Before != c.After)];
    }

    static IEnumerable<(string What, string Value)> Lines(Agreement of)
    {
        foreach (var impact in Enum.GetValues<Impact>())
            foreach (var urgency in Enum.GetValues<Urgency>()) yield return ($"Impact.{impact}|Urgency.{urgency}", $"={of.Matrix[impact, urgency]}");
        foreach (var set in of.Targets)
            foreach (var kind in Enum.GetValues<ClockKind>())
                if (set[kind] is { } target) yield return ($"ServiceMode.{set.Mode}|Priority.{set.Priority}|ClockKind.{kind}", Written(target.Seconds, target.Calendar) + (target.From == ClockStart.CalledOut ? $"|ClockStart.{target.From}" : ""));
        foreach (var update in of.Updates ?? []) yield return ($"ClockKind.Update|Priority.{update.Priority}", Written(update.Seconds, update.Calendar) + $"|{Roles(update.Called)}");
        foreach (var group in of.Groups ?? []) yield return ($"ChainLink.Group|{(group.Team is { } team ? $"={team}" : $"SupportLine.{group.Line}")}|Priority.{group.Priority}", Written(group.Seconds));
        foreach (var supplier in of.Suppliers ?? []) yield return ($"ChainLink.Supplier|{(supplier.Supplier is { } one ? $"={one}|" : "")}Priority.{supplier.Priority}", Written(supplier.Seconds, supplier.Calendar));
        foreach (var step in of.Ladder) yield return ($"EscalationKind.Ladder|Priority.{step.Priority}|={step.SharePercent} %", Roles(step.Tell));
        foreach (var step in of.ChainLadder ?? []) yield return ($"EscalationKind.{step.Link}|={step.SharePercent} %", Roles(step.Tell));
        yield return ("SLA.agreed-dates", of.DatePolicy is { Rule: not AgreedDateRule.Never } dates ? $"AgreedDateRule.{dates.Rule}|={dates.WithinWorkingDays}|={dates.Times}" : "AgreedDateRule.Never");
        if (of.AtOnce is { Count: > 0 } words) yield return ("EscalationKind.AtOnce", string.Join('|', words.Select(w => $"={w}")));
    }

    static string Written(long seconds, CalendarUse calendar = CalendarUse.Business) => FormattableString.Invariant($"={seconds / 3600}:{seconds / 60 % 60:00}") + (calendar == CalendarUse.FullTime ? $"|CalendarUse.{calendar}" : "");

    static string Roles(IEnumerable<EscalationRole> roles) => string.Join('|', roles.Select(r => $"EscalationRole.{r}"));
}
