// The door to what was covered when: stretches of time in which an asset that a contract wants watched was watched, or was not.
using Microsoft.EntityFrameworkCore;
using Steward.Assets;
using Steward.Contracts;
using Steward.Monitoring.Checks;
using Steward.Sla;

namespace Steward.Monitoring;

/// <summary>One asset under one line of a contract, as far as it lies in the period asked for and has passed.</summary>
public sealed record CoverStretch(string Line, AssetId Asset, string Tag, string Name, Interval Of, bool Watched)
{
    /// <summary>Seconds watched of seconds to be watched: from whole second to whole second, so that a stretch cut in two adds up.</summary>
    public Ratio Seconds
    {
        get
        {
            var all = Of.To > Of.From ? Of.To.ToUnixTimeSeconds() - Of.From.ToUnixTimeSeconds() : 0;
            return new(Watched ? all : 0, all);
        }
    }
}

public sealed class CoverageBook(StewardDb db, AssetBook assets)
{
    public async Task<IReadOnlyList<CoverStretch>> Of(ContractId contract, Interval period, DateTimeOffset now, CancellationToken stop)
    {
        var end = now < period.To ? now : period.To;
        if (end <= period.From) return [];
        var rows = await db.Set<CoverRow>().AsNoTracking().Where(r => r.Contract == contract && r.From < end && (r.Until == null || r.Until > period.From)).OrderBy(r => r.From).ToListAsync(stop);
        if (rows.Count == 0) return [];
        var named = await (from r in db.Set<CoverRow>() join a in assets.All on r.Asset equals a.Id where r.Contract == contract select new { a.Id, a.Tag, a.Name }).Distinct().ToDictionaryAsync(a => a.Id, stop);
        return [.. rows.Select(r => new CoverStretch(r.Number, r.Asset, named[r.Asset].Tag, named[r.Asset].Name, new Interval(r.From, r.Until ?? end).Clip(new(period.From, end)), r.Watched))];
    }
}
