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
/// Ids of one millisecond keep the order in which they were made (a 12-bit counter in the version-7 "rand_a" field).
/// </summary>
public sealed class IdSource
{
    readonly Random? seeded;
    readonly Lock gate = new();
    long lastMillisecond;
    int counter;

    public IdSource(int? seed = null) => seeded = seed is { } s ? new Random(s) : null;

    public TId New<TId>(DateTimeOffset now) where TId : struct, IId<TId> => TId.From(Next(now));

    public Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (gate)
        {
            var millisecond = now.ToUnixTimeMilliseconds();
            counter = millisecond == lastMillisecond ? counter + 1 : 0;
            lastMillisecond = millisecond;
            if (seeded is null) RandomNumberGenerator.Fill(bytes[8..]); else seeded.NextBytes(bytes[8..]);
            BinaryPrimitives.WriteInt64BigEndian(bytes, millisecond << 16 | 0x7000L | (uint)(counter & 0xFFF));
        }
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
