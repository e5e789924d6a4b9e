// The append-only, hash-chained audit log: each line carries the hash of all before it, and the head is sealed with a key outside the database.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Steward.Platform.Audit;

sealed class AuditRow
{
    public long Sequence { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset OccurredAt { get; init; }
    public Guid Actor { get; init; }
    public required string ActorName { get; init; }
    public string? OnBehalfOf { get; init; }
    public TenantId? Customer { get; init; }
    public required string Verb { get; init; }
    public required string Subject { get; init; }
    public Guid SubjectId { get; init; }
    public required string Change { get; init; }
    public required string Trace { get; init; }
    public required byte[] Hash { get; init; }

    public AuditLine Line => new(RecordedAt, OccurredAt, Actor, ActorName, OnBehalfOf, Customer, Verb, Subject, SubjectId, Change, Trace);
}

/// <summary>The last line's number and hash, sealed; exactly one row.</summary>
sealed class AuditHeadRow
{
    public int Id { get; init; } = 1;
    public long Sequence { get; set; }
    public byte[] Hash { get; set; } = new byte[32];
    public byte[] Seal { get; set; } = [];
}

/// <summary>Seals the head with a key that lies outside the database, so that whoever can only write the database cannot shorten the log unseen.</summary>
public sealed class AuditSeal(byte[] key)
{
    public static AuditSeal Of(Secrets.SecretBox secrets) => new(secrets.Derive("audit-head"));

    public byte[] Of(long sequence, byte[] hash)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        return HMACSHA256.HashData(key, (byte[])[.. number, .. hash]);
    }
}

static class AuditChain
{
    const string Insert = "insert into platform_audit (sequence, recorded_at, occurred_at, actor, actor_name, on_behalf_of, customer, verb, subject, subject_id, change, trace, hash) values ";

    public static async Task Append(StewardDb db, IReadOnlyList<AuditLine> lines, CancellationToken stop)
    {
        if (lines.Count == 0) return;
        // On PostgreSQL the lock on the head row orders the commits; it is taken last, and held for this insert and the commit only.
        var (sequence, hash) = (await db.Rows("select sequence, hash from platform_audit_head where id = 1" + (db.Engine == Engine.Postgres ? " for update" : ""),
            r => (r.GetInt64(0), (byte[])r[1]), stop)).Single();
        // SQLite keeps the one-row insert prepared; on PostgreSQL each command is a round trip under the lock.
        foreach (var chunk in lines.Chunk(db.Engine == Engine.Sqlite ? 1 : 50))
        {
            var values = new List<object?>(chunk.Length * 13);
            var text = new StringBuilder(Insert);
            foreach (var line in chunk)
            {
                hash = Hash(++sequence, hash, line);
                text.Append(values.Count == 0 ? "(" : ", (");
                for (var i = 0; i < 13; i++) text.Append(i == 0 ? "@p" : ", @p").Append(values.Count + i);
                text.Append(')');
                values.AddRange([sequence, line.RecordedAt, line.OccurredAt, line.Actor, line.ActorName, line.OnBehalfOf, line.Customer?.Value,
                    line.Verb, line.Subject, line.SubjectId, line.Change, line.Trace, hash]);
            }
            await db.Execute(text.ToString(), stop, values);
        }
        await db.Execute("update platform_audit_head set sequence = @p0, hash = @p1, seal = @p2 where id = 1", stop, sequence, hash, db.Seal.Of(sequence, hash));
    }

    /// <summary>Takes a commit's place in the order of all without a line of its own: a reader of the news that has come to a position has missed none before it.</summary>
    public static async Task TakePlace(StewardDb db, CancellationToken stop)
    {
        if (db.Engine == Engine.Postgres) await db.Scalar("select sequence from platform_audit_head where id = 1 for update", stop);
    }

    /// <summary>SHA-256 over the number, the hash before, and every field with its length in front, so that no two lines share an encoding.</summary>
    public static byte[] Hash(long sequence, byte[] before, AuditLine line)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        void Long(long value, Span<byte> n) { BinaryPrimitives.WriteInt64BigEndian(n, value); sha.AppendData(n); }
        void Field(string? value, Span<byte> n)
        {
            var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
            Long(value is null ? -1 : bytes.Length, n);
            sha.AppendData(bytes);
        }
        Long(sequence, number);
        sha.AppendData(before);
        Long(line.RecordedAt.ToUnixTimeMilliseconds(), number);
        Long(line.OccurredAt.ToUnixTimeMilliseconds(), number);
        Field(line.Actor.ToString("N"), number);
        Field(line.ActorName, number);
        Field(line.OnBehalfOf, number);
        Field(line.Customer?.Value.ToString("N"), number);
        Field(line.Verb, number);
        Field(line.Subject, number);
        Field(line.SubjectId.ToString("N"), number);
        Field(line.Change, number);
        Field(line.Trace, number);
        return sha.GetHashAndReset();
    }
}
