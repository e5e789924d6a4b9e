// Time that does not count: maintenance, entered ahead by whoever works on the check; anything afterwards only with somebody else's word.
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Alerting;
using Steward.Platform.Approvals;
using Steward.Platform.Events;
using Steward.Platform.Web;
using Steward.Platform.Web.Components;

namespace Steward.Monitoring.Checks;

/// <summary>Work that was announced: from a moment that is still to come.</summary>
public sealed record EnterMaintenance(CheckId Check, DateTimeOffset From, DateTimeOffset Until, [property: StringLength(400)] string Reason);

/// <summary>Asks for time that has passed not to be counted, such as a cause that lies with the customer.</summary>
public sealed record ExcludeTime(CheckId Check, DateTimeOffset From, DateTimeOffset Until, [property: StringLength(400)] string Reason);

sealed class EnterMaintenanceHandler(CheckWork work, AlertInbox alerts) : IVerb<EnterMaintenance, Done>
{
    public async Task<Result<Done>> Handle(EnterMaintenance ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Check, Right.Work, stop)).TryGet(out var found, out var refusal)) return refusal;
        if (Fault(ask, work.Now) is { } wrong) return new BadInput([wrong]);
        // Alerts of the check call nobody meanwhile.
        var (window, news) = await alerts.EnterMaintenance(found.Check.Customer, found.Check.Id.Value, ask.From, ask.Until, ask.Reason.Trim(), work.Caller, work.Now, stop);
        found.Row.Write(work.Db, new(LedgerKind.Maintenance, ask.From, ask.Until, work.Now, ask.Reason.Trim(), work.Caller) { Cause = window.Value });
        return await work.Db.TryCommit(stop, [.. news]);
    }

    internal static BadField? Fault(EnterMaintenance ask, DateTimeOffset now) =>
        ask.From < now ? new("from", "MON-120") : ask.Until <= ask.From ? new("until", "MON-121") : null;
}

sealed class ExcludeTimeHandler(CheckWork work, ApprovalDesk approvals) : IVerb<ExcludeTime, Done>
{
    public async Task<Result<Done>> Handle(ExcludeTime ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Check, Right.Work, stop)).TryGet(out var found, out var refusal)) return refusal;
        if (Fault(ask, found.Check, work.Now) is { } wrong) return new BadInput([wrong]);
        var key = ask.From.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await approvals.Ask(new(ExclusionApproval.Kind, found.Check.Customer, found.Check.Id.Value, found.Check.Name, $"/status/{found.Check.Id}", new Exclusion(ask.From, ask.Until, ask.Reason.Trim()), ask.Reason.Trim(), key), stop);
        return await work.Db.TryCommit(stop);
    }

    internal static BadField? Fault(ExcludeTime ask, Check check, DateTimeOffset now) =>
        ask.Until <= ask.From ? new("until", "MON-121") : ask.Until > now ? new("until", "MON-122") : ask.From < check.CreatedAt ? new("from", "MON-123") : null;
}

sealed record Exclusion(DateTimeOffset From, DateTimeOffset Until, string Reason);

sealed class ExclusionApproval(StewardDb db, Me me, Viewer viewer, TimeProvider time) : IApprovalKind
{
    public const string Kind = "exclusion";

    public string Name => Kind;

    public Expression<Func<Approval, bool>> MayDecide
    {
        get
        {
            var checks = me.IsSystem ? db.Set<Check>() : db.Set<Check>().Where(Conditions.Any(me.Giving(Thing.Monitoring, Right.Approve).Where(g => g.Wide).Select(g => Covered(g.Grant))));
            return a => checks.Any(c => (Guid)(object)c.Id == a.Subject);
        }
    }

    /// <summary>As <see cref="Grant.Covers"/>, in the database; a check belongs to no group.</summary>
    static Expression<Func<Check, bool>> Covered(Grant grant)
    {
        var (customer, site, contract, anyTeam) = (grant.Customer, grant.Site, grant.Contract is { } id ? Contracts.ContractId.From(id) : (Contracts.ContractId?)null, grant.Team is null);
        return c => anyTeam && (customer == null || c.Customer == customer) && (site == null || c.Site == site) && (contract == null || c.Contract == contract);
    }

    public string Words(Approval approval) => approval.Read<Exclusion>() is var asked ? $"{Format.Moment(asked.From, viewer.Zone)} – {Format.Moment(asked.Until, viewer.Zone)}" : "";

    public async Task<Result<INews[]>> Granted(Approval approval, CancellationToken stop)
    {
        var (id, asked) = (CheckId.From(approval.Subject), approval.Read<Exclusion>());
        var row = await db.Set<SightRow>().SingleAsync(r => r.Check == id, stop);
        row.Write(db, new(LedgerKind.Excluded, asked.From, asked.Until, time.Now(), asked.Reason, approval.AskedByName, approval.DecidedBy));
        return Array.Empty<INews>();
    }
}
