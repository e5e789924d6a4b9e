// A real directory (OpenLDAP) on a port of its own, with people, groups and, if wanted, TLS; people come and go while it runs.
using System.Diagnostics;
using System.DirectoryServices.Protocols;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Steward.Platform.Settings;

namespace Steward.Fixtures;

public sealed class Slapd : IDisposable
{
    public const string Base = "dc=example,dc=com", People = $"ou=people,{Base}", Groups = $"ou=groups,{Base}", Password = "Their-Own-Words-9";
    const string Root = $"cn=admin,{Base}", RootPassword = "secret-of-the-directory";

    readonly string folder = Directory.CreateTempSubdirectory("steward-slapd").FullName;
    Process? process;

    public int Port { get; } = ServerProcess.FreePort();
    public int TlsPort { get; } = ServerProcess.FreePort();
    /// <summary>The certificate, which is its own authority.</summary>
    public string Certificate => Path.Combine(folder, "tls.pem");

    public Slapd()
    {
        Directory.CreateDirectory(Path.Combine(folder, "db"));
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "slapd.conf"), $"""
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            pidfile {folder}/slapd.pid
            TLSCertificateFile {Certificate}
            TLSCertificateKeyFile {folder}/tls.key
            database mdb
            suffix "{Base}"
            rootdn "{Root}"
            rootpw {RootPassword}
            directory {folder}/db
            access to attrs=userPassword by anonymous auth by * none
            access to * by dn.exact="cn=reader,{Base}" read by anonymous auth by * none

            """);
        Start();
        using var admin = Connect();
        Add(admin, Base, "dcObject", ("objectClass", "organization"), ("o", "XX企业"), ("dc", "example"));
        Add(admin, People, "organizationalUnit", ("ou", "people"));
        Add(admin, Groups, "organizationalUnit", ("ou", "groups"));
        Add(admin, $"cn=reader,{Base}", "organizationalRole", ("objectClass", "simpleSecurityObject"), ("cn", "reader"), ("userPassword", "reads-only-7"));
    }

    public void Start()
    {
        process = Process.Start(new ProcessStartInfo("/usr/sbin/slapd", ["-d", "0", "-f", Path.Combine(folder, "slapd.conf"), "-h", $"ldap://127.0.0.1:{Port} ldaps://127.0.0.1:{TlsPort}"]) { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var i = 0; ; i++)
        {
            try { using var probe = new TcpClient("127.0.0.1", TlsPort); return; }
            catch (SocketException) when (i < 200 && !process.HasExited) { Task.Delay(50).GetAwaiter().GetResult(); }
        }
    }

    public void Stop()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public DirectorySettings Settings(params RoleMapping[] roles) => new()
    {
        Url = $"ldap://127.0.0.1:{Port}", StartTls = false, BindName = $"cn=reader,{Base}", BindPassword = "reads-only-7", People = People, Groups = Groups, DisabledFilter = "(employeeType=disabled)", Roles = roles,
    };

    public void Person(string user, string name, string mail = "", params string[] groups)
    {
        using var admin = Connect();
        Add(admin, Entry(user), "inetOrgPerson", [("uid", user), ("cn", name), ("sn", name), ("userPassword", Password), .. mail.Length > 0 ? [("mail", mail)] : Array.Empty<(string, string)>()]);
        foreach (var group in groups) Join(user, group);
    }

    public void Join(string user, string group)
    {
        using var admin = Connect();
        try { admin.SendRequest(new ModifyRequest($"cn={group},{Groups}", DirectoryAttributeOperation.Add, "member", Entry(user))); }
        catch (DirectoryOperationException fault) when (fault.Response.ResultCode == ResultCode.NoSuchObject) { Add(admin, $"cn={group},{Groups}", "groupOfNames", ("cn", group), ("member", Entry(user)), ("member", $"cn=reader,{Base}")); }
    }

    public void LeaveGroup(string user, string group) => Change($"cn={group},{Groups}", DirectoryAttributeOperation.Delete, "member", Entry(user));
    public void Disable(string user) => Change(Entry(user), DirectoryAttributeOperation.Add, "employeeType", "disabled");

    public void Remove(string user)
    {
        using var admin = Connect();
        admin.SendRequest(new DeleteRequest(Entry(user)));
    }

    public static string Entry(string user) => $"uid={user},{People}";

    void Change(string entry, DirectoryAttributeOperation how, string attribute, string value)
    {
        using var admin = Connect();
        admin.SendRequest(new ModifyRequest(entry, how, attribute, value));
    }

    static void Add(LdapConnection admin, string entry, string kind, params (string Name, string Value)[] attributes)
    {
        var request = new AddRequest(entry, kind);
        foreach (var group in attributes.GroupBy(a => a.Name))
            if (group.Key == "objectClass") foreach (var (_, value) in group) request.Attributes[0].Add(value);
            else request.Attributes.Add(new DirectoryAttribute(group.Key, [.. group.Select(a => a.Value)]));
        admin.SendRequest(request);
    }

    LdapConnection Connect()
    {
        var admin = new LdapConnection(new LdapDirectoryIdentifier("127.0.0.1", Port)) { AuthType = AuthType.Basic, Credential = new NetworkCredential(Root, RootPassword) };
        admin.SessionOptions.ProtocolVersion = 3;
        admin.Bind();
        return admin;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(folder, recursive: true);
    }
}
