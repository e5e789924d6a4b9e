// A stretch of service hours within one local day, as a calendar states it and as a person reads it.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Sla;

/// <summary>
/// Hours on the wall clock, half-open [<see cref="Start"/>, <see cref="End"/>), in seconds from local midnight of the day they belong to.
/// A whole day is 0…86,400 (SLA rule 1). An end above 86,400 runs into the next day; the span still belongs to the day it starts on.
/// Written <c>09:00-12:00</c>; <c>22:00-06:00</c> crosses midnight.
/// </summary>
[JsonConverter(typeof(DaySpanJson))]
public readonly record struct DaySpan(int Start, int End)
{
    public const int Day = 86_400;

    /// <summary>A span starts within its day and lasts more than nothing and at most 24 hours.</summary>
    public bool IsSound => Start is >= 0 and < Day && End > Start && End - Start <= Day;

    public static DaySpan Of(string text)
    {
        var ends = text.Split('-');
        if (ends.Length != 2) throw new FormatException($"'{text}' is no span of hours such as 09:00-12:00.");
        var start = Seconds(ends[0]);
        var end = Seconds(ends[1]);
        var span = new DaySpan(start, end <= start ? end + Day : end);
        return span.IsSound ? span : throw new FormatException($"'{text}' is no span of hours such as 09:00-12:00.");
    }

    public override string ToString() => $"{Clock(Start)}-{Clock(End > Day ? End - Day : End)}";

    static int Seconds(string clock)
    {
        var cells = clock.Split(':');
        if (cells.Length is < 2 or > 3) throw new FormatException($"'{clock}' is no time of day such as 09:00.");
        var parts = cells.Select(c => int.Parse(c, NumberStyles.None, CultureInfo.InvariantCulture)).Append(0).ToArray();
        var seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
        return parts[1] < 60 && parts[2] < 60 && seconds <= Day
            ? seconds
            : throw new FormatException($"'{clock}' is no time of day such as 09:00.");
    }

    static string Clock(int seconds) => seconds % 60 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
}

sealed class DaySpanJson : JsonConverter<DaySpan>
{
    public override DaySpan Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        try { return DaySpan.Of(reader.GetString() ?? ""); }
        catch (Exception e) when (e is FormatException or OverflowException) { throw new JsonException(e.Message, e); }
    }

    public override void Write(Utf8JsonWriter writer, DaySpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
