// The real program: a server as a process of its own, and its command line.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Steward.Platform.Data;
using Xunit;

namespace Steward.Fixtures;

public sealed class ServerProcess : IAsyncDisposable
{
    readonly ConcurrentQueue<string> said = new();
    readonly Process process;

    ServerProcess(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }
    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Starts and waits until it is ready.</summary>
    /// <param name="with">Variables of its environment.</param>
    public static async Task<ServerProcess> Start(string data, int? port = null, params IReadOnlyList<(string Name, string Value)> with)
    {
        var at = port ?? FreePort();
        var program = Program("serve", "--data", data, "--urls", $"http://127.0.0.1:{at}");
        foreach (var (name, value) in with) program.Environment[name] = value;
        var server = new ServerProcess(Process.Start(program)!, at);
        server.process.OutputDataReceived += (_, line) => server.said.Enqueue(line.Data ?? "");
        server.process.ErrorDataReceived += (_, line) => server.said.Enqueue(line.Data ?? "");
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        try
        {
            await server.Ready();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    async Task Ready()
    {
        using var http = new HttpClient();
        // A starved machine takes its time: what is waited for is an answer, not a speed.
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(4); await Task.Delay(100))
        {
            try { if ((await http.GetAsync($"{Address}healthz/ready")).IsSuccessStatusCode) return; }
            catch (HttpRequestException) { }
            Assert.False(process.HasExited, $"the server did not start: {string.Join("\n", said)}");
        }
        throw new TimeoutException($"the server did not get ready: {string.Join("\n", said)}");
    }

    /// <summary>Asks it to end, as systemd does, and waits until it has.</summary>
    public async Task Stop()
    {
        using var ask = Process.Start("kill", ["-TERM", $"{process.Id}"])!;
        await process.WaitForExitAsync();
    }

    /// <summary>SIGKILL: no farewell.</summary>
    public async Task Kill()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Exit, string Out, string Err)> Run(params string[] words)
    {
        using var command = Process.Start(Program(words))!;
        var (output, error) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        return (command.ExitCode, await output, await error);
    }

    public static ProcessStartInfo Program(params string[] words) => new("dotnet", [typeof(StewardDb).Assembly.Location, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>
    /// A port that nothing listens on, below those that the system gives out by itself: whoever asks for one has it taken seconds later, and a line that anybody opens meanwhile must not sit on it.
    /// </summary>
    public static int FreePort()
    {
        while (true)
            try
            {
                using var listener = new TcpListener(System.Net.IPAddress.Loopback, Random.Shared.Next(10_000, 32_000)) { ExclusiveAddressUse = true };
                listener.Start();
                return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException) { }
    }
}
