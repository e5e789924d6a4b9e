// steward sla explain NUMBER: shows on a terminal why a clock shows what it shows.
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
    static readonly Option<ClockKind> Kind = new("--clock") { Description = "Which clock: Response, RemoteStart, Arrival, Workaround or Resolution.", DefaultValueFactory = _ => ClockKind.Resolution };

    public static Command Command()
    {
        var explain = new Command("explain", "Lists the spans behind a clock, for adding up by hand. 解释 SLA 计时") { Number, Kind };
        explain.SetAction((parsed, stop) => Installation.Run(parsed, "ExplainClock", stop, async (services, output) =>
        {
            var (number, kind) = (parsed.GetValue(Number)!, parsed.GetValue(Kind));
            var ticket = await services.GetRequiredService<ServiceDesk>().Tickets.FirstOrDefaultAsync(t => t.Number == number || t.SourceNumber == number, stop);
            var now = services.GetRequiredService<TimeProvider>().Now();
            if (ticket is null || await services.GetRequiredService<SlaClocks>().Explain(ticket.Id.Value, kind, now, stop) is not { } explained)
            {
                output.Say(new { error = "not found", number }, $"There is no ticket {number}, or its {kind} clock was never promised.");
                return Exit.Failed;
            }
            var zone = explained.Spans.Count > 0 ? TimeZoneInfo.FindSystemTimeZoneById((await services.GetRequiredService<SlaClocks>().Calendar(explained.Spans[0].Calendar, stop)).Definition.Zone) : TimeZoneInfo.Utc;
            output.Say(new { ticket.Number, kind, explained.Reading, explained.Spans, explained.AddsUp }, Lines(ticket, explained, zone));
            return Exit.AllGood;
        }));
        return new Command("sla", "Service level clocks. 服务级别计时") { explain };
    }

    static IEnumerable<string> Lines(Ticket ticket, Explanation explained, TimeZoneInfo zone)
    {
        var reading = explained.Reading;
        yield return $"{ticket.Number}  {reading.Kind}  {ticket.Priority}  {reading.Verdict}";
        yield return $"due {(reading.Due is { } due ? Format.MomentWithSeconds(due, zone) : "—")}, promised {Format.Duration((double)(reading.BudgetSeconds ?? 0))}, used {Format.Duration((double)reading.UsedSeconds)} (gross {Format.Duration((double)reading.GrossSeconds)}), zone {zone.Id}";
        yield return "";
        var sum = 0L;
        foreach (var span in explained.Spans)
        {
            if (span.Kind == SpanKind.Counted) sum += span.Seconds;
            yield return string.Create(CultureInfo.InvariantCulture, $"{Format.MomentWithSeconds(span.From, zone)}  {Format.MomentWithSeconds(span.To, zone)}  {span.Kind,-8}  {(span.Kind == SpanKind.Counted ? span.Seconds : 0),9} s  Σ {sum,9} s  {span.Sentence}");
        }
    }
}
