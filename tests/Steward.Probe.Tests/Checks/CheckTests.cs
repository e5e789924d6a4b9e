// Checks against real listeners: what is up, what is down, what the probe could not see; and the confirmations of a first failure.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Steward.Probe.Spool;
using Steward.Probe.Wheel;
using Steward.Protocol;
using Xunit;

namespace Steward.Probe.Checks;

public sealed class CheckTests
{
    static CheckOrder Order(CheckKind kind, int port = 0, HttpOrder? http = null, string target = "127.0.0.1", int retries = 0) => new(Guid.CreateVersion7(), kind, target, port, 1, 2000, retries, http);

    [Fact]
    public async Task A_port_that_listens_is_up_and_one_that_does_not_is_down()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Equal(Outcome.Up, (await TcpCheck.Run(Order(CheckKind.Tcp, port), default)).Outcome);
        Assert.Equal(Outcome.Up, (await TcpCheck.Run(Order(CheckKind.Tcp, port, target: "localhost"), default)).Outcome);
        listener.Stop();
        Assert.Equal(Look.Down("connection refused"), await TcpCheck.Run(Order(CheckKind.Tcp, port), default));
        Assert.Equal(Outcome.Down, (await TcpCheck.Run(Order(CheckKind.Tcp, port, target: "no-such-host.invalid"), default)).Outcome);
    }

    [Fact]
    public async Task A_machine_that_answers_pings_is_up_one_that_does_not_is_not_and_many_at_once_lose_none()
    {
        var clockwork = new Clockwork();
        using var icmp = new IcmpCheck(clockwork);
        Assert.SkipUnless(icmp.Permitted, IcmpCheck.NotPermitted);
        using var stop = new CancellationTokenSource();
        var listening = Task.WhenAll(icmp.Listen(stop.Token), clockwork.Turn(stop.Token));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var many = await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => icmp.Run(Order(CheckKind.Icmp), patience.Token)));
        Assert.All(many, look => Assert.Equal(Outcome.Up, look.Outcome));
        using var little = new CancellationTokenSource(300);
        // 240.0.0.0/4 belongs to nobody (RFC 1112): no way there, or no answer.
        try { Assert.NotEqual(Outcome.Up, (await icmp.Run(Order(CheckKind.Icmp, target: "240.0.0.1"), little.Token)).Outcome); }
        catch (OperationCanceledException) { }
        await stop.CancelAsync();
        await listening;
    }

    [Theory]
    [InlineData("200 OK", "服务正常", "", new int[0], Outcome.Up)]
    [InlineData("200 OK", "服务正常", "正常", new int[0], Outcome.Up)]
    [InlineData("200 OK", "服务异常", "正常", new int[0], Outcome.Down)]
    [InlineData("302 Found", "", "", new int[0], Outcome.Up)]
    [InlineData("302 Found", "", "", new[] { 200 }, Outcome.Down)]
    [InlineData("500 Error", "", "", new int[0], Outcome.Down)]
    [InlineData("401 Unauthorized", "", "", new[] { 401 }, Outcome.Up)]
    public async Task A_page_is_judged_by_its_status_and_its_text(string status, string body, string contains, int[] statuses, Outcome expected)
    {
        foreach (var charset in new[] { "utf-8", "gb18030" })
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var serving = Serve(listener, status, Encoding.GetEncoding(charset).GetBytes(body), charset);
            var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
            Assert.Equal(expected, (await HttpCheck.Run(Order(CheckKind.Http, http: new(url, contains, statuses, true)), TimeProvider.System, default)).Outcome);
            await serving;
        }
    }

    [Fact]
    public async Task A_first_failure_is_confirmed_within_a_second_and_a_known_one_is_not()
    {
        using var scratch = new Scratch();
        using var spool = new ResultSpool(scratch.Path, 1 << 30, _ => { });
        using var stop = new CancellationTokenSource();
        var (writer, clockwork) = (new SpoolWriter(spool, _ => { }), new Clockwork());
        using var icmp = new IcmpCheck(clockwork);
        var runner = new CheckRunner(clockwork, writer, icmp, TimeProvider.System, stop.Token);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        runner.Follow([Order(CheckKind.Tcp, port, retries: 2)]);
        var running = Task.WhenAll(clockwork.Turn(stop.Token), writer.Run(stop.Token));
        var began = Stopwatch.GetTimestamp();
        List<CheckResult> seen = [];
        while (seen.Count < 5 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
        {
            var more = writer.More;
            seen = spool.Read(100).Results;
            if (seen.Count < 5) await Task.WhenAny(more, Task.Delay(1000));
        }
        await stop.CancelAsync();
        await running;
        Assert.Equal([false, true, true, false, false], seen.Take(5).Select(r => r.Confirming));
        Assert.All(seen, r => Assert.Equal(Outcome.Down, r.Outcome));
        Assert.True(seen[2].At - seen[0].At <= TimeSpan.FromMilliseconds(CheckRunner.ConfirmMs), $"{seen[2].At - seen[0].At}");
    }

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets, Outcome.Blind), InlineData(SocketError.AddressNotAvailable, Outcome.Blind)]
    [InlineData(SocketError.ConnectionRefused, Outcome.Down), InlineData(SocketError.HostUnreachable, Outcome.Down), InlineData(SocketError.HostNotFound, Outcome.Down)]
    public void What_the_probe_lacks_is_not_held_against_the_target(SocketError error, Outcome expected) => Assert.Equal(expected, Look.Of(new SocketException((int)error)).Outcome);

    [Fact]
    public void The_checksum_is_that_of_RFC_1071() => Assert.Equal(0x220D, IcmpCheck.Checksum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]));

    static async Task Serve(TcpListener listener, string status, byte[] body, string charset)
    {
        using var socket = await listener.AcceptSocketAsync();
        var asked = new byte[4096];
        await socket.ReceiveAsync(asked);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/html; charset={charset}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"));
        if (body.Length > 0) await socket.SendAsync(body);
        socket.Shutdown(SocketShutdown.Both);
    }
}
