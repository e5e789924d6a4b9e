// One statement that a connection to the embedded database keeps prepared, for what every commit writes.
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Steward.Platform.Data;

/// <summary>
/// Parameters are called <c>@p0</c>, <c>@p1</c>… and looked up once; the provider's own command looks each up by its name every time it runs and makes a reader for
/// what answers nothing: half the time of a small insert. Used by the one who holds the connection; failures are the provider's <see cref="SqliteException"/>.
/// </summary>
sealed class KeptStatement : IDisposable
{
    readonly sqlite3 database;
    readonly sqlite3_stmt statement;
    // Where each value belongs: SQLite counts parameters in the order of the text. Zero for one that the text does not name.
    readonly int[] places;

    public KeptStatement(SqliteConnection connection, string text)
    {
        database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, text, out statement), database);
        var named = Enumerable.Range(1, raw.sqlite3_bind_parameter_count(statement)).ToDictionary(at => int.Parse(raw.sqlite3_bind_parameter_name(statement, at).utf8_to_string().AsSpan(2), CultureInfo.InvariantCulture));
        places = [.. Enumerable.Range(0, named.Keys.DefaultIfEmpty(-1).Max() + 1).Select(n => named.GetValueOrDefault(n))];
    }

    /// <summary>Gives the parameter of this number its value until another is given.</summary>
    public void Bind(int number, object? value)
    {
        if (number < places.Length && places[number] is > 0 and var at) SqliteException.ThrowExceptionForRC(Give(at, value), database);
    }

    // The forms are those of the provider, so that both write the same.
    int Give(int at, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, at),
        string text => raw.sqlite3_bind_text(statement, at, text),
        byte[] bytes => raw.sqlite3_bind_blob(statement, at, bytes),
        long number => raw.sqlite3_bind_int64(statement, at, number),
        int number => raw.sqlite3_bind_int64(statement, at, number),
        short number => raw.sqlite3_bind_int64(statement, at, number),
        byte number => raw.sqlite3_bind_int64(statement, at, number),
        bool flag => raw.sqlite3_bind_int64(statement, at, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(statement, at, number),
        float number => raw.sqlite3_bind_double(statement, at, number),
        DateOnly day => raw.sqlite3_bind_text(statement, at, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"SQLite keeps no {value.GetType().Name}; the model should convert it."),
    };

    /// <summary>Runs it with what is bound, and answers how many rows it changed.</summary>
    public int Run()
    {
        First();
        return raw.sqlite3_changes(database);
    }

    /// <summary>Runs it to its end, and answers the first value of its first row; null where there is none.</summary>
    public object? First()
    {
        object? first = null;
        var step = raw.sqlite3_step(statement);
        if (step == raw.SQLITE_ROW) first = Value(0);
        while (step == raw.SQLITE_ROW) step = raw.sqlite3_step(statement);
        try { SqliteException.ThrowExceptionForRC(step, database); }
        finally { raw.sqlite3_reset(statement); }
        return first;
    }

    public void Dispose() => statement.Dispose();

    object? Value(int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, column).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, column).ToArray(),
        _ => null,
    };
}
