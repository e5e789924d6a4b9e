// steward support: one zip for whoever is asked for help: versions, settings without secrets, state of the database, counts, sweeps, health, recent log.
using System.CommandLine;
using System.Diagnostics;
using Steward.Platform.Upkeep;

namespace Steward.Commands;

static class SupportCommand
{
    static readonly Argument<FileInfo> File = new("FILE") { Description = "The bundle, a zip file. 支持包" };
    static readonly Option<FileInfo?> Log = new("--log") { Description = "The server's log, where it does not go to the system's journal. 日志文件" };

    const int LogLines = 2000;

    public static Command Command()
    {
        var command = new Command("support", "Writes a support bundle: versions, settings without secrets, migrations, counts, sweeps, health, recent log lines. 生成支持包") { File, Log };
        command.SetAction(async (parsed, stop) =>
        {
            var (folder, settings) = Installation.Open(parsed);
            var (output, file) = (new Output(parsed.GetValue(Shared.Json)), parsed.GetValue(File)!.FullName);
            await using var db = Moving.Open(folder, settings.Database.Connection);
            var parts = await SupportBundle.Write(file, folder, settings, db, await Health(settings.Urls, stop), await Recent(parsed.GetValue(Log), stop), TimeProvider.System.Now(), stop);
            output.Say(new { file, parts }, $"{file}: {string.Join(", ", parts)}. Secrets of the settings are left out; counts and log lines are in it: look before you send it.");
            return Exit.AllGood;
        });
        return command;
    }

    /// <summary>What the server on this machine says of itself, if there is one.</summary>
    static async Task<string> Health(IReadOnlyList<string> urls, CancellationToken stop)
    {
        if (urls.Count == 0) return "";
        var address = urls[0].Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).TrimEnd('/') + "/healthz/ready";
        // Its certificate is not what is asked about.
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator }) { Timeout = TimeSpan.FromSeconds(60) };
        try
        {
            using var answer = await http.GetAsync(address, stop);
            return $"{address}: {(int)answer.StatusCode}\n{await answer.Content.ReadAsStringAsync(stop)}";
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException) { return $"{address}: {fault.Message}"; }
    }

    static async Task<string> Recent(FileInfo? log, CancellationToken stop)
    {
        if (log is not null) return string.Join('\n', (await System.IO.File.ReadAllLinesAsync(log.FullName, stop)).TakeLast(LogLines));
        if (!Directory.Exists("/run/systemd/system")) return "No journal on this machine; name the log with --log.";
        using var journal = Process.Start(new ProcessStartInfo("journalctl", ["-u", "steward", "-n", $"{LogLines}", "--no-pager"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (lines, said) = (journal.StandardOutput.ReadToEndAsync(stop), journal.StandardError.ReadToEndAsync(stop));
        await journal.WaitForExitAsync(stop);
        return await lines + await said;
    }
}
