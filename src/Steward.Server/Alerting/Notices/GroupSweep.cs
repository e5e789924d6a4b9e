// Tells a group's receivers at its tick what they do not know yet; once, however many nodes sweep.
using System.Text;
using Microsoft.EntityFrameworkCore;
using Steward.Alerting.Routing;
using Steward.Alerting.Stages;
using Steward.Desk;
using Steward.Notify;
using Steward.Platform.Events;
using Steward.Platform.Sweeps;
using Steward.Platform.Text;
using Steward.Platform.Web.Components;

namespace Steward.Alerting.Notices;

sealed class GroupSweep(StewardDb db, RouteBook routes, Receivers receivers, Covers covers, Passage passage, Mailroom mails, IdSource ids) : ISweep
{
    public string Name => "alert-groups";
    public TimeSpan Every => TimeSpan.FromSeconds(1);
    public bool WakesAtNews => true;

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        var due = await db.Set<AlertGroup>().AsNoTracking().Where(g => g.NextTick <= now).OrderBy(g => g.NextTick).Select(g => g.Id).Take(100).ToListAsync(stop);
        var done = 0;
        foreach (var id in due)
        {
            db.ChangeTracker.Clear();
            covers.Forget();
            if (await Look(id, now, stop)) done++;
        }
        return done;
    }

    async Task<bool> Look(Guid id, DateTimeOffset now, CancellationToken stop)
    {
        if (await db.Set<AlertGroup>().SingleOrDefaultAsync(g => g.Id == id, stop) is not { } group || group.NextTick > now) return false;
        var members = await db.Set<GroupMember>().Where(m => m.Group == id).OrderBy(m => m.Alert).ToListAsync(stop);
        var named = members.ConvertAll(m => m.Alert);
        var alerts = await db.Set<Alert>().Where(a => named.Contains(a.Id)).ToDictionaryAsync(a => a.Id, stop);
        // A graver alert may have come since: while the group waited, or after.
        var news = new List<INews>();
        foreach (var alert in alerts.Values.Where(a => a.IsOpen && a.Cover != Cover.Waiting)) news.AddRange(await passage.LookAgain(alert, now, stop));
        var routing = (await routes.Current(stop)).File;
        var tick = Tick.Decide([.. members.Select(m => new Standing(m.Alert, alerts[m.Alert].IsOpen, alerts[m.Alert].Cover != Cover.None, m.Told, IsLate(alerts[m.Alert], group)))],
            group.LastTold, TimeSpan.FromSeconds(group.RepeatSeconds), routing.IsMuted(group.MutedDuring, group.ActiveDuring, now), now);
        if (tick.Tell) await Tell(group, routing, [.. tick.Firing.Select(a => alerts[a])], [.. tick.Over.Select(a => alerts[a])], now, stop);
        if (tick.Tell)
        {
            foreach (var member in members.Where(m => tick.Firing.Contains(m.Alert))) member.Told = true;
            group.LastTold = now;
            news.Add(new AlertsTold(group.Id, group.Customer, now));
        }
        group.NextTick = now.AddSeconds(group.IntervalSeconds);
        db.RemoveRange(members.Where(m => tick.Leaving.Contains(m.Alert)));
        if (members.Count == tick.Leaving.Count) db.Remove(group);
        // The row's version makes this a compare-and-set: another node, or an alert that joins at this moment, wins or loses whole.
        return (await db.TryCommit(stop, [.. news])).Refusal is null;
    }

    static bool IsLate(Alert alert, AlertGroup group) => alert.EndsAt is { } end && end <= alert.ReceivedAt && end - alert.StartsAt >= TimeSpan.FromSeconds(group.WaitSeconds);

    async Task Tell(AlertGroup group, RouteFile routing, IReadOnlyList<Alert> firing, IReadOnlyList<Alert> over, DateTimeOffset now, CancellationToken stop)
    {
        var notice = ids.Next(now);
        var to = await receivers.Of(routing, group.Receiver, firing.Count > 0, stop);
        group.Told++;
        // A notice about one ticket stands in that ticket's log of mails.
        var tickets = firing.Concat(over).Select(a => a.Ticket).Distinct().ToList();
        var numbers = await NumbersOf(tickets, stop);
        foreach (var person in to)
        {
            var head = firing.Count > 0 ? firing[0] : over[0];
            mails.Post(group.Customer, tickets is [{ } ticket] ? ticket : notice, person, "alert", $"alert-{group.Id:N}-{group.Told}-{person.Email}", now,
                Texts.In(person.Language, firing.Count > 0 ? "Alerting.Mail.Firing" : "Alerting.Mail.Over", firing.Count > 0 ? firing.Count : over.Count), head.Summary, Body(person.Language, firing, over, numbers));
        }
        db.Add(new Notice { Id = notice, Customer = group.Customer, Group = group.Id, Receiver = group.Receiver, At = now, Firing = firing.Count, Over = over.Count, Addresses = [.. to.Select(p => p.Email)] });
        foreach (var alert in firing.Concat(over))
            passage.Write(alert, now, StageName.Notify, to.Count == 0 ? "Alerting.Step.Nobody" : alert.IsOpen ? "Alerting.Step.Told" : "Alerting.Step.ToldOver", notice, false, group.Receiver, string.Join(", ", to.Select(p => p.Email)));
    }

    async Task<Dictionary<Guid, string>> NumbersOf(List<Guid?> tickets, CancellationToken stop)
    {
        var named = tickets.OfType<Guid>().Select(TicketId.From).ToList();
        return await db.Set<Ticket>().AsNoTracking().Where(t => named.Contains(t.Id)).ToDictionaryAsync(t => t.Id.Value, t => t.Number, stop);
    }

    string Body(Language language, IReadOnlyList<Alert> firing, IReadOnlyList<Alert> over, Dictionary<Guid, string> numbers)
    {
        var text = new StringBuilder();
        foreach (var alert in firing.Concat(over))
        {
            text.Append(Texts.In(language, alert.IsOpen ? "Alerting.Mail.Line" : "Alerting.Mail.LineOver", Texts.In(language, $"Severity.{alert.Severity}"), alert.Summary, Format.Moment(alert.StartsAt, Format.China),
                alert.EndsAt is { } end ? Format.Moment(end, Format.China) : "")).Append('\n');
            if (alert.Description.Length > 0) text.Append("  ").Append(alert.Description).Append('\n');
            if (alert.Ticket is { } ticket && numbers.TryGetValue(ticket, out var number)) text.Append("  ").Append(number).Append("  ").Append(mails.Link($"/tickets/{ticket}")).Append('\n');
            text.Append("  ").Append(mails.Link($"/alerts/{alert.Id}")).Append('\n');
        }
        return text.ToString();
    }
}
