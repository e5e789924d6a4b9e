// The card of one's own reminders on a ticket's page, and the quiet word on every page when one comes.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Desk.Pages;
using Steward.Platform.Live;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;

namespace Steward.Desk.Reminders;

public sealed record RemindersModel(TicketId Ticket, IReadOnlyList<Reminder> Mine);

static class ReminderPages
{
    static readonly string Read = Needs.OfStaff(Thing.Incident, Right.Read);
    static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    public static void Add(IServiceCollection services)
    {
        services.AddScoped<ISweep, ReminderSweep>().AddSlot<RemindersCard>(PageSlot.Ticket, 80, OfTicket);
        services.AddSingleton(new LiveTopic("reminder", [typeof(ReminderCame)], async (s, ids, stop) =>
        {
            var (account, since, named) = (s.GetRequiredService<Me>().Id, s.GetRequiredService<TimeProvider>().Now() - Fresh, ids.Select(TicketId.From).ToList());
            var mine = await s.GetRequiredService<StewardDb>().Set<Reminder>().AsNoTracking().Where(r => r.Account == account && named.Contains(r.Ticket) && r.NextDuty == null && r.At > since).Select(r => r.Ticket).Distinct().ToListAsync(stop);
            return mine.Count == 0 ? [] : await s.GetRequiredService<ServiceDesk>().Tickets.Where(t => mine.Contains(t.Id)).Select(t => t.Id.Value).ToListAsync(stop);
        })
        {
            Notice = new("Reminder.Came", "/tickets/{id}", "/tickets?group=mine", Read),
        });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Verb<RemindMe, ReminderId, RemindMeHandler>("tickets/{ticket}/reminders", Read, DeskPages.OnTicket<RemindMe, ReminderId>(a => a.Ticket));
        routes.Verb<DropReminder, Done, DropReminderHandler>("tickets/{ticket}/reminders/{reminder}/drop", Read, DeskPages.OnTicket<DropReminder>(a => a.Ticket));
    }

    static async Task<object?> OfTicket(IServiceProvider services, Guid ticket, CancellationToken stop)
    {
        var me = services.GetRequiredService<Me>();
        if (me.Contact is not null || !me.SignedIn) return null;
        var (id, account) = (TicketId.From(ticket), me.Id);
        return new RemindersModel(id, !(await services.GetRequiredService<TicketAtHand>().Hangs(id, stop)).Reminders ? [] : await services.GetRequiredService<StewardDb>().Set<Reminder>().AsNoTracking().Where(r => r.Ticket == id && r.Account == account).OrderByDescending(r => r.At).Take(10).ToListAsync(stop));
    }
}
