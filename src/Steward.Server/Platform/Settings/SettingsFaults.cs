// Says in a person's words what is wrong with the settings: a key that is unknown, a value of the wrong kind, a value that cannot be meant.
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.Platform.Settings;

static class SettingsFaults
{
    static readonly string[] MailSecurity = ["none", "startTls", "tls"], SecondFactors = [SecondFactorPolicy.Optional, SecondFactorPolicy.Staff, SecondFactorPolicy.Everyone];

    /// <summary>The first value that cannot be meant, by its path.</summary>
    public static (string Path, string Reason)? Of(StewardSettings s)
    {
        foreach (var (path, good, reason) in Rules(s))
            if (!good) return ("$." + path, reason);
        return null;
    }

    static IEnumerable<(string Path, bool Good, string Reason)> Rules(StewardSettings s)
    {
        // No address at all is how commands build a server that does not listen.
        yield return ("urls", s.Urls.All(IsAddress), "each address is http:// or https:// with a host and a port, such as http://localhost:5080");
        yield return ("publicUrl", IsWeb(s.PublicUrl), "wants an address such as https://steward.example");
        yield return ("database.connection", IsConnection(s.Database.Connection), "wants a connection such as Host=localhost;Database=steward;Username=steward;Password=…, or nothing for the embedded database");
        yield return ("mail.port", s.Mail.Port is > 0 and < 65536, "wants a port between 1 and 65535");
        yield return ("mail.security", MailSecurity.Contains(s.Mail.Security, StringComparer.OrdinalIgnoreCase), $"wants one of {string.Join(", ", MailSecurity)}");
        yield return ("mail.mostPerSenderAnHour", s.Mail.MostPerSenderAnHour > 0, "wants a number above 0");
        yield return ("mail.token.url", s.Mail.Token.Url.Length == 0 || Uri.TryCreate(s.Mail.Token.Url, UriKind.Absolute, out var giver) && (giver.Scheme == Uri.UriSchemeHttps || giver.IsLoopback), "wants an address with https://");
        yield return ("mail.token.clientId", s.Mail.Token.Url.Length == 0 || s.Mail.Token.ClientId.Length > 0, "wants the client's id where mail.token.url is set");
        yield return ("mail.userName", s.Mail.Token.Url.Length == 0 || s.Mail.UserName.Length > 0, "wants the mailbox that sends where mail.token.url is set");
        yield return ("mail.from", s.Mail.From.Contains('@'), "wants a mail address");
        yield return ("signIn.minimumPasswordLength", s.SignIn.MinimumPasswordLength is >= 8 and <= 128, "wants a number between 8 and 128");
        yield return ("signIn.lockAfterFailures", s.SignIn.LockAfterFailures > 0, "wants a number above 0");
        yield return ("signIn.lockMinutes", s.SignIn.LockMinutes > 0, "wants minutes above 0");
        yield return ("signIn.idleMinutes", s.SignIn.IdleMinutes > 0, "wants minutes above 0");
        yield return ("signIn.longestHours", s.SignIn.LongestHours > 0, "wants hours above 0");
        yield return ("signIn.secondFactor", SecondFactors.Contains(s.SignIn.SecondFactor), $"wants one of {string.Join(", ", SecondFactors)}");
        yield return ("directory.url", s.Directory.Url.Length == 0 || Uri.TryCreate(s.Directory.Url, UriKind.Absolute, out var ldap) && ldap.Scheme is "ldap" or "ldaps", "wants an address such as ldaps://directory.example:636, or nothing");
        yield return ("directory.people", s.Directory.Url.Length == 0 || s.Directory.People.Length > 0, "wants the place where people stand, such as ou=people,dc=example,dc=com");
        yield return ("directory.personFilter", IsFilter(s.Directory.PersonFilter), "wants a filter in brackets with {0} for the user name, such as (uid={0})");
        yield return ("directory.groupFilter", IsFilter(s.Directory.GroupFilter), "wants a filter in brackets with {0} for the entry's name, such as (member={0})");
        yield return ("directory.timeoutSeconds", s.Directory.TimeoutSeconds is >= 1 and <= 60, "wants seconds between 1 and 60");
        yield return ("openId.authority", s.OpenId.Authority.Length == 0 || IsWeb(s.OpenId.Authority), "wants an address such as https://login.example, or nothing");
        yield return ("openId.clientId", s.OpenId.Authority.Length == 0 || s.OpenId.ClientId.Length > 0, "wants the name under which the provider knows Steward");
        yield return ("openId.name", s.OpenId.Authority.Length == 0 || s.OpenId.Name.Length > 0, "wants the words for the button of the sign-in page");
        yield return ("openId.scopes", s.OpenId.Scopes.Contains("openid"), "wants openid among them");
        yield return ("chatHosts", s.ChatHosts.All(h => Uri.CheckHostName(h) != UriHostNameType.Unknown), "each is a host name, such as chat.example");
        yield return ("webhookHosts", s.WebhookHosts.All(h => Uri.CheckHostName(h) != UriHostNameType.Unknown), "each is a host name, such as erp.example");
        yield return ("files.largestBytes", s.Files.LargestBytes > 0, "wants a number of bytes above 0");
        yield return ("tls.key", s.Tls.Certificate.Length == 0 == (s.Tls.Key.Length == 0), "certificate and key are given together or not at all");
        yield return ("rate.burst", s.Rate.Burst > 0, "wants a number above 0");
        yield return ("rate.perSecond", s.Rate.PerSecond > 0, "wants a number above 0");
        yield return ("rate.signInPerMinute", s.Rate.SignInPerMinute > 0, "wants a number above 0");
        yield return ("rate.tokenPerMinute", s.Rate.TokenPerMinute is > 0 and <= RateSettings.MostPerMinute, $"wants a number between 1 and {RateSettings.MostPerMinute}: a bucket cannot be refilled more often than the machine's clock ticks");
        yield return ("rate.streamsPerUser", s.Rate.StreamsPerUser is >= 1 and <= 1000, "wants a number between 1 and 1000");
        yield return ("telemetry.otlp", s.Telemetry.Otlp.Length == 0 || IsWeb(s.Telemetry.Otlp), "wants an address such as http://collector:4317, or nothing");
        yield return ("monitoring.graceIntervals", s.Monitoring.GraceIntervals is >= 1 and <= 100, "wants a number between 1 and 100");
        yield return ("alerting.resolveTimeoutSeconds", s.Alerting.ResolveTimeoutSeconds is >= 10 and <= 86400, "wants seconds between 10 and 86400");
        yield return ("problems.trendTickets", s.Problems.TrendTickets is >= 2 and <= 10_000, "wants a number between 2 and 10000");
        yield return ("problems.trendAssetTickets", s.Problems.TrendAssetTickets is >= 2 and <= 10_000, "wants a number between 2 and 10000");
        yield return ("problems.trendDays", s.Problems.TrendDays is >= 1 and <= 365, "wants days between 1 and 365");
        yield return ("problems.watchDays", s.Problems.WatchDays is >= 1 and <= 365, "wants days between 1 and 365");
        yield return ("monitoring.metricsUrl", s.Monitoring.MetricsUrl.Length == 0 || IsWeb(s.Monitoring.MetricsUrl), "wants an address such as http://metrics:8428, or nothing");
        yield return ("monitoring.keepMonths", s.Monitoring.KeepMonths is >= 1 and <= 1200, "wants a number of months between 1 and 1200");
        var syslog = s.Audit.Syslog;
        yield return ("audit.syslog.host", syslog.Host.Length == 0 || Uri.CheckHostName(syslog.Host) != UriHostNameType.Unknown, "wants a host name such as siem.example, or nothing");
        yield return ("audit.syslog.host", !IPAddress.TryParse(syslog.Host, out var receiver) || Web.OutsideAddress.IsPublic(receiver) || s.WebhookHosts.Contains(syslog.Host), $"lies in one's own network: name it in webhookHosts too, as \"webhookHosts\": [\"{syslog.Host}\"]");
        yield return ("audit.syslog.port", syslog.Port is > 0 and < 65536, "wants a port between 1 and 65535");
        yield return ("audit.syslog.authority", syslog.Authority.Length == 0 || IsPem(syslog.Authority, "CERTIFICATE"), "wants a PEM file with the certificate of the authority, such as /etc/steward/siem-ca.pem, or nothing");
        yield return ("audit.syslog.key", syslog.Certificate.Length == 0 == (syslog.Key.Length == 0), "certificate and key are given together or not at all");
        yield return ("audit.syslog.certificate", syslog.Certificate.Length == 0 || IsPem(syslog.Certificate, "CERTIFICATE"), "wants a PEM file with Steward's own certificate, or nothing");
        yield return ("audit.syslog.key", syslog.Key.Length == 0 || IsPem(syslog.Key, "PRIVATE KEY"), "wants a PEM file with the key of Steward's own certificate, readable by the user of the server");
        yield return ("audit.syslog.largestMessage", syslog.LargestMessage is >= 2048 and <= 1 << 20, "wants a number of octets between 2048 and 1048576");
        yield return ("audit.anchorMail", s.Audit.AnchorMail.Length == 0 || s.Audit.AnchorMail.Contains('@'), "wants a mail address, or nothing");
        yield return ("trustedProxies", s.TrustedProxies.All(p => IPAddress.TryParse(p, out _)), "wants IP addresses");
    }

    static bool IsPem(string file, string what)
    {
        try { return File.ReadAllText(file).Contains(what + "-----", StringComparison.Ordinal); }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException) { return false; }
    }

    static bool IsFilter(string text) => text is ['(', .., ')'] && text.Contains("{0}", StringComparison.Ordinal);

    static bool IsConnection(string text)
    {
        try { return text.Length == 0 || new Npgsql.NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 }; }
        catch (ArgumentException) { return false; }
    }

    static bool IsWeb(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>Also what only a listener understands: every address of the machine as * or +.</summary>
    static bool IsAddress(string text) => IsWeb(text.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal));

    /// <summary>What the reader of JSON found, without its words for programmers.</summary>
    public static string Reason(JsonException fault)
    {
        var path = (fault.Path ?? "$").Split('[')[0].Split('.')[1..];
        JsonNode? defaults = JsonNode.Parse(new StewardSettings().Write());
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            foreach (var name in path[..^1]) defaults = defaults?[name];
            return $"there is no such setting; known here: {string.Join(", ", defaults?.AsObject().Select(p => p.Key) ?? [])}";
        }
        if (!fault.Message.Contains("could not be converted", StringComparison.Ordinal)) return fault.Message.Split(" Path:")[0];
        foreach (var name in path) defaults = defaults?[name];
        return $"not a value for this setting; by default it is {defaults?.ToJsonString()}";
    }

    /// <summary>The line, from 1, on which the value of a path such as <c>$.mail.port</c> begins; its section's, when only a default is wrong beside it.</summary>
    public static long LineOf(string text, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var (names, line) = (new Stack<string>(), 1L);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            while (names.Count >= reader.CurrentDepth) names.Pop();
            names.Push(reader.GetString()!);
            var here = "$." + string.Join('.', names.Reverse());
            if (here != path && !path.StartsWith(here + ".", StringComparison.Ordinal)) continue;
            line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            if (here == path) break;
        }
        return line;
    }
}
