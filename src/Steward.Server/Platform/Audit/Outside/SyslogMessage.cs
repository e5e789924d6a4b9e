// One line of the audit log as a syslog message: pure.
using System.Globalization;
using System.Text;

namespace Steward.Platform.Audit.Outside;

/// <summary>
/// The format of RFC 5424, framed by its length as RFC 5425 §4.3 wants it. The structured data hold every field that the line's hash is counted from, so whoever has the lines outside can add up the whole chain
/// alone; the text is the change as JSON. The number in the name of the structured data is the one for whoever has none of their own (RFC 5612).
/// </summary>
static class SyslogMessage
{
    /// <summary>Facility 13 (log audit), severity 6 (informational): 13 · 8 + 6 (RFC 5424 §6.2.1).</summary>
    const string Priority = "<110>1 ";
    const string Id = "audit@32473", HeadId = "auditHead@32473";
    const int LongestName = 32;

    public static byte[] Of(AuditRow line, string host, int largest)
    {
        var fields = Fields(line.Sequence, line.Hash) + Field("recordedAt", Moment(line.RecordedAt)) + Field("occurredAt", Moment(line.OccurredAt)) + Field("actor", line.Actor.ToString()) + Field("actorName", line.ActorName)
            + Field("onBehalfOf", line.OnBehalfOf) + Field("customer", line.Customer?.ToString()) + Field("verb", line.Verb) + Field("subject", line.Subject) + Field("subjectId", line.SubjectId.ToString()) + Field("trace", line.Trace);
        var change = Encoding.UTF8.GetBytes(line.Change);
        byte[] Message(string more, int length) => [.. Encoding.UTF8.GetBytes($"{Header(line.RecordedAt, host, line.Verb)}[{Id}{fields}{more}] "), .. Encoding.UTF8.Preamble, .. change.AsSpan(0, length)];
        var whole = Message("", change.Length);
        if (whole.Length <= largest) return Framed(whole);
        var cut = Field("cut", change.Length.ToString(CultureInfo.InvariantCulture));
        return Framed(Message(cut, Upto(change, largest - Message(cut, 0).Length)));
    }

    /// <summary>Number and hash of the last line, as they are given out of the house once a day.</summary>
    public static byte[] OfHead(AuditAnchor head, string host, DateTimeOffset now) =>
        Framed(Encoding.UTF8.GetBytes($"{Header(now, host, "AuditHead")}[{HeadId}{Field("sequence", head.Sequence.ToString(CultureInfo.InvariantCulture))}{Field("hash", head.Hash)}]"));

    static string Fields(long sequence, byte[] hash) => Field("sequence", sequence.ToString(CultureInfo.InvariantCulture)) + Field("hash", Convert.ToHexStringLower(hash));

    static string Header(DateTimeOffset at, string host, string kind) => $"{Priority}{Moment(at)} {Name(host, 255)} steward - {Name(kind, LongestName)} ";

    static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>Names in the header are printable ASCII without blanks, or a dash.</summary>
    static string Name(string text, int longest)
    {
        var good = new string([.. text.Where(c => c is > ' ' and < (char)127).Take(longest)]);
        return good.Length == 0 ? "-" : good;
    }

    static string Field(string name, string? value) =>
        value is null ? "" : $" {name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)}\"";

    /// <summary>No more than so many octets, and no half character.</summary>
    static int Upto(byte[] text, int most)
    {
        var length = Math.Clamp(most, 0, text.Length);
        while (length > 0 && length < text.Length && (text[length] & 0xC0) == 0x80) length--;
        return length;
    }

    static byte[] Framed(byte[] message) => [.. Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture)), (byte)' ', .. message];
}
