// What differs between the two databases, in one place: SQLite inside the process, or PostgreSQL for several nodes.
using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Steward.Platform.Data;

public enum Engine { Sqlite, Postgres }

static class EngineValues
{
    /// <summary>The form in which a value is handed to plain SQL: SQLite keeps ids as 16 big-endian bytes and instants as Unix milliseconds.</summary>
    public static object Raw(this Engine engine, object? value) => (engine, value) switch
    {
        (_, null) => DBNull.Value,
        (Engine.Sqlite, Guid id) => id.ToByteArray(bigEndian: true),
        (Engine.Sqlite, DateTimeOffset at) => at.ToUnixTimeMilliseconds(),
        (Engine.Sqlite, bool flag) => flag ? 1L : 0L,
        (Engine.Postgres, DateTimeOffset at) => at.ToUniversalTime(),
        (_, TenantId tenant) => Raw(engine, tenant.Value),
        _ => value,
    };

    /// <summary>Whether a write failed because a row with the same unique values is already there.</summary>
    public static bool IsDuplicate(this Engine engine, Exception? fault) => engine == Engine.Sqlite
        ? fault is SqliteException { SqliteExtendedErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE or SQLitePCL.raw.SQLITE_CONSTRAINT_PRIMARYKEY }
        : fault is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation };

    /// <summary>Whether a write failed because there was no room for it: the disk of the database, or the one of the files.</summary>
    public static bool IsFull(Exception? fault) => fault switch
    {
        null => false,
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } or Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.DiskFull } => true,
        _ => Files.Disk.IsFull(fault) || IsFull(fault.InnerException),
    };

    /// <summary>Whether the database cannot be reached at present, or has no place for another caller: PostgreSQL that is being restarted.</summary>
    public static bool IsAway(Exception? fault) => fault switch
    {
        null => false,
        Npgsql.PostgresException of => of.SqlState is ['0', '8', ..] or ['5', '7', 'P', '0', ..] or Npgsql.PostgresErrorCodes.TooManyConnections,
        Npgsql.NpgsqlException { InnerException: System.Net.Sockets.SocketException or IOException or TimeoutException } => true,
        _ => IsAway(fault.InnerException),
    };

    public static Guid ReadGuid(this Engine engine, object value) =>
        engine == Engine.Sqlite ? new Guid((byte[])value, bigEndian: true) : (Guid)value;

    public static DateTimeOffset ReadInstant(this Engine engine, object value) => value switch
    {
        long milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        DateTimeOffset at => at,
        DateTime at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
        _ => throw new InvalidCastException($"Not an instant: {value.GetType()}"),
    };
}

static class IdMaker
{
    // An expression tree may not call a static interface member, so the converters call this.
    public static TId Make<TId>(Guid value) where TId : struct, IId<TId> => TId.From(value);
}

/// <summary>Typed id ↔ 16 bytes, big-endian so that the order of the bytes is the order of time.</summary>
sealed class IdToBytes<TId>() : ValueConverter<TId, byte[]>(id => id.Value.ToByteArray(true), bytes => IdMaker.Make<TId>(new Guid(bytes, true))) where TId : struct, IId<TId>;

sealed class IdToGuid<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => IdMaker.Make<TId>(value)) where TId : struct, IId<TId>;

sealed class GuidToBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

sealed class InstantToMilliseconds() : ValueConverter<DateTimeOffset, long>(at => at.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));

sealed class InstantToUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(at => at.ToUniversalTime(), at => at);

sealed class DecimalToFixedPoint() : ValueConverter<decimal, long>(d => (long)(d * 10_000m), l => l / 10_000m);
