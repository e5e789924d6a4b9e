// Opens an installation for a command: data folder, settings with the command line's overrides, services without a listener.
using System.CommandLine;
using System.Globalization;
using Steward.Access;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Text;

namespace Steward.Commands;

/// <summary>Options that every command understands.</summary>
static class Shared
{
    public static readonly Option<string> Data = new("--data") { Description = "Data folder: settings, keys, files, embedded database. 数据目录", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("STEWARD_DATA") is { Length: > 0 } given ? given : ".data/main", Recursive = true };
    public static readonly Option<string?> Database = new("--database") { Description = "PostgreSQL connection string instead of the embedded SQLite. PostgreSQL 连接串", Recursive = true };
    public static readonly Option<bool> Json = new("--json") { Description = "Answer as JSON for programs (schemas in docs/api). 以 JSON 输出", Recursive = true };
}

/// <summary>The exit codes of every command.</summary>
static class Exit
{
    public const int AllGood = 0, SomeRefused = 1, Failed = 2;
}

static class Installation
{
    /// <summary>The terminal's language, as its environment tells it; the commands' own sentences are English.</summary>
    static Language Spoken => new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(l => l is { Length: > 0 })?.StartsWith("zh", StringComparison.Ordinal) == true
        ? Language.Zh : Language.En;

    public static (DataFolder Folder, StewardSettings Settings) Open(ParseResult parsed)
    {
        var folder = new DataFolder(parsed.GetValue(Shared.Data)!);
        var settings = StewardSettings.Load(folder);
        if (parsed.GetValue(Shared.Database) is { } connection) settings = On(settings, connection);
        return (folder, settings);
    }

    /// <summary>The same on another database, whose connection can be meant.</summary>
    public static StewardSettings On(StewardSettings settings, string connection)
    {
        settings = settings with { Database = new() { Connection = connection } };
        settings.Check();
        return settings;
    }

    /// <summary>Runs a command's work as the system, on an up-to-date database, in a scope of its own.</summary>
    public static async Task<int> Run(ParseResult parsed, string verb, CancellationToken stop, Func<IServiceProvider, Output, Task<int>> work, Action<WebApplicationBuilder>? adjust = null)
    {
        CultureInfo.CurrentUICulture = Texts.Culture(Spoken);
        var (folder, settings) = Open(parsed);
        await using var app = StewardHost.Build(folder, settings with { Urls = [] }, Modules.All, adjust);
        await using var scope = app.Services.CreateAsyncScope();
        Me.ActAsSystem(scope.ServiceProvider, verb);
        await Guards.Migrate(scope.ServiceProvider.GetRequiredService<StewardDb>(), stop);
        return await work(scope.ServiceProvider, new Output(parsed.GetValue(Shared.Json)));
    }
}
