// What a file is, by its ending and by its first bytes; the two must agree.
namespace Steward.Platform.Files;

static class FileKinds
{
    static readonly Dictionary<string, (string ContentType, byte[][] Heads)> Known = new()
    {
        ["png"] = ("image/png", [[0x89, 0x50, 0x4E, 0x47]]),
        ["jpg"] = ("image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        ["jpeg"] = ("image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        ["gif"] = ("image/gif", ["GIF8"u8.ToArray()]),
        ["webp"] = ("image/webp", ["RIFF"u8.ToArray()]),
        ["pdf"] = ("application/pdf", ["%PDF-"u8.ToArray()]),
        ["zip"] = ("application/zip", [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]),
        ["docx"] = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", [[0x50, 0x4B, 3, 4]]),
        ["xlsx"] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [[0x50, 0x4B, 3, 4]]),
        ["pptx"] = ("application/vnd.openxmlformats-officedocument.presentationml.presentation", [[0x50, 0x4B, 3, 4]]),
        ["txt"] = ("text/plain; charset=utf-8", []),
        ["log"] = ("text/plain; charset=utf-8", []),
        ["csv"] = ("text/csv; charset=utf-8", []),
        ["eml"] = ("message/rfc822", []),
        ["mp4"] = ("video/mp4", []),
    };

    public static string ContentType(string ending) => Known.TryGetValue(ending, out var kind) ? kind.ContentType : "application/octet-stream";

    /// <summary>Text kinds have no signature but must hold no NUL bytes; everything else must begin as its kind begins.</summary>
    public static bool Matches(string ending, ReadOnlySpan<byte> head, long length)
    {
        if (length == 0 || !Known.TryGetValue(ending, out var kind)) return false;
        var start = head[..(int)Math.Min(16, length)];
        if (ending == "mp4") return start.Length > 8 && start[4..8].SequenceEqual("ftyp"u8);
        if (kind.Heads.Length == 0) return !start.Contains((byte)0);
        foreach (var signature in kind.Heads)
            if (start.StartsWith(signature)) return true;
        return false;
    }
}
