// A real IMAP server (Dovecot) on a port of its own, with one account and a folder into which mails are dropped; on wish it takes mails to send, too.
using System.Diagnostics;
using System.Net.Sockets;
using Xunit;

namespace Steward.Fixtures;

public sealed class Dovecot : IDisposable
{
    public const string User = "desk@steward.example", Password = "App-Password-9!";

    static int delivered;

    readonly string folder = Directory.CreateTempSubdirectory("steward-imap").FullName;
    readonly bool idle;
    Process? process;

    /// <param name="idle">Without it the server offers no IDLE, and whoever fetches must poll.</param>
    /// <param name="tokens">With it the server takes no passwords, but tokens that this provider says are good.</param>
    /// <param name="relay">With it mails can be handed in as well (message submission), which it passes on to the mail server at this port.</param>
    public Dovecot(bool idle = true, OpenIdServer? tokens = null, int? relay = null)
    {
        this.idle = idle;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_101);
        foreach (var box in new[] { "cur", "new", "tmp" }) Directory.CreateDirectory(Path.Combine(folder, "mail", box));
        Tool.Run("chown", "-R", "nobody", Path.Combine(folder, "mail")).GetAwaiter().GetResult();
        File.WriteAllText(Path.Combine(folder, "users"), $"{User}:{{PLAIN}}{Password}\n");
        if (tokens is not null)
            File.WriteAllText(Path.Combine(folder, "tokens"), $"""
                introspection_mode = post
                introspection_url = http://{OpenIdServer.IntrospectionUser}@localhost:{tokens.Port}/token/introspection
                username_attribute = username
                active_attribute = active
                active_value = true

                """);
        File.WriteAllText(Path.Combine(folder, "dovecot.conf"), $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/state
            log_path = {{folder}}/log
            protocols = imap{{(relay is null ? "" : " submission")}}
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            auth_mechanisms = {{(tokens is null ? "plain login" : "xoauth2")}}
            mail_location = maildir:{{folder}}/mail
            default_internal_user = nobody
            default_internal_group = nogroup
            default_login_user = nobody
            mail_fsync = never
            {{(idle ? "" : "imap_capability = IMAP4rev1 UIDPLUS MOVE LITERAL+\n")}}passdb {
              driver = {{(tokens is null ? "passwd-file" : "oauth2")}}
              {{(tokens is null ? "" : "mechanisms = xoauth2")}}
              args = {{folder}}/{{(tokens is null ? "users" : "tokens")}}
            }
            userdb {
              driver = static
              args = uid=nobody gid=nogroup home={{folder}}/home
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            {{(relay is null ? "" : $$"""
            submission_relay_host = 127.0.0.1
            submission_relay_port = {{relay}}
            service submission-login {
              chroot =
              inet_listener submission {
                port = {{SubmissionPort}}
              }
            }
            """)}}

            """);
        Start();
    }

    public int Port { get; } = ServerProcess.FreePort();
    public int SubmissionPort { get; } = ServerProcess.FreePort();

    /// <summary>Where a mail server delivers, as the user nobody.</summary>
    public string Maildir => Path.Combine(folder, "mail");

    public async Task Holds(int mails, TimeSpan patience)
    {
        int Count() => Directory.GetFiles(Path.Combine(Maildir, "new")).Length + Directory.GetFiles(Path.Combine(Maildir, "cur")).Length;
        for (var waited = Stopwatch.StartNew(); Count() < mails; await Task.Delay(50)) Assert.True(waited.Elapsed < patience, $"{Count()} of {mails} mails were delivered after {patience}");
    }

    public string Log => File.Exists(Path.Combine(folder, "log")) ? File.ReadAllText(Path.Combine(folder, "log")) : "";

    public void Start()
    {
        process = Process.Start(new ProcessStartInfo("/usr/sbin/dovecot", ["-F", "-c", Path.Combine(folder, "dovecot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var i = 0; ; i++)
        {
            try { using var probe = new TcpClient("127.0.0.1", Port); return; }
            catch (SocketException) when (i < 200 && !process.HasExited) { Task.Delay(50).GetAwaiter().GetResult(); }
            catch (SocketException) { Assert.Fail($"dovecot did not start: {Log}"); }
        }
    }

    public void Stop()
    {
        using (var ask = Process.Start("kill", ["-TERM", $"{process!.Id}"])!) ask.WaitForExit();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>A mail arrives, as a mail server delivers it: whole or not at all.</summary>
    public void Deliver(byte[] raw, bool seen = false, DateTimeOffset? at = null)
    {
        var name = $"{1_700_000_000 + Interlocked.Increment(ref delivered)}.M{Environment.TickCount64}P{Environment.ProcessId}.test";
        var temporary = Path.Combine(folder, "mail", "tmp", name);
        File.WriteAllBytes(temporary, raw);
        File.SetUnixFileMode(temporary, (UnixFileMode)0b110_110_110);
        if (at is { } then) File.SetLastWriteTimeUtc(temporary, then.UtcDateTime);
        File.Move(temporary, seen ? Path.Combine(folder, "mail", "cur", name + ":2,S") : Path.Combine(folder, "mail", "new", name));
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(folder, recursive: true);
    }
}
