// steward tls: makes a local certificate authority and a server certificate, for service workers, cameras and passkeys need HTTPS.
using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Steward.Platform.Settings;

namespace Steward.Commands;

static class TlsCommand
{
    static readonly Argument<string[]> Names = new("NAME") { Description = "Host names and addresses that people use, e.g. steward.example 10.20.100.5", Arity = ArgumentArity.ZeroOrMore };
    static readonly Option<int> Port = new("--port") { Description = "HTTPS port to listen on.", DefaultValueFactory = _ => 5443 };

    public static Command Command()
    {
        var command = new Command("tls", "Makes a local CA (kept in the data folder) and a server certificate, and sets both in steward.json. 生成 HTTPS 证书") { Names, Port };
        command.SetAction(parsed =>
        {
            var (folder, settings) = Installation.Open(parsed);
            string[] names = parsed.GetValue(Names) is { Length: > 0 } given ? given : ["localhost", "127.0.0.1"];
            var (authority, certificate, key) = Make(folder, names, TimeProvider.System.Now());
            var urls = settings.Urls.Where(u => !u.StartsWith("https:", StringComparison.Ordinal)).Append($"https://*:{parsed.GetValue(Port)}").ToList();
            settings = settings with { Tls = new() { Certificate = certificate, Key = key }, Urls = urls, PublicUrl = $"https://{names[0]}{(parsed.GetValue(Port) == 443 ? "" : $":{parsed.GetValue(Port)}")}" };
            settings.Keep(folder);
            new Output(parsed.GetValue(Shared.Json)).Say(new { authority, certificate, key, names }, $"Server certificate for {string.Join(", ", names)}: {certificate}", $"Let browsers trust the authority {authority} and start the server anew; then people open {settings.PublicUrl}");
            return Exit.AllGood;
        });
        return command;
    }

    static (string Authority, string Certificate, string Key) Make(DataFolder folder, string[] names, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder.Tls);
        string In(string name) => Path.Combine(folder.Tls, name);
        using var authority = Authority(In("ca.crt"), In("ca.key"), now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address); else alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        // Browsers refuse server certificates valid for more than 398 days.
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(390), RandomNumberGenerator.GetBytes(16));
        System.IO.File.WriteAllText(In("server.crt"), certificate.ExportCertificatePem() + "\n" + authority.ExportCertificatePem() + "\n");
        WriteSecret(In("server.key"), key.ExportPkcs8PrivateKeyPem());
        return (In("ca.crt"), In("server.crt"), In("server.key"));
    }

    static X509Certificate2 Authority(string certificatePath, string keyPath, DateTimeOffset now)
    {
        if (System.IO.File.Exists(certificatePath)) return X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest("CN=Steward local authority", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        System.IO.File.WriteAllText(certificatePath, authority.ExportCertificatePem() + "\n");
        WriteSecret(keyPath, key.ExportPkcs8PrivateKeyPem());
        return authority;
    }

    static void WriteSecret(string path, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(pem + "\n"));
    }
}
