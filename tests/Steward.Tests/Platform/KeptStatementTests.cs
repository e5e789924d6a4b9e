// Statements kept prepared beside the provider's own commands: the same values, the same failures.
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Platform;

public sealed class KeptStatementTests
{
    static readonly object?[] Values = [null, "打印机 – été", "", new byte[] { 0, 255, 7 }, Array.Empty<byte>(), long.MinValue, 42, (short)-3, (byte)200, true, false, 0.1, 1.5f, new DateOnly(2026, 3, 10), DBNull.Value];

    static SqliteConnection Open()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "create table thing (id integer primary key, value unique)";
        command.ExecuteNonQuery();
        return connection;
    }

    [Fact]
    public void Values_are_stored_as_the_provider_stores_them()
    {
        using var connection = Open();
        using var ours = new KeptStatement(connection, "select typeof(@p0) || ' ' || hex(@p0)");
        foreach (var value in Values)
        {
            using var theirs = connection.CreateCommand();
            theirs.CommandText = "select typeof(@p0) || ' ' || hex(@p0)";
            theirs.Parameters.AddWithValue("@p0", value ?? DBNull.Value);
            ours.Bind(0, value);
            Assert.Equal(theirs.ExecuteScalar(), ours.First());
        }
        Assert.Throws<NotSupportedException>(() => ours.Bind(0, TimeSpan.FromDays(1)));
    }

    [Fact]
    public void What_comes_back_has_the_type_of_its_column()
    {
        using var connection = Open();
        using var echo = new KeptStatement(connection, "select @p0");
        object? Echo(object? value)
        {
            echo.Bind(0, value);
            return echo.First();
        }
        Assert.Equal("中文", Echo("中文"));
        Assert.Equal(7L, Echo(7));
        Assert.Equal(0.25, Echo(0.25));
        Assert.Equal([1, 2], (byte[])Echo(new byte[] { 1, 2 })!);
        Assert.Null(Echo(null));
    }

    [Fact]
    public void Values_go_by_the_numbers_of_their_names_and_not_by_where_these_stand()
    {
        using var connection = Open();
        using var mixed = new KeptStatement(connection, "select @p3 || @p0 || @p3 || @p1");
        foreach (var (number, value) in new[] { "a", "b", "c", "d" }.Index()) mixed.Bind(number, value);
        Assert.Equal("dadb", mixed.First());
    }

    [Fact]
    public void A_double_fails_as_a_double_and_the_statement_works_on()
    {
        using var connection = Open();
        using var insert = new KeptStatement(connection, "insert into thing (value) values (@p0)");
        insert.Bind(0, "a");
        Assert.Equal(1, insert.Run());
        var fault = Assert.Throws<SqliteException>(() => insert.Run());
        Assert.True(Engine.Sqlite.IsDuplicate(fault));
        insert.Bind(0, "b");
        Assert.Equal(1, insert.Run());
        using var returning = new KeptStatement(connection, "update thing set value = value || '!' returning id");
        Assert.Equal(1L, returning.First());
        using var all = new KeptStatement(connection, "select group_concat(value) from thing");
        Assert.Equal("a!,b!", all.First());
        Assert.Equal(raw.SQLITE_ERROR, Assert.Throws<SqliteException>(() => new KeptStatement(connection, "select nothing from nowhere")).SqliteErrorCode);
    }
}
