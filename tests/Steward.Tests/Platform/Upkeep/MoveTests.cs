// From the embedded database to PostgreSQL by the command line: equal counts and audit head, search and numbers go on, and a move that was broken off is begun anew.
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;
using Steward.Access;
using Steward.Fixtures;
using Xunit;

namespace Steward.Platform.Upkeep;

public sealed class MoveTests
{
    [Fact]
    public async Task Everything_arrives_and_the_next_ticket_gets_the_next_number()
    {
        var (closed, company) = await TestServer.WithCompany();
        var data = closed.Folder.Path;
        await closed.CloseAndKeep();
        var target = await Postgres.Create($"m{Environment.ProcessId}");
        try
        {
            string last;
            await using (var before = await ServerProcess.Start(data))
            {
                using var agent = new Client(before.Address);
                await agent.SignIn(Company.UserOf(Role.Agent));
                for (var i = 0; i < 5; i++) await agent.Do("tickets", new { summary = $"打印机卡纸 {i}", description = "走廊尽头的Résumé复合机", service = company.Service, requester = company.Contact });
                last = (await agent.Do("tickets", new { summary = "网络中断", service = company.Service, requester = company.Contact }))["number"]!.GetValue<string>();
                Assert.Equal(5, await Hits(agent, "走廊尽头"));
                var running = await ServerProcess.Run("move", "--to", target, "--data", data);
                Assert.Equal((2, true), (running.Exit, running.Err.Contains("Stop the server first")));
                await before.Stop();
            }
            var counts = await Counts(new SqliteConnection($"Data Source={Path.Combine(data, "steward.db")};Pooling=False"));
            var (good, whole, fault) = await ServerProcess.Run("verify-audit", "--json", "--data", data);
            Assert.True(good == 0, whole + fault);
            var head = JsonNode.Parse(whole)!["head"]!.GetValue<string>();

            await Sql(target, "create table somebody_elses (id int)");
            var occupied = await ServerProcess.Run("move", "--to", target, "--data", data);
            Assert.Equal((2, true), (occupied.Exit, occupied.Err.Contains("not empty")));
            await Sql(target, "drop table somebody_elses");

            // Killed while it copies: nothing here has changed, and the next try begins anew.
            using (var broken = Process.Start(ServerProcess.Program("move", "--to", target, "--data", data))!)
            {
                while (await broken.StandardError.ReadLineAsync() is { } line && !line.Contains("platform_audit", StringComparison.Ordinal)) { }
                broken.Kill();
                await broken.WaitForExitAsync();
            }
            Assert.True(File.Exists(Path.Combine(data, "steward.db")));
            var (exit, said, err) = await ServerProcess.Run("move", "--to", target, "--json", "--data", data);
            Assert.True(exit == 0, said + err);
            var moved = JsonNode.Parse(said)!;
            Assert.Equal(head, moved["auditHead"]!.GetValue<string>());
            Assert.Equal(counts, moved["counts"]!.AsObject().ToDictionary(c => c.Key, c => c.Value!.GetValue<long>()));
            Assert.Equal(counts, await Counts(new NpgsqlConnection(target)));
            Assert.False(File.Exists(Path.Combine(data, "steward.db")));
            var verified = JsonNode.Parse((await ServerProcess.Run("verify-audit", "--json", "--data", data)).Out)!;
            Assert.Equal((null, head), (verified["fault"]?.ToString(), verified["head"]!.GetValue<string>()));

            await using var after = await ServerProcess.Start(data);
            using var there = new Client(after.Address);
            await there.SignIn(Company.UserOf(Role.Agent));
            Assert.Equal((5, 5, 1), (await Hits(there, "走廊尽头"), await Hits(there, "打印机"), await Hits(there, last)));
            var next = (await there.Do("tickets", new { summary = "搬迁之后", service = company.Service, requester = company.Contact }))["number"]!.GetValue<string>();
            Assert.Equal(int.Parse(last[^4..]) + 1, int.Parse(next[^4..]));
            Assert.Equal(1, await Hits(there, "搬迁之后"));
            await after.Stop();
            var twice = await ServerProcess.Run("move", "--to", target, "--data", data);
            Assert.Equal((2, true), (twice.Exit, twice.Out.Contains("already")));
        }
        finally
        {
            await Postgres.Drop(target);
            Directory.Delete(data, recursive: true);
        }
    }

    static async Task<int> Hits(Client client, string words) =>
        (await client.Get($"search?q={Uri.EscapeDataString(words)}"))["hits"]!.AsArray().Count(h => h!["kind"]!.GetValue<string>() == "Incident");

    static async Task<Dictionary<string, long>> Counts(System.Data.Common.DbConnection database)
    {
        await using var closing = database;
        await database.OpenAsync();
        async Task<List<T>> Read<T>(string sql)
        {
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync();
            var all = new List<T>();
            while (await reader.ReadAsync()) all.Add(reader.GetFieldValue<T>(0));
            return all;
        }
        var tables = (await Read<string>(database is SqliteConnection ? "select name from sqlite_master where type = 'table'" : "select tablename from pg_tables where schemaname = 'public'"))
            .Where(t => !t.StartsWith("sqlite_") && !t.StartsWith("__") && !t.StartsWith("platform_search_terms"));
        var counts = new Dictionary<string, long>();
        foreach (var table in tables) counts[table] = (await Read<long>($"select count(*) from {table}")).Single();
        return counts;
    }

    static async Task Sql(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        await command.ExecuteNonQueryAsync();
    }
}
