// steward serve: brings the database up to date and answers the web.
using System.CommandLine;
using System.Text.Json;
using Steward.Access;
using Steward.Platform.Host;
using Steward.Platform.Settings;

namespace Steward.Commands;

static class Serve
{
    static readonly Option<string[]> Urls = new("--urls") { Description = "Addresses to listen on, e.g. http://localhost:5080. 监听地址", AllowMultipleArgumentsPerToken = true };

    public static Command Command()
    {
        var command = new Command("serve", "Serves Steward on the web. The first visit leads through the set-up. 启动服务") { Urls };
        command.SetAction(async (parsed, stop) =>
        {
            var (folder, settings) = Installation.Open(parsed);
            if (parsed.GetValue(Urls) is { Length: > 0 } urls) settings = settings with { Urls = [.. urls.SelectMany(u => u.Split(';'))] };
            return await Run(folder, settings, stop);
        });
        return command;
    }

    public static async Task<int> Run(DataFolder folder, StewardSettings settings, CancellationToken stop, Func<WebApplication, Task>? started = null)
    {
        settings.Check();
        await using var app = StewardHost.Build(folder, settings, Modules.All, b => b.Services.AddHostedService<SpareMemory>());
        // While the database is opened, the other core makes the routes that the first request would wait for.
        var routes = Task.Run(() => ((IEndpointRouteBuilder)app).DataSources.Sum(s => s.Endpoints.Count), stop);
        await using (var scope = app.Services.CreateAsyncScope())
            await Guards.Migrate(scope.ServiceProvider.GetRequiredService<StewardDb>(), stop);
        await routes;
        await Listen(app, stop);
        Console.WriteLine($"Steward 运维管家 · {string.Join(" ", app.Urls)} · {folder.Path}");
        if (started is not null) await started(app);
        await app.WaitForShutdownAsync(stop);
        return Exit.AllGood;
    }

    /// <summary>When a port cannot be had, what has started already ends in good order before the reason is told.</summary>
    public static async Task Listen(WebApplication app, CancellationToken stop)
    {
        try { await app.StartAsync(stop); }
        catch (Exception)
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }
}

/// <summary>steward migrate: brings the database up to the present model, for those who start several nodes by hand.</summary>
static class Migrate
{
    public static Command Command()
    {
        var command = new Command("migrate", "Brings the database up to date and says how it writes. 升级数据库");
        command.SetAction((parsed, stop) => Installation.Run(parsed, "Migrate", stop, async (services, output) =>
        {
            var durability = await Database.Durability(services.GetRequiredService<StewardDb>(), stop);
            output.Say(new { migrated = true, durability }, $"The database is up to date. {durability}");
            return Exit.AllGood;
        }));
        return command;
    }
}

/// <summary>steward check-config: reads steward.json and refuses what it does not know.</summary>
static class CheckConfig
{
    public static Command Command()
    {
        var command = new Command("check-config", "Checks steward.json: unknown keys and wrong values are named with their line. 检查配置");
        command.SetAction(parsed =>
        {
            var folder = new DataFolder(parsed.GetValue(Shared.Data)!);
            var output = new Output(parsed.GetValue(Shared.Json));
            try
            {
                var settings = StewardSettings.Load(folder);
                SourceSettings.Check(settings, File.Exists(folder.SettingsFile) ? File.ReadAllText(folder.SettingsFile) : "");
                output.Say(new { good = true, file = folder.SettingsFile }, File.Exists(folder.SettingsFile) ? $"{folder.SettingsFile} is good. These settings are in force:" : $"{folder.SettingsFile} does not exist; every setting has its default:", settings.Shown().Write());
                return Exit.AllGood;
            }
            catch (SettingsException fault)
            {
                output.Say(new { good = false, file = folder.SettingsFile, line = fault.Line, path = fault.SettingPath, reason = fault.Reason }, fault.Message);
                return Exit.Failed;
            }
        });
        return command;
    }
}
