// Goes on with what the sample company's probe sees, once its year has reached the present: all is well, but what was down stays so until its ticket is solved.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting;
using Steward.Desk;
using Steward.Monitoring;
using Steward.Platform.Sweeps;
using Steward.Platform.Web;
using Steward.Probes;
using Steward.Probes.Link;
using Steward.Protocol;

namespace Steward.Demo;

sealed class DemoSweep(ProbeBook probes, Watch watch, AlertInbox alerts, ServiceDesk desk, Me me, IVerb<HandBatch, Taken> hand) : ISweep
{
    public string Name => "demo-site";
    public TimeSpan Every => TimeSpan.FromSeconds(20);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        if (await probes.Probes.AsNoTracking().FirstOrDefaultAsync(p => p.Machine == DemoSite.Machine && p.RevokedAt == null, stop) is not { } probe) return 0;
        var contact = await probes.Contacts.AsNoTracking().SingleAsync(c => c.Probe == probe.Id, stop);
        // Nobody looked while the server was away: that time stays blind.
        var since = new[] { contact.LastContact, now.AddSeconds(-DemoSite.IntervalSeconds) }.Max();
        var burning = await alerts.Alerts.Where(a => a.Customer == probe.Customer && a.State == AlertState.Firing && a.Ticket != null).Select(a => new { a.About, a.Ticket }).ToListAsync(stop);
        var open = burning.ConvertAll(b => TicketId.From(b.Ticket!.Value));
        var unsolved = await desk.Tickets.Where(t => open.Contains(t.Id) && t.State != TicketState.Resolved && t.State != TicketState.Closed).Select(t => t.Id).ToListAsync(stop);
        var down = burning.Where(b => unsolved.Contains(TicketId.From(b.Ticket!.Value))).Select(b => b.About).ToHashSet();
        var checks = await watch.Checks.Where(c => c.Probe == probe.Id.Value && c.State == CheckState.Watched).ToListAsync(stop);
        var results = checks.SelectMany(c => DemoSite.Slots(c.Id.Value, since, now).Select(at => Seen(c, at, down.Contains(c.Id.Value)))).OrderBy(r => r.At).ToList();
        if (results.Count == 0) return 0;
        await hand.Handle(new(probe.Id, new(contact.Taken + results.Count, now, results), "0.2.0"), stop);
        // More will not come before the next slot.
        return 0;
    }

    static CheckResult Seen(Check check, DateTimeOffset at, bool down) => new(check.Id.Value, at, down ? Outcome.Down : Outcome.Up,
        down ? 3000 : DemoSite.Milliseconds(check.Id.Value, at, DemoSite.Targets.FirstOrDefault(t => t.Name == check.Name)?.Ms ?? 5), down ? "timed out" : "", null, false);
}
