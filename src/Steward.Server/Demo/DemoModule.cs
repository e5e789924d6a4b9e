// Demo: after the year has happened, the sample company's site goes on being watched.
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Demo;

public sealed class DemoModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        if (settings.Demo) services.AddScoped<ISweep, DemoSweep>();
    }

    public void Map(IEndpointRouteBuilder routes) { }
}
