// A month of a contract: the days that its promises and reports are counted in.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Contracts;
using Steward.Sla;

namespace Steward.Fulfilment;

/// <summary>
/// A reporting month by name, such as 2026-03. Where months begin on a later day it is named after the calendar month in which most of its
/// days lie: with months from the 26th, 2026-03 is [26 February, 26 March). The first day is cut to the length of a short month.
/// </summary>
[JsonConverter(typeof(AsText))]
public readonly record struct ReportingMonth(int Year, int Month) : IComparable<ReportingMonth>
{
    public static bool TryParse(string? text, out ReportingMonth month)
    {
        var good = DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        month = good ? new(day.Year, day.Month) : default;
        return good;
    }

    /// <summary>The month of the contract in which an instant lies.</summary>
    public static ReportingMonth At(DateTimeOffset instant, Contract contract)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone(contract)).DateTime);
        var month = new ReportingMonth(day.Year, day.Month);
        return day < month.FirstDay(contract) ? month.Plus(-1) : day >= month.Plus(1).FirstDay(contract) ? month.Plus(1) : month;
    }

    public ReportingMonth Plus(int months)
    {
        var index = Year * 12 + Month - 1 + months;
        return new(index / 12, index % 12 + 1);
    }

    /// <summary>How many months lie between <paramref name="earlier"/> and this one.</summary>
    public int Since(ReportingMonth earlier) => (Year - earlier.Year) * 12 + Month - earlier.Month;

    public DateOnly FirstDay(Contract contract)
    {
        var calendar = contract.MonthStartsOn > 15 ? Plus(-1) : this;
        return new(calendar.Year, calendar.Month, Math.Min(contract.MonthStartsOn, DateTime.DaysInMonth(calendar.Year, calendar.Month)));
    }

    public DateOnly LastDay(Contract contract) => Plus(1).FirstDay(contract).AddDays(-1);

    /// <summary>[first day 00:00, first day of the next month 00:00) in the contract's zone.</summary>
    public Interval In(Contract contract) => new(Midnight(FirstDay(contract), Zone(contract)), Midnight(Plus(1).FirstDay(contract), Zone(contract)));

    public static TimeZoneInfo Zone(Contract contract) => TimeZoneInfo.FindSystemTimeZoneById(contract.Zone);

    /// <summary>The months from this one on, in order.</summary>
    public IReadOnlyList<ReportingMonth> Through(ReportingMonth last)
    {
        var first = this;
        return [.. Enumerable.Range(0, Math.Max(0, last.Since(first) + 1)).Select(first.Plus)];
    }

    public int CompareTo(ReportingMonth other) => Since(other);
    public static bool operator <(ReportingMonth a, ReportingMonth b) => a.CompareTo(b) < 0;
    public static bool operator >(ReportingMonth a, ReportingMonth b) => a.CompareTo(b) > 0;
    public static bool operator <=(ReportingMonth a, ReportingMonth b) => a.CompareTo(b) <= 0;
    public static bool operator >=(ReportingMonth a, ReportingMonth b) => a.CompareTo(b) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");

    // A day that begins later than midnight (summer time) begins when its first hour does.
    static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    sealed class AsText : JsonConverter<ReportingMonth>
    {
        public override ReportingMonth Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var month) ? month : throw new JsonException("A month is written 2026-03.");

        public override void Write(Utf8JsonWriter writer, ReportingMonth value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
