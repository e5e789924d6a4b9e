// A real OpenID provider (oidc-provider for Node) on a port of its own, whose people and groups the test writes.
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Steward.House;
using Steward.Platform.Settings;
using Xunit;

namespace Steward.Fixtures;

public sealed class OpenIdServer : IDisposable
{
    static readonly Lazy<Task<string>> Installed = new(Install);

    readonly string people = Path.GetTempFileName();
    Process? process;

    public int Port { get; } = ServerProcess.FreePort();

    public OpenIdSettings Settings(params RoleMapping[] roles) => new() { Name = "测试登录", Authority = $"http://localhost:{Port}", ClientId = "steward", ClientSecret = "secret-of-steward", Roles = roles };

    public const string MailClient = "steward-mail", MailSecret = "secret-of-the-mail-client", IntrospectionUser = "imap:secret-of-the-mail-server";

    public string TokenUrl => $"http://localhost:{Port}/token";

    /// <summary>As a person would get it who once lets Steward into the mailbox.</summary>
    public async Task<string> RefreshToken()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync($"http://localhost:{Port}/refresh-token");
    }

    /// <summary>Everybody it knows, by name, with their groups; any password will do.</summary>
    public void Knows(params (string User, string[] Groups)[] all) =>
        File.WriteAllText(people, JsonSerializer.Serialize(all.ToDictionary(p => p.User, p => new { name = $"{p.User} 本人", groups = p.Groups, email = $"{p.User}@example.com" })));

    public async Task Start(Uri steward)
    {
        var folder = await Installed.Value;
        process = Process.Start(new ProcessStartInfo("node", ["provider.mjs", $"{Port}", $"http://localhost:{steward.Port}/sign-in/provider/answer", people]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var i = 0; ; i++)
        {
            try { using var probe = new TcpClient("127.0.0.1", Port); return; }
            catch (SocketException) when (i < 600 && !process.HasExited) { await Task.Delay(50); }
        }
    }

    static async Task<string> Install()
    {
        var scratch = Environment.GetEnvironmentVariable("STEWARD_TEST_SCRATCH") is { Length: > 0 } given ? given : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(scratch, $"steward-openid-{Environment.ProcessId}")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(HouseTests.FindRoot(), "tests", "Steward.Tests", "Fixtures", "OpenId"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), true);
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var said = await npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"the OpenID provider could not be installed: {said}");
        return folder;
    }

    public void Dispose()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        File.Delete(people);
    }
}
