// A real Steward on a port of its own with an empty database, on SQLite or PostgreSQL, under a clock that the test moves.
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Steward.Commands;
using Steward.Platform.Data;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Fixtures;

public sealed class TestServer : IAsyncDisposable
{
    static int number;

    readonly WebApplication app;
    readonly string? database;

    TestServer(WebApplication app, DataFolder folder, string? database, TestClock time)
    {
        (this.app, Folder, this.database, Time) = (app, folder, database, time);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>2026-03-10 09:00 in Shanghai, a Tuesday: the office has just opened.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 1, 0, 0, TimeSpan.Zero);

    public Uri Address { get; }
    public TestClock Time { get; }
    public DataFolder Folder { get; }
    public IServiceProvider Services => app.Services;
    /// <summary>Empty on SQLite.</summary>
    public string Connection => database ?? "";

    /// <param name="engine">sqlite or postgres; PostgreSQL is the one that tests/run started.</param>
    /// <param name="add">What a room that is not there would have registered.</param>
    public static Task<TestServer> Open(Engine engine = Engine.Sqlite, Func<StewardSettings, StewardSettings>? adjust = null, bool sweeps = false, Action<IServiceCollection>? add = null) => Open(null, engine, adjust, sweeps, add, null, null);

    /// <summary>With the company of <see cref="Company"/> in it: made once for each engine through the API, then copied.</summary>
    /// <param name="at">A data folder of the test's own choice, on a disk of its own.</param>
    /// <param name="tablespace">The same for the database on PostgreSQL.</param>
    public static async Task<(TestServer Server, Company Company)> WithCompany(Engine engine = Engine.Sqlite, Func<StewardSettings, StewardSettings>? adjust = null, bool sweeps = false, Action<IServiceCollection>? add = null, string? at = null, string? tablespace = null)
    {
        var template = await Template.Of(engine);
        return (await Open(template, engine, adjust, sweeps, add, at, tablespace), template.Company);
    }

    static async Task<TestServer> Open(Template? template, Engine engine, Func<StewardSettings, StewardSettings>? adjust, bool sweeps, Action<IServiceCollection>? add, string? at, string? tablespace)
    {
        var scratch = Environment.GetEnvironmentVariable("STEWARD_TEST_SCRATCH") is { Length: > 0 } given ? given : Path.GetTempPath();
        var mine = Interlocked.Increment(ref number);
        var folder = new DataFolder(at ?? Path.Combine(scratch, $"steward-{Environment.ProcessId}-{mine}"));
        var database = engine == Engine.Postgres ? await Postgres.Create($"t{Environment.ProcessId}_{mine}", template?.Database, tablespace) : null;
        template?.CopyTo(folder);
        var settings = new StewardSettings { Urls = ["http://127.0.0.1:0"], Database = new() { Connection = database ?? "" }, Rate = new() { Burst = 100_000, PerSecond = 100_000, SignInPerMinute = 10_000, TokenPerMinute = 1_000_000 },
            SignIn = new() { IdleMinutes = 1_000_000, LongestHours = 100_000 } };
        settings = adjust?.Invoke(settings) ?? settings;
        var time = new TestClock(Start);
        var app = StewardHost.Build(folder, settings, Modules.All, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            add?.Invoke(builder.Services);
            if (!sweeps) builder.Services.Remove(builder.Services.Single(s => s.ImplementationType?.Name == "SweepRunner"));
        });
        await using (var scope = app.Services.CreateAsyncScope())
            await Guards.Migrate(scope.ServiceProvider.GetRequiredService<StewardDb>(), CancellationToken.None);
        await app.StartAsync();
        return new TestServer(app, folder, database, time);
    }

    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    /// <summary>A browser or program that keeps its session.</summary>
    public Client Client() => new(Address);

    /// <summary>Runs a piece of work as the system, in a scope of its own.</summary>
    public async Task<T> As<T>(Func<IServiceProvider, Task<T>> work, string verb = "Test")
    {
        await using var scope = app.Services.CreateAsyncScope();
        Steward.Access.Me.ActAsSystem(scope.ServiceProvider, verb);
        return await work(scope.ServiceProvider);
    }

    public Task As(Func<IServiceProvider, Task> work) => As(async services => { await work(services); return 0; });

    /// <summary>Stops the server and leaves folder and database as they are; answers the database's connection string.</summary>
    internal async Task<string?> CloseAndKeep()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (database is not null) await Postgres.Drop(database);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder.Path, recursive: true);
    }
}

/// <summary>An installation with the company in it, closed and ready to be copied.</summary>
sealed class Template(string folder, string? database, Company company)
{
    static readonly Lazy<Task<Template>> Sqlite = new(() => Make(Engine.Sqlite)), OnPostgres = new(() => Make(Engine.Postgres));

    public Company Company => company;
    public string? Database => database;

    public static Task<Template> Of(Engine engine) => engine == Engine.Sqlite ? Sqlite.Value : OnPostgres.Value;

    static async Task<Template> Make(Engine engine)
    {
        var server = await TestServer.Open(engine);
        var company = await Company.Make(server);
        return new(server.Folder.Path, await server.CloseAndKeep(), company);
    }

    public void CopyTo(DataFolder target)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target.Path, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

/// <summary>Speaks the API and the forms, and says what was answered when it was not good.</summary>
public sealed class Client : IDisposable
{
    readonly HttpClient http;

    public Client(Uri address) => http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = address };

    public HttpClient Http => http;

    public async Task<HttpResponseMessage> Try(string verb, object? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{verb}") { Content = JsonContent.Create(body ?? new { }, options: Steward.Platform.Web.Json.Options) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    /// <summary>The answer of a verb that must succeed.</summary>
    public async Task<JsonNode> Do(string verb, object? body = null, string? key = null)
    {
        using var answer = await Try(verb, body, key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{verb}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<Guid> Make(string verb, object body) => (await Do(verb, body)).GetValue<Guid>();

    /// <summary>The status and refusal code of a verb that must be refused.</summary>
    public async Task<(int Status, string Code)> Refused(string verb, object? body = null)
    {
        using var answer = await Try(verb, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.False(answer.IsSuccessStatusCode, $"{verb} should have been refused: {text}");
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)?["code"]?.GetValue<string>() ?? "" : "");
    }

    public async Task<JsonNode> Get(string path)
    {
        using var answer = await http.GetAsync($"/api/v1/{path}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task SignIn(string userName, string password = Company.Password) => await Do("sign-in", new { userName, password });

    public void Dispose() => http.Dispose();
}
