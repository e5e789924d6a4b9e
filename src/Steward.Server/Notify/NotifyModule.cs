// Notify: the voice of Steward. Mail goes out through a real SMTP server, words into chats; every try is on record.
using Steward.Notify.Chats;
using Steward.Notify.Mails;
using Steward.Platform.Host;
using Steward.Platform.Settings;
using Steward.Platform.Sweeps;

namespace Steward.Notify;

public sealed class NotifyModule : IModule
{
    public void Add(IServiceCollection services, StewardSettings settings)
    {
        services.AddScoped<Mailroom>().AddSingleton<MailSeals>().AddScoped<MailSorting>().AddScoped<Wordings>().AddSingleton<NewsKinds>().AddScoped<ISweep, MailSweep>().AddScoped<Chatroom>().AddScoped<ISweep, ChatSweep>();
        // A robot's address is what an administrator wrote: it is asked itself, and nobody whom it points to.
        services.AddHttpClient(ChatSweep.Client, http => (http.Timeout, http.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(15), 1 << 20)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    public void Map(IEndpointRouteBuilder routes) { }
}
