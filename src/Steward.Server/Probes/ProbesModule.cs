// Probes: the link to the customer's site.
using Microsoft.AspNetCore.Authentication;
using Steward.Access;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Platform.Web.Help;
using Steward.Probes.Fleet;
using Steward.Probes.Link;
using Steward.Probes.Pages;
using Steward.Probes.Silence;
using Steward.Protocol;

namespace Steward.Probes;

public sealed class ProbesModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<ProbeBook>().AddScoped<Enrolment>().AddScoped<EnrolProbe>().AddScoped<TakeBatch>().AddScoped<ISweep, SilenceSweep>().AddSingleton<Attention>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ProbeAuthentication>(Wire.Scheme, null);
        services.AddAuthorizationBuilder().AddPolicy(ProbeAuthentication.Policy, p => p.AddAuthenticationSchemes(Wire.Scheme).RequireAuthenticatedUser());
        // A wrong credential is an answer to its sender, not news for the log.
        services.AddLogging(l => l.AddFilter(typeof(ProbeAuthentication).FullName, LogLevel.Warning));
        ProbePages.Add(services);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        ProbeRoutes.Map(routes);
        ProbePages.Map(routes);
        var (work, onProbe) = (Needs.The(Thing.Asset, Right.Work), Redraw.Of("/probes/{probe:guid}"));
        routes.Verb<AddProbe, EnrolmentToken, AddProbeHandler>("probes", work, new() { Then = (_, made) => $"/probes/{made.Probe}", Again = Redraw.Of("/probes") });
        routes.Verb<RenewToken, EnrolmentToken, RenewTokenHandler>("probes/{probe}/token", work, new() { Then = (ask, _) => $"/probes/{ask.Probe}" });
        routes.Verb<ChangeProbe, Done, ChangeProbeHandler>("probes/{probe}/change", work, new() { Then = (ask, _) => $"/probes/{ask.Probe}", Again = onProbe });
        routes.Verb<RevokeProbe, Done, RevokeProbeHandler>("probes/{probe}/revoke", work, new() { Then = (ask, _) => $"/probes/{ask.Probe}" });
    }
}
