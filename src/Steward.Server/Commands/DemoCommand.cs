// steward demo: founds the sample company and serves it at once, while its year happens behind a progress bar.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Steward.Demo;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Commands;

static class DemoCommand
{
    static readonly Option<string?> AsOf = new("--as-of") { Description = "The story's present day, e.g. 2026-11-23; default today. The same seed and day give the same company. 截至日期" };
    static readonly Option<int> Seed = new("--seed") { Description = "Seed of everything random. 随机种子", DefaultValueFactory = _ => 20260101 };
    static readonly Option<bool> Only = new("--only-make") { Description = "Makes the company and ends, without serving. 只生成数据" };
    static readonly Option<string[]> Urls = new("--urls") { Description = "Addresses to listen on. 监听地址", AllowMultipleArgumentsPerToken = true };

    public static Command Command()
    {
        var command = new Command("demo", "Serves a sample company: 300 PCs, three customers, a year of real work. 演示公司") { AsOf, Seed, Only, Urls };
        command.SetAction(async (parsed, stop) =>
        {
            var (folder, settings) = Installation.Open(parsed);
            if (parsed.GetValue(Urls) is { Length: > 0 } urls) settings = settings with { Urls = [.. urls.SelectMany(u => u.Split(';'))] };
            settings.Check();
            var output = new Output(parsed.GetValue(Shared.Json));
            // The story's present is the end of the day named, or this very minute.
            var now = TimeProvider.System.Now();
            if (parsed.GetValue(AsOf) is { } text)
            {
                if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) { output.Say(new { error = "not a date", asOf = text }, $"Not a date: {text}. Write it like 2026-11-23."); return Exit.Failed; }
                now = new DateTimeOffset(day.ToDateTime(new TimeOnly(18, 0)), TimeSpan.FromHours(8)).ToUniversalTime();
            }
            // One that was moved has its rows elsewhere.
            var used = File.Exists(folder.SqliteFile) || StewardSettings.Load(folder).Database.Connection.Length > 0;
            if (used && !settings.Demo) { output.Say(new { error = "not empty", data = folder.Path }, $"{folder.Path} already holds an installation that is not a demo; choose another --data."); return Exit.Failed; }
            var made = settings.Demo;
            settings = settings with { Demo = true };
            settings.Keep(folder);
            if (made && File.Exists(Unfinished(folder)))
            {
                if (settings.Database.Connection.Length > 0) { output.Say(new { error = "unfinished", data = folder.Path }, $"The sample year in {folder.Path} was interrupted. Empty its PostgreSQL database and remove {folder.Path}, then start again."); return Exit.Failed; }
                output.Warn("The sample year was interrupted last time; it is made anew.");
                foreach (var left in Directory.GetFiles(folder.Path, "steward.db*").Append(folder.AuditAnchors)) File.Delete(left);
                made = false;
            }
            if (made && parsed.GetValue(Only)) { output.Say(new { made = true, data = folder.Path }, $"{folder.Path} already holds the sample company."); return Exit.AllGood; }
            if (made) return await Serve.Run(folder, settings, stop);
            return await Make(folder, settings, parsed.GetValue(Seed), now, parsed.GetValue(Only), output, stop);
        });
        return command;
    }

    /// <summary>Stands beside the database from the first deed of the story to its last.</summary>
    static string Unfinished(DataFolder folder) => Path.Combine(folder.Path, "demo.unfinished");

    static async Task<int> Make(DataFolder folder, StewardSettings settings, int seed, DateTimeOffset now, bool onlyMake, Output output, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        await File.WriteAllTextAsync(Unfinished(folder), "", stop);
        var start = new DateTimeOffset(now.Year, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
        await using var world = new DemoWorld(folder, settings, Modules.All, seed, start.AddDays(-1));
        await world.Migrate(stop);
        // The first page comes at once: the server answers while the company is founded and its year happens.
        await using var app = onlyMake ? null : StewardHost.Build(folder, settings, Modules.All, builder => builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(SweepRunner))));
        var preparation = app?.Services.GetRequiredService<Preparation>() ?? new();
        (preparation.Founding, preparation.Percent) = (true, 0);
        if (app is not null)
        {
            await Serve.Listen(app, stop);
            Console.WriteLine($"Steward 运维管家 · {string.Join(" ", app.Urls)} · {folder.Path}");
        }
        var cast = await new DemoCompany(world).Found(stop);
        output.Warn($"The company stands after {watch.Elapsed.TotalSeconds:N1} s. Sign in at a click, or as agent, onsite, manager, customer, user … with the password {DemoCompany.Password}.");
        preparation.Founding = false;
        var made = await output.Progress("Letting the year happen", 1000, async tell =>
        {
            var deeds = 0;
            await new DemoYear(world, cast).Happen(start, now, (done, total) => { deeds = done; preparation.Percent = (int)(100L * done / total); tell((int)(1000L * done / total)); },
                month => { output.Warn($"{month:yyyy-MM} is complete after {watch.Elapsed.TotalSeconds:N1} s"); return Task.CompletedTask; }, stop);
            return deeds;
        });
        preparation.Percent = null;
        File.Delete(Unfinished(folder));
        output.Say(new { deeds = made, seconds = Math.Round(watch.Elapsed.TotalSeconds, 1), asOf = now }, $"The year up to {now.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm} happened in {watch.Elapsed.TotalSeconds:N1} s ({made:N0} deeds).");
        if (app is null) return Exit.AllGood;
        // From here on time is real, and so are its duties.
        var sweeps = ActivatorUtilities.CreateInstance<SweepRunner>(app.Services);
        await sweeps.StartAsync(stop);
        await app.WaitForShutdownAsync(stop);
        await sweeps.StopAsync(CancellationToken.None);
        return Exit.AllGood;
    }
}
