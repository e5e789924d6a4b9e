// Turns a probe's credential into the probe: its routes are open to that and to nothing else.
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Steward.Platform.Web;
using Steward.Probes.Fleet;
using Steward.Protocol;

namespace Steward.Probes.Link;

/// <summary><c>Authorization: Probe {id}_{secret}</c>.</summary>
sealed class ProbeAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, StewardDb db)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The policy of the probe's own routes.</summary>
    public const string Policy = "Probe";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.ToString().Split(' ') is not [Wire.Scheme, var credential]) return AuthenticateResult.NoResult();
        if (!Secret.TryRead(credential, out var id, out var hash)) return AuthenticateResult.Fail("malformed credential");
        // Whose tenant's it is, the probe's row says: it is looked for among all.
        Probe? probe;
        using (db.Work.AmongAll()) probe = await db.Set<Probe>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, Context.RequestAborted);
        if (probe is null or { RevokedAt: not null } || !Secret.Same(probe.CredentialHash, hash)) return AuthenticateResult.Fail("unknown or revoked probe");
        Context.Items[typeof(Probe)] = probe;
        Enter(Context.RequestServices.GetRequiredService<Work>(), probe);
        return AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, probe.Id.Value.ToString("N"))], Scheme.Name)), Scheme.Name));
    }

    /// <summary>From here on the unit of work sees the rows of the probe's customer only.</summary>
    public static void Enter(Work work, Probe probe) =>
        (work.Actor, work.Scope, work.Trace) = (new(probe.Id.Value, probe.Name), TenantScope.Only(probe.Customer), System.Diagnostics.Activity.Current?.TraceId.ToString() ?? work.Trace);

    public static Probe Of(HttpContext http) => (Probe)http.Items[typeof(Probe)]!;
}
