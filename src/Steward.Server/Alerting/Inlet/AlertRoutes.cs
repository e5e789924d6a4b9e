// The way in for other systems: alerts as Prometheus sends them to Alertmanager, and as Alertmanager sends them on.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting.Stages;
using Steward.People;
using Steward.Platform.Events;
using Steward.Platform.Settings;
using Steward.Platform.Text;
using Steward.Platform.Web;

namespace Steward.Alerting.Inlet;

/// <summary>One alert of either shape; <see cref="Status"/> is the webhook's.</summary>
public sealed record SentAlert
{
    public Dictionary<string, string>? Labels { get; init; }
    public Dictionary<string, string>? Annotations { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public string? GeneratorURL { get; init; }
    public string? Status { get; init; }
}

public sealed record SentGroup(List<SentAlert>? Alerts);

static class AlertRoutes
{
    const int MostAtOnce = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var create = Needs.The(Thing.Alert, Right.Create);
        routes.MapPost("/api/v2/alerts", (HttpContext http, AlertIntake intake, CancellationToken stop) => Take<List<SentAlert>>(http, intake, sent => sent, stop))
            .RequireAuthorization(create).DisableAntiforgery().Accepts<List<SentAlert>>("application/json").WithName("PostAlerts").WithTags("alerts").WithSummary(Texts.In(Language.En, "page.PostAlerts")).WithDescription(Texts.In(Language.Zh, "page.PostAlerts")).ProducesProblem(400);
        routes.MapPost("/api/v2/alerts/webhook", (HttpContext http, AlertIntake intake, CancellationToken stop) => Take<SentGroup>(http, intake, sent => sent.Alerts, stop))
            .RequireAuthorization(create).DisableAntiforgery().Accepts<SentGroup>("application/json").WithName("PostAlertWebhook").WithTags("alerts").WithSummary(Texts.In(Language.En, "page.PostAlertWebhook")).WithDescription(Texts.In(Language.Zh, "page.PostAlertWebhook")).ProducesProblem(400);
    }

    static async Task<IResult> Take<TSent>(HttpContext http, AlertIntake intake, Func<TSent, List<SentAlert>?> alerts, CancellationToken stop) where TSent : class
    {
        List<SentAlert>? sent;
        try { sent = await JsonSerializer.DeserializeAsync<TSent>(http.Request.Body, Json.Options, stop) is { } body ? alerts(body) : null; }
        catch (JsonException fault) { return Refusals.Problem(http, new BadField(fault.Path ?? "$", "field.json", (fault.LineNumber ?? 0) + 1)); }
        if (sent is not { Count: <= MostAtOnce }) return Refusals.Problem(http, new BadField("alerts", "ALR-130", MostAtOnce));
        return (await intake.Take(sent, http.Request.Query["customer"].ToString(), stop)).TryGet(out _, out var refusal) ? Results.Ok() : Refusals.Problem(http, refusal);
    }
}

/// <summary>Which customer a sender speaks for: the one that its token's account is bound to, or the one it names among those it may speak for.</summary>
sealed record WhichCustomer() : Refusal("ALR-131") { public override int Status => 400; public override string? Field => "customer"; }

sealed class AlertIntake(StewardDb db, AlertInbox inbox, Covers covers, PeopleBook people, Me me, StewardSettings settings, TimeProvider time)
{
    const int Tries = 5;

    public async Task<Result<Done>> Take(IReadOnlyList<SentAlert> sent, string named, CancellationToken stop)
    {
        db.Work.Verb = "TakeAlerts";
        var mine = await people.Customers.AsNoTracking().Where(c => named == "" || c.ShortName == named).Select(c => new { c.Id, c.ShortName }).Take(2).ToListAsync(stop);
        if (mine is not [var customer]) return named.Length > 0 ? new NotFound() : new WhichCustomer();
        if (!me.Can(Thing.Alert, Right.Create, new Place(customer.Id))) return named.Length > 0 && !me.Can(Thing.Alert, Right.Read, new Place(customer.Id)) ? new NotFound() : new NotAllowed();
        var wrong = sent.Select((alert, i) => (alert, i)).Where(a => Wrong(a.alert)).Select(a => new BadField($"[{a.i}].labels", "ALR-132")).ToList();
        if (wrong.Count > 0) return new BadInput(wrong);
        for (var tries = 1; ; tries++)
        {
            var now = time.Now();
            var news = new List<INews>();
            foreach (var alert in sent) news.AddRange(await inbox.Raise(Read(alert, customer.Id, customer.ShortName, now, TimeSpan.FromSeconds(settings.Alerting.ResolveTimeoutSeconds)), now, stop));
            var done = await db.TryCommit(stop, [.. news]);
            // Somebody else touched one of them: all of it is looked at anew.
            if (done.Refusal is null || tries == Tries) return done;
            covers.Forget();
        }
    }

    static bool Wrong(SentAlert alert) => alert.Labels is not { Count: > 0 and <= 100 } labels || labels.All(l => string.IsNullOrEmpty(l.Value)) || labels.Any(l => l.Key.Length is 0 or > 200 || l.Value?.Length > 2000);

    /// <summary>
    /// Without an end it is over when it is not sent again in time; a webhook is sent seldom and says itself when something has ended. A moment in year 1 is how Go writes "none".
    /// </summary>
    internal static Signal Read(SentAlert sent, CustomerId customer, string shortName, DateTimeOffset now, TimeSpan timeout)
    {
        var labels = sent.Labels!.Where(l => !string.IsNullOrEmpty(l.Value)).ToDictionary();
        labels.TryAdd("customer", shortName);
        var words = sent.Annotations ?? [];
        var name = labels.GetValueOrDefault("alertname", "");
        DateTimeOffset? end = sent.EndsAt is { Year: > 1 } given ? given : null;
        if (string.Equals(sent.Status, "resolved", StringComparison.OrdinalIgnoreCase)) end = end <= now ? end : now;
        else if (string.Equals(sent.Status, "firing", StringComparison.OrdinalIgnoreCase) && end <= now) end = null;
        return new(customer, AlertSource.External, labels, SeverityOf(labels.GetValueOrDefault("severity", "")),
            Cut(words.GetValueOrDefault("summary") ?? words.GetValueOrDefault("title") ?? words.GetValueOrDefault("description") ?? words.GetValueOrDefault("message") ?? (name.Length > 0 ? name : string.Join(' ', labels.Values)), 200),
            sent.StartsAt is { Year: > 1 } start ? start : now)
        {
            Description = Cut(words.GetValueOrDefault("description") ?? words.GetValueOrDefault("message") ?? "", 4000),
            Link = Cut(Uri.TryCreate(sent.GeneratorURL, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? sent.GeneratorURL! : "", 1000), EndsAt = end ?? (sent.Status is null ? now + timeout : null),
        };
    }

    /// <summary>The words in which monitoring systems grade; an unknown one is a warning.</summary>
    internal static Severity SeverityOf(string word) => word.ToLowerInvariant() switch
    {
        "critical" or "crit" or "page" or "fatal" or "emergency" or "alert" or "disaster" or "high" or "error" or "p1" => Severity.Critical,
        "info" or "information" or "informational" or "notice" or "debug" or "none" or "ok" or "low" => Severity.Info,
        _ => Severity.Warning,
    };

    static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
