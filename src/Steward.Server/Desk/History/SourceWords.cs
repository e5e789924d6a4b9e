// What the columns and states of other desks are called, and what they are called here.
using System.Collections.Concurrent;
using System.Globalization;
using Steward.Sla;

namespace Steward.Desk.History;

/// <summary>
/// One row of a source. <see cref="Fields"/> are the source's own, under its own names; the indexer finds one by the name that Steward gives it
/// (see <see cref="SourceWords.Columns"/>), empty when the source has none.
/// </summary>
sealed record SourceRow(long Line, IReadOnlyDictionary<string, string> Fields)
{
    readonly Dictionary<string, string> known = Known(Fields);

    public string this[string name] => known.GetValueOrDefault(name, "");
    public string Number { get; init; } = "";
    public DateTimeOffset? At { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    /// <summary>The state that the row puts the ticket in; null leaves it as it is.</summary>
    public TicketState? State { get; init; }

    /// <summary>The word that the source itself has for what happened: a state or an activity.</summary>
    public string Word => this["state"] is { Length: > 0 } state ? state : this["activity"];

    public Impact Impact => (Impact)Math.Clamp(SourceWords.Level(this["impact"]) ?? 2, 1, 4);
    public Urgency Urgency => (Urgency)Math.Clamp(SourceWords.Level(this["urgency"]) ?? 2, 1, 4);
    /// <summary>The source's own priority; where it has none, as weighty as its impact.</summary>
    public Priority Priority => (Priority)Math.Clamp(SourceWords.Level(this["priority"]) ?? SourceWords.Level(this["impact"]) ?? 3, 1, 4);
    public string Person => this["person"];
    public string Group => this["group"];
    /// <summary>Who has the ticket: the column for it, or in a log without one whoever did the step.</summary>
    public string Assignee => SourceWords.Has(Fields, "assignee") ? this["assignee"] : State is TicketState.New or TicketState.Cancelled ? "" : Person;

    static Dictionary<string, string> Known(IReadOnlyDictionary<string, string> fields)
    {
        var known = new Dictionary<string, string>();
        foreach (var (name, value) in fields) if (SourceWords.Column(name) is { } ours) known.TryAdd(ours, value);
        return known;
    }
}

static class SourceWords
{
    /// <summary>By Steward's name: how ServiceNow, GLPI, Remedy, HP Service Manager, the XES standard and spreadsheets head the column, in small letters and digits only.</summary>
    public static IReadOnlyDictionary<string, string[]> Columns { get; } = new Dictionary<string, string[]>
    {
        ["number"] = ["number", "incidentid", "incidentnumber", "caseid", "case", "ticketid", "ticketnumber", "ticket", "工单号", "工单编号", "编号"],
        ["at"] = ["sysupdatedat", "timestamp", "completetimestamp", "timetimestamp", "datestamp", "updatedat", "eventtime", "更新时间"],
        ["opened"] = ["openedat", "opentime", "opened", "createdat", "createdate", "createtime", "报修时间", "创建时间"],
        ["reopened"] = ["reopentime", "reopenedat"],
        ["resolved"] = ["resolvedtime", "resolvedat", "solvedat", "解决时间"],
        ["closed"] = ["closetime", "closedtime", "closedat", "关闭时间"],
        ["state"] = ["incidentstate", "status", "state", "状态"],
        ["activity"] = ["activity", "conceptname", "incidentactivitytype", "eventname", "活动"],
        ["step"] = ["lifecycletransition", "substatus", "substate"],
        ["impact"] = ["impact", "影响", "影响范围"],
        ["urgency"] = ["urgency", "紧急程度"],
        ["priority"] = ["priority", "优先级"],
        ["person"] = ["sysupdatedby", "orgresource", "resource", "updatedby", "处理人"],
        ["assignee"] = ["assignedto", "assignee", "受派人"],
        ["group"] = ["assignmentgroup", "orggroup", "supportgroup", "group", "team", "受派组"],
        ["organisation"] = ["organizationinvolved", "organisationinvolved", "organization", "organisation", "部门"],
        ["item"] = ["cmdbci", "ciname", "cinameaff", "configurationitem", "product", "设备"],
        ["service"] = ["wbs", "servicecomponentwbs", "servicecomponentwbsaff", "service", "服务"],
        ["category"] = ["category", "类别", "分类"],
        ["subcategory"] = ["subcategory"],
        ["symptom"] = ["usymptom", "symptom", "summary", "shortdescription", "标题", "故障现象"],
        ["cause"] = ["closedcode", "closurecode", "closecode"],
        ["caller"] = ["callerid", "caller", "requester", "报修人"],
        ["channel"] = ["contacttype", "channel"],
        ["place"] = ["location", "place", "位置"],
        ["failed"] = ["slafail", "slafailed", "slabreached"],
        ["kept"] = ["madesla", "slamet"],
    };

    static readonly Dictionary<string, string> ByHeading = Columns.SelectMany(c => c.Value.Select(h => (h, c.Key))).ToDictionary(c => c.h, c => c.Key);

    // Headings as they were met, so that a file of a hundred thousand rows is not spelled out anew for each.
    static readonly ConcurrentDictionary<string, string?> Met = new();

    /// <summary>Steward's name of a column, or null when it is none that Steward knows.</summary>
    public static string? Column(string heading)
    {
        if (Met.TryGetValue(heading, out var ours)) return ours;
        ours = ByHeading.GetValueOrDefault(string.Concat(heading.Where(char.IsLetterOrDigit)).ToLowerInvariant());
        if (Met.Count < 1000) Met[heading] = ours;
        return ours;
    }

    public static bool Has(IReadOnlyDictionary<string, string> fields, string name) => fields.Keys.Any(f => Column(f) == name);

    static readonly Dictionary<string, TicketState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["New"] = TicketState.New, ["Open"] = TicketState.New, ["Opened"] = TicketState.New, ["Registered"] = TicketState.New, ["Insert ticket"] = TicketState.New, ["新建"] = TicketState.New, ["待受理"] = TicketState.New,
        ["Assign seriousness"] = TicketState.Accepted, ["已受理"] = TicketState.Accepted,
        ["Assigned"] = TicketState.Assigned, ["Queued"] = TicketState.Assigned, ["Awaiting Assignment"] = TicketState.Assigned, ["Assignment"] = TicketState.Assigned, ["已派单"] = TicketState.Assigned,
        ["Active"] = TicketState.InProgress, ["In Progress"] = TicketState.InProgress, ["Accepted"] = TicketState.InProgress, ["Work in progress"] = TicketState.InProgress,
        ["Take in charge ticket"] = TicketState.InProgress, ["处理中"] = TicketState.InProgress,
        ["Awaiting User Info"] = TicketState.PendingUser, ["Awaiting Evidence"] = TicketState.PendingUser, ["Wait - User"] = TicketState.PendingUser, ["Wait - Customer"] = TicketState.PendingUser, ["Pending Customer"] = TicketState.PendingUser,
        ["Awaiting Vendor"] = TicketState.PendingSupplier, ["Wait - Vendor"] = TicketState.PendingSupplier, ["Pending Vendor"] = TicketState.PendingSupplier,
        ["Awaiting Problem"] = TicketState.PendingChange, ["Awaiting Change"] = TicketState.PendingChange, ["Wait - Implementation"] = TicketState.PendingChange, ["Pending Change"] = TicketState.PendingChange,
        ["Resolved"] = TicketState.Resolved, ["In Call"] = TicketState.Resolved, ["Completed"] = TicketState.Resolved, ["Resolve ticket"] = TicketState.Resolved, ["Solved"] = TicketState.Resolved, ["已解决"] = TicketState.Resolved,
        ["Closed"] = TicketState.Closed, ["Verified"] = TicketState.Closed, ["已关闭"] = TicketState.Closed,
        ["Canceled"] = TicketState.Cancelled, ["Cancelled"] = TicketState.Cancelled, ["Duplicate"] = TicketState.Cancelled, ["Invalid"] = TicketState.Cancelled, ["Rejected"] = TicketState.Cancelled, ["已取消"] = TicketState.Cancelled,
    };

    /// <summary>The state that a word of the source means; the finer word goes before the coarser. A wait for nobody in particular stops no clock, so it is no state.</summary>
    public static TicketState? State(string word, string finer = "") =>
        States.TryGetValue(finer, out var state) ? state : finer.StartsWith("wait", StringComparison.OrdinalIgnoreCase) ? null : States.TryGetValue(word, out state) ? state : null;

    /// <summary>1 (gravest) to 5, from "2 - High", "4", "High" or "高"; null when the source says nothing that can be read.</summary>
    public static int? Level(string text) => text.Length == 0 ? null : char.IsAsciiDigit(text[0]) ? text[0] - '0' : text.Trim().ToLowerInvariant() switch
    {
        "critical" or "major" or "very high" or "紧急" or "p1" => 1,
        "high" or "高" or "p2" => 2,
        "medium" or "moderate" or "normal" or "中" or "p3" => 3,
        "low" or "低" or "p4" => 4,
        "very low" or "planning" => 5,
        _ => null,
    };

    static readonly string[] DayFirst = ["d/M/yyyy"], MonthFirst = ["M/d/yyyy"], Common = ["yyyy/M/d"];
    static readonly string[] Hours = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF"];

    /// <summary>A wall clock of the source as an instant. ISO times with an offset stand for themselves; of a numeric date, <paramref name="monthFirst"/> says what comes first.</summary>
    public static DateTimeOffset? Instant(string text, TimeZoneInfo zone, bool monthFirst = false)
    {
        if (text.Contains('T', StringComparison.Ordinal) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal)))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact) ? exact.ToUniversalTime() : null;
        string[] formats = [.. Common.Concat(monthFirst ? MonthFirst : DayFirst).SelectMany(d => Hours.Select(h => $"{d} {h}"))];
        if (!DateTime.TryParseExact(text.Replace('-', '/').Replace('T', ' '), formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        // An hour that a zone skips is read an hour later; of an hour that it repeats, the first is taken.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>Whether numeric dates can only be read with the month first: some second number is no month, and no first number is too great for one.</summary>
    public static bool MonthComesFirst(IEnumerable<string> times)
    {
        var second = false;
        foreach (var parts in times.Select(t => t.Split('/', '-', ' ')).Where(p => p.Length > 2 && p[0].Length <= 2))
        {
            if (!int.TryParse(parts[0], CultureInfo.InvariantCulture, out var first) || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var other)) continue;
            if (first > 12) return false;
            second |= other > 12;
        }
        return second;
    }
}
