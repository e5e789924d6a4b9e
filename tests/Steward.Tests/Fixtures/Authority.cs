// A certificate authority of the test's own: signs certificates for servers and clients, as PEM files.
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Steward.Fixtures;

public sealed class Authority : IDisposable
{
    static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), Until = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly string folder = Directory.CreateTempSubdirectory("steward-ca").FullName;
    readonly RSA key = RSA.Create(2048);
    readonly X509Certificate2 own;

    public Authority()
    {
        var request = new CertificateRequest("CN=Authority of the test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        own = request.CreateSelfSigned(From, Until);
        File.WriteAllText(Pem, own.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    public string Pem => Path.Combine(folder, "ca.pem");

    /// <summary>A certificate for a name, and for this machine's address where it is localhost.</summary>
    public (string Certificate, string Key) Sign(string name)
    {
        using var of = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", of, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost") names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(own, From, Until, RandomNumberGenerator.GetBytes(16));
        var (certificate, secret) = (Path.Combine(folder, $"{name}.pem"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(certificate, signed.ExportCertificatePem());
        File.WriteAllText(secret, of.ExportPkcs8PrivateKeyPem());
        return (certificate, secret);
    }

    public void Dispose()
    {
        own.Dispose();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
