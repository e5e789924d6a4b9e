// Samples on their way: acknowledged together with the states, a batch to a row, until the metric store has them.
using System.Buffers.Binary;
using Steward.Platform.Audit;
using Steward.Protocol;

namespace Steward.Monitoring.Metrics;

/// <summary>What one check saw once.</summary>
readonly record struct Sample(CheckId Check, DateTimeOffset At, Outcome Outcome, double Ms)
{
    /// <summary>To the microsecond: finer digits are noise, and cost three times the room.</summary>
    public double Milliseconds => Math.Round(Ms, 3);
}

/// <summary>Samples of one customer that were taken together. <paramref name="Position"/> is their place in the intake, by which they are kept once.</summary>
sealed record Intake(long Position, CustomerId Customer, IReadOnlyList<Sample> Samples);

/// <summary>
/// An <see cref="Intake"/> as it waits in the database: 28 bytes a sample (check, Unix milliseconds, and how long the answer took in microseconds or, below zero, why there was none).
/// </summary>
sealed class IntakeRow : ITenantRow, INotAudited
{
    const int Size = 16 + 8 + 4;

    public long Position { get; init; }
    public CustomerId Customer { get; init; }
    /// <summary>When the first and the last sample were taken.</summary>
    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
    public byte[] Samples { get; init; } = [];

    public static IntakeRow Of(CustomerId customer, IReadOnlyList<Sample> samples)
    {
        var packed = new byte[samples.Count * Size];
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            var to = packed.AsSpan(i * Size);
            sample.Check.Value.TryWriteBytes(to, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(to[16..], sample.At.ToUnixTimeMilliseconds());
            BinaryPrimitives.WriteInt32BigEndian(to[24..], sample.Outcome == Outcome.Up ? (int)Math.Clamp(Math.Round(sample.Ms * 1000), 0, int.MaxValue) : -(int)sample.Outcome);
        }
        return new() { Customer = customer, FirstAt = samples.Min(s => s.At), LastAt = samples.Max(s => s.At), Samples = packed };
    }

    public Intake Read()
    {
        var samples = new List<Sample>(Samples.Length / Size);
        for (var from = Samples.AsSpan(); from.Length >= Size; from = from[Size..])
        {
            var took = BinaryPrimitives.ReadInt32BigEndian(from[24..]);
            samples.Add(new(CheckId.From(new Guid(from[..16], bigEndian: true)), DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(from[16..])),
                took < 0 ? (Outcome)(-took) : Outcome.Up, took < 0 ? 0 : took / 1000.0));
        }
        return new(Position, Customer, samples);
    }
}
