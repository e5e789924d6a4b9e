// What a check must say about itself, whether it is new or changed.
using Microsoft.EntityFrameworkCore;
using Steward.Assets;
using Steward.Contracts;
using Steward.People;
using Steward.Protocol;

namespace Steward.Monitoring.Checks;

static class CheckDetails
{
    /// <summary>The first thing wrong with a check, or null.</summary>
    public static async Task<Refusal?> Fault(this Check check, PeopleBook people, ContractBook contracts, AssetBook assets, CancellationToken stop)
    {
        if (!await people.Sites.AnyAsync(s => s.Id == check.Site && s.Customer == check.Customer, stop)) return new NotFound();
        if (check.Contract is { } contract && !await contracts.All.AnyAsync(c => c.Id == contract && c.Customer == check.Customer, stop)) return new NotFound();
        if (check.Service is { } service && !await contracts.Services.AnyAsync(s => s.Id == service && s.Customer == check.Customer && s.Contract == check.Contract, stop)) return new NotFound();
        // An asset that was retired meanwhile may keep its check until somebody removes it.
        if (check.Asset is { } asset && !await assets.All.AnyAsync(a => a.Id == asset && a.Customer == check.Customer, stop)) return new BadInput([new("asset", "STW-404")]);
        return Wrong(check) is { Count: > 0 } wrong ? new BadInput(wrong) : null;
    }

    internal static List<BadField> Wrong(Check check)
    {
        var wrong = new List<BadField>();
        if (check.Kind == CheckKind.Http && !(Uri.TryCreate(check.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) wrong.Add(new("url", "MON-101"));
        if (check.Kind != CheckKind.Http && Uri.CheckHostName(check.Target) == UriHostNameType.Unknown) wrong.Add(new("target", "MON-102"));
        if (check.Kind == CheckKind.Tcp && check.Port is < 1 or > 65535) wrong.Add(new("port", "MON-103"));
        if (check.IntervalSeconds is < 1 or > 86400) wrong.Add(new("intervalSeconds", "MON-104"));
        if (check.TimeoutMs < 50 || check.TimeoutMs > check.IntervalSeconds * 1000L) wrong.Add(new("timeoutMs", "MON-105"));
        if (check.Confirmations is < 0 or > 10) wrong.Add(new("confirmations", "MON-106"));
        return wrong;
    }
}
