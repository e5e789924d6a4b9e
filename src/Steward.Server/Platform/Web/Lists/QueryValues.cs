// Reads the filters of a list from the address, typed; what cannot be read is named, so that the API can refuse it and a page can pass it over.
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Steward.Platform.Web.Lists;

/// <summary>The query string of a list. Days are meant in <paramref name="zone"/>, the reader's.</summary>
public sealed class QueryValues(IQueryCollection query, TimeZoneInfo zone)
{
    readonly List<BadField> faults = [];

    public static QueryValues Of(HttpContext http) => new(http.Request.Query, http.RequestServices.GetRequiredService<Viewer>().Zone);

    /// <summary>Values that could not be read; they count as not given.</summary>
    public IReadOnlyList<BadField> Faults => faults;

    /// <summary>The names that are there at all.</summary>
    public IEnumerable<string> Names => query.Keys;

    public string? Text(string name, int longest = 200)
    {
        var text = query[name].ToString().Trim();
        if (text.Length <= longest) return text.Length == 0 ? null : text;
        faults.Add(new(name, "field.too-long", longest));
        return null;
    }

    public TEnum? Choice<TEnum>(string name) where TEnum : struct, Enum => Read(name, Text(name), text =>
        Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value : (TEnum?)null);

    public TId? Id<TId>(string name) where TId : struct, IId<TId> => Read(name, Text(name), text => Guid.TryParse(text, out var id) ? TId.From(id) : (TId?)null);

    /// <summary>The first instant of a day written 2026-03-01.</summary>
    public DateTimeOffset? Day(string name) => Read(name, Text(name), text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? StartOf(day) : (DateTimeOffset?)null);

    /// <summary>The first instant after that day, so that the day itself is included in [from, end).</summary>
    public DateTimeOffset? EndOfDay(string name) => Day(name) is { } start ? StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime).AddDays(1)) : null;

    public bool Is(string name, string value) => query[name].ToString() == value;

    /// <summary>Where to go on reading: after a row, or before it.</summary>
    public Cursor? After => CursorOf("after");
    public Cursor? Before => CursorOf("before");

    Cursor? CursorOf(string name) => Read(name, Text(name, 400), Cursor.From);

    TValue? Read<TValue>(string name, string? text, Func<string, TValue?> read) where TValue : struct
    {
        if (text is null) return null;
        if (read(text) is { } value) return value;
        faults.Add(new(name, "field.unreadable"));
        return null;
    }

    DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(default);
        // Where clocks skip midnight, the day begins when they go on.
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>A place between two rows of a sorted list, as the address carries it.</summary>
public readonly record struct Cursor(string Body)
{
    public static Cursor? From(string text)
    {
        try { return new(System.Text.Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text))); }
        catch (FormatException) { return null; }
    }

    public override string ToString() => WebEncoders.Base64UrlEncode(System.Text.Encoding.UTF8.GetBytes(Body));
}
