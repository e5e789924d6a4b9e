// Changes what a check looks at, how, or under which promise; its ledger goes on.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Web;
using Steward.Protocol;
using Steward.Sla;

namespace Steward.Monitoring.Checks;

public sealed record ChangeCheck(
    CheckId Check, SiteId Site, [property: StringLength(120)] string Name, CheckKind Kind, [property: StringLength(255)] string Target = "", int Port = 0,
    [property: StringLength(1000)] string Url = "", [property: StringLength(200)] string Contains = "", bool VerifyCertificate = false, ContractId? Contract = null, ServiceId? Service = null,
    Guid? Probe = null, int IntervalSeconds = 60, int TimeoutMs = 3000, int Confirmations = 2, CalendarUse Hours = CalendarUse.FullTime, AssetId? Asset = null, int? Version = null);

sealed class ChangeCheckHandler(CheckWork work, PeopleBook people, ContractBook contracts, AssetBook assets) : IVerb<ChangeCheck, Done>
{
    public async Task<Result<Done>> Handle(ChangeCheck ask, CancellationToken stop)
    {
        if (!(await work.Load(ask.Check, Right.Work, stop)).TryGet(out var found, out var refusal)) return refusal;
        var (check, row) = found;
        if (ask.Version is { } read && read != check.Version) return new ChangedMeanwhile();
        (check.Site, check.Contract, check.Service, check.Probe, check.Name, check.Kind) = (ask.Site, ask.Contract, ask.Service, ask.Probe ?? default, ask.Name.Trim(), ask.Kind);
        (check.Target, check.Port, check.Url, check.Contains, check.VerifyCertificate) = (ask.Target.Trim(), ask.Port, ask.Url.Trim(), ask.Contains, ask.VerifyCertificate);
        (check.IntervalSeconds, check.TimeoutMs, check.Confirmations, check.Hours, check.Asset) = (ask.IntervalSeconds, ask.TimeoutMs, ask.Confirmations, ask.Hours, ask.Asset);
        // The place that it moves to must be one's own as well.
        if (!work.May(check, Right.Work)) return new NotAllowed();
        if (await check.Fault(people, contracts, assets, stop) is { } fault) return fault;
        if (check.State == CheckState.Watched) row.Keep(row.Sight, work.RuleOf(check));
        return await work.Db.TryCommit(stop);
    }
}
