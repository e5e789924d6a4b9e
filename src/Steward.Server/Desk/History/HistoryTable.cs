// Reads tables of another desk: a row an update (event log), a row a ticket with its times, or tickets that bear no date at all.
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Steward.Platform.Text;

namespace Steward.Desk.History;

/// <summary>What could be read of a file, and what not. Rows of a ticket are its steps; rows without a time are tickets of which nobody knows when they were.</summary>
sealed record HistoryRead(HistoryForm Form, IReadOnlyList<SourceRow> Rows, IReadOnlyList<BadRow> Bad);

/// <summary>
/// The format: CSV with a header, divided by comma, semicolon, tab or bar, columns found by name (<c>Data/source-words.tsv</c>); <c>?</c> or nothing means missing; times are
/// day/month/year or, where no other reading is possible, month/day/year, or ISO, on the clocks of the zone that the caller names. In a log of states a state that nobody knows is refused by line,
/// in a log of activities it is a note. What cannot be read is told by line and left out; everything else goes in.
/// </summary>
static class HistoryTable
{
    static readonly string[] CaseTimes = ["opened", "reopened", "resolved", "closed"];
    static readonly string[] SaysSomething = ["impact", "urgency", "priority", "item", "service", "failed", "kept", "category"];

    public static HistoryRead Read(byte[] file, TimeZoneInfo zone)
    {
        var bad = new List<BadRow>();
        var rows = Rows(file, bad, out var header);
        var columns = header.Select(SourceWords.Column).OfType<string>().ToHashSet();
        var form = columns.Contains("at") ? HistoryForm.IncidentLog : columns.Contains("opened") ? HistoryForm.Cases : HistoryForm.Undated;
        string[] missing = form == HistoryForm.Undated && columns.Count(SaysSomething.Contains) > 1 ? [] : [.. new[] { "number", form == HistoryForm.Undated ? "opened" : "number" }.Distinct().Where(c => !columns.Contains(c))];
        if (form == HistoryForm.IncidentLog && !columns.Contains("state") && !columns.Contains("activity")) missing = [.. missing, "state"];
        foreach (var column in missing) bad.Add(new(1, column, "LOG-101", ""));
        if (missing.Length > 0) return new(form, [], bad);
        var monthFirst = SourceWords.MonthComesFirst(rows.SelectMany(r => CaseTimes.Append("at").Select(c => r[c]).Where(t => t.Length > 0)));
        DateTimeOffset? At(SourceRow row, string column)
        {
            if (row[column].Length == 0) return null;
            var at = SourceWords.Instant(row[column], zone, monthFirst);
            if (at is null) bad.Add(new(row.Line, Heading(row, column), "LOG-105", row[column]));
            return at;
        }

        List<SourceRow> read = form switch
        {
            HistoryForm.IncidentLog => [.. rows.Select(r => Update(r, At, bad)).OfType<SourceRow>()],
            HistoryForm.Cases => [.. rows.SelectMany(r => Case(r, At, bad))],
            _ => Undated(rows),
        };
        return new(form, read, [.. bad.OrderBy(b => b.Line)]);
    }

    static string Heading(SourceRow row, string column) => row.Fields.Keys.FirstOrDefault(f => SourceWords.Column(f) == column) ?? column;

    static SourceRow? Update(SourceRow row, Func<SourceRow, string, DateTimeOffset?> at, List<BadRow> bad)
    {
        if (row["number"].Length == 0) { bad.Add(new(row.Line, Heading(row, "number"), "LOG-103", "")); return null; }
        var (state, ofStates) = (SourceWords.State(row.Word, row["step"]), SourceWords.Has(row.Fields, "state"));
        if (state is null && ofStates) { bad.Add(new(row.Line, Heading(row, "state"), "LOG-104", row["state"])); return null; }
        var opened = at(row, "opened");
        if (opened is null && SourceWords.Has(row.Fields, "opened")) { Missing(row, "opened", bad); return null; }
        if (at(row, "at") is not { } updated) { Missing(row, "at", bad); return null; }
        return row with { Number = row["number"], State = state, OpenedAt = opened ?? updated, At = updated };
    }

    /// <summary>A time that is not there is told like one that cannot be read, once.</summary>
    static void Missing(SourceRow row, string column, List<BadRow> bad)
    {
        if (row[column].Length == 0) bad.Add(new(row.Line, Heading(row, column), "LOG-105", ""));
    }

    /// <summary>A ticket's row as the steps that its times tell of. What its state says beyond them happened by the last of them.</summary>
    static IEnumerable<SourceRow> Case(SourceRow row, Func<SourceRow, string, DateTimeOffset?> at, List<BadRow> bad)
    {
        if (row["number"].Length == 0) { bad.Add(new(row.Line, Heading(row, "number"), "LOG-103", "")); yield break; }
        if (at(row, "opened") is not { } opened) { Missing(row, "opened", bad); yield break; }
        var last = row with { Number = row["number"], OpenedAt = opened, At = opened, State = TicketState.New };
        yield return last;
        (string Column, TicketState To)[] steps = [("reopened", TicketState.InProgress), ("resolved", TicketState.Resolved), ("closed", TicketState.Closed)];
        foreach (var (when, to) in steps.Select(s => (At: at(row, s.Column), s.To)).Where(s => s.At is not null).OrderBy(s => s.At).ToList()) yield return last = last with { At = when, State = to };
        if (SourceWords.State(row.Word, row["step"]) is { } state && state != last.State && (state is TicketState.Closed or TicketState.Cancelled || last.State is TicketState.New or TicketState.InProgress)) yield return last with { State = state };
    }

    /// <summary>A row without a number is known again by what it says, and by how many rows before it say the same.</summary>
    static List<SourceRow> Undated(List<SourceRow> rows)
    {
        var seen = new Dictionary<string, int>();
        return [.. rows.Select(row =>
        {
            if (row["number"] is { Length: > 0 } number) return row with { Number = number };
            var says = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', row.Fields.Select(f => $"{f.Key}\u001E{f.Value}")))))[..16];
            seen[says] = seen.GetValueOrDefault(says) + 1;
            return row with { Number = $"{says}-{seen[says]}" };
        })];
    }

    static List<SourceRow> Rows(byte[] file, List<BadRow> bad, out string[] header)
    {
        using var csv = new CsvReader(new StringReader(ChineseText.Decode(file)), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null, MissingFieldFound = null, TrimOptions = TrimOptions.Trim, DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t", "|"],
        });
        header = csv.Read() && csv.ReadHeader() ? csv.HeaderRecord! : [];
        var rows = new List<SourceRow>();
        while (header.Length > 0 && csv.Read())
        {
            var line = (long)csv.Context.Parser!.RawRow;
            if (csv.Parser.Count != header.Length) { bad.Add(new(line, "", "LOG-102", csv.Parser.Count.ToString(CultureInfo.InvariantCulture))); continue; }
            var fields = new Dictionary<string, string>(header.Length);
            for (var i = 0; i < header.Length; i++) fields.TryAdd(header[i], csv[i] is "?" or null ? "" : csv[i]!);
            rows.Add(new(line, fields));
        }
        return rows;
    }
}
