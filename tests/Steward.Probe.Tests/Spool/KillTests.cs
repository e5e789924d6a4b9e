// The real probe is killed again and again while it checks and has no line: all that it had on disk is still there, each under its number, none torn.
using System.Net;
using System.Net.Sockets;
using Steward.Probe.Link;
using Steward.Protocol;
using Xunit;

namespace Steward.Probe.Spool;

public sealed class KillTests
{
    [Fact]
    public async Task Killed_while_it_checks_without_a_line_it_goes_on_where_it_stood()
    {
        using var scratch = new Scratch();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var home = new Home(scratch.Path);
        home.Keep(new("http://127.0.0.1:9/", Guid.CreateVersion7(), "test", "x_y", null)); // nobody listens there
        home.Work = new("1", [.. Enumerable.Range(1, 60).Select(n => new CheckOrder(new Guid(n, 0, 0, new byte[8]), CheckKind.Tcp, "127.0.0.1", port, 1, 500, 0, null))]);
        _ = Accept(listener);

        var (before, dice) = (0L, new Random(3));
        for (var round = 0; round < 4; round++)
        {
            using var probe = Scratch.Probe("run", "--data", scratch.Path);
            using var ending = new Killed(probe);
            _ = probe.StandardError.ReadToEndAsync();
            for (var i = 0; i < 600 && Bytes(home) < before + 2000; i++)
            {
                Assert.False(probe.HasExited, "the probe ended by itself");
                await Task.Delay(50);
            }
            await Task.Delay(dice.Next(0, 400));
            probe.Kill(); // SIGKILL: no farewell
            await probe.WaitForExitAsync();
            using var spool = new ResultSpool(home.Spool, 1 << 30, _ => { });
            var (first, results) = spool.Read(100_000);
            Assert.Equal(1, first);
            Assert.True(spool.Last > 0 && Bytes(home) >= before + 2000, "nothing was kept in this round");
            Assert.All(results, r => Assert.Equal(Outcome.Up, r.Outcome));
            before = Bytes(home);
        }
        using var last = new ResultSpool(home.Spool, 1 << 30, _ => { });
        Assert.True(last.Last > 40, $"only {last.Last} results");
    }

    [Fact]
    public async Task Without_a_credential_or_beside_another_one_it_says_why_it_does_not_run()
    {
        using var scratch = new Scratch();
        using var probe = Scratch.Probe("run", "--data", scratch.Path);
        Assert.Contains("Not enrolled", await probe.StandardError.ReadToEndAsync());
        await probe.WaitForExitAsync();
        Assert.Equal(2, probe.ExitCode);
        var home = new Home(scratch.Path);
        home.Keep(new("http://127.0.0.1:9/", Guid.CreateVersion7(), "test", "x_y", null));
        using var held = home.Lock();
        Assert.Throws<ProbeException>(() => home.Lock());
    }

    [Theory]
    [InlineData("http://steward.example", true), InlineData("http://127.0.0.1:5080", false), InlineData("ftp://steward.example", true), InlineData("steward.example", false)]
    public void Lines_are_https_or_stay_on_this_machine(string server, bool insecure) => Assert.Throws<ProbeException>(() => Line.Checked(server, insecure));

    [Theory]
    [InlineData("https://steward.example", false), InlineData("http://127.0.0.1:5080", true), InlineData("http://localhost:5080", true)]
    public void Good_lines_are_taken(string server, bool insecure) => Assert.NotNull(Line.Checked(server, insecure));

    static long Bytes(Home home) => Directory.Exists(home.Spool) ? Directory.EnumerateFiles(home.Spool, "*.spool").Sum(f => new FileInfo(f).Length) : 0;

    static async Task Accept(TcpListener listener)
    {
        try { while (true) (await listener.AcceptSocketAsync()).Dispose(); }
        catch (Exception) when (!listener.Server.IsBound) { }
        catch (ObjectDisposedException) { }
        catch (SocketException) { }
    }
}
