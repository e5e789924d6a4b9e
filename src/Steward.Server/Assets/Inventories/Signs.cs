// By what a machine is known again: signs in one form whatever agent wrote them, and what is no sign at all, with the reason.
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Steward.Assets.Inventories;

/// <summary>A value that was left out of account, and why (the text junk.{Reason}).</summary>
sealed record NoSign(IdentityKind Kind, string Value, string Reason);

/// <summary>The good signs of one device, strongest first, and the meaningless ones.</summary>
sealed record SignsOf(IReadOnlyList<(IdentityKind Kind, string Value)> Good, IReadOnlyList<NoSign> Junk);

static partial class Signs
{
    static readonly FrozenDictionary<string, (string How, string Value, string Reason)[]> Junk =
        DataTable.Rows("Assets/Data/junk.tsv").GroupBy(c => c[0]).ToFrozenDictionary(g => g.Key, g => g.Select(c => (c[1], c[2], c[3])).ToArray());

    public static SignsOf Of(Inventory inventory)
    {
        var (good, junk) = (new List<(IdentityKind, string)>(), new List<NoSign>());
        void Take(IdentityKind kind, string written, string value, Func<string, string>? kept = null)
        {
            if (value.Length == 0) return;
            if (WhyJunk(kind, value) is { } reason) { if (junk.All(j => j.Value != written)) junk.Add(new(kind, written, reason)); }
            else if ((kind, kept?.Invoke(value) ?? value) is var sign && !good.Contains(sign)) good.Add(sign);
        }
        foreach (var (serial, maker) in Serials(inventory)) Take(IdentityKind.Serial, serial, Plain(serial), s => $"{Maker(maker)}|{s}");
        if (inventory.Of("hardware", "uuid") is { Length: > 0 } uuid) Take(IdentityKind.Uuid, uuid, Uuid(uuid));
        foreach (var mac in Macs(inventory)) if (mac.Length > 0) Take(IdentityKind.Mac, mac, Mac(mac));
        // Seen over the network, the name is that of the agent who looked.
        if (!inventory.FromOutside) Take(IdentityKind.Agent, inventory.DeviceId, inventory.DeviceId.ToUpperInvariant());
        return new(good, junk);
    }

    /// <summary>The sign of a serial number; null when there is none or it means nothing.</summary>
    public static string? Serial(string maker, string serial) => Plain(serial) is { Length: > 0 } plain && WhyJunk(IdentityKind.Serial, plain) is null ? $"{Maker(maker)}|{plain}" : null;

    /// <summary>The same number without its maker, as somebody may have entered it.</summary>
    public static string WithoutMaker(string sign) => sign[sign.IndexOf('|')..];

    static IEnumerable<(string Serial, string Maker)> Serials(Inventory i) => i.FromOutside
        ? [(i.Of("network_device", "serial"), i.Of("network_device", "manufacturer"))]
        : [(i.Of("bios", "ssn"), i.Of("bios", "smanufacturer") is { Length: > 0 } maker ? maker : i.Of("bios", "bmanufacturer"))];

    static IEnumerable<string> Macs(Inventory i) => i.FromOutside ? [i.Of("network_device", "mac")]
        : i.Sections.GetValueOrDefault("networks", []).Where(n => n.Text("virtualdev") is not ("1" or "true")).Select(n => n.Text("mac"));

    internal static string? WhyJunk(IdentityKind kind, string value)
    {
        if (kind == IdentityKind.Mac && !TwelveHex().IsMatch(value)) return "no-mac";
        foreach (var (how, wanted, reason) in Junk.GetValueOrDefault(kind.ToString().ToLowerInvariant(), []))
            if (how switch { "is" => value == wanted, "begins" => value.StartsWith(wanted, StringComparison.Ordinal), _ => Regex.IsMatch(value, wanted) }) return reason;
        return null;
    }

    static string Plain(string serial) => serial.Trim().ToUpperInvariant();

    /// <summary>Twelve hexadecimal digits; what has none of them is left as it was written.</summary>
    static string Mac(string mac) => string.Concat(mac.Where(c => c is not (':' or '-' or '.' or ' '))).ToUpperInvariant();

    /// <summary>Agents write the first three groups of a UUID in either order of bytes; both become one.</summary>
    static string Uuid(string uuid)
    {
        var plain = string.Concat(uuid.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        if (!ThirtyTwoHex().IsMatch(plain)) return plain;
        string Turned(int at, int length) => string.Concat(Enumerable.Range(0, length / 2).Select(i => plain.Substring(at + length - 2 - i * 2, 2)));
        var turned = Turned(0, 8) + Turned(8, 4) + Turned(12, 4) + plain[16..];
        return string.CompareOrdinal(turned, plain) < 0 && WhyJunk(IdentityKind.Uuid, plain) is null ? turned : plain;
    }

    /// <summary>"Dell Inc.", "DELL" and "Dell Computer Corporation" are one maker.</summary>
    static string Maker(string name)
    {
        var words = Word().Matches(name.ToUpperInvariant()).Select(w => w.Value).Where(w => w is not ("INC" or "CORP" or "CORPORATION" or "CO" or "LTD" or "LLC" or "GMBH" or "COMPANY" or "LIMITED" or "COMPUTER" or "SYSTEMS" or "ELECTRONICS"));
        return string.Concat(words) switch { "HEWLETTPACKARD" => "HP", "HEWLETTPACKARDENTERPRISE" => "HPE", "INTERNATIONALBUSINESSMACHINES" => "IBM", var maker => maker };
    }

    [GeneratedRegex("^[0-9A-F]{12}$")] private static partial Regex TwelveHex();
    [GeneratedRegex("^[0-9A-F]{32}$")] private static partial Regex ThirtyTwoHex();
    [GeneratedRegex(@"[\p{L}\p{Nd}]+")] private static partial Regex Word();
}
