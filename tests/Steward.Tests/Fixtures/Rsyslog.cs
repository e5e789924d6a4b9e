// A real syslog receiver (rsyslog) with TLS on a port of its own, which writes down whole messages as they came.
using System.Diagnostics;
using System.Net.Sockets;
using Xunit;

namespace Steward.Fixtures;

public sealed class Rsyslog : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("steward-rsyslog").FullName;
    Process? process;

    /// <param name="clients">Whether it wants a certificate of its authority from whoever sends.</param>
    public Rsyslog(Authority authority, string name = "localhost", bool clients = false)
    {
        var (certificate, key) = authority.Sign(name);
        File.WriteAllText(Path.Combine(folder, "rsyslog.conf"), $"""
            global(workDirectory="{folder}" defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="{authority.Pem}" defaultNetstreamDriverCertFile="{certificate}" defaultNetstreamDriverKeyFile="{key}" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
            main_queue(queue.type="Direct")
            module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="{(clients ? "x509/certvalid" : "anon")}")
            template(name="whole" type="string" string="%rawmsg%\n")
            input(type="imtcp" port="{Port}" address="127.0.0.1")
            action(type="omfile" file="{Log}" template="whole")

            """);
        Start();
    }

    public int Port { get; } = ServerProcess.FreePort();
    string Log => Path.Combine(folder, "log");

    public void Start()
    {
        process = Process.Start(new ProcessStartInfo("/usr/sbin/rsyslogd", ["-n", "-f", Path.Combine(folder, "rsyslog.conf"), "-i", Path.Combine(folder, "pid")]) { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var i = 0; ; i++)
        {
            try { using var probe = new TcpClient("127.0.0.1", Port); return; }
            catch (SocketException) when (i < 600 && !process.HasExited) { Task.Delay(50).GetAwaiter().GetResult(); }
        }
    }

    /// <summary>Ends as systemd ends it.</summary>
    public async Task Stop()
    {
        if (process is not { HasExited: false }) return;
        using (var ask = Process.Start("kill", ["-TERM", $"{process.Id}"])!) await ask.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    /// <summary>What came so far, a message a line, once it is so many.</summary>
    public async Task<IReadOnlyList<string>> Messages(int atLeast)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var all = Now;
            if (all.Count >= atLeast) return all;
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), $"{all.Count} of {atLeast} messages came");
        }
    }

    public IReadOnlyList<string> Now
    {
        get
        {
            if (!File.Exists(Log)) return [];
            using var reader = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }
        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
