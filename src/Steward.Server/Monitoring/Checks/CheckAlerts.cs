// Makes alerts of what is seen: a service that went down, a check that went blind, a probe that fell silent; and ends them.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Text;
using Steward.Probes;
using Steward.Sla;

namespace Steward.Monitoring.Checks;

/// <summary>Where a check looks, as its alerts say it: short name of the customer, name of the site, and the language of both.</summary>
sealed record CheckPlace(string Customer, string Site, Language Language);

sealed class CheckAlerts(StewardDb db, AlertInbox inbox, PeopleBook people, ProbeBook probes, Me me) : INewsEar
{
    public const string Down = "ServiceDown", Blind = "CheckBlind", Silent = "ProbeSilent";

    /// <summary>So long the checks of a probe that is back have to be seen again, before their blindness counts for itself.</summary>
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    public string Name => "monitoring-alerts";
    public IReadOnlyCollection<Type> Kinds { get; } = [typeof(ServiceWentDown), typeof(ServiceCameBack), typeof(WentBlind), typeof(SeesAgain), typeof(ProbeFellSilent), typeof(ProbeIsBack)];

    public async Task<IReadOnlyList<INews>> Hear(INews news, DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        return news switch
        {
            ServiceWentDown down => await Raise(down, Down, Severity.Critical, now, stop),
            WentBlind blind => await Raise(blind, Blind, Severity.Warning, now, stop),
            ServiceCameBack back => await inbox.Clear(back.Customer!.Value, back.Check.Value, Down, back.OccurredAt, now, stop),
            SeesAgain sees => await inbox.Clear(sees.Customer!.Value, sees.Check.Value, Blind, sees.CertainAt, now, stop),
            ProbeFellSilent silent => await Raise(silent, now, stop),
            ProbeIsBack back => await inbox.Clear(back.Customer!.Value, back.Subject, Silent, back.OccurredAt, now, stop, Settling),
            _ => [],
        };
    }

    async Task<IReadOnlyList<INews>> Raise(CheckNews news, string name, Severity severity, DateTimeOffset now, CancellationToken stop)
    {
        // What is not watched any more is nobody's trouble.
        if (await db.Set<Check>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == news.Check && c.State == CheckState.Watched, stop) is not { } check) return [];
        var row = await db.Set<SightRow>().AsNoTracking().SingleAsync(r => r.Check == news.Check, stop);
        // A gap that was found by the result that ended it is in the ledger; nobody need be called for it.
        if (name == Blind && !row.Blind) return [];
        var place = await PlaceOf(check.Customer, check.Site, stop);
        var probe = ProbeId.From(check.Probe);
        // The parent is looked at before anybody is called: a probe that has not been heard since is going to be called silent itself, and until then its checks wait.
        var unheard = name == Blind && await probes.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Probe == probe, stop) is { } contact && contact.LastContact - news.OccurredAt < (news.CertainAt - news.OccurredAt) / 2
            ? contact.LastContact.AddSeconds(await probes.Probes.Where(p => p.Id == probe).Select(p => p.SilentAfterSeconds).SingleAsync(stop)) + Settling : (DateTimeOffset?)null;
        return await inbox.Raise(new(check.Customer, AlertSource.Check, Labels(check, name, severity, place), severity, Texts.In(place.Language, $"Monitoring.Alert.{name}", check.Name, place.Site), news.OccurredAt)
        {
            Description = row.LastDetail, About = check.Id.Value, Site = check.Site.Value, Contract = check.Contract?.Value, Service = check.Service?.Value, FullTime = check.Hours == CalendarUse.FullTime, NotBefore = unheard,
        }, now, stop);
    }

    async Task<IReadOnlyList<INews>> Raise(ProbeFellSilent news, DateTimeOffset now, CancellationToken stop)
    {
        var id = ProbeId.From(news.Subject);
        if (await probes.Probes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.RevokedAt == null, stop) is not { } probe) return [];
        var place = await PlaceOf(probe.Customer, probe.Site, stop);
        return await inbox.Raise(new(probe.Customer, AlertSource.Probe, new Dictionary<string, string>
        {
            ["alertname"] = Silent, ["severity"] = "critical", ["customer"] = place.Customer, ["site"] = place.Site, ["probe"] = probe.Id.ToString(),
        }, Severity.Critical, Texts.In(place.Language, $"Monitoring.Alert.{Silent}", probe.Name, place.Site), news.Since) { About = probe.Id.Value, Site = probe.Site.Value }, now, stop);
    }

    async Task<CheckPlace> PlaceOf(CustomerId customer, SiteId site, CancellationToken stop)
    {
        var owner = await people.Customers.Where(c => c.Id == customer).Select(c => new { c.ShortName, c.Language }).SingleAsync(stop);
        return new(owner.ShortName, await people.Sites.Where(s => s.Id == site).Select(s => s.Name).SingleOrDefaultAsync(stop) ?? "", owner.Language);
    }

    /// <summary>By which the alerts of a check are known again, routed and covered.</summary>
    internal static Dictionary<string, string> Labels(Check check, string name, Severity severity, CheckPlace place) => new()
    {
        ["alertname"] = name, ["severity"] = severity.ToString().ToLowerInvariant(), ["customer"] = place.Customer, ["site"] = place.Site, ["check"] = check.Name, ["kind"] = check.Kind.ToString().ToLowerInvariant(),
        ["instance"] = check.Aim, ["probe"] = check.Probe == Guid.Empty ? "" : check.Probe.ToString(),
    };
}
