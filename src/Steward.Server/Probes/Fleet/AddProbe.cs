// Adds a probe for a site and answers the one-time token with which it enrols.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Web;

namespace Steward.Probes.Fleet;

public sealed record AddProbe(SiteId Site, [property: StringLength(80)] string Name, [property: Range(20, 3600)] int SilentAfterSeconds = 60);

/// <summary>The only time that the token is seen; <paramref name="Command"/> is what to type at the site.</summary>
public sealed record EnrolmentToken(ProbeId Probe, string Token, string Command)
{
    /// <summary>How the command ends where <c>steward tls</c> made the server's certificate.</summary>
    public const string OwnAuthority = " --ca ca.crt";

    /// <summary>What to type once it is enrolled.</summary>
    public static string Start(string command) => command.StartsWith("./", StringComparison.Ordinal) ? "./steward-probe run" : "systemctl restart steward-probe";
}

sealed class AddProbeHandler(StewardDb db, Me me, PeopleBook people, Enrolment enrolment, IdSource ids, TimeProvider time) : IVerb<AddProbe, EnrolmentToken>
{
    public async Task<Result<EnrolmentToken>> Handle(AddProbe ask, CancellationToken stop)
    {
        if (await people.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == ask.Site, stop) is not { } site) return new NotFound();
        if (!me.Can(Thing.Asset, Right.Work, new(site.Customer, site.Id))) return new NotAllowed();
        var now = time.Now();
        var probe = new Probe { Id = ids.New<ProbeId>(now), Customer = site.Customer, Site = site.Id, Name = ask.Name.Trim(), SilentAfterSeconds = ask.SilentAfterSeconds, AddedAt = now };
        var token = enrolment.Open(probe, now);
        db.Add(probe);
        await db.Commit(stop);
        return enrolment.Show(token);
    }
}

/// <summary>Opens a probe to enrolment for a day.</summary>
sealed class Enrolment(StewardSettings settings, DataFolder folder, ShownOnce shown)
{
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(24);

    public EnrolmentToken Open(Probe probe, DateTimeOffset now)
    {
        var (token, hash) = Secret.Make(probe.Id);
        (probe.EnrolHash, probe.EnrolUntil) = (hash, now + OpenFor);
        var server = new Uri(settings.PublicUrl);
        // A trial on one machine; anywhere else the probe refuses a line without TLS, and comes as a package.
        var trial = server is { Scheme: "http", IsLoopback: true };
        var program = trial && !AppContext.BaseDirectory.StartsWith("/usr/", StringComparison.Ordinal) ? "./steward-probe" : "steward-probe";
        var trust = trial ? " --insecure-http" : settings.Tls.Certificate.StartsWith(folder.Tls, StringComparison.Ordinal) ? EnrolmentToken.OwnAuthority : "";
        return new(probe.Id, token, $"{program} enrol --server {settings.PublicUrl.TrimEnd('/')} --token {token}{trust}");
    }

    /// <summary>Only once the hash is on disk.</summary>
    public EnrolmentToken Show(EnrolmentToken token)
    {
        shown.Put(token.Command, $"/probes/{token.Probe}");
        return token;
    }
}
