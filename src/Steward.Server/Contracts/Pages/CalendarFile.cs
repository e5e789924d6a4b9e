// Writes a service calendar's holidays, make-up workdays and exceptions as an iCalendar file (RFC 5545) for Outlook, phones and WPS.
using System.Globalization;
using System.Text;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Contracts.Pages;

static class CalendarFile
{
    public static string Write(ServiceCalendar calendar, string title, DateTimeOffset now)
    {
        var definition = calendar.Definition;
        var days = (definition.Official ?? []).SelectMany(o => o.Off.Select(d => (Day: d, Kind: DayKind.Holiday)).Concat(o.MakeUp.Select(d => (Day: d, Kind: DayKind.MakeUp))))
            .Concat((definition.Exceptions ?? []).Select(e => (e.Day, Kind: DayKind.Special))).DistinctBy(d => d.Day).OrderBy(d => d.Day);
        var text = new StringBuilder();
        void Line(string line) => Fold(text, line);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Steward//Service calendar//ZH");
        Line("CALSCALE:GREGORIAN");
        Line($"X-WR-CALNAME:{Escape(title)}");
        Line($"X-WR-TIMEZONE:{definition.Zone}");
        foreach (var (day, kind) in days)
        {
            var name = definition.Exceptions?.FirstOrDefault(e => e.Day == day)?.Reason ?? CalendarView.NameOf(day) ?? "";
            Line("BEGIN:VEVENT");
            Line($"UID:{definition.Ref.Id}-{definition.Ref.Version}-{Date(day)}@steward");
            Line($"DTSTAMP:{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
            Line($"DTSTART;VALUE=DATE:{Date(day)}");
            Line($"DTEND;VALUE=DATE:{Date(day.AddDays(1))}");
            Line($"SUMMARY:{Escape(Texts.T($"Calendar.File.{kind}", name))}");
            Line("TRANSP:TRANSPARENT");
            Line("END:VEVENT");
        }
        Line("END:VCALENDAR");
        return text.ToString();
    }

    static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    static string Escape(string text) => text.Replace("\\", "\\\\").Replace(";", "\\;").Replace(",", "\\,").Replace("\n", "\\n");

    /// <summary>A line has at most 75 bytes; what is longer goes on after a space, never within a character.</summary>
    static void Fold(StringBuilder text, string line)
    {
        var bytes = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > 75)
            {
                text.Append("\r\n ");
                bytes = 1;
            }
            text.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
