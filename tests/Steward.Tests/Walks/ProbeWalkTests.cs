// The real probe as a process: enrolled by its command line, checking a real listener, killed, cut off and revoked, against a real server.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Steward.Access;
using Steward.Fixtures;
using Steward.House;
using Steward.Platform.Data;
using Steward.Probes;
using Steward.Protocol;
using Xunit;

namespace Steward.Walks;

public sealed class ProbeWalkTests
{
    [Theory, MemberData(nameof(TestServer.Engines), MemberType = typeof(TestServer))]
    public async Task A_service_dies_and_comes_back_while_the_probe_is_killed_and_each_result_arrives_once(Engine engine)
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        var port = ((IPEndPoint)first.LocalEndpoint).Port;
        var check = Guid.CreateVersion7();
        var state = new ShelfState { Orders = [new(check, CheckKind.Tcp, "127.0.0.1", port, 1, 1000, 2, null)] };
        var (server, company) = await TestServer.WithCompany(engine, add: Shelf.Of(state));
        await using var closing = server;
        var home = Path.Combine(server.Folder.Path, "probe");
        var (probe, token) = await Line.Add(server, company.Site);

        Assert.Equal((0, ""), await Probe("enrol", "--server", server.Address.ToString(), "--token", token, "--data", home, "--insecure-http"));
        var (code, said) = await Probe("enrol", "--server", server.Address.ToString(), "--token", token, "--data", home, "--insecure-http");
        Assert.Equal(1, code);
        Assert.Contains("not valid", said);

        using (var running = Start("run", "--data", home))
        using (new Killed(running))
        {
            await Until(() => state.Seen.Any(s => s.Result.Outcome == Outcome.Up), "a first Up");
            first.Stop();
            await Until(() => state.Seen.Any(s => s.Result is { Outcome: Outcome.Down, Confirming: true }), "a confirmed Down");
            running.Kill(); // SIGKILL: no farewell
            await running.WaitForExitAsync();
        }
        using var second = new TcpListener(IPAddress.Loopback, port);
        second.Start();
        // Now the server knows nothing new and the probe has only what it kept: it starts with its old work list.
        var before = state.Seen.Count;
        using (var running = Start("run", "--data", home))
        using (new Killed(running))
        {
            await Until(() => state.Seen.Skip(before).Any(s => s.Result.Outcome == Outcome.Up), "an Up after the restart");
            await Until(() => File.ReadAllText(Path.Combine(home, "status.json")).Contains("\"connected\"", StringComparison.Ordinal), "the probe to tell how it is");
            Assert.Equal(0, (await Probe("status", "--data", home)).Code);
            using var manager = server.Client();
            await manager.SignIn(Company.UserOf(Role.CfgMgr));
            await manager.Do($"probes/{probe}/revoke");
            await Until(() => File.ReadAllText(Path.Combine(home, "status.json")).Contains("does not know this probe", StringComparison.Ordinal), "the probe to notice that it is revoked");
            running.Kill();
            await running.WaitForExitAsync();
        }

        Assert.All(state.Seen, s => Assert.Equal(probe, s.Probe));
        // A batch whose commit the kill broke off was given to the room above again: on disk it is once, by its keys.
        var seen = state.Seen.Select(s => s.Result).DistinctBy(r => r.At).ToList();
        Assert.Equal(seen.OrderBy(r => r.At), seen);
        var taken = await server.As(s => Task.FromResult(s.GetRequiredService<StewardDb>().Set<ProbeContact>().Single(c => c.Probe == ProbeId.From(probe)).Taken));
        Assert.Equal((seen.Count, (long)seen.Count), (await Shelf.Kept(server, probe), taken));
    }

    /// <summary>A test that fails leaves no process behind.</summary>
    [Fact]
    public async Task Over_TLS_the_probe_trusts_the_authority_that_it_was_given_and_no_other()
    {
        var folder = Directory.CreateTempSubdirectory("steward-tls-").FullName;
        Directory.Delete(folder);
        var (server, company) = await TestServer.WithCompany(at: folder, adjust: s =>
        {
            Assert.Equal(0, ServerProcess.Run("tls", "127.0.0.1", "--data", folder).GetAwaiter().GetResult().Exit);
            return s with { Tls = new() { Certificate = Path.Combine(folder, "tls", "server.crt"), Key = Path.Combine(folder, "tls", "server.key") }, Urls = ["http://127.0.0.1:0", "https://127.0.0.1:0"], PublicUrl = "https://127.0.0.1:5443" };
        });
        await using var closing = server;
        var secure = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(a => a.StartsWith("https", StringComparison.Ordinal));
        var (home, authority) = (Path.Combine(folder, "probe"), Path.Combine(folder, "tls", "ca.crt"));
        using var manager = server.Client();
        await manager.SignIn(Company.UserOf(Role.CfgMgr));
        var added = await manager.Do("probes", new { site = company.Site, name = "机房探针" });
        var token = added["token"]!.GetValue<string>();
        Assert.Equal($"steward-probe enrol --server https://127.0.0.1:5443 --token {token} --ca ca.crt", added["command"]!.GetValue<string>());
        var (code, said) = await Probe("enrol", "--server", secure, "--token", token, "--data", home);
        Assert.NotEqual(0, code);
        Assert.Contains("cannot be reached", said);
        Assert.Contains("certificate", said);
        Assert.Contains("--ca ca.crt", said);
        // The refused try has cost the token nothing.
        // From wherever root had it, where the probe's own user may not look: the probe keeps a copy.
        var brought = Path.Combine(folder, "brought.crt");
        File.Copy(authority, brought);
        Assert.Equal((0, ""), await Probe("enrol", "--server", secure, "--token", token, "--ca", brought, "--data", home));
        File.Delete(brought);
        using var running = Start("run", "--data", home);
        using (new Killed(running))
            await Until(() => File.ReadAllText(Path.Combine(home, "status.json")).Contains("\"connected\"", StringComparison.Ordinal), "the probe to reach the server over TLS");
        await running.WaitForExitAsync();
    }

    internal sealed class Killed(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (!process.HasExited) process.Kill();
        }
    }

    static async Task Until(Func<bool> holds, string what)
    {
        for (var i = 0; i < 1200; i++)
        {
            try { if (holds()) return; }
            catch (IOException) { }
            await Task.Delay(50);
        }
        Assert.Fail($"waited in vain for {what}");
    }

    /// <summary>Runs a command to its end; answers its exit code and what it said about faults.</summary>
    internal static async Task<(int Code, string Said)> Probe(params string[] words)
    {
        using var process = Start(words, keepErrors: true);
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said.Trim());
    }

    internal static Process Start(params string[] words) => Start(words, keepErrors: false);

    /// <param name="told">Gets what it says.</param>
    internal static Process Start(System.Collections.Concurrent.ConcurrentQueue<string> told, params string[] words) => Start(words, keepErrors: false, told);

    static Process Start(string[] words, bool keepErrors, System.Collections.Concurrent.ConcurrentQueue<string>? told = null)
    {
        var program = Path.Combine(HouseTests.FindRoot(), "src", "Steward.Probe", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "steward-probe.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, line) => told?.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        if (keepErrors) return process;
        process.ErrorDataReceived += (_, line) => told?.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        return process;
    }
}
