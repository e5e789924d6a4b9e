// How moments, durations, shares and names are written for people, the same on pages, in mails and in reports.
using System.Globalization;
using static Steward.Platform.Text.Texts;

namespace Steward.Platform.Web.Components;

public static class Format
{
    public static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    const string Input = "yyyy-MM-ddTHH:mm";

    public static string Moment(DateTimeOffset at, TimeZoneInfo zone) => In(at, zone, "yyyy-MM-dd HH:mm");
    public static string MomentWithSeconds(DateTimeOffset at, TimeZoneInfo zone) => In(at, zone, "yyyy-MM-dd HH:mm:ss");
    public static string Date(DateTimeOffset at, TimeZoneInfo zone) => In(at, zone, "yyyy-MM-dd");
    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => In(at, zone, "HH:mm");

    /// <summary>The value of a datetime-local input.</summary>
    public static string LocalInput(DateTimeOffset at, TimeZoneInfo zone) => In(at, zone, Input);

    /// <summary>
    /// Reads a datetime-local input back; null when it is not one. An hour that the clocks skip moves forward by the skip;
    /// of an hour that they repeat, the first is taken.
    /// </summary>
    public static DateTimeOffset? FromLocalInput(string? text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text, [Input, Input + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        if (zone.IsInvalidTime(local)) local += zone.GetUtcOffset(local.AddHours(1)) - zone.GetUtcOffset(local.AddHours(-1));
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>"5 分钟前", "2 小时 10 分钟后"; from thirty days on, the date.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var distance = (now - at).Duration();
        if (distance < TimeSpan.FromMinutes(1)) return T("Time.Now");
        if (distance >= TimeSpan.FromDays(30)) return Date(at, zone);
        var span = distance switch
        {
            // A deadline of today is worth its minutes.
            { TotalHours: >= 1, TotalDays: < 1 } when at > now => T("Time.Hours", distance.Hours) + " " + T("Time.Minutes", distance.Minutes),
            { TotalHours: < 1 } => T("Time.Minutes", (int)distance.TotalMinutes),
            { TotalDays: < 1 } => T("Time.Hours", (int)distance.TotalHours),
            _ => T("Time.Days", (int)distance.TotalDays),
        };
        return T(at <= now ? "Time.Ago" : "Time.Ahead", span);
    }

    /// <summary>The two largest units: "2 小时 5 分", "3 d 4 h", "45 s".</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return "−" + Duration(span.Negate());
        (int Amount, string Key)[] units = [(span.Days, "Span.Days"), (span.Hours, "Span.Hours"), (span.Minutes, "Span.Minutes"), (span.Seconds, "Span.Seconds")];
        var first = Array.FindIndex(units, u => u.Amount > 0);
        return first < 0
            ? T("Span.Seconds", 0)
            : string.Join(' ', units.Skip(first).Take(2).Where(u => u.Amount > 0).Select(u => T(u.Key, u.Amount)));
    }

    public static string Duration(double seconds) => Duration(TimeSpan.FromSeconds(seconds));

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double number, int decimals = 2) =>
        number.ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);

    public static string Money(decimal yuan) => "¥" + yuan.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary>Half-up to two decimals, except that less than everything is never written as 100.00 %.</summary>
    public static string Share(double part, double whole)
    {
        if (whole == 0) return "—";
        var percent = Math.Round(part / whole * 100, 2, MidpointRounding.AwayFromZero);
        if (part < whole && percent >= 100) percent = 99.99;
        if (part > 0 && percent == 0) percent = 0.01;
        return T("Format.Percent", percent.ToString("0.00", CultureInfo.InvariantCulture));
    }

    public static string Bytes(double bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++) bytes /= 1024;
        return $"{Number(bytes, unit == 0 ? 0 : 1)} {units[unit]}";
    }

    /// <summary>The last two characters of a Chinese name, the first letters of first and last word of another.</summary>
    public static string Initials(string name)
    {
        var words = name.Split([' ', '·'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return "?";
        if (words[^1][0] > 0x2E80) return words[^1].Length > 2 ? words[^1][^2..] : words[^1];
        return (words.Length == 1 ? words[0][..1] : $"{words[0][0]}{words[^1][0]}").ToUpperInvariant();
    }

    static string In(DateTimeOffset at, TimeZoneInfo zone, string pattern) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(pattern, CultureInfo.InvariantCulture);
}
