// steward sla explain NUMBER: shows on a terminal why clocks show what they show: clause, calendar, intervals, added up again.
using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Desk;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;
using Steward.Sla;

namespace Steward.Commands;

static class SlaCommands
{
    static readonly Argument<string> Number = new("NUMBER") { Description = "The ticket's number, e.g. INC-XXQY-20260301-0001, or its number in the source it was imported from." };
    static readonly Option<ClockKind?> Kind = new("--clock") { Description = "Only this clock: Response, RemoteStart, Arrival, Workaround, Resolution or Update. Without it all that were promised." };

    /// <summary>The promise in force, where it stands, and the calendars that were counted in.</summary>
    sealed record ExplainedClock(ClockKind Kind, Clause? Clause, IReadOnlyList<CalendarOf> Calendars, ClockReading Reading, IReadOnlyList<ExplainedSpan> Spans, long Counted, long WithPauses, bool AddsUp);
    sealed record Clause(AgreementRef Agreement, string Name, ServiceMode Mode, Priority Priority, long Seconds, CalendarUse Calendar, ClockStart From);
    sealed record CalendarOf(CalendarRef Ref, string Name, string Zone);

    public static Command Command()
    {
        var explain = new Command("explain", "Lists the spans behind each clock with its clause and calendar, for adding up by hand. 解释 SLA 计时") { Number, Kind };
        explain.SetAction((parsed, stop) => Installation.Run(parsed, "ExplainClock", stop, async (services, output) =>
        {
            var (number, only) = (parsed.GetValue(Number)!, parsed.GetValue(Kind));
            var (clocks, now) = (services.GetRequiredService<SlaClocks>(), services.GetRequiredService<TimeProvider>().Now());
            var ticket = await services.GetRequiredService<ServiceDesk>().Tickets.FirstOrDefaultAsync(t => t.Number == number || t.SourceNumber == number, stop);
            if (ticket is null || await clocks.Facts(ticket.Id.Value, stop) is not { } known)
            {
                output.Say(new { error = "not found", number }, $"There is no ticket {number}, or no contract promised anything for it.");
                return Exit.Failed;
            }
            var explained = new List<ExplainedClock>();
            foreach (var kind in Enum.GetValues<ClockKind>().Where(k => only is null || k == only)) explained.Add(await Explain(clocks, known, ticket, kind, now, stop));
            if (only is null) explained.RemoveAll(e => e.Reading.BudgetSeconds is null && e.Reading.Verdict == Verdict.NotMeasured);
            var life = clocks.Attribute(known, now);
            if (only is not null)
                output.Say(new { ticket.Number, kind = only, explained[0].Clause, explained[0].Calendars, explained[0].Reading, explained[0].Spans, explained[0].Counted, explained[0].WithPauses, explained[0].AddsUp }, Lines(ticket, explained));
            else
                output.Say(new { ticket.Number, ticket.Priority, agreement = known.Agreement.Ref, clocks = explained, life = new { life.From, life.To, life.Seconds, life.Parts, life.Chain, life.AddsUp }, addsUp = life.AddsUp && explained.TrueForAll(e => e.AddsUp) },
                    [.. Lines(ticket, explained), .. Life(life)]);
            return explained.TrueForAll(e => e.AddsUp) ? Exit.AllGood : Exit.SomeRefused;
        }));
        return new Command("sla", "Service level clocks. 服务级别计时") { explain };
    }

    static async Task<ExplainedClock> Explain(SlaClocks clocks, SubjectFacts known, Ticket ticket, ClockKind kind, DateTimeOffset now, CancellationToken stop)
    {
        var (explained, whole) = ((await clocks.Explain(known.Subject, kind, now, stop))!, clocks.Read(known, now));
        var promise = known.Agreement.TargetOf(whole.Mode, whole.Priority, kind);
        var calendars = new List<CalendarOf>();
        foreach (var key in explained.Spans.Select(s => s.Calendar).DefaultIfEmpty(known.Agreement.Calendars[promise?.Calendar ?? CalendarUse.Business]).Distinct())
            calendars.Add((await clocks.Calendar(key, stop)).Definition is var definition ? new(key, definition.Name, definition.Zone) : null!);
        return new(kind, promise is null ? null : new(known.Agreement.Ref, known.Agreement.Name, whole.Mode, whole.Priority, promise.Seconds, promise.Calendar, promise.From), calendars, explained.Reading, explained.Spans,
            explained.Sum(SpanKind.Counted), explained.Sum(SpanKind.Counted, SpanKind.Paused), explained.AddsUp);
    }

    static IEnumerable<string> Lines(Ticket ticket, IEnumerable<ExplainedClock> clocks)
    {
        foreach (var clock in clocks)
        {
            var (reading, zone) = (clock.Reading, TimeZoneInfo.FindSystemTimeZoneById(clock.Calendars[0].Zone));
            yield return $"{ticket.Number}  {clock.Kind}  {ticket.Priority}  {reading.Verdict}{(reading.Computed is { } computed ? $" (agreed by both parties; computed: {computed})" : "")}";
            yield return clock.Clause is { } clause ? $"clause: {clause.Name} ({clause.Agreement}), {clause.Mode}, {clause.Priority}: {Format.Duration((double)clause.Seconds)} in the {clause.Calendar} calendar, from {clause.From}" : "clause: nothing is promised for this priority";
            yield return $"calendar: {string.Join("; ", clock.Calendars.Select(c => $"{c.Name} ({c.Ref}) {c.Zone}"))}";
            yield return $"due {(reading.Due is { } due ? Format.MomentWithSeconds(due, zone) : "—")}, promised {Format.Duration((double)(reading.BudgetSeconds ?? 0))}, used {Format.Duration((double)reading.UsedSeconds)} (gross {Format.Duration((double)reading.GrossSeconds)}), zone {zone.Id}";
            if (reading.AgreedDue is { } agreed) yield return $"agreed with the customer: {Format.MomentWithSeconds(agreed, zone)}, which no pause moves; by the contract alone {(reading.Contracted is { Due: { } alone } was ? $"{Format.MomentWithSeconds(alone, zone)}: {was.Verdict}" : "nothing")}";
            foreach (var round in reading.Rounds ?? [])
                yield return $"round {Format.MomentWithSeconds(round.From, zone)}  {(round.To is { } to ? Format.MomentWithSeconds(to, zone) : "now"),-19}  due {(round.Due is { } by ? Format.MomentWithSeconds(by, zone) : "—")}  {round.Verdict}";
            var sum = 0L;
            foreach (var span in clock.Spans)
            {
                if (span.Kind == SpanKind.Counted) sum += span.Seconds;
                yield return string.Create(CultureInfo.InvariantCulture, $"{Format.MomentWithSeconds(span.From, zone)}  {Format.MomentWithSeconds(span.To, zone)}  {span.Kind,-8}  {(span.Kind == SpanKind.Counted ? span.Seconds : 0),9} s  Σ {sum,9} s  {span.Sentence}");
            }
            yield return $"added up again: {clock.Counted:N0} s counted, {clock.WithPauses:N0} s with pauses: {(clock.AddsUp ? "as the clock shows" : "NOT what the clock shows")}";
            yield return "";
        }
    }

    static IEnumerable<string> Life(Attribution life)
    {
        yield return $"whose time it was, {life.Seconds:N0} s in all{(life.AddsUp ? "" : " (does NOT add up)")}:";
        foreach (var part in life.Parts) yield return string.Create(CultureInfo.InvariantCulture, $"  {part.Holder,-13} {part.Seconds,9} s  {Texts.Name(part.Holder)}");
    }
}
