// Asks the company's directory (LDAP): is this the person's password, which groups are they in, are they still there.
using System.DirectoryServices.Protocols;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Steward.Platform.Settings;

namespace Steward.Access.Sources;

/// <summary>The directory does not answer, or does not answer us: nothing is known about anybody.</summary>
sealed class DirectoryAwayException(string why, Exception? cause = null) : Exception(why, cause);

sealed class LdapDirectory(StewardSettings all)
{
    readonly DirectorySettings settings = all.Directory;

    public bool IsThere => settings.Url.Length > 0;

    /// <summary>The person, if the password is theirs and the entry is not disabled.</summary>
    /// <exception cref="DirectoryAwayException"/>
    public Task<Outsider?> SignIn(string userName, string password, CancellationToken stop) => Ask(search =>
    {
        // A bind with a name and no password succeeds without proving anything (RFC 4513, 5.1.2).
        if (password.Length == 0 || Find(search, settings.PersonFilter, userName) is not { } entry || IsDisabled(search, entry.DistinguishedName)) return null;
        using var own = Connect(AuthType.Basic);
        try { own.Bind(new NetworkCredential(entry.DistinguishedName, password)); }
        catch (LdapException fault) when (fault.ErrorCode == WrongCredentials) { return null; }
        return new Outsider(AccountSource.Directory, entry.DistinguishedName, userName, Text(entry, settings.NameAttribute) ?? userName, Text(entry, settings.MailAttribute) ?? "", Groups(search, entry.DistinguishedName));
    }, stop);

    /// <summary>Which of these people are gone or disabled.</summary>
    /// <exception cref="DirectoryAwayException"/>
    public Task<IReadOnlyList<string>> Gone(IReadOnlyList<string> entries, CancellationToken stop) => Ask<IReadOnlyList<string>>(search => [.. entries.Where(e => !Exists(search, e) || IsDisabled(search, e))], stop);

    async Task<T> Ask<T>(Func<LdapConnection, T> ask, CancellationToken stop)
    {
        var within = TimeSpan.FromSeconds(settings.TimeoutSeconds);
        try
        {
            // The library waits for the network as long as the system does: whether anybody is there is found out first.
            using (var line = new TcpClient()) await line.ConnectAsync(Host, Port, stop).AsTask().WaitAsync(within, stop);
            return await Task.Run(() =>
            {
                using var search = Connect(settings.BindName.Length > 0 ? AuthType.Basic : AuthType.Anonymous);
                if (settings.BindName.Length > 0) search.Bind(new NetworkCredential(settings.BindName, settings.BindPassword));
                else search.Bind();
                return ask(search);
            }, stop).WaitAsync(within * 3, stop);
        }
        catch (Exception fault) when (fault is SocketException or TimeoutException or LdapException or DirectoryOperationException or TlsOperationException) { throw new DirectoryAwayException(fault.Message, fault); }
    }

    const int WrongCredentials = 49;

    Uri Address => new(settings.Url);
    bool Tls => Address.Scheme == "ldaps";
    string Host => Address.Host;
    int Port => Address.IsDefaultPort || Address.Port <= 0 ? Tls ? 636 : 389 : Address.Port;

    LdapConnection Connect(AuthType by)
    {
        var connection = new LdapConnection(new LdapDirectoryIdentifier(Host, Port)) { AuthType = by, AutoBind = false, Timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds) };
        connection.SessionOptions.ProtocolVersion = 3;
        connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
        if (Tls) connection.SessionOptions.SecureSocketLayer = true;
        else if (settings.StartTls)
        {
            // On Linux the library begins TLS only on a line that is open already: a question that tells nothing opens it, whatever is answered.
            try { connection.SendRequest(new SearchRequest("", "(objectClass=*)", SearchScope.Base, "1.1")); }
            catch (DirectoryOperationException) { }
            connection.SessionOptions.StartTransportLayerSecurity(null);
        }
        return connection;
    }

    SearchResultEntry? Find(LdapConnection search, string filter, string value)
    {
        var request = new SearchRequest(settings.People, Filled(filter, value), SearchScope.Subtree, settings.NameAttribute, settings.MailAttribute) { SizeLimit = 2 };
        var found = ((SearchResponse)search.SendRequest(request)).Entries;
        // Two people of one name: nobody can say who it is.
        return found.Count == 1 ? found[0] : null;
    }

    bool IsDisabled(LdapConnection search, string entry) => settings.DisabledFilter.Length > 0 && Matches(search, entry, settings.DisabledFilter);
    static bool Exists(LdapConnection search, string entry) => Matches(search, entry, "(objectClass=*)");

    static bool Matches(LdapConnection search, string entry, string filter)
    {
        try { return ((SearchResponse)search.SendRequest(new SearchRequest(entry, filter, SearchScope.Base, "1.1"))).Entries.Count > 0; }
        catch (DirectoryOperationException fault) when (fault.Response?.ResultCode == ResultCode.NoSuchObject) { return false; }
    }

    /// <summary>Each group by its whole name and by its short one.</summary>
    List<string> Groups(LdapConnection search, string entry)
    {
        var request = new SearchRequest(settings.Groups.Length > 0 ? settings.Groups : settings.People, Filled(settings.GroupFilter, entry), SearchScope.Subtree, "cn");
        return [.. ((SearchResponse)search.SendRequest(request)).Entries.Cast<SearchResultEntry>().SelectMany(g => new[] { g.DistinguishedName, Text(g, "cn") }).OfType<string>()];
    }

    static string? Text(SearchResultEntry entry, string attribute) => entry.Attributes[attribute]?.GetValues(typeof(string)) is [string { Length: > 0 } text, ..] ? text : null;

    internal static string Filled(string filter, string value) => filter.Replace("{0}", Escaped(value), StringComparison.Ordinal);

    /// <summary>RFC 4515: whatever would mean something in a filter is written as its bytes, so that a name stays a name.</summary>
    internal static string Escaped(string value)
    {
        var safe = new StringBuilder(value.Length);
        foreach (var c in value)
            if (c is '\\' or '*' or '(' or ')' or '\0') safe.Append('\\').Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            else safe.Append(c);
        return safe.ToString();
    }
}
