// Reads the incident log that a ServiceNow desk exports (one row an update, the ticket's fields after it) into historic tickets.
using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;
using Steward.Sla;

namespace Steward.Desk;

/// <summary>A row that could not be used: its line in the file (the header is line 1), the field, and a text key with the reason.</summary>
public sealed record BadRow(long Line, string Field, string TextKey, string Value);

/// <summary>One usable row. Names of people and groups are the source's own.</summary>
public sealed record LogRow(
    long Line, string Number, TicketState State, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt, string UpdatedBy, string Caller, string ContactType, string Location,
    string Category, string Subcategory, string Symptom, string Item, Impact Impact, Urgency Urgency, Priority Priority, string Group, string AssignedTo, string ClosedCode,
    IReadOnlyDictionary<string, string> Fields);

/// <summary>
/// The format: CSV, plain or gzip, columns found by name; <c>?</c> or nothing means missing; times are <c>day/month/year hour:minute</c> (ISO is understood too)
/// in the zone that the caller names. Unknown states and unreadable rows are told by line and left out; everything else goes in.
/// </summary>
public sealed class IncidentLog(TimeZoneInfo zone)
{
    static readonly string[] Needed = ["number", "incident_state", "opened_at", "sys_updated_at"];
    static readonly string[] Times = ["d/M/yyyy HH:mm", "d/M/yyyy HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];

    static readonly Dictionary<string, TicketState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["New"] = TicketState.New,
        ["Active"] = TicketState.InProgress,
        ["In Progress"] = TicketState.InProgress,
        ["Awaiting User Info"] = TicketState.PendingUser,
        ["Awaiting Evidence"] = TicketState.PendingUser,
        ["Awaiting Vendor"] = TicketState.PendingSupplier,
        ["Awaiting Problem"] = TicketState.PendingChange,
        ["Awaiting Change"] = TicketState.PendingChange,
        ["Resolved"] = TicketState.Resolved,
        ["Closed"] = TicketState.Closed,
        ["Canceled"] = TicketState.Cancelled,
        ["Cancelled"] = TicketState.Cancelled,
    };

    public List<BadRow> Bad { get; } = [];

    /// <summary>Rows in file order; <see cref="Bad"/> fills while they are read.</summary>
    public IEnumerable<LogRow> Rows(Stream file)
    {
        using var text = new StreamReader(Unzipped(file));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null, TrimOptions = TrimOptions.Trim });
        if (!csv.Read() || !csv.ReadHeader()) yield break;
        var header = csv.HeaderRecord!;
        foreach (var missing in Needed.Except(header)) Bad.Add(new(1, missing, "LOG-101", ""));
        if (Bad.Count > 0) yield break;
        while (csv.Read())
        {
            var line = (long)csv.Context.Parser!.RawRow;
            if (csv.Parser.Count != header.Length) { Bad.Add(new(line, "", "LOG-102", csv.Parser.Count.ToString(CultureInfo.InvariantCulture))); continue; }
            var fields = header.Select((name, i) => (name, value: csv[i] is "?" or null ? "" : csv[i]!)).ToDictionary(f => f.name, f => f.value);
            if (Read(line, fields) is { } row) yield return row;
        }
    }

    LogRow? Read(long line, Dictionary<string, string> fields)
    {
        string Get(string name) => fields.GetValueOrDefault(name, "");
        var number = Get("number");
        if (number.Length == 0) { Bad.Add(new(line, "number", "LOG-103", "")); return null; }
        if (!States.TryGetValue(Get("incident_state"), out var state)) { Bad.Add(new(line, "incident_state", "LOG-104", Get("incident_state"))); return null; }
        if (Instant(Get("opened_at")) is not { } opened) { Bad.Add(new(line, "opened_at", "LOG-105", Get("opened_at"))); return null; }
        if (Instant(Get("sys_updated_at")) is not { } updated) { Bad.Add(new(line, "sys_updated_at", "LOG-105", Get("sys_updated_at"))); return null; }
        var (impact, urgency) = (Level(Get("impact"), 2), Level(Get("urgency"), 2));
        // The source has three levels where the agreement has four; its own priority is kept as it stands.
        return new(line, number, state, opened, updated, Get("sys_updated_by"), Get("caller_id"), Get("contact_type"), Get("location"), Get("category"), Get("subcategory"), Get("u_symptom"),
            Get("cmdb_ci"), (Impact)Math.Clamp(impact, 1, 4), (Urgency)Math.Clamp(urgency, 1, 4), (Priority)Math.Clamp(Level(Get("priority"), 3), 1, 4), Get("assignment_group"), Get("assigned_to"), Get("closed_code"), fields);
    }

    static int Level(string text, int otherwise) => text.Length > 0 && char.IsAsciiDigit(text[0]) ? text[0] - '0' : otherwise;

    DateTimeOffset? Instant(string text)
    {
        if (!DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        // An hour that a zone skips is read an hour later; of an hour that it repeats, the first is taken.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    static Stream Unzipped(Stream file)
    {
        var buffered = new BufferedStream(file, 1 << 16);
        var (first, second) = (buffered.ReadByte(), buffered.ReadByte());
        buffered.Seek(0, SeekOrigin.Begin);
        return first == 0x1F && second == 0x8B ? new GZipStream(buffered, CompressionMode.Decompress) : buffered;
    }

    /// <summary>The fields that changed between two updates of a ticket, for the story's line.</summary>
    public static string Changes(LogRow? before, LogRow after)
    {
        string[] silent = ["number", "incident_state", "sys_mod_count", "sys_updated_by", "sys_updated_at", "sys_created_by", "sys_created_at", "active", "opened_at", "opened_by", "made_sla", "resolved_by", "resolved_at", "closed_at"];
        return before is null ? "" : string.Join("; ", after.Fields.Where(f => !silent.Contains(f.Key) && before.Fields.GetValueOrDefault(f.Key, "") != f.Value)
            .Select(f => $"{f.Key}: {Shown(before.Fields.GetValueOrDefault(f.Key, ""))} → {Shown(f.Value)}"));
    }

    static string Shown(string value) => value.Length == 0 ? "?" : value;
}
