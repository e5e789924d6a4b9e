// Typed, time-ordered ids: version-7 GUIDs (RFC 9562) behind one small struct for each kind of record.
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Steward.Platform.Ids;

/// <summary>A typed id: a version-7 GUID that sorts by the time it was made. People never see it.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }
    static abstract TSelf From(Guid value);
}

/// <summary>
/// Makes ids. The random part comes from the system, or, for demo data, from a seed so that the same seed and date give the same bytes.
/// Ids of one millisecond keep the order in which they were made: one counter runs through all of them, whatever moments are asked for in between (26 bits, in "rand_a" and the head of
/// "rand_b": RFC 9562, 6.2, method 1).
/// </summary>
public sealed class IdSource
{
    readonly Random? seeded;
    readonly Lock gate = new();
    uint counter;

    public IdSource(int? seed = null) => seeded = seed is { } s ? new Random(s) : null;

    public TId New<TId>(DateTimeOffset now) where TId : struct, IId<TId> => TId.From(Next(now));

    public Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (gate)
        {
            var count = counter++;
            BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16 | 0x7000L | (count >> 14 & 0xFFF));
            BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], (ushort)(0x8000 | count & 0x3FFF));
            if (seeded is null) RandomNumberGenerator.Fill(bytes[10..]); else seeded.NextBytes(bytes[10..]);
        }
        return new Guid(bytes, bigEndian: true);
    }
}
