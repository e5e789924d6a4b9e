// Checks against real listeners: what is up, what is down, what the probe could not see; and the confirmations of a first failure.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Steward.Probe.Spool;
using Steward.Probe.Wheel;
using Steward.Protocol;
using Xunit;

namespace Steward.Probe.Checks;

public sealed class CheckTests : IDisposable
{
    readonly TcpCheck tcp = new();

    public void Dispose() => tcp.Dispose();

    static CheckOrder Order(CheckKind kind, int port = 0, HttpOrder? http = null, string target = "127.0.0.1", int retries = 0) => new(Guid.CreateVersion7(), kind, target, port, 1, 2000, retries, http);

    [Fact]
    public async Task A_port_that_listens_is_up_and_one_that_does_not_is_down()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Equal(Outcome.Up, (await tcp.Run(Order(CheckKind.Tcp, port), default)).Outcome);
        Assert.Equal(Outcome.Up, (await tcp.Run(Order(CheckKind.Tcp, port, target: "localhost"), default)).Outcome);
        listener.Stop();
        Assert.Equal(Look.Down("connection refused"), await tcp.Run(Order(CheckKind.Tcp, port), default));
        Assert.Equal(Outcome.Down, (await tcp.Run(Order(CheckKind.Tcp, port, target: "no-such-host.invalid"), default)).Outcome);
        using var six = new TcpListener(IPAddress.IPv6Loopback, 0);
        six.Start();
        Assert.Equal(Outcome.Up, (await tcp.Run(Order(CheckKind.Tcp, ((IPEndPoint)six.LocalEndpoint).Port, target: "::1"), default)).Outcome);
    }

    [Fact]
    public async Task Whoever_says_nothing_is_given_up_and_holds_up_nobody()
    {
        // A listener that takes nobody in: once its queue is full, the system lets further callers wait.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        deaf.Listen(1);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(4096);
        var (silent, port) = (((IPEndPoint)deaf.LocalEndPoint!).Port, ((IPEndPoint)listener.LocalEndpoint).Port);
        var queue = new List<TcpClient>();
        for (var i = 0; i < 4; i++)
        {
            var client = new TcpClient();
            queue.Add(client);
            _ = client.ConnectAsync(IPAddress.Loopback, silent).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        using var patience = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 20).Select(_ => tcp.Run(Order(CheckKind.Tcp, silent), patience.Token)).ToList();
        var looks = await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => tcp.Run(Order(CheckKind.Tcp, port), default)));
        Assert.All(looks, look => Assert.Equal(Look.Up(), look));
        Assert.DoesNotContain(waiting, w => w.IsFaulted);
        Assert.Contains(waiting, w => !w.IsCompleted);
        await patience.CancelAsync();
        foreach (var one in waiting.Where(w => !w.IsCompletedSuccessfully)) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        queue.ForEach(c => c.Dispose());
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
        var many = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => icmp.Run(Order(CheckKind.Icmp, target: i % 4 == 0 ? "::1" : "127.0.0.1"), patience.Token)));
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
    public async Task A_real_web_servers_certificate_is_judged_and_its_end_is_told()
    {
        using var scratch = new Scratch();
        var now = DateTimeOffset.UtcNow;
        foreach (var (name, from, until) in new[] { ("good", now.AddDays(-1), now.AddDays(30)), ("over", now.AddDays(-30), now.AddDays(-1)) })
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(from, until);
            File.WriteAllText(Path.Combine(scratch.Path, name + ".pem"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(scratch.Path, name + ".key"), key.ExportPkcs8PrivateKeyPem());
        }
        var (good, over) = (FreePort(), FreePort());
        string Server(int port, string name) => $"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {scratch.Path}/{name}.pem; ssl_certificate_key {scratch.Path}/{name}.key; location / {{ default_type text/plain; return 200 welcome; }} }}";
        File.WriteAllText(Path.Combine(scratch.Path, "nginx.conf"), $"daemon off; master_process off; pid {scratch.Path}/pid; error_log stderr; events {{}} http {{ access_log off; client_body_temp_path {scratch.Path}/b; proxy_temp_path {scratch.Path}/p; fastcgi_temp_path {scratch.Path}/f; uwsgi_temp_path {scratch.Path}/u; scgi_temp_path {scratch.Path}/s; {Server(good, "good")} {Server(over, "over")} }}");
        using var nginx = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", scratch.Path, "-c", Path.Combine(scratch.Path, "nginx.conf")]) { RedirectStandardError = true })!;
        try
        {
            for (var waited = Stopwatch.StartNew(); (await tcp.Run(Order(CheckKind.Tcp, over), default)).Outcome != Outcome.Up && waited.Elapsed < TimeSpan.FromSeconds(30) && !nginx.HasExited;) await Task.Delay(25);
            Task<Look> Fetch(int port, bool verify) => HttpCheck.Run(Order(CheckKind.Http, http: new($"https://127.0.0.1:{port}/", "welcome", [], verify)), TimeProvider.System, default);
            var trusting = await Fetch(good, verify: false);
            Assert.Equal(Outcome.Up, trusting.Outcome);
            Assert.Equal(now.AddDays(30).ToUnixTimeSeconds(), trusting.CertificateUntil!.Value.ToUnixTimeSeconds());
            // Signed by nobody that this machine trusts: down where that is to be looked at, and the end is told all the same.
            var strict = await Fetch(good, verify: true);
            Assert.Equal((Outcome.Down, true), (strict.Outcome, strict.Detail.StartsWith("certificate not good", StringComparison.Ordinal)));
            Assert.Equal(trusting.CertificateUntil, strict.CertificateUntil);
            Assert.Equal(now.AddDays(-1).ToUnixTimeSeconds(), (await Fetch(over, verify: false)).CertificateUntil!.Value.ToUnixTimeSeconds());
            Assert.Equal(Outcome.Down, (await Fetch(over, verify: true)).Outcome);
        }
        finally
        {
            if (!nginx.HasExited) nginx.Kill();
            await nginx.WaitForExitAsync();
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [Fact]
    public async Task A_first_failure_is_confirmed_within_a_second_and_a_known_one_is_not()
    {
        using var scratch = new Scratch();
        using var spool = new ResultSpool(scratch.Path, 1 << 30, _ => { });
        using var stop = new CancellationTokenSource();
        var (writer, clockwork) = (new SpoolWriter(spool, _ => { }), new Clockwork());
        using var icmp = new IcmpCheck(clockwork);
        var runner = new CheckRunner(clockwork, writer, tcp, icmp, TimeProvider.System, stop.Token);
        var port = FreePort();
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
    public void The_checksum_is_that_of_RFC_1071() => Assert.Equal(0x220D, EchoSocket.Checksum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]));

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
