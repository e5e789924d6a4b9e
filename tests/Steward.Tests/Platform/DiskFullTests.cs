// A disk that is really full: writes are refused in words, reading goes on, nothing acknowledged is lost, and all is well once there is room.
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Desk;
using Steward.Fixtures;
using Steward.Platform.Audit;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Platform;

public sealed class DiskFullTests
{
    [Fact]
    public async Task On_a_full_disk_writes_are_refused_in_words_and_go_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(96);
        var (server, company) = await TestServer.WithCompany(at: Path.Combine(disk.Path, "data"));
        await using var closing = server;
        await TryIt(server, company, disk);
    }

    [Fact]
    public async Task When_the_disk_of_PostgreSQL_is_full_it_is_told_in_the_same_words()
    {
        using var disk = SmallDisk.Mount(64);
        var place = Path.Combine(disk.Path, "tablespace");
        Directory.CreateDirectory(place);
        Assert.Equal(0, Own(place));
        var name = $"small{Environment.ProcessId}";
        await Postgres.Run($"create tablespace {name} location '{place}'");
        try
        {
            var (server, company) = await TestServer.WithCompany(Engine.Postgres, tablespace: name);
            await using var closing = server;
            await TryIt(server, company, disk);
        }
        finally { await Postgres.Run($"drop tablespace {name}"); }
    }

    static async Task TryIt(TestServer server, Company company, SmallDisk disk)
    {
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var acknowledged = new List<(Guid Id, string Number)>();
        using var english = server.Client();
        await english.SignIn(Company.UserOf(Role.Onsite));
        await english.Do("me/looks", new { language = "En" });
        async Task<HttpResponseMessage> Report(Client? by = null)
        {
            var answer = await (by ?? agent).Try("tickets", new { summary = "磁盘", description = new string('满', 1500), service = company.Service, requester = company.Contact });
            if (answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync()) is { } opened) acknowledged.Add((opened["id"]!.GetValue<Guid>(), opened["number"]!.GetValue<string>()));
            return answer;
        }
        async Task<(HttpStatusCode Status, string Text)> Ready() => await agent.Http.GetAsync("/healthz/ready") is var ready ? (ready.StatusCode, await ready.Content.ReadAsStringAsync()) : default;

        Assert.True((await Report()).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ready()).Status);

        disk.Fill();
        // What is free inside the files that are there already is still used up; then it is over.
        HttpResponseMessage refused;
        do refused = await Report(); while (refused.IsSuccessStatusCode && acknowledged.Count < 3000);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal((507, "STW-507"), ((int)refused.StatusCode, problem["code"]!.GetValue<string>()));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", refused.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("服务器磁盘已满，本次操作没有保存。查看不受影响；请联系系统管理员清理磁盘后再提交。", problem["title"]!.GetValue<string>());
        do refused = await Report(english); while (refused.IsSuccessStatusCode && acknowledged.Count < 3000);
        Assert.Contains("The server's disk is full; nothing was saved.", await refused.Content.ReadAsStringAsync());
        var (status, said) = await Ready();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (status, said.Contains("disk is full")));

        // The same by form, as a page.
        var (id, number) = acknowledged[0];
        using var page = await agent.Http.GetAsync($"/tickets/{id}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains(number, html);
        var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__form\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        HttpResponseMessage form;
        for (var tries = 0; ; tries++)
        {
            var post = new HttpRequestMessage(HttpMethod.Post, $"/tickets/{id}/notes") { Content = new FormUrlEncodedContent([new("__form", token), new("text", new string('满', 3000))]) };
            post.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            form = await agent.Http.SendAsync(post);
            if ((int)form.StatusCode == 507 || tries == 200) break;
        }
        Assert.Equal(507, (int)form.StatusCode);
        Assert.Contains("磁盘已满，未能保存", await form.Content.ReadAsStringAsync());
        // Reading goes on, lists and files and the rest.
        Assert.True((await agent.Get("tickets?group=all"))["items"]!.AsArray().Count > 0);
        Assert.Equal(HttpStatusCode.OK, (await agent.Http.GetAsync("/")).StatusCode);

        disk.MakeRoom();
        for (var i = 0; i < 50; i++)
        {
            using var again = await Report();
            Assert.True(again.IsSuccessStatusCode, await again.Content.ReadAsStringAsync());
        }
        server.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await Ready());

        await server.As(async services =>
        {
            var db = services.GetRequiredService<StewardDb>();
            var stored = await db.Set<Ticket>().AsNoTracking().Where(t => t.Customer == TenantId.From(company.Customer)).Select(t => t.Number).ToListAsync();
            Assert.Equal(acknowledged.Select(a => a.Number).Order(), stored.Order());
            Assert.Equal(Enumerable.Range(1, stored.Count), stored.Select(n => int.Parse(n.Split('-')[^1])).Order()); // no number was lost with what was refused
            Assert.Null((await AuditVerifier.Verify(db, AuditAnchors.Read(server.Folder), default)).Fault);
        });
    }

    [Fact]
    public async Task In_the_middle_of_a_shared_commit_it_costs_those_who_shared_it_and_nobody_after_them()
    {
        using var disk = SmallDisk.Mount(8);
        var file = Path.Combine(disk.Path, "shared.db");
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        // So few pages in memory that a large row goes to the log before the commit.
        Run(connection, "pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=4; create table t (name text, body blob)");
        using var writer = new SqliteWriter(connection);
        await using var one = Open(file);
        await using var two = Open(file);
        await using var three = Open(file);
        // The first has written and waits for the commit that it shares with the two who stand behind it.
        var first = await writer.Enter(one, default);
        await Insert(one, "first", 10);
        var (second, third) = (writer.Enter(two, default).AsTask(), writer.Enter(three, default).AsTask());
        disk.Fill();
        var shared = first.Keep(default);
        Assert.False(shared.IsCompleted);

        var fails = await second;
        Assert.Equal(SQLitePCL.raw.SQLITE_FULL, (await Assert.ThrowsAsync<SqliteException>(() => Insert(two, "second", 3_000_000))).SqliteErrorCode);
        await fails.DisposeAsync();
        Assert.True(EngineValues.IsFull(await Assert.ThrowsAsync<SqliteException>(() => shared)), "who shared the commit must hear that it was the disk");

        // Whoever comes after has a transaction of his own: kept when he is told so, gone when he is not.
        var kept = true;
        await using (var after = await third)
            try
            {
                await Insert(three, "third", 10);
                await after.Keep(default);
            }
            catch (SqliteException fault) when (EngineValues.IsFull(fault)) { kept = false; }
        disk.MakeRoom();
        await using (var later = await writer.Enter(two, default))
        {
            await Insert(two, "later", 3_000_000);
            await later.Keep(default);
        }
        Assert.Equal(kept ? ["third", "later"] : ["later"], Names(file));
    }

    [Fact]
    public async Task An_anchor_that_was_cut_off_does_not_run_into_the_next()
    {
        var (server, _) = await TestServer.WithCompany();
        await using var closing = server;
        await File.WriteAllTextAsync(server.Folder.AuditAnchors, "12");
        await server.As(s => s.GetServices<ISweep>().Single(w => w.Name == "audit-anchors").RunOnce(server.Time.GetUtcNow(), default));
        Assert.Single(AuditAnchors.Read(server.Folder));
        Assert.Null(await server.As(async s => (await AuditVerifier.Verify(s.GetRequiredService<StewardDb>(), AuditAnchors.Read(server.Folder), default)).Fault));
    }

    static SqliteDb Open(string file)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        Database.Sqlite(options, file + ";Pooling=False");
        return new SqliteDb(options.Options);
    }

    static Task Insert(SqliteDb db, string name, int bytes) => db.Execute("insert into t (name, body) values (@p0, randomblob(@p1))", default, name, bytes);

    static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static List<string> Names(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select name from t";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Gives the folder to the user that PostgreSQL runs as.</summary>
    static int Own(string folder)
    {
        using var process = Process.Start("chown", ["postgres:", folder])!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
