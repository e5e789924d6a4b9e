// Escalation in the desk: its services, one line for the module.
using Steward.People;
using Steward.Platform.Events;
using Steward.Sla;

namespace Steward.Desk.Escalations;

static class EscalationServices
{
    /// <summary>The line of a group, as the agreement counts lines.</summary>
    public static SupportLine AsLine(this Team team) => (SupportLine)Math.Clamp(team.Line, 1, 3);

    public static void Add(IServiceCollection services) => services.AddScoped<Whom>().AddScoped<Senders>().AddScoped<INewsEar, EscalationEar>();
}
