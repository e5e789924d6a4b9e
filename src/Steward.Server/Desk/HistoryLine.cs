// What other desks wrote, kept in their own words beside the tickets that were made of it, so that an import can be counted again against its source.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Desk.History;

namespace Steward.Desk;

public readonly record struct HistoryLineId(Guid Value) : IId<HistoryLineId> { public static HistoryLineId From(Guid value) => new(value); }

/// <summary>
/// One row or event of an imported file. Words are the source's own, empty where it has none; <see cref="Month"/> is the month of <see cref="At"/> on the customer's clocks.
/// Without <see cref="At"/> nobody knows when it was: it is counted, never put on a clock and no ticket is made of it.
/// </summary>
public sealed class HistoryLine : ITenantRow, Platform.Audit.INotAudited
{
    public HistoryLineId Id { get; init; }
    public CustomerId Customer { get; init; }
    public TicketId? Ticket { get; set; }
    public HistoryForm Form { get; init; }
    public string Number { get; init; } = "";
    public long Line { get; init; }
    public DateTimeOffset? At { get; init; }
    public string Month { get; init; } = "";
    public string State { get; init; } = "";
    public string Step { get; init; } = "";
    public string Impact { get; init; } = "";
    public string Urgency { get; init; } = "";
    public string Priority { get; init; } = "";
    public string Person { get; init; } = "";
    public string Group { get; init; } = "";
    public string Organisation { get; init; } = "";
    public string Item { get; init; } = "";
    public string Service { get; init; } = "";
    public string Category { get; init; } = "";
    /// <summary>The kind of thing that it is about, such as the type of the configuration item.</summary>
    public string Type { get; init; } = "";
    /// <summary>"yes" or "no" as the source judged its own promise.</summary>
    public string Failed { get; init; } = "";
    /// <summary>Every field of the row as JSON.</summary>
    public string Fields { get; init; } = "";

    internal static HistoryLine Of(SourceRow row, HistoryForm form, CustomerId customer, TimeZoneInfo zone, HistoryLineId id) => new()
    {
        Id = id, Customer = customer, Form = form, Number = row.Number, Line = row.Line, At = row.At,
        Month = row.At is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture) : "",
        State = row.Word, Step = row["step"], Impact = row["impact"], Urgency = row["urgency"], Priority = row["priority"], Person = row.Person, Group = row.Group, Organisation = row["organisation"],
        Item = row["item"], Service = row["service"], Category = row["category"], Type = row["type"], Failed = SourceWords.Answer(row["failed"]) is { Length: > 0 } failed ? failed : SourceWords.Answer(row["kept"]) switch { "yes" => "no", "no" => "yes", _ => "" },
        Fields = System.Text.Json.JsonSerializer.Serialize(row.Fields, Platform.Web.Json.Options),
    };
}

/// <summary>How many rows, of how many tickets, have the same words.</summary>
public sealed record HistoryCount(IReadOnlyList<string> Words, int Rows, int Tickets);

/// <summary>Counts imported rows as they lie in the database, by up to five of their words together.</summary>
public sealed class HistoryCounts(StewardDb db)
{
    public const int Most = 5;
    public static IReadOnlyDictionary<string, string> Columns { get; } = new[]
    {
        nameof(HistoryLine.Month), nameof(HistoryLine.State), nameof(HistoryLine.Step), nameof(HistoryLine.Impact), nameof(HistoryLine.Urgency), nameof(HistoryLine.Priority), nameof(HistoryLine.Person),
        nameof(HistoryLine.Group), nameof(HistoryLine.Organisation), nameof(HistoryLine.Item), nameof(HistoryLine.Service), nameof(HistoryLine.Category), nameof(HistoryLine.Type), nameof(HistoryLine.Failed),
    }.ToDictionary(c => c.ToLowerInvariant());

    /// <param name="by">Names of <see cref="Columns"/>, one to <see cref="Most"/>.</param>
    public async Task<List<HistoryCount>> Count(CustomerId customer, HistoryForm form, IReadOnlyList<string> by, CancellationToken stop)
    {
        var columns = Enumerable.Range(0, Most).Select(i => Columns[by[Math.Min(i, by.Count - 1)]]).ToArray();
        var key = Key(columns);
        var groups = await db.Set<HistoryLine>().AsNoTracking().Where(l => l.Customer == customer && l.Form == form).GroupBy(key)
            .Select(g => new { g.Key, Rows = g.Count(), Tickets = g.Select(l => l.Number).Distinct().Count() }).ToListAsync(stop);
        return [.. groups.Select(g => new HistoryCount([.. new[] { g.Key.A, g.Key.B, g.Key.C, g.Key.D, g.Key.E }.Take(by.Count)], g.Rows, g.Tickets))
            .OrderBy(c => string.Join('\u001F', c.Words), StringComparer.Ordinal)];
    }

    sealed record Words(string A, string B, string C, string D, string E);

    /// <summary>line => new Words(line.X, line.Y, …), so that the database does the grouping.</summary>
    static Expression<Func<HistoryLine, Words>> Key(string[] columns)
    {
        var line = Expression.Parameter(typeof(HistoryLine), "line");
        var made = typeof(Words).GetConstructors()[0];
        string[] members = ["A", "B", "C", "D", "E"];
        return Expression.Lambda<Func<HistoryLine, Words>>(Expression.New(made, columns.Select(c => Expression.Property(line, c)), members.Select(m => typeof(Words).GetProperty(m)!)), line);
    }
}

sealed class HistoryTables : IEntityTypeConfiguration<HistoryLine>
{
    public void Configure(EntityTypeBuilder<HistoryLine> row)
    {
        row.ToTable("desk_history_line").HasKey(r => r.Id);
        row.HasIndex(r => new { r.Customer, r.Form, r.Number });
    }
}
