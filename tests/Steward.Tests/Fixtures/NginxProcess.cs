// A real nginx in the foreground, with what a test says inside its http block.
using System.Diagnostics;

namespace Steward.Fixtures;

public sealed class NginxProcess : IAsyncDisposable
{
    readonly Process process;

    NginxProcess(Process process) => this.process = process;

    /// <summary>Starts nginx in <paramref name="folder"/>, where its files go, and waits until <paramref name="port"/> takes connections.</summary>
    public static async Task<NginxProcess> Start(string folder, int port, string http)
    {
        Directory.CreateDirectory(folder);
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log stderr;
            events {}
            http {
              access_log off; client_body_temp_path {{folder}}/b; proxy_temp_path {{folder}}/p; fastcgi_temp_path {{folder}}/f; uwsgi_temp_path {{folder}}/u; scgi_temp_path {{folder}}/s;
            {{http}}
            }
            """);
        var nginx = new NginxProcess(Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", folder, "-c", configuration]) { RedirectStandardError = true })!);
        nginx.process.ErrorDataReceived += (_, _) => { };
        nginx.process.BeginErrorReadLine();
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(25))
            try
            {
                using var knock = new System.Net.Sockets.TcpClient();
                await knock.ConnectAsync("127.0.0.1", port);
                return nginx;
            }
            catch (System.Net.Sockets.SocketException) when (waited.Elapsed < TimeSpan.FromMinutes(1) && !nginx.process.HasExited) { }
    }

    /// <summary>A site of one page that says welcome, on <paramref name="port"/>.</summary>
    public static async Task<NginxProcess> Welcome(string folder, int port)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), "<meta charset=utf-8><p>欢迎");
        return await Start(folder, port, $$"""  server { listen 127.0.0.1:{{port}}; root {{folder}}; charset utf-8; }""");
    }

    /// <summary>Lets it finish what it has begun.</summary>
    public async Task Quit()
    {
        using var ask = Process.Start("kill", ["-QUIT", $"{process.Id}"])!;
        await process.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no farewell.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
