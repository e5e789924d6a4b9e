// Reads event logs in XES (IEEE 1849): traces are tickets, events their steps.
using System.Xml;

namespace Steward.Desk.History;

/// <summary>
/// Attributes of a trace stand on each of its events unless the event has its own; attributes within attributes and of the log itself are not read. An event without a time or of a trace without a name is
/// told by line and left out. A file that breaks off gives the traces that are whole.
/// </summary>
static class XesLog
{
    static readonly HashSet<string> Attributes = ["string", "date", "int", "float", "boolean", "id"];

    public static bool Is(ReadOnlySpan<byte> file) => file.TrimStart("\uFEFF \r\n\t"u8) is [(byte)'<', ..];

    public static HistoryRead Read(byte[] file)
    {
        var (rows, bad) = (new List<SourceRow>(), new List<BadRow>());
        using var xml = XmlReader.Create(new MemoryStream(file), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true });
        try
        {
            while (xml.Read()) if (xml is { NodeType: XmlNodeType.Element, LocalName: "trace", IsEmptyElement: false }) rows.AddRange(Trace(xml, bad));
        }
        catch (XmlException broken) { bad.Add(new(broken.LineNumber, "", "LOG-106", broken.Message)); }
        return new(HistoryForm.Xes, rows, bad);
    }

    static List<SourceRow> Trace(XmlReader xml, List<BadRow> bad)
    {
        var (depth, line, own, events) = (xml.Depth, Line(xml), new Dictionary<string, string>(), new List<(long Line, Dictionary<string, string> Fields)>());
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != depth + 1) continue;
            if (xml.LocalName == "event") events.Add((Line(xml), Event(xml)));
            else Keep(xml, own);
        }
        own.Remove("concept:name", out var number);
        if (string.IsNullOrEmpty(number)) { bad.Add(new(line, "concept:name", "LOG-103", "")); return []; }
        var rows = new List<SourceRow>();
        foreach (var (at, fields) in events)
        {
            foreach (var (name, value) in own) fields.TryAdd(name, value);
            var time = fields.GetValueOrDefault("time:timestamp", "");
            if (SourceWords.Instant(time, TimeZoneInfo.Utc) is not { } when) { bad.Add(new(at, "time:timestamp", "LOG-105", time)); continue; }
            var row = new SourceRow(at, fields) { Number = number, At = when };
            rows.Add(row with { State = SourceWords.State(row.Word, row["step"]) });
        }
        var first = rows.Count > 0 ? rows.Min(r => r.At) : null;
        return [.. rows.Select(r => r with { OpenedAt = first })];
    }

    static Dictionary<string, string> Event(XmlReader xml)
    {
        var (depth, fields) = (xml.Depth, new Dictionary<string, string>());
        if (xml.IsEmptyElement) return fields;
        while (xml.Read() && xml.Depth > depth) if (xml.NodeType == XmlNodeType.Element && xml.Depth == depth + 1) Keep(xml, fields);
        return fields;
    }

    static void Keep(XmlReader xml, Dictionary<string, string> fields)
    {
        if (Attributes.Contains(xml.LocalName) && xml.GetAttribute("key") is { } key) fields[key] = xml.GetAttribute("value") ?? "";
    }

    static long Line(XmlReader xml) => ((IXmlLineInfo)xml).LineNumber;
}
