// Keeps a record of what is watched of what contracts want watched: each change once, when it is seen.
using Microsoft.EntityFrameworkCore;
using Steward.Access;
using Steward.Assets;
using Steward.Contracts;
using Steward.Platform.Sweeps;

namespace Steward.Monitoring.Checks;

sealed class CoverageSweep(StewardDb db, Watch watch, AssetBook assets, ContractBook contracts, Me me) : ISweep
{
    public string Name => "monitoring-coverage";
    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task<int> RunOnce(DateTimeOffset now, CancellationToken stop)
    {
        me.BecomeSystem();
        var lines = (await contracts.CoverInForce(null, now, stop)).Where(l => l.Line.MustWatch).ToList();
        var owners = lines.Select(l => l.Contract.Customer).Distinct().ToList();
        var owned = (await assets.All.Where(a => owners.Contains(a.Customer) && (a.State == AssetState.InUse || a.State == AssetState.InRepair)).ToListAsync(stop)).ToLookup(a => a.Customer);
        var looked = await watch.Watched(stop);
        var lasting = await db.Set<CoverRow>().AsNoTracking().Where(r => r.Until == null).ToDictionaryAsync(r => (r.Line, r.Asset), stop);
        var changed = 0;
        foreach (var (contract, line) in lines.Select(l => (l.Contract, l.Line)))
            foreach (var asset in owned[contract.Customer].Where(line.Covers))
            {
                var watched = looked.Contains(asset.Id);
                if (lasting.Remove((line.Id, asset.Id), out var known) && known.Watched == watched) continue;
                if (known is not null) End(known);
                db.Add(new CoverRow { Line = line.Id, Asset = asset.Id, From = now, Customer = contract.Customer, Contract = contract.Id, Number = line.Number, Watched = watched });
                changed++;
            }
        // What is left is covered no more: out of use, moved, or its contract has ended.
        foreach (var over in lasting.Values) End(over);
        changed += lasting.Count;
        return changed > 0 && (await db.TryCommit(stop)).Refusal is null ? changed : 0;

        void End(CoverRow row)
        {
            db.Attach(row);
            row.Until = now;
        }
    }
}
