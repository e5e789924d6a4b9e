// Every setting of an installation in one typed file, steward.json; a key that Steward does not know is refused, not ignored.
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Steward.Platform.Audit;
using Steward.Platform.Files;

namespace Steward.Platform.Settings;

/// <summary>The whole of <c>steward.json</c>. Every part has sensible defaults, so the file may be absent.</summary>
public sealed record StewardSettings
{
    /// <summary>Addresses to listen on.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://localhost:5080"];
    /// <summary>The address under which people reach Steward; used in mails and reports.</summary>
    public string PublicUrl { get; init; } = "http://localhost:5080";
    public DatabaseSettings Database { get; init; } = new();
    public MailSettings Mail { get; init; } = new();
    public SignInSettings SignIn { get; init; } = new();
    public DirectorySettings Directory { get; init; } = new();
    public OpenIdSettings OpenId { get; init; } = new();
    public FileSettings Files { get; init; } = new();
    public TlsSettings Tls { get; init; } = new();
    public RateSettings Rate { get; init; } = new();
    public TelemetrySettings Telemetry { get; init; } = new();
    public MonitoringSettings Monitoring { get; init; } = new();
    public AlertingSettings Alerting { get; init; } = new();
    public ProblemSettings Problems { get; init; } = new();
    /// <summary>Hosts beside those of the makers where robots of enterprise chats live: installations of one's own.</summary>
    public IReadOnlyList<string> ChatHosts { get; init; } = [];
    /// <summary>Hosts of one's own network that webhooks may call and that the audit log may be forwarded to; hosts of the open network may be called anyhow, by TLS.</summary>
    public IReadOnlyList<string> WebhookHosts { get; init; } = [];
    public KnowledgeSettings Knowledge { get; init; } = new();
    public AuditSettings Audit { get; init; } = new();
    /// <summary>Addresses of reverse proxies whose X-Forwarded-* headers are believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];
    /// <summary>Shows the demo accounts on the sign-in page. Set by <c>steward demo</c>, never by hand in production.</summary>
    public bool Demo { get; init; }

    static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // people read and write it
    };

    public static StewardSettings Load(DataFolder folder) =>
        File.Exists(folder.SettingsFile) ? Parse(File.ReadAllText(folder.SettingsFile)) : new StewardSettings();

    /// <exception cref="SettingsException">A key is unknown or a value cannot be read; the message names path and line.</exception>
    public static StewardSettings Parse(string text)
    {
        StewardSettings settings;
        try { settings = JsonSerializer.Deserialize<StewardSettings>(text, Strict) ?? new StewardSettings(); }
        catch (JsonException fault)
        {
            throw new SettingsException(fault.Path ?? "$", (fault.LineNumber ?? 0) + 1, SettingsFaults.Reason(fault));
        }
        return SettingsFaults.Of(settings) is { } wrong ? throw new SettingsException(wrong.Path, SettingsFaults.LineOf(text, wrong.Path), wrong.Reason) : settings;
    }

    /// <summary>For settings that the command line has changed.</summary>
    public void Check()
    {
        if (SettingsFaults.Of(this) is { } wrong) throw new SettingsException(wrong.Path, 0, wrong.Reason);
    }

    /// <summary>The same without what is marked <see cref="SecretAttribute"/>.</summary>
    public StewardSettings Shown()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Write())!;
        foreach (var (path, _) in Secrets())
        {
            var section = path[..^1].Aggregate(json, (node, name) => node![name]!);
            section[path[^1]] = "•••";
        }
        return json.Deserialize<StewardSettings>(Strict)!;
    }

    /// <summary>Every secret that is set, with the names that lead to it.</summary>
    public IEnumerable<(string[] Path, string Value)> Secrets() => SecretsIn(this, []);

    static IEnumerable<(string[] Path, string Value)> SecretsIn(object part, string[] path)
    {
        foreach (var property in part.GetType().GetProperties())
        {
            string[] here = [.. path, JsonNamingPolicy.CamelCase.ConvertName(property.Name)];
            if (property.GetValue(part) is not { } value) continue;
            if (value is string { Length: > 0 } secret && property.IsDefined(typeof(SecretAttribute), false)) yield return (here, secret);
            else if (property.PropertyType.Namespace == typeof(StewardSettings).Namespace)
                foreach (var inner in SecretsIn(value, here)) yield return inner;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Strict);

    /// <summary>Writes the settings file: what it names already and what differs from the defaults, so that it stays as short as people keep it. Only its owner may read it.</summary>
    public void Keep(DataFolder folder)
    {
        var had = File.Exists(folder.SettingsFile) ? JsonNode.Parse(File.ReadAllText(folder.SettingsFile), null, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) : null;
        var kept = Worth(JsonNode.Parse(Write())!.AsObject(), JsonNode.Parse(new StewardSettings().Write())!.AsObject(), had as JsonObject);
        var next = folder.SettingsFile + ".next";
        using (var file = Disk.MakeFile(next, FileMode.Create))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(kept, Strict));
            file.Write("\n"u8);
            file.Flush(flushToDisk: true);
        }
        Disk.Rename(next, folder.SettingsFile);
    }

    static JsonObject Worth(JsonObject mine, JsonObject usual, JsonObject? had) => new(mine
        .Where(p => had?.ContainsKey(p.Key) == true || !JsonNode.DeepEquals(p.Value, usual[p.Key]))
        .Select(p => KeyValuePair.Create(p.Key, p.Value is JsonObject part ? Worth(part, usual[p.Key]!.AsObject(), had?[p.Key] as JsonObject) : p.Value?.DeepClone())));
}

public sealed class SettingsException(string path, long line, string reason) : Exception(line > 0 ? $"steward.json, line {line}, {path}: {reason}" : $"{path}: {reason}")
{
    public string SettingPath => path;
    public long Line => line;
    public string Reason => reason;
}

/// <summary>Empty: SQLite in the data directory. Otherwise an Npgsql connection string, e.g. <c>Host=db;Database=steward;Username=steward;Password=…</c>.</summary>
public sealed record DatabaseSettings
{
    [Secret]
    public string Connection { get; init; } = "";
}

/// <summary>The mail server that takes our mail; empty host means that mails are kept as "not sent" and shown so.</summary>
public sealed record MailSettings
{
    public string Host { get; init; } = "";
    public int Port { get; init; } = 25;
    /// <summary>none, startTls or tls.</summary>
    public string Security { get; init; } = "startTls";
    public string UserName { get; init; } = "";
    [Secret]
    public string Password { get; init; } = "";
    /// <summary>For a server that takes tokens instead of a password (XOAUTH2).</summary>
    public MailTokenSettings Token { get; init; } = new();
    public string From { get; init; } = "steward@localhost";
    /// <summary>From how many mails of one sender within an hour on the next ones wait in quarantine: two machines that answer each other end there.</summary>
    public int MostPerSenderAnHour { get; init; } = 60;
    /// <summary>Seconds for which a public reply written on a ticket's page waits before it goes out, so that its author can take it back; 0 sends at once.</summary>
    public int ReplyDelaySeconds { get; init; } = 10;
}

/// <summary>Who gives the token by which mail is sent (OAuth 2.0), and how he is asked. Without an address the password counts.</summary>
public sealed record MailTokenSettings
{
    public string Url { get; init; } = "";
    public string ClientId { get; init; } = "";
    [Secret]
    public string ClientSecret { get; init; } = "";
    public string Scope { get; init; } = "";
    /// <summary>Of a mailbox whose owner allowed it once; empty: Steward asks in its own name (client credentials). One that the giver replaces at each use does not work here.</summary>
    [Secret]
    public string RefreshToken { get; init; } = "";
}

public sealed record SignInSettings
{
    public int MinimumPasswordLength { get; init; } = 10;
    public int LockAfterFailures { get; init; } = 5;
    public int LockMinutes { get; init; } = 15;
    public int IdleMinutes { get; init; } = 60;
    public int LongestHours { get; init; } = 12;
    /// <summary>Of whom a second factor (authenticator app or passkey) is required: optional, staff (the provider's side) or everyone.</summary>
    public string SecondFactor { get; init; } = SecondFactorPolicy.Optional;
}

public static class SecondFactorPolicy
{
    public const string Optional = "optional", Staff = "staff", Everyone = "everyone";
}

/// <summary>The company's own directory (LDAP, Active Directory), whose people sign in with the password they have there. Empty address: none.</summary>
public sealed record DirectorySettings
{
    /// <summary>ldap://host:389 or ldaps://host:636. Its certificate must be known to the machine.</summary>
    public string Url { get; init; } = "";
    /// <summary>On ldap:// the line is encrypted before anything is said. Only for trials without.</summary>
    public bool StartTls { get; init; } = true;
    /// <summary>Who searches; empty: anybody may.</summary>
    public string BindName { get; init; } = "";
    [Secret]
    public string BindPassword { get; init; } = "";
    /// <summary>Where people stand, such as <c>ou=people,dc=example,dc=com</c>, and how one is found by user name ({0}).</summary>
    public string People { get; init; } = "";
    public string PersonFilter { get; init; } = "(uid={0})";
    /// <summary>An entry to which this applies may not sign in; Active Directory: <c>(userAccountControl:1.2.840.113556.1.4.803:=2)</c>.</summary>
    public string DisabledFilter { get; init; } = "";
    /// <summary>Where groups stand (empty: with the people), and how those of a person are found by the name of the entry ({0}).</summary>
    public string Groups { get; init; } = "";
    public string GroupFilter { get; init; } = "(member={0})";
    public string NameAttribute { get; init; } = "cn";
    public string MailAttribute { get; init; } = "mail";
    public int TimeoutSeconds { get; init; } = 5;
    public IReadOnlyList<RoleMapping> Roles { get; init; } = [];
}

/// <summary>An OpenID provider (Keycloak, Entra ID, …); empty address: none. There, <c>{publicUrl}/sign-in/provider/answer</c> must be allowed as a redirect.</summary>
public sealed record OpenIdSettings
{
    /// <summary>On the button: "Sign in with …".</summary>
    public string Name { get; init; } = "";
    /// <summary>The issuer's address; what it offers is read from /.well-known/openid-configuration under it.</summary>
    public string Authority { get; init; } = "";
    public string ClientId { get; init; } = "";
    /// <summary>Empty for a client without one: PKCE is used in any case.</summary>
    [Secret]
    public string ClientSecret { get; init; } = "";
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile", "email"];
    public string UserNameClaim { get; init; } = "preferred_username";
    public string GroupsClaim { get; init; } = "groups";
    public IReadOnlyList<RoleMapping> Roles { get; init; } = [];
}

/// <summary>Whoever is in <see cref="Group"/> (its short or whole name) has <see cref="Role"/>, for one customer (by short name) or for all.</summary>
public sealed record RoleMapping
{
    public string Group { get; init; } = "";
    public string Role { get; init; } = "";
    public string Customer { get; init; } = "";
}

public sealed record FileSettings
{
    public long LargestBytes { get; init; } = 20 * 1024 * 1024;
    /// <summary>Allowed endings; what a file claims to be must also be what its first bytes say.</summary>
    public IReadOnlyList<string> Types { get; init; } = ["png", "jpg", "jpeg", "gif", "webp", "pdf", "txt", "log", "csv", "docx", "xlsx", "pptx", "zip", "eml", "mp4"];
}

/// <summary>A PEM certificate and key; <c>steward tls</c> makes a local authority and writes both here.</summary>
public sealed record TlsSettings
{
    public string Certificate { get; init; } = "";
    public string Key { get; init; } = "";
}

/// <summary>Requests a client may make: a bucket of <see cref="Burst"/> that refills at <see cref="PerSecond"/>; sign-in has its own, stricter one.</summary>
public sealed record RateSettings
{
    /// <summary>The ticks of a minute.</summary>
    public const int MostPerMinute = 600_000_000;

    public int Burst { get; init; } = 600;
    public int PerSecond { get; init; } = 200;
    public int SignInPerMinute { get; init; } = 30;
    /// <summary>Requests a minute of one API token on one node, unless the token has a figure of its own; so many at once, and refilled by as many a minute.</summary>
    public int TokenPerMinute { get; init; } = 3000;
    /// <summary>So many pages of one person are kept up to date at once; further ones show what they were drawn with.</summary>
    public int StreamsPerUser { get; init; } = 12;
}

public sealed record TelemetrySettings
{
    /// <summary>OTLP address for traces and metrics; empty sends nothing. /metrics is always there for whoever holds the right.</summary>
    public string Otlp { get; init; } = "";
}

public sealed record MonitoringSettings
{
    /// <summary>A check of which nothing is heard for more than so many of its intervals is blind.</summary>
    public int GraceIntervals { get; init; } = 3;
    /// <summary>The address of a VictoriaMetrics that keeps the samples, as several nodes need; empty: files in the data folder.</summary>
    public string MetricsUrl { get; init; } = "";
    /// <summary>So many whole months of samples are kept in the data folder besides the present one.</summary>
    public int KeepMonths { get; init; } = 13;
}

public sealed record AlertingSettings
{
    /// <summary>An alert of another system that does not say when it ends is over when it is not sent again for so many seconds.</summary>
    public int ResolveTimeoutSeconds { get; init; } = 300;
    /// <summary>Whether the end of an alert solves its ticket; otherwise it is noted there, and people solve it.</summary>
    public bool ResolveTickets { get; init; }
    /// <summary>Whether alerts that are for information only open tickets too.</summary>
    public bool TicketsForInfo { get; init; }
}

/// <summary>When repeated incidents propose a problem, and how long a mended one is watched.</summary>
public sealed record ProblemSettings
{
    /// <summary>So many incidents of one service and kind are a trend (M-187).</summary>
    public int TrendTickets { get; init; } = 5;
    /// <summary>So many about one asset are.</summary>
    public int TrendAssetTickets { get; init; } = 3;
    /// <summary>Within so many days.</summary>
    public int TrendDays { get; init; } = 30;
    /// <summary>Days without recurrence after which a mended problem is closed.</summary>
    public int WatchDays { get; init; } = 30;
}

public sealed record KnowledgeSettings
{
    /// <summary>Months after which somebody should look whether an article still holds (M-258).</summary>
    public int ReviewMonths { get; init; } = 12;
    /// <summary>Months without use after which an article is listed as unused.</summary>
    public int UnusedMonths { get; init; } = 12;
    /// <summary>So many tickets of a category without an article are a gap.</summary>
    public int GapTickets { get; init; } = 5;
    /// <summary>Within so many days.</summary>
    public int GapDays { get; init; } = 90;
}

/// <summary>Where the audit log goes outside this installation.</summary>
public sealed record AuditSettings
{
    public SyslogSettings Syslog { get; init; } = new();
    /// <summary>To whom the number and hash of the log's last line go once a day by mail; empty: to nobody.</summary>
    public string AnchorMail { get; init; } = "";
}

/// <summary>The receiver to which every line of the audit log is forwarded, by syslog over TLS (RFC 5425). Empty host: none. A host of one's own network must stand in webhookHosts too.</summary>
public sealed record SyslogSettings
{
    public string Host { get; init; } = "";
    public int Port { get; init; } = 6514;
    /// <summary>The name in the receiver's certificate; empty: its host.</summary>
    public string ServerName { get; init; } = "";
    /// <summary>A PEM file with the authority that signs the receiver's certificate; empty: those that the machine knows.</summary>
    public string Authority { get; init; } = "";
    /// <summary>PEM files of our own certificate and key, where the receiver wants one.</summary>
    public string Certificate { get; init; } = "";
    public string Key { get; init; } = "";
    /// <summary>Octets of one message; of a longer one the end of its text is left out. Every receiver takes 2048, and should take 8192 (RFC 5425 §4.3.1).</summary>
    public int LargestMessage { get; init; } = 8192;
}
