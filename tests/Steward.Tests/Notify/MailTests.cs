// Mails go out through a real mail server (OpenSMTPD), in the reader's language, once each, and wait while it is away.
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Steward.Access;
using Steward.Fixtures;
using Steward.Platform.Data;
using Steward.Platform.Sweeps;
using Xunit;

namespace Steward.Notify;

/// <summary>OpenSMTPD on a free port, delivering everything into one folder, its own or one that is given.</summary>
sealed class MailServer : IDisposable
{
    // OpenSMTPD has one control socket for the machine: one at a time.
    static readonly SemaphoreSlim Alone = new(1, 1);

    readonly string folder = Directory.CreateTempSubdirectory("steward-mail").FullName, box;
    readonly Process process;

    public MailServer(int port, string? into = null)
    {
        Port = port;
        Alone.Wait();
        box = into ?? Directory.CreateDirectory(Path.Combine(folder, "box")).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        if (into is null) File.SetUnixFileMode(box, (UnixFileMode)0b111_111_111);
        var configuration = Path.Combine(folder, "smtpd.conf");
        File.WriteAllText(configuration, $$"""
            smtp limit max-mails 100000
            listen on 127.0.0.1 port {{port}}
            table everyone { "@" = "nobody" }
            action "keep" maildir "{{box}}" virtual <everyone>
            match from any for any action "keep"

            """);
        process = Process.Start(new ProcessStartInfo("smtpd", ["-d", "-f", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            for (var i = 0; ; i++)
                try { using var probe = new TcpClient("127.0.0.1", port); return; }
                catch (SocketException) when (i < 100 && !process.HasExited) { Task.Delay(50).GetAwaiter().GetResult(); }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; }

    /// <summary>Hands them over one after another; each is acknowledged before the next.</summary>
    public async Task Take(string recipient, IEnumerable<byte[]> mails)
    {
        using var client = new MailKit.Net.Smtp.SmtpClient();
        await client.ConnectAsync("127.0.0.1", Port, MailKit.Security.SecureSocketOptions.None);
        foreach (var raw in mails)
        {
            var mail = await MimeMessage.LoadAsync(new MemoryStream(raw));
            await client.SendAsync(mail, mail.From.Mailboxes.First(), [MailboxAddress.Parse(recipient)]);
        }
        await client.DisconnectAsync(quit: true);
    }

    public async Task<List<MimeMessage>> Mails(int atLeast)
    {
        var arrived = Path.Combine(box, "new");
        for (var i = 0; i < 200 && (!Directory.Exists(arrived) || Directory.GetFiles(arrived).Length < atLeast); i++) await Task.Delay(50);
        return Directory.Exists(arrived) ? [.. Directory.GetFiles(arrived).Select(f => MimeMessage.Load(f))] : [];
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        Directory.Delete(folder, recursive: true);
        Alone.Release();
    }
}

public sealed class MailTests
{
    [Fact]
    public async Task The_requester_hears_of_every_step_once_and_nothing_is_lost_while_the_mail_server_is_away()
    {
        var port = ServerProcess.FreePort();
        var (server, company) = await TestServer.WithCompany(adjust: s => s with { Mail = new() { Host = "127.0.0.1", Port = port, Security = "none", From = "desk@steward.example" } });
        await using var closing = server;
        using var agent = server.Client();
        await agent.SignIn(Company.UserOf(Role.Agent));
        var opened = await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" });
        await agent.Do($"tickets/{opened["id"]}/accept");
        // Nobody listens yet: the mails wait and say why.
        Assert.Equal(0, await Sweep(server));
        var waiting = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().ToListAsync());
        Assert.All(waiting, m => Assert.Equal((MailState.Waiting, 1), (m.State, m.Tries)));
        Assert.All(waiting, m => Assert.NotEmpty(m.Fault));

        using var smtp = new MailServer(port);
        server.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, await Sweep(server));
        Assert.Equal(0, await Sweep(server));
        var mails = await smtp.Mails(2);
        var number = opened["number"]!.GetValue<string>();
        Assert.Equal([$"[{number}] 已受理：打印机卡纸", $"[{number}] 已收到：打印机卡纸"], mails.Select(m => m.Subject).Order());
        Assert.All(mails, m => Assert.Contains($"/tickets/{opened["id"]}", m.TextBody));
        Assert.All(mails, m => Assert.Equal("auto-generated", m.Headers["Auto-Submitted"]));
        Assert.Equal(2, await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().CountAsync(m => m.State == MailState.Sent)));
    }

    /// <summary>As providers of mail in the cloud want it: no password, but a token that their provider of sign-in vouches for.</summary>
    [Fact]
    public async Task A_server_that_takes_tokens_only_is_handed_mails_with_a_token_of_its_provider()
    {
        using var provider = new OpenIdServer();
        await provider.Start(new Uri("http://localhost:5080"));
        using var smtp = new MailServer(ServerProcess.FreePort());
        using var front = new Dovecot(tokens: provider, relay: smtp.Port);
        foreach (var (secret, refresh, arrive) in new[] { ("Wrong-Words-1", "", 0), (OpenIdServer.MailSecret, "", 1), (OpenIdServer.MailSecret, await provider.RefreshToken(), 2) })
        {
            var (server, company) = await TestServer.WithCompany(adjust: s => s with
            {
                Mail = new() { Host = "127.0.0.1", Port = front.SubmissionPort, Security = "none", UserName = Dovecot.User, From = Dovecot.User, Token = new() { Url = provider.TokenUrl, ClientId = OpenIdServer.MailClient, ClientSecret = secret, RefreshToken = refresh, Scope = "mail" } },
            });
            await using var closing = server;
            using var agent = server.Client();
            await agent.SignIn(Company.UserOf(Role.Agent));
            await agent.Do("tickets", new { summary = "打印机卡纸", service = company.Service, requester = company.Contact, channel = "Phone" });
            Assert.Equal(Math.Min(arrive, 1), await Sweep(server));
            var mail = await server.As(s => s.GetRequiredService<StewardDb>().Set<Mail>().AsNoTracking().SingleAsync());
            if (arrive == 0) Assert.Contains("invalid_client", mail.Fault);
            else Assert.True(mail.State == MailState.Sent, $"{mail.Fault} {front.Log}");
            Assert.Equal(arrive, (await smtp.Mails(arrive)).Count);
        }
    }

    static Task<int> Sweep(TestServer server) => server.As(s => s.GetServices<ISweep>().Single(w => w.Name == "mail-out").RunOnce(server.Time.GetUtcNow(), default));
}
