// Announces work, ahead of it: alerts of its scope call nobody while it lasts, and each is looked at the moment it ends.
using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting.Routing;
using Steward.Alerting.Stages;
using Steward.Platform.Web;

namespace Steward.Alerting.Silences;

/// <summary>For a customer whole, one site, or alerts whose labels meet <paramref name="Matchers"/>.</summary>
public sealed record EnterWindow(
    CustomerId Customer, DateTimeOffset From, DateTimeOffset Until, [property: StringLength(400)] string Reason, Guid? Site = null, [property: StringLength(1000)] string Matchers = "");

public sealed record EndWindow(WindowId Window);

sealed class EnterWindowHandler(AlertWork work, Passage passage, IdSource ids) : IVerb<EnterWindow, WindowId>
{
    public async Task<Result<WindowId>> Handle(EnterWindow ask, CancellationToken stop)
    {
        if (await work.Refuses(ask.Customer, ask.Site, Right.Work, stop) is { } refusal) return refusal;
        if (Fault(ask, work.Now) is { } wrong) return new BadInput([wrong]);
        var window = new MaintenanceWindow
        {
            Id = ids.New<WindowId>(work.Now), Customer = ask.Customer, Site = ask.Site, Matchers = ask.Matchers.Trim(), Reason = ask.Reason.Trim(), Author = work.Caller, From = ask.From, Until = ask.Until, CreatedAt = work.Now,
        };
        work.Db.Add(window);
        var news = await passage.LookAtAll(ask.Customer, work.Now, stop);
        return (await work.Db.TryCommit(stop, [WindowDeclared.Of(window, work.Now), .. news])).TryGet(out _, out refusal) ? window.Id : refusal;
    }

    /// <summary>Work that has begun is no announcement: what happens then is an incident, or a silence with a name under it.</summary>
    internal static BadField? Fault(EnterWindow ask, DateTimeOffset now) =>
        ask.From < now ? new("from", "ALR-104") : ask.Until <= ask.From ? new("until", "ALR-103")
        : ask.Matchers.Trim().Length > 0 && Matcher.ReadAll(ask.Matchers) is not { Count: > 0 } ? new("matchers", "ALR-101") : null;
}

sealed class EndWindowHandler(AlertWork work, Passage passage) : IVerb<EndWindow, Done>
{
    public async Task<Result<Done>> Handle(EndWindow ask, CancellationToken stop)
    {
        if (await work.Db.Set<MaintenanceWindow>().SingleOrDefaultAsync(w => w.Id == ask.Window, stop) is not { } window) return new NotFound();
        if (await work.Refuses(window.Customer, window.Site, Right.Work, stop) is { } refusal) return refusal;
        if (window.StateAt(work.Now) == CoverState.Expired) return new IsExpired();
        window.Until = work.Now;
        return await work.Db.TryCommit(stop, [WindowDeclared.Of(window, work.Now), .. await passage.LookAtAll(window.Customer, work.Now, stop)]);
    }
}
