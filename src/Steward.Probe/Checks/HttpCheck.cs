// Fetches a page: status, a text in it, and how long its certificate is good.
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Steward.Protocol;

namespace Steward.Probe.Checks;

static class HttpCheck
{
    /// <summary>So much of a page is searched for the text.</summary>
    const int MostBytes = 1024 * 1024;

    static HttpCheck() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // many pages here are GB18030

    public static async Task<Look> Run(CheckOrder order, TimeProvider time, CancellationToken patience)
    {
        if (order.Http is not { } asked || !Uri.TryCreate(asked.Url, UriKind.Absolute, out var url)) return Look.Blind("no address that can be read");
        DateTimeOffset? until = null;
        var faults = SslPolicyErrors.None;
        // A new connection each time: a kept one would show neither the listener's state nor its certificate.
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero,
            SslOptions = new()
            {
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    if (certificate is System.Security.Cryptography.X509Certificates.X509Certificate2 shown) until = shown.NotAfter.ToUniversalTime();
                    faults = errors;
                    return errors == SslPolicyErrors.None || !asked.VerifyCertificate;
                },
            },
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, patience);
            var status = (int)answer.StatusCode;
            if (asked.Statuses is { Length: > 0 } good ? !good.Contains(status) : status is < 200 or >= 400) return Look.Down($"status {status}", until);
            if (asked.Contains.Length > 0 && !(await Text(answer, patience)).Contains(asked.Contains, StringComparison.Ordinal)) return Look.Down($"status {status}, but the text is not there", until);
            return until <= time.GetUtcNow() && asked.VerifyCertificate ? Look.Down("certificate expired", until) : Look.Up($"status {status}", until);
        }
        catch (HttpRequestException) when (faults != SslPolicyErrors.None && asked.VerifyCertificate) { return Look.Down($"certificate not good: {faults}", until); }
        catch (HttpRequestException fault) when (fault.InnerException is SocketException socket) { return Look.Of(socket); }
        catch (Exception fault) when (fault is HttpRequestException or IOException) { return Look.Down(fault.Message, until); }
    }

    static async Task<string> Text(HttpResponseMessage answer, CancellationToken patience)
    {
        var encoding = Encoding.UTF8;
        try { if (answer.Content.Headers.ContentType?.CharSet is { Length: > 0 } name) encoding = Encoding.GetEncoding(name.Trim('"')); }
        catch (ArgumentException) { }
        await using var body = await answer.Content.ReadAsStreamAsync(patience);
        var buffer = new byte[16 * 1024];
        using var read = new MemoryStream();
        while (read.Length < MostBytes && await body.ReadAsync(buffer, patience) is > 0 and var n) read.Write(buffer, 0, n);
        return encoding.GetString(read.GetBuffer(), 0, (int)read.Length);
    }
}
