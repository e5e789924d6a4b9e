// The line to the syslog receiver: TLS with its certificate checked, and the proof that it has read everything.
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Platform.Audit.Outside;

/// <summary>
/// Syslog acknowledges nothing, so a batch is a connection: everything is written, then TLS is closed (close_notify, RFC 5425 §4.4), and the receiver closes once it has read up to there. That it closed with everything
/// read is what TCP says: an end without a reset, and all of ours acknowledged. Anything else counts as not delivered, and the batch is sent again.
/// </summary>
sealed class SyslogLine(StewardSettings settings)
{
    /// <summary>As the connection stands in <c>tcp_info</c> of Linux when both sides have closed it.</summary>
    const byte Closed = 7;
    const int Tcp = 6, TcpInfo = 11;

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    public async Task Send(IEnumerable<byte[]> messages, CancellationToken stop)
    {
        var to = settings.Audit.Syslog;
        using var socket = await OutsideAddress.Open(new DnsEndPoint(to.Host, to.Port), settings.WebhookHosts, stop);
        await using var tls = new SslStream(new NetworkStream(socket));
        await tls.AuthenticateAsClientAsync(Options(to), stop);
        var buffer = new BufferedStream(tls, 1 << 16);
        foreach (var message in messages) await buffer.WriteAsync(message, stop);
        await buffer.FlushAsync(stop);
        await tls.ShutdownAsync();
        socket.Shutdown(SocketShutdown.Send);
        await Taken(socket, stop);
    }

    static SslClientAuthenticationOptions Options(SyslogSettings to)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = to.ServerName.Length > 0 ? to.ServerName : to.Host };
        if (to.Authority.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(to.Authority);
            options.CertificateChainPolicy = policy;
        }
        if (to.Certificate.Length > 0) options.ClientCertificateContext = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(to.Certificate, to.Key), null);
        return options;
    }

    static async Task Taken(Socket socket, CancellationToken stop)
    {
        var rest = new byte[4096];
        while (await socket.ReceiveAsync(rest, SocketFlags.None, stop) > 0) { }
        if (!OperatingSystem.IsLinux()) return;
        // A receiver that went away before our last octets came resets the connection a moment after its end: only a connection that both have closed says that all was taken.
        var state = new byte[1];
        for (; ; await Task.Delay(Look, stop))
            if (socket.GetRawSocketOption(Tcp, TcpInfo, state) > 0 && state[0] == Closed) break;
        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int fault and not 0) throw new SocketException(fault);
    }
}
