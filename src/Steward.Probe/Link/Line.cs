// The line to the server: always opened from here, over TLS; plain http only to this same machine and only when asked for.
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Steward.Protocol;

namespace Steward.Probe.Link;

static class Line
{
    public static string Version { get; } = typeof(Line).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static Uri Checked(string server, bool insecure)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")) throw new ProbeException($"{server} is not an address such as https://steward.example.");
        if (address.Scheme == "http" && !(insecure && address.IsLoopback))
            throw new ProbeException(insecure ? "--insecure-http is for this same machine only (http://127.0.0.1)." : "The server's address must begin with https:// (for a trial on this same machine: --insecure-http).");
        return address;
    }

    /// <param name="authority">A PEM file: the authority that alone is trusted, instead of the system's.</param>
    public static HttpClient Client(Uri server, string? authority, string? credential = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        if (authority is not null)
        {
            var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            chain.CustomTrustStore.ImportFromPemFile(authority);
            handler.SslOptions.CertificateChainPolicy = chain;
        }
        var http = new HttpClient(handler) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add(Wire.Version, Version);
        if (credential is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(Wire.Scheme, credential);
        return http;
    }
}
