// One file of the spool: records one behind the other, each with length and checksum; the file's name is the number of its first record.
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Steward.Probe.Spool;

static class Record
{
    /// <summary>Length and CRC-32C, four bytes each, little-endian.</summary>
    public const int Head = 8, Longest = 64 * 1024;

    public static void Write(MemoryStream to, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[Head];
        BinaryPrimitives.WriteInt32LittleEndian(head, body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Checksum(body));
        to.Write(head);
        to.Write(body);
    }

    /// <summary>The record that begins here; false at the end of what was written whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (from.Length < Head) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(from);
        if (length is <= 0 or > Longest || from.Length < Head + length) return false;
        body = from.Slice(Head, length);
        return BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) == Checksum(body);
    }

    static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = ~0u;
        for (; bytes.Length >= 8; bytes = bytes[8..]) sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes) sum = BitOperations.Crc32C(sum, one);
        return ~sum;
    }
}

/// <summary>Where a segment lies, the number of its first record, how many it holds, and how many bytes they take.</summary>
sealed class Segment(string folder, long first)
{
    public const string Ending = ".spool";

    public string File { get; } = Path.Combine(folder, first.ToString("D20", CultureInfo.InvariantCulture) + Ending);
    public long First => first;
    public int Count { get; set; }
    public long Bytes { get; set; }
    public long Next => first + Count;

    /// <summary>What can be read of it. Bytes behind that are a record that was being written when the power went, or a fault of the disk.</summary>
    public static Segment Load(string file)
    {
        var segment = new Segment(Path.GetDirectoryName(file)!, long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));
        ReadOnlySpan<byte> rest = System.IO.File.ReadAllBytes(file);
        while (Record.TryRead(rest, out var body))
        {
            segment.Count++;
            segment.Bytes += Record.Head + body.Length;
            rest = rest[(Record.Head + body.Length)..];
        }
        return segment;
    }
}
