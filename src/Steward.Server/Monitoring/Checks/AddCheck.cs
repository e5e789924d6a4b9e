// Begins to watch something of a customer.
using System.ComponentModel.DataAnnotations;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.People;
using Steward.Platform.Settings;
using Steward.Platform.Web;
using Steward.Protocol;
using Steward.Sla;

namespace Steward.Monitoring.Checks;

public sealed record AddCheck(
    CustomerId Customer, SiteId Site, [property: StringLength(120)] string Name, CheckKind Kind, [property: StringLength(255)] string Target = "", int Port = 0,
    [property: StringLength(1000)] string Url = "", [property: StringLength(200)] string Contains = "", bool VerifyCertificate = false, ContractId? Contract = null, ServiceId? Service = null,
    Guid? Probe = null, int IntervalSeconds = 60, int TimeoutMs = 3000, int Confirmations = 2, CalendarUse Hours = CalendarUse.FullTime, AssetId? Asset = null);

sealed class AddCheckHandler(StewardDb db, Me me, PeopleBook people, ContractBook contracts, AssetBook assets, IdSource ids, StewardSettings settings, TimeProvider time) : IVerb<AddCheck, CheckId>
{
    public async Task<Result<CheckId>> Handle(AddCheck ask, CancellationToken stop)
    {
        var now = time.Now();
        var check = new Check
        {
            Id = ids.New<CheckId>(now), Customer = ask.Customer, Site = ask.Site, Contract = ask.Contract, Service = ask.Service, Probe = ask.Probe ?? default, Name = ask.Name.Trim(), Kind = ask.Kind,
            Target = ask.Target.Trim(), Port = ask.Port, Url = ask.Url.Trim(), Contains = ask.Contains, VerifyCertificate = ask.VerifyCertificate, IntervalSeconds = ask.IntervalSeconds,
            TimeoutMs = ask.TimeoutMs, Confirmations = ask.Confirmations, Hours = ask.Hours, Asset = ask.Asset, CreatedAt = now,
        };
        if (!me.Can(Thing.Monitoring, Right.Create, new(check.Customer, check.Site, check.Contract?.Value))) return new NotFound();
        if (await check.Fault(people, contracts, assets, stop) is { } fault) return fault;
        var row = new SightRow { Check = check.Id, Customer = check.Customer };
        row.Keep(new Sight(now), check.Rule(settings.Monitoring.GraceIntervals));
        db.Add(check);
        db.Add(row);
        await db.Commit(stop);
        return check.Id;
    }
}
