// Reads what an agent wrote, JSON or XML, plain or packed, into one form: sections of components, each a JSON object.
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Steward.Assets.Inventories;

sealed record NotAnInventory() : Refusal("AST-110") { public override int Status => 400; }
sealed record UnreadableLine(long Line, string Why) : Refusal("AST-111", Line, Why) { public override int Status => 400; }
sealed record FieldMissing(string Path, long Line = 0) : Refusal(Line > 0 ? "AST-113" : "AST-112", Path, Line) { public override int Status => 400; public override string? Field => Path; }
sealed record TooLarge(int MostMiB) : Refusal("AST-114", MostMiB) { public override int Status => 413; }

/// <summary>One device as an agent saw it. <see cref="Partial"/>: sections that are not there were not looked at.</summary>
sealed record Inventory(string DeviceId, string ItemType, string Action, bool Partial, string Agent, SortedDictionary<string, List<JsonObject>> Sections)
{
    /// <summary>Seen over the network: the name of the agent is that of the one who looked.</summary>
    public bool FromOutside => Sections.ContainsKey("network_device");

    public string Of(string section, string field) => Sections.TryGetValue(section, out var rows) && rows.Count > 0 ? rows[0].Text(field) : "";
}

static class InventoryFile
{
    const int MostMiB = 64;

    public static Result<List<Inventory>> Read(byte[] file)
    {
        if (!Unpack(file).TryGet(out var bytes, out var refusal)) return refusal;
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        while (start < bytes.Length && bytes[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') start++;
        return start == bytes.Length ? new NotAnInventory() : bytes[start] switch
        {
            (byte)'{' => Json(bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0)),
            (byte)'<' => Xml(bytes),
            _ => new NotAnInventory(),
        };
    }

    /// <summary>gzip or zlib, by their first bytes: agents send both. What unfolds beyond measure is refused.</summary>
    static Result<byte[]> Unpack(byte[] file)
    {
        if (file is not ([0x1F, 0x8B, ..] or [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..])) return file.Length > MostMiB << 20 ? new TooLarge(MostMiB) : file;
        using var packed = new MemoryStream(file);
        using Stream unpacking = file[0] == 0x1F ? new GZipStream(packed, CompressionMode.Decompress) : new ZLibStream(packed, CompressionMode.Decompress);
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = unpacking.Read(buffer)) > 0; whole.Write(buffer, 0, read))
                if (whole.Length + read > MostMiB << 20) return new TooLarge(MostMiB);
        }
        catch (InvalidDataException) { return new NotAnInventory(); }
        return whole.ToArray();
    }

    static Result<List<Inventory>> Json(ReadOnlySpan<byte> bytes)
    {
        JsonNode? root;
        try { root = JsonNode.Parse(bytes, documentOptions: new() { MaxDepth = 32, AllowDuplicateProperties = false }); }
        catch (JsonException fault) { return new UnreadableLine((fault.LineNumber ?? 0) + 1, fault.Message.Split(" Path:")[0].Split(" LineNumber:")[0]); }
        if (root is not JsonObject request) return new NotAnInventory();
        if (request["content"] is not JsonObject content) return new FieldMissing("content");
        if (request["deviceid"] is not JsonValue device || device.ToString().Trim().Length == 0) return new FieldMissing("deviceid");
        var (sections, agent) = (new SortedDictionary<string, List<JsonObject>>(StringComparer.Ordinal), "");
        foreach (var (name, value) in content)
            if (name == "versionclient") agent = value?.ToString() ?? "";
            else sections[name] = [.. (value is JsonArray rows ? rows.Where(r => r is not null) : value is null ? [] : [value]).Select(r => r as JsonObject ?? new JsonObject { ["value"] = r!.DeepClone() })];
        return new List<Inventory> { new(device.ToString().Trim(), request["itemtype"].Text(), request["action"].Text(), request["partial"] is JsonValue partial && partial.ToString() is "true" or "1", agent, sections) };
    }

    static Result<List<Inventory>> Xml(byte[] bytes)
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostMiB << 20 });
            root = XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException fault) { return new UnreadableLine(Math.Max(1, fault.LineNumber), fault.Message); }
        if (root.Name.LocalName != "REQUEST") return new NotAnInventory();
        if (root.Element("CONTENT") is not { } content) return new FieldMissing("CONTENT", ((IXmlLineInfo)root).LineNumber);
        if (root.Element("DEVICEID")?.Value.Trim() is not { Length: > 0 } device) return new FieldMissing("DEVICEID", ((IXmlLineInfo)root).LineNumber);
        Inventory Of(string agent, SortedDictionary<string, List<JsonObject>> sections) => new(device, root.Element("ITEMTYPE")?.Value.Trim() ?? "", root.Element("QUERY")?.Value.Trim() ?? "", root.Element("PARTIAL")?.Value.Trim() is "1" or "true", agent, sections);
        var devices = content.Elements("DEVICE").ToList();
        if (devices.Count == 0) return new List<Inventory> { Of(content.Element("VERSIONCLIENT")?.Value.Trim() ?? "", Sections(content.Elements().Where(e => e.Name.LocalName != "VERSIONCLIENT"))) };
        return devices.ConvertAll(d => Of(content.Element("MODULEVERSION")?.Value.Trim() ?? "", OfDevice(d)));
    }

    /// <summary>What one device answered over SNMP: its facts stand in INFO, or, when it was only discovered, bare.</summary>
    static SortedDictionary<string, List<JsonObject>> OfDevice(XElement device)
    {
        var info = device.Element("INFO");
        var sections = Sections(device.Elements().Where(e => info is null ? e.HasElements && e.Name.LocalName != "IPS" : e != info).SelectMany(e => e.Name.LocalName switch
        {
            "PORTS" => e.Elements().Select(p => (Name: "network_ports", Row: p)),
            "COMPONENTS" => e.Elements().Select(c => (Name: "network_components", Row: c)),
            _ => [(Name: SectionName(e), Row: e)],
        }));
        sections["network_device"] = [Row(info ?? new XElement("INFO", device.Elements().Where(e => !e.HasElements || e.Name.LocalName == "IPS")), "network_device")];
        return sections;
    }

    static SortedDictionary<string, List<JsonObject>> Sections(IEnumerable<XElement> rows) => Sections(rows.Select(e => (SectionName(e), e)));

    static SortedDictionary<string, List<JsonObject>> Sections(IEnumerable<(string Name, XElement Row)> rows)
    {
        var sections = new SortedDictionary<string, List<JsonObject>>(StringComparer.Ordinal);
        foreach (var (name, element) in rows)
        {
            if (!sections.TryGetValue(name, out var of)) sections[name] = of = [];
            if (Row(element, name) is { Count: > 0 } row) of.Add(row);
        }
        return sections;
    }

    static JsonObject Row(XElement element, string section)
    {
        if (!element.HasElements) return element.Value.Trim() is { Length: > 0 } text ? new JsonObject { ["value"] = text } : [];
        var row = new JsonObject();
        foreach (var same in element.Elements().GroupBy(e => FieldName(section, e)))
            row[same.Key] = same.Count() > 1 ? new JsonArray([.. same.Select(Value)]) : same.Key == "ips" ? new JsonArray([.. same.Single().Elements().Select(Value)]) : Value(same.Single());
        return row;

        JsonNode? Value(XElement e) => e.HasElements ? Row(e, section) : JsonValue.Create(e.Value.Trim());
    }

    static string SectionName(XElement e) => e.Name.LocalName switch { "FIREWALL" => "firewalls", "USER" => "users", var name => name.ToLowerInvariant() };

    /// <summary>Fields that the older XML calls by another name than the JSON.</summary>
    static string FieldName(string section, XElement e) => (section, e.Name.LocalName) switch
    {
        (_, "MACADDR") => "mac",
        (_, "INSTALLDATE") => "install_date",
        (_, "IFINOCTETS") => "ifinbytes",
        (_, "IFOUTOCTETS") => "ifoutbytes",
        ("storages", "SERIAL") => "wmi_serial",
        ("storages", "SERIALNUMBER") => "serial",
        ("network_device", "SNMPHOSTNAME") => "name",
        var (_, name) => name.ToLowerInvariant(),
    };

    /// <summary>A field as text; empty where there is none.</summary>
    public static string Text(this JsonObject row, string field) => row.TryGetPropertyValue(field, out var value) ? value.Text() : "";

    static string Text(this JsonNode? value) => value switch
    {
        null => "",
        JsonArray many => string.Join(", ", many.Select(Text)),
        JsonObject row => string.Join(", ", row.Where(f => f.Value is not null).Select(f => f.Value.Text())),
        _ => value.ToString().Trim(),
    };
}
