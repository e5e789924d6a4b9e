// Notify: the voice of Steward. Mail goes out through a real SMTP server; every try is on record.
using Steward.Notify.Mails;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Notify;

public sealed class NotifyModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings) => services.AddScoped<Mailroom>().AddScoped<ISweep, MailSweep>();

    public void Map(IEndpointRouteBuilder routes) { }
}
