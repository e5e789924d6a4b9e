// Databases on the PostgreSQL that tests/run started; without it the tests of that engine fail and say so.
using Npgsql;
using Xunit;

namespace Steward.Fixtures;

public static class Postgres
{
    static string Server
    {
        get
        {
            var server = Environment.GetEnvironmentVariable("STEWARD_TEST_POSTGRES");
            Assert.False(string.IsNullOrEmpty(server), "No PostgreSQL: run the tests by `make test` or tests/run, which starts one.");
            return server!;
        }
    }

    /// <param name="template">A database to copy, by its connection string; nobody may be connected to it.</param>
    public static async Task<string> Create(string name, string? template = null, string? tablespace = null)
    {
        await Run($"create database {name}{(template is null ? "" : $" template {new NpgsqlConnectionStringBuilder(template).Database}")}{(tablespace is null ? "" : $" tablespace {tablespace}")}");
        return new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    public static async Task Drop(string connection)
    {
        NpgsqlConnection.ClearAllPools();
        for (var tries = 0; ; tries++)
            try { await Run($"drop database if exists {new NpgsqlConnectionStringBuilder(connection).Database} with (force)"); return; }
            // A checkpoint writes to every disk of the server, also to the small one that another test has just filled on purpose.
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.InternalError && tries < 120) { await Task.Delay(500); }
    }

    public static async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
