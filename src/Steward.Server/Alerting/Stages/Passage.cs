// The way of an alert: a list of small stages, each of which lets it go on or holds it, and says so in its story.
using Microsoft.EntityFrameworkCore;
using Steward.Alerting.Notices;
using Steward.Alerting.Routing;
using Steward.Contracts;
using Steward.Desk;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Sla;

namespace Steward.Alerting.Stages;

sealed class Passage(StewardDb db, Covers covers, RouteBook routes, Groups groups, ServiceDesk desk, StewardSettings settings, IdSource ids)
{
    /// <summary>In this order. The ticket opens in the same commit in which the group is joined: no wait of a group delays it.</summary>
    IReadOnlyList<Func<Walk, Task<bool>>> Stages => [Fingerprinted, Deduplicated, NotInMaintenance, NotSilenced, NotInhibited, Routed, Grouped, Raised, Told];

    /// <summary>What an alert that is known already goes through again, when what may cover it changes.</summary>
    IReadOnlyList<Func<Walk, Task<bool>>> AgainStages => [.. Stages.Skip(2)];

    sealed class Walk(DateTimeOffset now, CancellationToken stop)
    {
        public Signal? Signal { get; init; }
        public string Key { get; set; } = "";
        public Alert Alert { get; set; } = null!;
        /// <summary>The next moment at which another cover begins.</summary>
        public DateTimeOffset? NextCover { get; set; }
        public IReadOnlyList<Destination> Ways { get; set; } = [];
        public List<INews> News { get; } = [];
        public DateTimeOffset Now => now;
        public CancellationToken Stop => stop;
    }

    public async Task<IReadOnlyList<INews>> Take(Signal signal, DateTimeOffset now, CancellationToken stop)
    {
        if (signal.EndsAt <= now) return await Open(signal.Customer, Fingerprint.Of(signal.Labels), stop) is { } known ? await End(known, signal.EndsAt.Value, now, default, stop) : [];
        return await Go(Stages, new(now, stop) { Signal = signal });
    }

    /// <summary>Looks at an open alert again: at once when its cover lifts, and when one begins.</summary>
    public Task<IReadOnlyList<INews>> LookAgain(Alert alert, DateTimeOffset now, CancellationToken stop) => Go(AgainStages, new(now, stop) { Alert = alert, Key = alert.Key });

    /// <summary>Looks at all open alerts of a customer again: a silence or a window is new, or has ended before its time.</summary>
    public async Task<IReadOnlyList<INews>> LookAtAll(CustomerId customer, DateTimeOffset now, CancellationToken stop)
    {
        covers.Forget();
        var news = new List<INews>();
        // What is waiting to clear by itself goes on waiting.
        foreach (var alert in await db.Set<Alert>().Where(a => a.Customer == customer && a.State == AlertState.Firing && a.Cover != Cover.Waiting).ToListAsync(stop)) news.AddRange(await LookAgain(alert, now, stop));
        return news;
    }

    static async Task<IReadOnlyList<INews>> Go(IReadOnlyList<Func<Walk, Task<bool>>> stages, Walk walk)
    {
        foreach (var stage in stages)
            if (!await stage(walk)) break;
        return walk.News;
    }

    Task<bool> Fingerprinted(Walk walk)
    {
        walk.Key = Fingerprint.Of(walk.Signal!.Labels);
        return Task.FromResult(true);
    }

    /// <summary>The same trouble is the same alert while it is open; seen again, it goes no further.</summary>
    async Task<bool> Deduplicated(Walk walk)
    {
        var (signal, now) = (walk.Signal!, walk.Now);
        if (await Open(signal.Customer, walk.Key, walk.Stop) is { } known)
        {
            (known.LastSeenAt, known.ExpiresAt, known.Summary, known.Description, known.Link) = (now, signal.EndsAt, signal.Summary, signal.Description, signal.Link);
            known.Sights++;
            return false;
        }
        walk.Alert = new Alert
        {
            Id = ids.New<AlertId>(now), Customer = signal.Customer, Key = walk.Key, Labels = signal.Labels.Where(l => l.Value.Length > 0).ToDictionary(), Source = signal.Source, About = signal.About, Site = signal.Site,
            Contract = signal.Contract, Service = signal.Service, FullTime = signal.FullTime, Name = signal.Name, Severity = signal.Severity, Summary = signal.Summary, Description = signal.Description, Link = signal.Link,
            StartsAt = signal.StartsAt < now ? signal.StartsAt : now, ReceivedAt = now, LastSeenAt = now, ExpiresAt = signal.EndsAt,
        };
        db.Add(walk.Alert);
        covers.Burns(walk.Alert);
        Write(walk.Alert, now, StageName.Fingerprint, "Alerting.Step.Key", default, false, walk.Key);
        if (signal.NotBefore is { } later && later > now)
        {
            Wait(walk.Alert, now, later, "Alerting.Step.Settles");
            return false;
        }
        return true;
    }

    async Task<bool> NotInMaintenance(Walk walk) => await Holds(walk, StageName.Maintenance, await covers.Maintenance(walk.Alert, walk.Now, walk.Stop));
    async Task<bool> NotSilenced(Walk walk) => await Holds(walk, StageName.Silence, await covers.Silence(walk.Alert, walk.Now, walk.Stop));

    async Task<bool> NotInhibited(Walk walk)
    {
        if (!await Holds(walk, StageName.Inhibit, await covers.Inhibition(walk.Alert, walk.Stop))) return false;
        var alert = walk.Alert;
        if (alert.Cover != Cover.None) Write(alert, walk.Now, StageName.Inhibit, "Alerting.Step.Lifted", alert.CoveredBy, false);
        (alert.Cover, alert.CoveredBy, alert.LookAt) = (Cover.None, default, walk.NextCover);
        return true;
    }

    static readonly Task<bool> Yes = Task.FromResult(true), No = Task.FromResult(false);

    /// <summary>Notes a cover once; it takes nothing from the alert but the way ahead.</summary>
    Task<bool> Holds(Walk walk, StageName stage, Covered by)
    {
        var alert = walk.Alert;
        if (by.Cover == Cover.None)
        {
            if (by.Until is { } begins && (walk.NextCover is null || begins < walk.NextCover)) walk.NextCover = begins;
            return Yes;
        }
        if (alert.Cover != by.Cover || alert.CoveredBy != by.By)
        {
            Write(alert, walk.Now, stage, $"Alerting.Step.By.{by.Cover}", by.By, true, by.What);
            walk.News.Add(new AlertCovered(alert.Id, alert.Customer, by.Cover, walk.Now));
        }
        (alert.Cover, alert.CoveredBy, alert.LookAt) = (by.Cover, by.By, by.Until);
        return No;
    }

    async Task<bool> Routed(Walk walk)
    {
        walk.Ways = (await routes.Current(walk.Stop)).File.Root.Of(walk.Alert.Labels);
        if (walk.Alert.RaisedAt is null) Write(walk.Alert, walk.Now, StageName.Route, "Alerting.Step.Routed", default, false, string.Join(", ", walk.Ways.Select(w => w.Receiver)));
        return true;
    }

    async Task<bool> Grouped(Walk walk)
    {
        foreach (var way in walk.Ways)
        {
            var group = await groups.Join(walk.Alert, way, walk.Now, walk.Stop);
            if (walk.Alert.RaisedAt is null) Write(walk.Alert, walk.Now, StageName.Group, "Alerting.Step.Grouped", group.Id, false, way.Receiver, group.Key);
        }
        // What was raised before has its ticket and waits with its group.
        return walk.Alert.RaisedAt is null;
    }

    async Task<bool> Raised(Walk walk)
    {
        var alert = walk.Alert;
        if (alert.Severity == Severity.Info && !settings.Alerting.TicketsForInfo)
        {
            Write(alert, walk.Now, StageName.Raise, "Alerting.Step.NoTicket", default, false);
            return true;
        }
        var (impact, urgency) = Weight(alert.Severity);
        var raised = await desk.OpenIncident(new(alert.Customer, $"alert:{alert.Key}", alert.Summary, Described(alert), Texts.In(await LanguageOf(alert.Customer, walk.Stop), "Alerting.Note.Seen", alert.Summary), impact, urgency,
            alert.Site is { } site ? SiteId.From(site) : null, alert.Contract is { } contract ? ContractId.From(contract) : null, alert.Service is { } service ? ServiceId.From(service) : null, alert.FullTime ? ServiceMode.FullTimeRemote : ServiceMode.OnSite), walk.Now, walk.Stop);
        alert.Ticket = raised.Ticket.Value;
        walk.News.AddRange(raised.News);
        Write(alert, walk.Now, StageName.Raise, raised.Fresh ? "Alerting.Step.Ticket" : "Alerting.Step.SameTicket", raised.Ticket.Value, false);
        return true;
    }

    Task<bool> Told(Walk walk)
    {
        walk.Alert.RaisedAt = walk.Now;
        walk.News.Add(new AlertRaised(walk.Alert.Id, walk.Alert.Customer, walk.Alert.Ticket, walk.Now));
        return Yes;
    }

    /// <summary>It is over. What it covered is looked at again, at once or once it had time to clear by itself.</summary>
    public async Task<IReadOnlyList<INews>> End(Alert alert, DateTimeOffset endedAt, DateTimeOffset now, TimeSpan settle, CancellationToken stop)
    {
        if (!alert.IsOpen) return [];
        (alert.State, alert.EndsAt, alert.LookAt, alert.ExpiresAt) = (AlertState.Over, endedAt < alert.StartsAt ? alert.StartsAt : endedAt, null, null);
        covers.IsOver(alert);
        Write(alert, now, StageName.Over, alert.Cover == Cover.None ? "Alerting.Step.Over" : "Alerting.Step.OverCovered", default, false);
        var news = new List<INews> { new AlertIsOver(alert.Id, alert.Customer, now) };
        if (alert.Ticket is { } ticket) news.AddRange(await desk.IncidentIsOver(TicketId.From(ticket), Texts.In(await LanguageOf(alert.Customer, stop), "Alerting.Note.Over", alert.Summary), settings.Alerting.ResolveTickets, now, stop));
        foreach (var covered in await db.Set<Alert>().Where(a => a.Customer == alert.Customer && a.CoveredBy == alert.Id.Value && a.Cover == Cover.Inhibition && a.State == AlertState.Firing).ToListAsync(stop))
            if (settle > TimeSpan.Zero) Wait(covered, now, now + settle, "Alerting.Step.Settles");
            else news.AddRange(await LookAgain(covered, now, stop));
        return news;
    }

    public async Task<Alert?> Open(CustomerId customer, string key, CancellationToken stop) =>
        db.Held<Alert>().Select(e => e.Entity).FirstOrDefault(a => a.Customer == customer && a.Key == key && a.IsOpen)
        ?? (await db.Set<Alert>().SingleOrDefaultAsync(a => a.Customer == customer && a.Key == key && a.State == AlertState.Firing, stop) is { IsOpen: true } stored ? stored : null);

    void Wait(Alert alert, DateTimeOffset now, DateTimeOffset until, string words)
    {
        (alert.Cover, alert.CoveredBy, alert.LookAt) = (Cover.Waiting, default, until);
        Write(alert, now, StageName.Deduplicate, words, default, true);
    }

    public void Write(Alert alert, DateTimeOffset now, StageName stage, string words, Guid by, bool held, params string[] args) =>
        db.Add(new AlertStep { Alert = alert.Id, Number = ++alert.Steps, Customer = alert.Customer, At = now, Stage = stage, Words = words, Args = [.. args], Held = held, By = by });

    /// <summary>What is written into tickets is read by the customer's people too.</summary>
    public Task<Language> LanguageOf(CustomerId customer, CancellationToken stop) => db.Set<Customer>().Where(c => c.Id == customer).Select(c => c.Language).SingleAsync(stop);

    /// <summary>How an alert weighs as a ticket, until a person judges it.</summary>
    static (Impact, Urgency) Weight(Severity severity) => severity switch
    {
        Severity.Critical => (Impact.Department, Urgency.BadlyHindered),
        Severity.Warning => (Impact.Group, Urgency.Hindered),
        Severity.Info => (Impact.Person, Urgency.Hindered),
    };

    static string Described(Alert alert) => string.Join('\n', [.. new[] { alert.Description, alert.Link }.Where(t => t.Length > 0), .. alert.Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key} = {l.Value}")]);
}
