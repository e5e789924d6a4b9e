// Sla: versioned agreements and pure clocks. It owns no page of its own: records show their clocks, Desk the explanation.
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;
using Steward.Sla.Store;

namespace Steward.Sla;

public sealed class SlaModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddSingleton<Shelf>().AddScoped<SlaClocks>().AddScoped<ISweep, ClockSweep>();
    }

    public void Map(IEndpointRouteBuilder routes) { }
}
